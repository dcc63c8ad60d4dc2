from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.channels.models.names import Channel
from truongan.channels.querysets import AddressQuerySet


class Address(models.Model):
    """Where a person (or a chat group) is reached through one channel, once they have proved that it is theirs.

    `details` holds what the channel needs besides: the keys of a push subscription. The telephone of the register
    needs no row: it is the unverified last resort of urgent messages.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="addresses", db_index=False)
    place = models.CharField(max_length=60, blank=True)  # movement.group.12: a group run by the official account
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel)
    value = models.CharField(_("địa chỉ"), max_length=500)
    label = models.CharField(_("tên gọi"), max_length=80, blank=True)  # which telephone, which browser
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)  # given up: by the person, or because the provider knows it no more
    closed_why = models.CharField(max_length=200, blank=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "value"],
                condition=Q(closed_at=None, verified_at__isnull=False),
                name="address_verified_by_one",
            ),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(place="") | Q(person__isnull=False, place=""),
                name="address_is_of_a_person_or_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "channel"], condition=Q(closed_at=None), name="address_of_person"),
            models.Index(fields=["place"], condition=Q(closed_at=None) & ~Q(place=""), name="address_of_place"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.person_id or self.place}"


class Claim(models.Model):
    """A one-time code with which a person proves that an address is theirs. Only its hash is kept.

    For e-mail and SMS the code is sent to `value` and typed in; for Zalo the person sends it to the official account.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    value = models.CharField(max_length=500, blank=True)  # empty where the answer brings the address (Zalo)
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code_hash"], condition=Q(used_at=None), name="claim_open")]

    def __str__(self) -> str:
        return f"{self.channel} {self.person_id}"


class Preference(models.Model):
    """In which order a person wants to be reached, when not, and what leaves the product for them at all.

    Quiet hours hold back everything but what endangers life. A person without a row is reached in the usual order.
    """

    class Forwarding(models.TextChoices):
        NONE = "none", _("Không, tôi tự mở hộp thông báo")
        URGENT = "urgent", _("Chỉ thông báo khẩn")
        ALL = "all", _("Mọi thông báo")

    person = models.OneToOneField(Person, models.CASCADE, related_name="preference")
    order = models.JSONField(default=list, blank=True)  # names of channels; those left out follow in the usual order
    quiet_from = models.TimeField(_("giờ nghỉ từ"), null=True, blank=True)
    quiet_to = models.TimeField(_("đến"), null=True, blank=True)
    forwarding = models.CharField(_("gửi ra ngoài"), max_length=6, choices=Forwarding, default=Forwarding.URGENT)

    forwarded_to = models.BigIntegerField(default=0)  # the last notice that was announced outside

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None) | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="preference_quiet_from_and_to",
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
