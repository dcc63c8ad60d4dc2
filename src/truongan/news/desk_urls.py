from django.urls import path

from truongan.news import beginning_views

app_name = "newsdesk"
urlpatterns = [
    path("tu-van-ban/<int:pk>/", beginning_views.begin_from_thread, name="begin_from_thread"),
    path("tu-bao-cao/<int:pk>/", beginning_views.begin_from_report, name="begin_from_report"),
]
