from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.channels.models.address import Address
from truongan.channels.models.names import Channel, Urgency
from truongan.channels.querysets import DeliveryQuerySet, MessageQuerySet, RecipientQuerySet
from truongan.organizations.models import Organization


class Message(models.Model):
    """Something said once to many, through whatever channel reaches each of them.

    Written in the transaction of its cause; `cause` names it, so that saying it again says nothing twice. No word
    in it identifies a pupil or tells of a case: "you have a task", and a link.
    """

    cause = models.CharField(max_length=120, unique=True)  # incidents.incident.12:level.1
    kind = models.CharField(max_length=40, blank=True)  # whose business an answer is: see `channels.answers`
    subject = models.CharField(_("tiêu đề"), max_length=300)
    text = models.TextField(_("nội dung"), blank=True)
    short = models.CharField(_("tin ngắn"), max_length=300, blank=True)  # for SMS and telephones; empty: the subject
    link = models.CharField(_("đường dẫn"), max_length=300, blank=True)  # inside the product, from its root
    urgency = models.CharField(_("mức khẩn"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    is_drill = models.BooleanField(_("diễn tập"), default=False)
    choices = models.JSONField(default=list, blank=True)  # [["here", "Tôi có mặt"], …]: one tap each; empty: no answer
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")  # in whose name
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("lúc"))
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True)  # no channel is tried and no answer taken later
    recalled_at = models.DateTimeField(_("rút lại lúc"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(link="") | Q(link__regex=r"^/([^/\\]|$)"), name="message_link_stays_inside"
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
                name="message_expires_after_it_is_said",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-created_at"], name="message_by_kind")]

    def __str__(self) -> str:
        return self.subject


class Recipient(models.Model):
    """One person (or one chat group) a message is for, and what came of it.

    `step` counts the channels tried. At `next_at` the next one is, unless the person has answered, or has seen a
    message that asks for no answer. `link_key` is the secret part of the link that opens this one task without
    signing in.
    """

    message = models.ForeignKey(Message, models.CASCADE, related_name="recipients", db_index=False)  # see below
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", db_index=False)
    place = models.CharField(max_length=60, blank=True)  # movement.group.12, where the message goes to a chat group
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+", db_index=False)
    link_key = models.CharField(max_length=16)
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    unreachable_at = models.DateTimeField(null=True)  # every channel was tried in vain, or there is none
    seen_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_via = models.CharField(max_length=10, choices=Channel, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person"], condition=Q(person__isnull=False), name="message_once_to_each_person"
            ),
            models.UniqueConstraint(
                fields=["message", "place"], condition=~Q(place=""), name="message_once_to_each_place"
            ),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(place="") | Q(person__isnull=False, place=""),
                name="recipient_is_a_person_or_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["message", "organization"], name="recipient_by_unit"),
            models.Index(fields=["person", "-id"], condition=Q(person__isnull=False), name="recipient_by_person"),
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="recipient_next_step"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.person_id or self.place}"


class Delivery(models.Model):
    """One attempt to reach one recipient through one channel: the outbox, written with its cause.

    The key of row 12 is `ta-12` at every provider: a retry repeats it and never doubles a message. A row found
    `sending` after its lease was being handed over when its worker died.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ gửi")
        SENDING = "sending", _("Đang gửi")
        HANDED = "handed", _("Đã giao cho kênh")
        DELIVERED = "delivered", _("Đã tới")
        DEAD = "dead", _("Không gửi được")
        PARKED = "parked", _("Chờ quản trị xử lý")
        UNSURE = "unsure", _("Không rõ đã tới chưa")
        CANCELLED = "cancelled", _("Đã hủy")

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="deliveries", db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries", db_index=False)  # see below
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel)
    address = models.ForeignKey(Address, models.SET_NULL, null=True, related_name="+", db_index=False)
    to = models.CharField(_("gửi tới"), max_length=200, blank=True)  # as it was then; empty for the inbox and push
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    provider_ref = models.CharField(max_length=120, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_text = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "to", "address"], nulls_distinct=False, name="delivery_once_each_way"
            )
        ]
        indexes = [
            models.Index(fields=["message", "state"], name="delivery_by_message"),
            models.Index(fields=["not_before"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="sending"), name="delivery_in_hand"),
            models.Index(
                fields=["channel", "-created_at"],
                condition=Q(state__in=("dead", "parked", "unsure")),
                name="delivery_failed",
            ),
            models.Index(fields=["provider_ref"], condition=~Q(provider_ref=""), name="delivery_by_provider_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.recipient_id}"

    @property
    def key(self) -> str:
        return f"ta-{self.pk}"
