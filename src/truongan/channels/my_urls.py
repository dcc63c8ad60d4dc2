from django.urls import path

from truongan.channels.views import mine

app_name = "my_channels"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("dia-chi/<str:channel>/", mine.ask, name="ask"),
    path("xac-nhan/<str:channel>/", mine.confirm, name="confirm"),
    path("thu/", mine.trial, name="trial"),
    path("bo/<int:pk>/", mine.close, name="close"),
]
