from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.channels.models.names import Channel


class ChannelState(models.Model):
    """Whether a channel works: after failures in a row nothing is sent through it until `paused_until`.

    `needs_admin` holds the reason why only an administrator can open it again (a token revoked, money used up).
    """

    channel = models.CharField(max_length=10, choices=Channel, unique=True)
    failures = models.PositiveIntegerField(default=0)  # in a row, of the provider, not of one address
    failing_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    needs_admin = models.CharField(_("cần quản trị"), max_length=300, blank=True)
    last_ok_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.channel


class IncomingEvent(models.Model):
    """What a provider sent to us, as it came: verified, stored, answered at once, worked on by a worker.

    `key` tells repeats apart from news. Unknown events are kept, never an error.
    """

    source = models.CharField(max_length=10, choices=Channel)
    key = models.CharField(max_length=120)
    name = models.CharField(max_length=60, blank=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="incoming_event_once")]
        indexes = [models.Index(fields=["received_at"], condition=Q(worked_at=None), name="incoming_event_waiting")]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class ZaloAccount(models.Model):
    """The official account: its tokens, sealed with the installation's own secret.

    The refresh token is used once: the new pair is stored, under a lock on this row, before either is used.
    """

    oa_id = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200, blank=True)
    access_token = models.BinaryField(null=True)
    refresh_token = models.BinaryField(null=True)
    access_until = models.DateTimeField(null=True)
    refresh_until = models.DateTimeField(null=True)
    connected_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name or self.oa_id
