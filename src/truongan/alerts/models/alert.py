from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.alerts.models.template import AlertTemplate
from truongan.alerts.querysets import AlertQuerySet
from truongan.alerts.states import State
from truongan.channels.models import Message, Urgency
from truongan.duty.models.rollcall import PartOfNetwork
from truongan.organizations.models import Organization


class Alert(PartOfNetwork):
    """A warning to everybody of an area: proposed, approved by a second person where it is wide, sent, answered.

    What was sent is never changed: it is recalled, or corrected by a new one that names it.
    """

    key = models.CharField(max_length=40, unique=True)  # of the form: pressed twice, alerted once
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("cảnh báo trong tên của")
    )
    template = models.ForeignKey(AlertTemplate, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(_("tiêu đề"), max_length=200)
    text = models.TextField(_("nội dung"), max_length=2000)
    short = models.CharField(_("tin ngắn (SMS)"), max_length=160)
    urgency = models.CharField(_("mức khẩn"), max_length=6, choices=Urgency, default=Urgency.URGENT)
    asks_information = models.BooleanField(_("có nút “Tôi có thông tin”"), default=False)
    is_drill = models.BooleanField(_("diễn tập"), default=False)
    valid_until = models.DateTimeField(_("có hiệu lực đến"))
    state = models.CharField(max_length=8, choices=State)
    expected_count = models.PositiveIntegerField(_("số người dự kiến"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)  # of a refusal or a recall
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recalled_at = models.DateTimeField(null=True)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="alert")
    search_fold = models.CharField(max_length=1000, editable=False, default="")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(State.SENT, State.RECALLED), message__isnull=False)
                | Q(state__in=(State.WAITING, State.REFUSED), message=None),
                name="alert_sent_has_its_message",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("proposed_at")), name="alert_holds_after_it_is_proposed"
            ),
            # Two people of a wide alert are two people.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="alert_decided_by_somebody_else"
            ),
        ]
        indexes = [models.Index(fields=["organization", "-proposed_at"], name="alert_by_organization")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("alerts:alert", args=[self.pk])

    @property
    def topic(self) -> str:
        """Of the live stream."""
        return f"alerts.alert.{self.pk}"
