"""Rules of the routing matrix: written, replaced by a newer version, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.audit.actions import record
from truongan.duty import rules
from truongan.duty.actions.refusals import CannotRoute
from truongan.duty.matrix.checking import Reach, going_back, loop_of, reach_of
from truongan.duty.matrix.choosing import loaded_rule
from truongan.duty.models import MatrixRule, RuleLevel, RuleTarget
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Aim:
    """Whom a level names; `sector` and `at_level` for agencies, `person` for one person."""

    who: str
    sector: str = ""
    at_level: str = ""
    person: Person | None = None


@dataclass(frozen=True)
class Step:
    """One level to be: whom it tells at once, minutes until the next."""

    timeout_minutes: int
    aims: tuple[Aim, ...]
    urgency: str = "urgent"


@dataclass(frozen=True)
class Conditions:
    """When a rule holds; empty is any."""

    categories: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    days: str = MatrixRule.Days.ANY
    weekdays: tuple[int, ...] = ()
    time_from: time | None = None
    time_to: time | None = None


@transaction.atomic
def add_rule(
    *,
    actor,
    name: str,
    unit: AdministrativeUnit | None = None,
    organization: Organization | None = None,
    conditions: Conditions = Conditions(),
    steps: Sequence[Step],
    continues_with: MatrixRule | None = None,
    note: str = "",
    since: date,
    now: datetime,
) -> tuple[MatrixRule, Reach]:
    """A rule from the day `since`, and how far it reaches. CannotRoute names the loop, the hole, the missing minutes."""
    _refuse_place(unit, organization, since)
    require(rules.may_keep_rules(actor, _path(unit, organization)))
    _refuse_past(since, now)
    fields = _fields(name, note, conditions, continues_with)
    rule = MatrixRule.objects.create(unit=unit, organization=organization, valid_from=since, **fields)
    return _completed(actor, rule, steps, "duty.rule.added", now)


@transaction.atomic
def change_rule(
    *,
    actor,
    rule: MatrixRule,
    name: str,
    conditions: Conditions = Conditions(),
    steps: Sequence[Step],
    continues_with: MatrixRule | None = None,
    note: str = "",
    since: date,
    now: datetime,
) -> tuple[MatrixRule, Reach]:
    """A newer version from `since`; the old one stays what held before. One that has not begun is changed itself."""
    rule = _locked(actor, rule)
    _refuse_past(since, now)
    _refuse_place(rule.unit, rule.organization, since)
    fields = _fields(name, note, conditions, continues_with)
    if rule.valid_from >= timezone.localdate(now) and rule.follows_id is None:
        rule.levels.all().delete()
        for field, value in {**fields, "valid_from": since}.items():
            setattr(rule, field, value)
        rule.save(update_fields=[*fields, "valid_from"])
        return _completed(actor, rule, steps, "duty.rule.changed", now)
    if since <= rule.valid_from:
        raise CannotRoute(_("Bản mới phải áp dụng sau ngày bắt đầu của bản đang có. Chọn ngày muộn hơn."))
    rule.valid_to = since
    rule.save(update_fields=["valid_to"])
    newer = MatrixRule.objects.create(
        unit=rule.unit, organization=rule.organization, follows=rule, valid_from=since, **fields
    )
    return _completed(actor, newer, steps, "duty.rule.changed", now)


@transaction.atomic
def end_rule(*, actor, rule: MatrixRule, on: date, now: datetime) -> None:
    """The rule holds no more from `on`; wider rules take its place. The last one of the country cannot end."""
    rule = _locked(actor, rule)
    _refuse_past(on, now)
    if _is_last_resort(rule) and not _others_like(rule):
        raise CannotRoute(_("Đây là quy tắc mặc định cuối cùng của cả nước. Sửa nội dung thay vì kết thúc."))
    if MatrixRule.objects.filter(continues_with__in=_versions_of(rule)).not_ended_by(on).exists():
        raise CannotRoute(_("Còn quy tắc khác theo tiếp quy tắc này. Sửa các quy tắc đó trước."))
    rule.valid_to = max(on, rule.valid_from + timedelta(days=1))
    rule.save(update_fields=["valid_to"])
    record(
        actor=actor, verb="duty.rule.ended", target=rule, now=now, organization=rule.organization, on=rule.valid_to
    )  # fmt: skip


def _versions_of(rule: MatrixRule) -> list[int]:
    """The rule and its older versions: who continued with one of them goes on with the newest."""
    keys = [rule.pk]
    while rule.follows is not None:
        rule = rule.follows
        keys.append(rule.pk)
    return keys


def _locked(actor, rule: MatrixRule) -> MatrixRule:
    rule = MatrixRule.objects.select_for_update(of=("self",)).select_related("unit", "organization").get(pk=rule.pk)
    require(rules.may_keep_rules(actor, _path(rule.unit, rule.organization)))
    if rule.valid_to is not None:
        raise CannotRoute(_("Quy tắc này đã có bản mới hoặc đã kết thúc. Mở bản đang áp dụng để sửa."))
    return rule


def _completed(actor, rule: MatrixRule, steps: Sequence[Step], verb: str, now: datetime) -> tuple[MatrixRule, Reach]:
    """Its levels written, its faults looked for, its reach counted, the record kept."""
    _write(rule, steps)
    if way := loop_of(rule):
        raise CannotRoute(_("Vòng lặp: %(way)s. Chọn quy tắc khác để theo tiếp.") % {"way": way})
    if fault := going_back(rule):
        raise CannotRoute(fault)
    at = max(now, timezone.make_aware(datetime.combine(rule.valid_from, time(10))))
    reach = reach_of(loaded_rule(rule.pk), at)
    if reach.schools and reach.silent == reach.schools:
        raise CannotRoute(
            _("Lỗ hổng: không mức nào tìm được người ở bất kỳ trường nào trong phạm vi. Chọn thêm người nhận.")
        )
    record(
        actor=actor, verb=verb, target=rule, now=now, organization=rule.organization,
        since=rule.valid_from, levels=len(steps), schools=reach.schools, silent=reach.silent,
    )  # fmt: skip
    return rule, reach


def _write(rule: MatrixRule, steps: Sequence[Step]) -> None:
    if not steps:
        raise CannotRoute(_("Lỗ hổng: quy tắc chưa có mức nào. Thêm ít nhất một mức và chọn người nhận."))
    for number, step in enumerate(steps, start=1):
        if not step.aims:
            raise CannotRoute(_("Lỗ hổng: mức %(level)s chưa chọn ai. Chọn người nhận.") % {"level": number})
        if not 1 <= step.timeout_minutes <= MOST_MINUTES:
            raise CannotRoute(
                _("Mức %(level)s phải chờ từ 1 phút đến 7 ngày; chờ 0 phút thì không ai kịp trả lời.")
                % {"level": number}
            )
        level = RuleLevel.objects.create(
            rule=rule, number=number, timeout_minutes=step.timeout_minutes, urgency=step.urgency
        )
        aims = dict.fromkeys(step.aims)  # each once
        RuleTarget.objects.bulk_create(
            RuleTarget(level=level, who=a.who, sector=a.sector, at_level=a.at_level, person=a.person) for a in aims
        )


def _fields(name: str, note: str, conditions: Conditions, continues_with: MatrixRule | None) -> dict[str, Any]:
    if not name.strip():
        raise CannotRoute(_("Đặt tên cho quy tắc."))
    if (conditions.time_from is None) != (conditions.time_to is None):
        raise CannotRoute(_("Ghi cả giờ bắt đầu và giờ kết thúc, hoặc bỏ trống cả hai."))
    if conditions.time_from is not None and conditions.time_from == conditions.time_to:
        raise CannotRoute(_("Giờ bắt đầu và giờ kết thúc trùng nhau. Bỏ trống cả hai nếu áp dụng cả ngày."))
    return {
        "name": name.strip(), "note": note.strip(), "continues_with": continues_with,
        "categories": list(conditions.categories), "severities": list(conditions.severities),
        "days": conditions.days, "weekdays": sorted(conditions.weekdays),
        "time_from": conditions.time_from, "time_to": conditions.time_to,
    }  # fmt: skip


def _refuse_place(unit: AdministrativeUnit | None, organization: Organization | None, since: date) -> None:
    if unit is not None and unit.valid_to is not None and unit.valid_to <= since:
        raise CannotRoute(_("%(unit)s không còn từ ngày ấy. Chọn đơn vị hiện nay.") % {"unit": unit.full_name})
    if organization is not None and organization.closed_on is not None and organization.closed_on <= since:
        raise CannotRoute(_("%(name)s đã giải thể.") % {"name": organization.name})


def _refuse_past(day: date, now: datetime) -> None:
    if day < timezone.localdate(now):
        raise CannotRoute(_("Không đổi được những ngày đã qua. Chọn từ hôm nay trở đi."))


def _path(unit: AdministrativeUnit | None, organization: Organization | None) -> str:
    if organization is not None:
        return organization.place_path
    return unit.path if unit else ""


def _is_last_resort(rule: MatrixRule) -> bool:
    return not (rule.unit_id or rule.organization_id or rule.categories or rule.severities or rule.weekdays) and (
        rule.time_from is None and rule.days == MatrixRule.Days.ANY
    )


def _others_like(rule: MatrixRule) -> bool:
    others = MatrixRule.objects.filter(unit=None, organization=None, valid_to=None).exclude(pk=rule.pk)
    return any(_is_last_resort(each) for each in others)
