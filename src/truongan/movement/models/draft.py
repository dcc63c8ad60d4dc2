from django.conf import settings
from django.db import models

from truongan.organizations.models import Organization


class SetupDraft(models.Model):
    """What a person has typed into the set-up form of a scheme and not yet registered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    fields = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-updated_at"], name="setup_draft_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.updated_at:%d/%m/%Y %H:%M}"
