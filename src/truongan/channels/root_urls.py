"""What browsers look for at the root: the worker that shows notices, and what an installed page is called."""

from django.urls import path

from truongan.channels.views import installed

app_name = "installed"
urlpatterns = [
    path("sw.js", installed.worker, name="worker"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
]
