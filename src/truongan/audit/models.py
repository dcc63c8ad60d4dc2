from django.conf import settings
from django.db import models

from truongan.audit.querysets import EntryQuerySet


class Entry(models.Model):
    """One thing that happened, written in the same transaction as the thing itself.

    Every entry carries the hash of the one before it, and the database refuses to change
    or delete one (migration 0002), so a past that was altered shows (`truongan audit verify`).
    """

    # SET_NULL would be a change of a row that must not change: people are deactivated, not deleted.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=100)
    target = models.CharField(max_length=100)
    label = models.CharField(max_length=300, blank=True)
    # Where it happened, for the scope of readers: plain values, since audit stands below organizations.
    organization_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()  # type: ignore[django-manager-missing]  # the plugin cannot read it here

    class Meta:
        indexes = [
            models.Index(fields=["target", "-id"], name="audit_entry_by_target"),
            models.Index(fields=["organization_id", "-id"], name="audit_entry_by_organization"),
            models.Index(fields=["actor", "-id"], name="audit_entry_by_actor"),
            models.Index("path", name="audit_entry_by_path"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"
