from django.urls import path, re_path

from truongan.news import views

app_name = "news"
urlpatterns = [
    path("anh/<str:name>", views.picture, name="picture"),
]
# Wagtail makes the addresses of its pages from this name, which stands in no namespace.
page_urlpatterns = [re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve")]
