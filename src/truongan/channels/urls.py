from django.urls import path

from truongan.channels import views

app_name = "channels"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.open_one, name="open"),
    path("da-doc/", views.read_all, name="read_all"),
]
