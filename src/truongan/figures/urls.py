from django.urls import path

from truongan.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.page, name="page"),
    path("tai-ve/", views.export, name="export"),
    path("<str:code>/", views.behind, name="behind"),
]
