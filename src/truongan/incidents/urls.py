from django.urls import path
from django.views.decorators.cache import never_cache

from truongan.incidents.views import acting, configuring, details, lists, reporting

app_name = "incidents"
# never_cache: what is told of a case stays in no browser, so that "back" after signing out shows nothing of it.
urlpatterns = [
    path("", never_cache(lists.incident_list), name="list"),
    path("xuat/", never_cache(lists.export), name="export"),
    path("ban-do/", lists.map_page, name="map"),
    path("ban-do/hinh/", lists.map_shapes, name="map_shapes"),
    path("thong-ke/", lists.statistics, name="statistics"),
    path("thong-ke/xuat/", lists.statistics_export, name="statistics_export"),
    path("thong-ke/bao-cao/", lists.statistics_word, name="statistics_word"),
    path("thong-ke/bao-du/", lists.declare, name="declare"),
    path("bao/", never_cache(reporting.report), name="report"),
    path("danh-muc/", configuring.catalogue, name="catalogue"),
    path("danh-muc/<slug:kind>/them/", configuring.row, name="row_add"),
    path("danh-muc/<slug:kind>/<int:pk>/", configuring.row, name="row"),
    path("danh-muc/<slug:kind>/<int:pk>/thoi/", configuring.end, name="row_end"),
    path("<int:pk>/", never_cache(details.incident), name="incident"),
    path("<int:pk>/moi/", details.live, name="live"),
    path("<int:pk>/sua/", never_cache(reporting.edit), name="edit"),
    path("<int:pk>/vi-sao/", never_cache(details.reasons), name="why"),
    path("<int:pk>/giay/<slug:name>.<str:form>", details.paper, name="paper"),
    path("<int:pk>/lam/<slug:what>/", never_cache(acting.act), name="act"),
    path("viec/<int:pk>/xong/", details.task_done, name="task_done"),
    path("nguoi/<int:pk>/", never_cache(details.reveal), name="reveal"),
    path("nguoi/<int:pk>/bo/", details.name_remove, name="name_remove"),
    path("anh/<int:pk>/", details.photo, name="photo"),
    path("anh/<int:pk>/nho/", details.thumbnail, name="thumbnail"),
    path("anh/<int:pk>/go/", details.photo_remove, name="photo_remove"),
]
