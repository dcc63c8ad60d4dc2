from django.urls import path

from truongan.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.organization_list, name="list"),
    path("them/", views.create, name="create"),
    path("can-dat-dia-ban/", views.needs_placement, name="needs_placement"),
    path("tuyen-mac-dinh/", views.routing_rules, name="routing_rules"),
    path("tuyen-mac-dinh/them/", views.routing_rule_add, name="routing_rule_add"),
    path("tuyen-mac-dinh/ap-dung/", views.routes_apply, name="routes_apply"),
    path("lich-lam-viec/", views.calendar, name="calendar"),
    path("lich-lam-viec/dat/", views.calendar_set, name="calendar_set"),
    path("lich-lam-viec/<int:pk>/bo/", views.calendar_remove, name="calendar_remove"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.edit, name="edit"),
    path("<int:pk>/doi-ten/", views.rename, name="rename"),
    path("<int:pk>/dia-ban/", views.place, name="place"),
    path("<int:pk>/tuyen-bao-cao/", views.route, name="route"),
    path("<int:pk>/giai-the/", views.close, name="close"),
    path("<int:pk>/quy-mo/", views.profile, name="profile"),
]
