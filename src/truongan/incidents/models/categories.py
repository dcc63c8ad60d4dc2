"""What is configuration: kinds of incidents, degrees, diseases, limits of the law. Versions by day, never rewritten."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from truongan.channels.models import Urgency
from truongan.incidents.querysets import DatedQuerySet
from truongan.incidents.states import LimitKind, LimitUnit, Theme


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=name
    )


def _once_from(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["code", "valid_from"], nulls_distinct=False, name=name)


class Dated(models.Model):
    """A row of data that holds from one day to another; a change is a new row, so old cases keep their words."""

    code = models.SlugField(_("mã"), max_length=30)
    name = models.CharField(_("tên"), max_length=120)
    law = models.CharField(_("căn cứ"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=100)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Severity(Dated):
    """How grave a case is, and how urgently people are told of it."""

    rank = models.PositiveSmallIntegerField(_("bậc"))
    meaning = models.CharField(_("khi nào chọn"), max_length=200, blank=True)
    urgency = models.CharField(_("cách báo"), max_length=6, choices=Urgency, default=Urgency.URGENT)

    class Meta:
        constraints = [_once_from("severity_once_from_a_day"), _ends_after_start("severity_ends_after_start")]


class ViolationLevel(Dated):
    """How far a pupil's violation reaches (Circular 19/2025/TT-BGDĐT)."""

    rank = models.PositiveSmallIntegerField(_("mức"))

    class Meta:
        constraints = [_once_from("violation_level_once_from_a_day"), _ends_after_start("violation_level_ends_later")]


class Category(Dated):
    """A kind of incident. Only a code given here is ever compared with; none is known to the code."""

    theme = models.CharField(_("nhóm"), max_length=8, choices=Theme)
    severity = models.SlugField(_("mức độ thường gặp"), max_length=30)  # code of a Severity
    is_disease = models.BooleanField(_("là bệnh truyền nhiễm"), default=False)
    concerns_children = models.BooleanField(_("liên quan bảo vệ trẻ em"), default=False)

    class Meta:
        constraints = [_once_from("category_once_from_a_day"), _ends_after_start("category_ends_after_start")]
        verbose_name = _("loại vụ việc")


class Disease(Dated):
    """A disease that is reported by name. How fast is in the limits."""

    class Meta:
        constraints = [_once_from("disease_once_from_a_day"), _ends_after_start("disease_ends_after_start")]


class Limit(Dated):
    """By when whom must be told, or something done, under the law in force. `after`: the limit it is counted from."""

    kind = models.CharField(_("việc"), max_length=8, choices=LimitKind)
    who = models.CharField(_("ai làm"), max_length=120, blank=True)
    after = models.SlugField(_("tính từ khi xong"), max_length=30, blank=True)  # empty: from when it was noticed
    amount = models.PositiveSmallIntegerField(_("thời hạn"), null=True, blank=True)
    unit = models.CharField(_("đơn vị"), max_length=12, choices=LimitUnit, default=LimitUnit.HOURS)
    diseases = ArrayField(models.SlugField(max_length=30), default=list, blank=True, verbose_name=_("bệnh"))

    class Meta:
        constraints = [
            _once_from("limit_once_from_a_day"),
            _ends_after_start("limit_ends_after_start"),
            models.CheckConstraint(
                condition=Q(unit=LimitUnit.AT_ONCE, amount=None)
                | ~Q(unit=LimitUnit.AT_ONCE) & Q(amount__isnull=False),
                name="limit_has_an_amount_unless_at_once",
            ),
        ]

    @property
    def words(self) -> str:
        """`ngay`, `24 giờ`, `5 ngày làm việc`."""
        label = str(LimitUnit(self.unit).label)
        return label if self.amount is None else f"{self.amount} {label}"


class ClusterRule(Dated):
    """From how many cases of one disease at one school, within how many days, the health station is told.

    `law` is the reason; empty: our own default. `apart`: codes of diseases that are several in one, so that two cases
    of them need not be the same.
    """

    cases = models.PositiveSmallIntegerField(_("từ bao nhiêu ca"))
    days = models.PositiveSmallIntegerField(_("trong bao nhiêu ngày"))
    diseases = ArrayField(models.SlugField(max_length=30), default=list, blank=True, verbose_name=_("bệnh"))
    apart = ArrayField(models.SlugField(max_length=30), default=list, blank=True, verbose_name=_("trừ bệnh"))

    class Meta:
        constraints = [
            _once_from("cluster_rule_once_from_a_day"),
            _ends_after_start("cluster_rule_ends_after_start"),
            models.CheckConstraint(condition=Q(cases__gte=2, days__gte=1), name="cluster_rule_of_several_cases"),
        ]

    @property
    def words(self) -> str:
        """`3 ca trong 7 ngày`."""
        return _("%(n)s ca trong %(days)s ngày") % {"n": self.cases, "days": self.days}
