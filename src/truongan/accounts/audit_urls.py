"""The audit record's page: below `audit` by name, here because who may read what is known here."""

from django.urls import path

from truongan.accounts.views import audit_log

app_name = "audit"
urlpatterns = [path("", audit_log.log, name="log")]
