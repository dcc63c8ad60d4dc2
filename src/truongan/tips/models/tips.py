from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.organizations.models import Organization
from truongan.tips.models.keys import UnitKey
from truongan.tips.querysets import TipQuerySet
from truongan.tips.states import Kind, TipState


class Tip(models.Model):
    """Something confided. In clear: who is to answer it, how far it is, days. Everything said is in `story`, locked.

    No hour, no topic, no place, no file name: none of them is needed to do the work, all of them could tell who wrote.
    """

    # Random and never shown: what is locked is bound to it.
    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    holder = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị giữ"))
    state = models.CharField(_("tình trạng"), max_length=16, choices=TipState, default=TipState.NEW)
    is_unread = models.BooleanField(default=True)
    received_on = models.DateField(_("ngày nhận"))
    changed_on = models.DateField(_("ngày có việc mới nhất"))
    delete_on = models.DateField(_("ngày xóa"))
    lookup = models.CharField(max_length=64, unique=True)  # from Argon2id of the receipt: sealing.receipt_keys
    tipster_key = models.BinaryField()  # the public half of the pair the receipt gives
    sealed_for_tipster = models.BinaryField()  # the content key
    story = models.BinaryField()

    objects = TipQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "-received_on"], name="tip_by_holder"),
            models.Index(fields=["delete_on"], name="tip_by_deletion"),
        ]

    def __str__(self) -> str:
        return f"Tố giác số {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("tips_desk:tip", args=[self.pk])

    def place_of(self, what: str) -> str:
        """The name everything locked for this tip is bound to."""
        return f"tips.{what}:{self.code}"


class TipAccess(models.Model):
    """A unit that can open a tip: its content key and its notes' key, sealed to the unit's key of that time."""

    tip = models.ForeignKey(Tip, models.CASCADE, related_name="accesses")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    unit_key = models.ForeignKey(UnitKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tip", "organization"], name="tip_access_once_per_unit")]

    def __str__(self) -> str:
        return f"{self.tip_id} → {self.organization_id}"


class TipMessage(models.Model):
    """One thing said later: by the tipster, by the unit to them, or a note which the tipster's key does not open."""

    tip = models.ForeignKey(Tip, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    body = models.BinaryField()
    sent_on = models.DateField()
    is_unread = models.BooleanField(default=True)  # by those it was written for

    class Meta:
        indexes = [models.Index(fields=["tip", "id"], name="tip_message_by_tip")]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="tip_message_kind")]

    def __str__(self) -> str:
        return f"{self.tip_id} {self.kind}"


class TipFile(models.Model):
    """A picture, locked like the text, in the row and not on the disk: it goes with the row, and has no time of its own."""

    tip = models.ForeignKey(Tip, models.CASCADE, related_name="files")
    message = models.ForeignKey(TipMessage, models.CASCADE, null=True, related_name="files")
    code = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.BinaryField()  # its type
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.tip_id} {self.pk}"

    @property
    def place(self) -> str:
        return f"tips.file:{self.code}"
