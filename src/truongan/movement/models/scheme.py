from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.kernel.text import fold, nfc
from truongan.movement.querysets import SchemeEventQuerySet, SchemeQuerySet
from truongan.movement.states import EVIDENCE, EventKind, Status
from truongan.organizations.models import Organization
from truongan.workbooks.models import SourceRow


class SchemeType(models.Model):
    """A named model of the movement (mô hình), of which schools have instances (điểm)."""

    code = models.SlugField(_("mã"), unique=True)
    name = models.CharField(_("tên"), max_length=300)
    short_name = models.CharField(_("tên ngắn"), max_length=80)
    is_open = models.BooleanField(_("còn lập mới"), default=True)

    def __str__(self) -> str:
        return self.short_name


class Scheme(models.Model):
    """One instance (điểm mô hình) of a type at one organization.

    Its events are the truth. The columns under "derived" are a fold over them, kept for lists
    and rebuilt by every action that adds or voids an event.
    """

    type = models.ForeignKey(SchemeType, models.PROTECT, related_name="schemes", verbose_name=_("loại mô hình"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="schemes", verbose_name=_("trường, đơn vị")
    )
    name = models.CharField(_("tên điểm"), max_length=300, blank=True)
    pilot = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replicas", verbose_name=_("nhân rộng từ điểm gốc")
    )
    is_replica = models.BooleanField(_("nhân rộng"), default=False)  # the pilot may lie in another province
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")
    held_from = models.DateField(null=True, editable=False)  # by `organization`, once transferred: see FormerHolding

    # Derived from the events.
    status = models.CharField(max_length=12, choices=Status, default=Status.PROPOSED, editable=False)
    stock_from = models.DateField(null=True, editable=False)
    stock_to = models.DateField(null=True, editable=False)
    last_evidence_on = models.DateField(null=True, editable=False)
    decision_number = models.CharField(max_length=60, blank=True, editable=False)
    decision_on = models.DateField(null=True, editable=False)
    search_fold = models.CharField(max_length=500, blank=True, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same model at the same school twice would be counted twice: it is one instance with events.
            models.UniqueConstraint(
                fields=["type", "organization", "name"],
                condition=Q(stock_to=None),
                name="scheme_once_per_school_and_type",
            ),
            models.CheckConstraint(
                condition=Q(stock_to=None) | Q(stock_to__gte=F("stock_from")), name="scheme_leaves_after_entering"
            ),
            models.CheckConstraint(condition=Q(pilot=None) | Q(is_replica=True), name="scheme_with_pilot_is_replica"),
        ]
        indexes = [models.Index(fields=["organization", "stock_from"], name="scheme_by_organization")]

    def __str__(self) -> str:
        return self.name or self.type.name

    def get_absolute_url(self) -> str:
        return reverse("movement:scheme", args=[self.pk])

    @property
    def entry_words(self) -> str:
        """How it entered the register."""
        return str(_("Nhân rộng từ điểm gốc") if self.is_replica else _("Xây dựng mới"))

    def derive_keys(self) -> None:
        self.name = nfc(self.name)
        self.search_fold = fold(f"{self.name} {self.decision_number}")[:500]


class SchemeEvent(models.Model):
    """Something dated in the life of a scheme. Never changed: a wrong one is voided and entered anew."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="events")
    kind = models.CharField(_("sự kiện"), max_length=12, choices=EventKind)
    on = models.DateField(_("ngày"))
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    decision_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    decided_by = models.CharField(_("cơ quan quyết định"), max_length=200, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(SourceRow, models.PROTECT, null=True, blank=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=300, blank=True)

    objects = SchemeEventQuerySet.as_manager()

    class Meta:
        constraints = [
            # A scheme may be active in several ways on one day; it is not decided, launched or ended twice.
            models.UniqueConstraint(
                fields=["scheme", "kind", "on"],
                condition=Q(voided_at=None) & ~Q(kind=EventKind.ACTIVE),
                name="event_once_per_scheme_kind_and_day",
            ),
        ]
        indexes = [models.Index(fields=["kind", "on"], name="event_by_kind_and_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"

    @property
    def proves_life(self) -> bool:
        return self.kind in EVIDENCE and self.voided_at is None


class Paper(models.Model):
    """A document a scheme must have, as it stands in the school's file."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Kế hoạch")
        DECISION = "decision", _("Quyết định thành lập")
        OPERATING_RULES = "operating_rules", _("Quy chế hoạt động")
        COORDINATION_RULES = "coordination_rules", _("Quy chế phối hợp")
        COMMITMENT = "commitment", _("Bản cam kết")
        LAUNCH_MINUTES = "launch_minutes", _("Biên bản ra mắt")
        ROSTER = "roster", _("Danh sách thành viên")

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="papers")
    kind = models.CharField(_("loại giấy tờ"), max_length=20, choices=Kind)
    number = models.CharField(_("số"), max_length=60, blank=True)
    signed_on = models.DateField(_("ngày ký"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scheme", "kind", "-signed_on"], name="paper_by_scheme")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()
