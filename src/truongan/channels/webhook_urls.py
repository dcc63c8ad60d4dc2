"""Where providers tell what happened."""

from django.urls import path

from truongan.channels.views import sms_replies, webhooks

app_name = "webhooks"
urlpatterns = [
    path("zalo/", webhooks.zalo, name="zalo"),
    path("sms/", sms_replies.sms, name="sms"),
]
