from django.urls import path

from truongan.channels.views import inbox

app_name = "channels"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("<int:pk>/", inbox.open_one, name="open"),
    path("da-doc/", inbox.read_all, name="read_all"),
]
