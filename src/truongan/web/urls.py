from django.conf import settings
from django.urls import path

from truongan.web import views
from truongan.web.live import views as live_views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim/", views.search, name="search"),
    path("luong/", live_views.ticket, name="live_ticket"),
]
if settings.DEBUG:
    urlpatterns.append(path("thanh-phan/", views.catalogue, name="catalogue"))
