from django.urls import path

from truongan.territory import views

app_name = "territory"
urlpatterns = [
    path("", views.browse, name="browse"),
    path("<int:pk>/", views.unit, name="unit"),
]
