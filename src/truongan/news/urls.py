from django.urls import path, re_path

from truongan.news import views

app_name = "news"
urlpatterns = [
    path("anh/<str:name>", views.picture, name="picture"),
]
# Wagtail makes the addresses of its pages and files from these names, which stand in no namespace.
page_urlpatterns = [
    path("tep/<int:pk>/<str:name>", views.file, name="wagtaildocs_serve"),
    re_path(r"^((?:[\w\-]+/)*)$", views.page, name="wagtail_serve"),
]
