from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.kernel.text import fold, nfc, sort_key_plain
from truongan.organizations.querysets import (
    CalendarExceptionQuerySet,
    OrganizationQuerySet,
    PlacementQuerySet,
    RoutingRuleQuerySet,
)
from truongan.territory.models import AdministrativeUnit


class Sector(models.TextChoices):
    GOVERNMENT = "government", _("Chính quyền")
    COMMITTEE = "committee", _("Ban Chỉ đạo")
    POLICE = "police", _("Công an")
    EDUCATION = "education", _("Giáo dục")
    HEALTH = "health", _("Y tế")
    UNION = "union", _("Đoàn thể")
    SCHOOL = "school", _("Trường học")


class Level(models.TextChoices):
    NATION = "nation", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")
    SCHOOL = "school", _("Cơ sở")


class SchoolLevel(models.TextChoices):
    MN = "MN", _("Mầm non")
    TH = "TH", _("Tiểu học")
    THCS = "THCS", _("THCS")
    THPT = "THPT", _("THPT")
    TH_THCS = "TH_THCS", _("TH&THCS")
    THCS_THPT = "THCS_THPT", _("THCS&THPT")
    GDTX = "GDTX", _("GDTX")
    CDDH = "CDDH", _("CĐ, ĐH")


class Organization(models.Model):
    """An agency or a school: who sets up, guards, reports and receives."""

    code = models.CharField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=60, blank=True)
    sector = models.CharField(_("ngành"), max_length=12, choices=Sector)
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    school_level = models.CharField(_("cấp học"), max_length=10, choices=SchoolLevel, blank=True)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reporting", verbose_name=_("báo cáo lên")
    )
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    founded_on = models.DateField(_("thành lập ngày"), null=True, blank=True)
    closed_on = models.DateField(_("giải thể ngày"), null=True, blank=True)
    # Derived: path of the smallest unit of the newest geography that surely holds it. Scope is a prefix of it.
    place_path = models.CharField(max_length=200, blank=True, editable=False)
    search_fold = models.CharField(max_length=300, editable=False)
    sort_key = models.CharField(max_length=1000, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(founded_on=None) | Q(closed_on__gt=F("founded_on")),
                name="organization_closes_after_founding",
            ),
            models.CheckConstraint(
                condition=Q(sector="school") | Q(school_level=""), name="organization_school_level_only_for_schools"
            ),
        ]
        indexes = [
            models.Index(
                fields=["place_path", "sort_key"],
                opclasses=["text_pattern_ops", "text_ops"],
                name="organization_by_place",
            ),
            models.Index(fields=["sort_key"], name="organization_by_name"),
            models.Index(fields=["reports_to"], name="organization_by_superior"),
            # A public list of the nation's schools is searched, counted and turned page by page in this index alone.
            models.Index(
                fields=["sort_key", "id"],
                include=["search_fold", "place_path", "school_level", "founded_on", "closed_on"],
                condition=Q(sector="school"),
                name="organization_schools_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organizations:detail", args=[self.pk])

    @property
    def is_school(self) -> bool:
        return self.sector == Sector.SCHOOL

    def exists_on(self, day: date) -> bool:
        """Whether it was founded by that day and not yet closed; an unknown founding day is taken for long ago."""
        return (self.founded_on is None or self.founded_on <= day) and (self.closed_on is None or day < self.closed_on)

    @property
    def called(self) -> str:
        """The name as lists show it: full names of committees fill two lines and differ only in the last word."""
        return self.name if self.is_school else self.short_name or self.name

    def derive_keys(self) -> None:
        """Fill the stored keys of search and order from the names; call before saving a changed name."""
        self.name = nfc(self.name)
        self.search_fold = fold(f"{self.code} {self.name} {self.short_name}")[:300]
        self.sort_key = sort_key_plain(self.name)[:1000]


class Placement(models.Model):
    """Where an organization stands, from one day to another (end exclusive)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="placements")
    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="placements")
    path = models.CharField(max_length=200, editable=False)  # of the unit: "inside X on day D" is one index range
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "valid_from"], name="placement_once_per_day"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(valid_to=None), name="placement_one_open_per_organization"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="placement_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["path", "organization"], opclasses=["text_pattern_ops", "int8_ops"], name="placement_by_path"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} ở {self.unit_id}"


class SchoolProfile(models.Model):
    """What a school is in one school year: level, classes, pupils, staff."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="profiles")
    school_year = models.CharField(_("năm học"), max_length=9)  # 2021-2022
    school_level = models.CharField(_("cấp học"), max_length=10, choices=SchoolLevel)
    class_count = models.PositiveIntegerField(_("số lớp"), null=True, blank=True)
    pupil_count = models.PositiveIntegerField(_("số học sinh"), null=True, blank=True)
    staff_count = models.PositiveIntegerField(_("số cán bộ, giáo viên, nhân viên"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "school_year"], name="profile_once_per_school_year"),
            models.CheckConstraint(condition=Q(school_year__regex=r"^\d{4}-\d{4}$"), name="profile_school_year_form"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.school_year}"


class RoutingRule(models.Model):
    """To what kind of organization another kind reports by default, from one day to another.

    The route is a row, not code: after 01/07/2025 schools up to THCS report through the commune, THPT to the
    Department, and provinces arrange it differently. `priority` orders the rules tried: 1 first.
    """

    sector = models.CharField(_("ngành"), max_length=12, choices=Sector)
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    school_level = models.CharField(_("cấp học"), max_length=10, choices=SchoolLevel, blank=True)
    to_sector = models.CharField(_("báo cáo lên ngành"), max_length=12, choices=Sector)
    to_level = models.CharField(_("báo cáo lên cấp"), max_length=10, choices=Level)
    priority = models.PositiveSmallIntegerField(_("thứ tự"), default=1)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "level", "school_level", "priority", "valid_from"],
                name="routing_rule_once_per_kind_and_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="routing_rule_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.level} {self.school_level} → {self.to_sector} {self.to_level}"


class CalendarException(models.Model):
    """A day on which a place works otherwise than the public calendar says: a longer Tết, a storm, a swapped day.

    `unit` is one of the newest geography, as scope is; none is the whole country.
    """

    unit = models.ForeignKey(
        AdministrativeUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("địa bàn")
    )
    day = models.DateField(_("ngày"))
    is_working = models.BooleanField(_("làm việc"))
    schools_only = models.BooleanField(_("chỉ trường học"), default=False)
    note = models.CharField(_("lý do, căn cứ"), max_length=200)

    objects = CalendarExceptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "unit", "schools_only"], nulls_distinct=False, name="calendar_exception_once_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"
