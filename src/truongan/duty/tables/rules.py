"""Rules of the matrix in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from truongan.channels.models import Urgency
from truongan.duty.kinds import categories, severities
from truongan.duty.matrix.choosing import WEEKDAYS, area_name, steps_of
from truongan.duty.matrix.finding import target_label
from truongan.duty.models import MatrixRule


@dataclass(frozen=True)
class RuleRow:
    rule: MatrixRule
    area: str
    holds: str
    label: str
    tone: str


@dataclass(frozen=True)
class LevelRow:
    number: int
    who: list[str]
    minutes: int
    urgency: str


def described(rules: Sequence[MatrixRule], day: date) -> list[RuleRow]:
    """Each with where and when it holds, and its state on that day."""
    names = dict(categories()) | dict(severities())
    return [RuleRow(each, area_name(each), when_it_holds(each, names), *_state(each, day)) for each in rules]


def levels_in_words(rule: MatrixRule) -> list[LevelRow]:
    """The levels of a rule loaded by `choosing`."""
    return [
        LevelRow(
            step.number,
            [target_label(aim) for aim in step.aims],  # type: ignore[attr-defined]  # prefetched by `choosing`
            step.timeout_minutes,
            str(Urgency(step.urgency).label),
        )
        for step in steps_of(rule)
    ]


def when_it_holds(rule: MatrixRule, names: dict[str, str]) -> str:
    """`Dịch bệnh; ban đêm 18:00–06:00`, or `mọi việc, mọi lúc`."""
    parts = []
    if rule.categories:
        parts.append(", ".join(names.get(each, each) for each in rule.categories))
    if rule.severities:
        parts.append(", ".join(names.get(each, each) for each in rule.severities))
    if rule.days != MatrixRule.Days.ANY:
        parts.append(str(rule.get_days_display()).lower())
    if rule.weekdays:
        parts.append(", ".join(WEEKDAYS[each] for each in rule.weekdays))
    if rule.time_from and rule.time_to:
        parts.append(f"{rule.time_from:%H:%M}–{rule.time_to:%H:%M}")
    return "; ".join(parts) or _("mọi việc, mọi lúc")


def _state(rule: MatrixRule, day: date) -> tuple[str, str]:
    if rule.valid_from > day:
        return _("Chưa tới ngày"), "soon"
    if rule.valid_to is not None and rule.valid_to <= day:
        return _("Đã kết thúc"), "off"
    return _("Đang áp dụng"), "ok"
