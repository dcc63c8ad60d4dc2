from django.urls import path

from truongan.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("so-lieu/", views.figures, name="figures"),
    path("so-lieu.json", views.figures_json, name="figures_json"),
    path("so-lieu.csv", views.figures_csv, name="figures_csv"),
    path("phuong-phap/", views.method, name="method"),
]
