from django.urls import path

from truongan.alerts.views import alerts, templates

app_name = "alerts"
urlpatterns = [
    path("", alerts.alert_list, name="list"),
    path("soan/", alerts.alert_new, name="new"),
    path("mau/", templates.template_list, name="template_list"),
    path("mau/moi/", templates.template_new, name="template_new"),
    path("mau/<int:pk>/", templates.template_edit, name="template_edit"),
    path("mau/<int:pk>/dong/", templates.template_close, name="template_close"),
    path("<int:pk>/", alerts.alert_page, name="alert"),
    path("<int:pk>/duyet/", alerts.alert_approve, name="approve"),
    path("<int:pk>/khong-duyet/", alerts.alert_refuse, name="refuse"),
    path("<int:pk>/rut-lai/", alerts.alert_recall, name="recall"),
    path("<int:pk>/dinh-chinh/", alerts.alert_correct, name="correct"),
]
