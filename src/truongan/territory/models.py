from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Deferrable, F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.territory.querysets import AdministrativeUnitQuerySet, BoundaryQuerySet, SuccessionQuerySet


class Level(models.TextChoices):
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class Kind(models.TextChoices):
    PROVINCE = "province", _("Tỉnh")
    MUNICIPALITY = "municipality", _("Thành phố trực thuộc trung ương")
    URBAN_DISTRICT = "urban_district", _("Quận")
    CITY = "city", _("Thành phố")
    TOWN = "town", _("Thị xã")
    RURAL_DISTRICT = "rural_district", _("Huyện")
    WARD = "ward", _("Phường")
    TOWNSHIP = "township", _("Thị trấn")
    COMMUNE = "commune", _("Xã")
    SPECIAL_ZONE = "special_zone", _("Đặc khu")


class AdministrativeUnit(models.Model):
    """One unit under one name, kind and parent, for as long as all three held.

    A code is not an identity: "24" is Bắc Giang until 30/06/2025 and Bắc Ninh from 01/07/2025.
    `valid_to` is exclusive; empty means the unit still exists.
    """

    code = models.CharField(_("mã"), max_length=5)
    name = models.CharField(_("tên"), max_length=80)
    full_name = models.CharField(_("tên đầy đủ"), max_length=100)
    kind = models.CharField(_("loại"), max_length=14, choices=Kind)
    level = models.CharField(_("cấp"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name=_("trực thuộc")
    )
    path = models.CharField(max_length=40)
    valid_from = models.DateField(_("có từ"))
    valid_to = models.DateField(_("đến trước"), null=True, blank=True)
    date_is_approximate = models.BooleanField(_("ngày ước chừng"), default=False)
    search_fold = models.CharField(max_length=100, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    objects = AdministrativeUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = _("đơn vị hành chính")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_unique_per_code_and_start"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="unit_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(level="province") ^ Q(parent__isnull=False),
                name="unit_has_parent_iff_not_province",
            ),
            # The embedded PostgreSQL has no btree_gist, so the code takes part as a one-point integer range;
            # the leading 1 keeps "24", "024" and "00024" apart. Deferred: a reload moves ends with starts.
            ExclusionConstraint(
                name="unit_code_means_one_unit_a_day",
                expressions=[
                    (
                        Func(
                            Cast(Concat(Value("1"), F("code")), IntegerField()),
                            Cast(Concat(Value("1"), F("code")), IntegerField()),
                            Value("[]"),
                            function="int4range",
                        ),
                        "&&",
                    ),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="unit_path_prefix"),
            models.Index(fields=["level", "valid_from"], name="unit_level_start"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("territory:unit", args=[self.pk])

    @property
    def last_day(self) -> date | None:
        """The last day the unit existed; None while it does."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def contains_path(self, path: str) -> bool:
        """True when `path` is this unit's own or that of a unit below it."""
        return path.startswith(self.path)


class Succession(models.Model):
    """What became of a unit: its whole, or a part of it, lies in `new` from `effective_on`.

    `whole` says that all of `old` is inside `new`, not that `new` is nothing more.
    """

    class Kind(models.TextChoices):
        WHOLE = "whole", _("toàn bộ")
        PART = "part", _("một phần")

    old = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(AdministrativeUnit, models.PROTECT, related_name="precessions")
    kind = models.CharField(max_length=5, choices=Kind)
    effective_on = models.DateField(_("từ ngày"))
    basis = models.CharField(_("căn cứ"), max_length=120, blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế thừa địa giới")
        verbose_name_plural = _("kế thừa địa giới")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once_per_pair"),
            # Not a transfer to itself: a unit that goes on needs no successor.
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_joins_two_units"),
            models.UniqueConstraint(
                fields=["old"], condition=Q(kind="whole"), name="succession_whole_goes_to_one_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id} ({self.kind})"


class Boundary(models.Model):
    """Where a unit's ground ends, as an installation imported it from a file of its own; none is shipped."""

    unit = models.OneToOneField(AdministrativeUnit, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()  # GeoJSON MultiPolygon, longitude before latitude (WGS 84)
    simplified = models.JSONField()  # the same for display, as coarse as the unit's level allows
    bbox = ArrayField(models.FloatField(), size=4)  # west, south, east, north
    source = models.CharField(_("nguồn"), max_length=200)
    imported_at = models.DateTimeField(_("nạp lúc"))

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ranh giới")
        verbose_name_plural = _("ranh giới")
        constraints = [models.CheckConstraint(condition=Q(bbox__len=4), name="boundary_box_has_four_sides")]

    def __str__(self) -> str:
        return f"Ranh giới {self.unit}"
