from django.urls import path

from truongan.channels.views import bell, inbox

app_name = "channels"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("chuong/", bell.bell, name="bell"),
    path("<int:pk>/", inbox.open_one, name="open"),
    path("da-doc/", inbox.read_all, name="read_all"),
]
