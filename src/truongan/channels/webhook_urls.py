"""Where providers tell what happened."""

from django.urls import path

from truongan.channels.views import webhooks

app_name = "webhooks"
urlpatterns = [path("zalo/", webhooks.zalo, name="zalo")]
