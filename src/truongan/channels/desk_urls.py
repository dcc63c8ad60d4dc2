from django.urls import path

from truongan.channels.views import desk

app_name = "channel_desk"
urlpatterns = [
    path("", desk.board, name="board"),
    path("khong-toi/", desk.failed, name="failed"),
    path("khong-toi/gui-lai/", desk.resend, name="resend"),
    path("khong-toi/bo/", desk.give_up, name="give_up"),
    path("mo-lai/<str:channel>/", desk.open_again, name="open"),
]
