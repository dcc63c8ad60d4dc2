from django.conf import settings
from django.urls import path

from truongan.web import views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim/", views.search, name="search"),
]
if settings.DEBUG:
    urlpatterns.append(path("thanh-phan/", views.catalogue, name="catalogue"))
