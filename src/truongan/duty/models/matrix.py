from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.channels.models import Urgency
from truongan.duty.querysets import MatrixRuleQuerySet
from truongan.organizations.models import Level, Organization, Sector
from truongan.territory.models import AdministrativeUnit


class MatrixRule(models.Model):
    """Who is told, level by level, about what happens somewhere: one row of the routing matrix.

    It holds for one organization, for a unit and all below it, or (neither) for the whole country. Empty
    categories, severities and weekdays mean any. Of the rules that fit, the nearest wins whole.
    """

    class Days(models.TextChoices):
        ANY = "any", _("Mọi ngày")
        WORKING = "working", _("Ngày làm việc")
        OFF = "off", _("Ngày nghỉ, ngày lễ")

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="matrix_rules", verbose_name=_("đơn vị")
    )
    name = models.CharField(_("tên quy tắc"), max_length=200)
    note = models.CharField(_("căn cứ, ghi chú"), max_length=300, blank=True)
    categories = ArrayField(models.CharField(max_length=40), verbose_name=_("loại việc"), default=list, blank=True)
    severities = ArrayField(models.CharField(max_length=20), verbose_name=_("mức độ"), default=list, blank=True)
    days = models.CharField(_("ngày"), max_length=7, choices=Days, default=Days.ANY)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("thứ"), default=list, blank=True)  # ISO
    time_from = models.TimeField(_("từ giờ"), null=True, blank=True)  # in Viet Nam; past midnight when `to` is earlier
    time_to = models.TimeField(_("đến giờ"), null=True, blank=True)
    continues_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name=_("hết các mức thì")
    )
    valid_from = models.DateField(_("áp dụng từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", editable=False
    )  # the version before

    objects = MatrixRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None) | Q(organization=None), name="matrix_rule_for_a_unit_or_an_organization"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="matrix_rule_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(time_from=None, time_to=None) | Q(time_from__isnull=False, time_to__isnull=False),
                name="matrix_rule_time_from_and_to",
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=Q(valid_to=None), name="matrix_rule_of_unit"),
            models.Index(fields=["valid_from"], name="matrix_rule_by_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("duty:matrix_rule", args=[self.pk])


class RuleLevel(models.Model):
    """One step of a rule: who is told at the same time, and how long they have before the next step."""

    rule = models.ForeignKey(MatrixRule, models.CASCADE, related_name="levels", db_index=False)  # unique below
    number = models.PositiveSmallIntegerField(_("mức"))
    timeout_minutes = models.PositiveIntegerField(_("chờ (phút)"))
    urgency = models.CharField(_("mức khẩn"), max_length=6, choices=Urgency, default=Urgency.URGENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_level_once"),
            models.CheckConstraint(condition=Q(timeout_minutes__gte=1), name="rule_level_waits_at_least_a_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} mức {self.number}"


class RuleTarget(models.Model):
    """Whom a level reaches, said so that it holds for every school: people are found when something happens."""

    class Who(models.TextChoices):
        SCHOOL_HEAD = "school_head", _("Người đứng đầu trường")
        BEAT = "beat", _("Cán bộ phụ trách địa bàn")
        DUTY = "duty", _("Ca trực của cơ quan")
        STATION = "station", _("Trạm Y tế")
        POST = "post", _("Lãnh đạo cơ quan")
        SUPERIOR = "superior", _("Lãnh đạo cơ quan cấp trên trực tiếp")
        PERSON = "person", _("Một người cụ thể")

    level = models.ForeignKey(RuleLevel, models.CASCADE, related_name="targets")
    who = models.CharField(_("ai"), max_length=12, choices=Who)
    sector = models.CharField(_("ngành"), max_length=12, choices=Sector, blank=True)  # of DUTY and POST
    at_level = models.CharField(_("cấp"), max_length=10, choices=Level, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(who__in=("duty", "post")) & ~Q(sector="") & ~Q(at_level="")
                | ~Q(who__in=("duty", "post")) & Q(sector="", at_level=""),
                name="rule_target_agency_by_sector_and_level",
            ),
            models.CheckConstraint(
                condition=Q(who="person", person__isnull=False) | ~Q(who="person") & Q(person=None),
                name="rule_target_names_a_person_only_as_person",
            ),
            models.UniqueConstraint(
                fields=["level", "who", "sector", "at_level", "person"],
                nulls_distinct=False,
                name="rule_target_once_a_level",
            ),
        ]

    def __str__(self) -> str:
        return self.get_who_display()
