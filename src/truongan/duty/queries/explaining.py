"""The dry run in words and as JSON: who would be told if something happened, and why."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from truongan.channels.models import Channel
from truongan.channels.timeouts import until_next_channel
from truongan.duty.queries.routing import Explanation, Level, Reached
from truongan.organizations.models import Organization

NOBODY_ANSWERED = gettext_lazy(
    "Hết thời gian chờ của mức cuối mà chưa ai nhận: vụ việc được đánh dấu “Chưa ai nhận” và không báo thêm ai; người trực "
    "phải gọi điện. Người không có kênh nào được nhờ đồng nghiệp báo tận nơi."
)


def ways_in_order(reached: Reached, urgency: str) -> list[tuple[str, int]]:
    """The channels of one person in the order they are tried, each with the minutes until the next one is."""
    return [(each, max(1, round(until_next_channel(urgency, each).total_seconds() / 60))) for each in reached.channels]


def as_json(
    found: Explanation, *, organization: Organization, category: str, severity: str, at: datetime
) -> dict[str, Any]:
    """The dry run as data; the same for the page's download and the command. No telephone number in it."""
    return {
        "organization": {"code": organization.code, "name": organization.name},
        "category": category,
        "severity": severity,
        "at": timezone.localtime(at).isoformat(),
        "levels": [_level(each) for each in found.levels],
        "rules": [
            {"id": each.rule.pk, "name": each.rule.name, "taken": each.is_chosen, "why": each.why}
            for each in found.considered
        ],
        "skipped": list(found.skipped),
        "afterwards": str(NOBODY_ANSWERED),
    }


def as_lines(found: Explanation) -> list[str]:
    """The dry run as the console shows it."""
    lines: list[str] = []
    for level in found.levels:
        lines.append(f"Mức {level.number}: chờ {_minutes(level)} phút. {level.why}")
        lines += [
            f"  - {one.person} ({one.title}): {', '.join(channel_names(one)) or 'không có kênh'}"
            for one in level.people
        ]
        lines += [f"  ! {gap}" for gap in level.gaps]
        lines += [f"  × {each.person}: {each.why}" for each in level.passed_over]
    lines += list(found.skipped)
    if lines:
        lines.append(str(NOBODY_ANSWERED))
    lines += [f"Không dùng “{each.rule}”: {each.why}" for each in found.considered if not each.is_chosen]
    return lines or ["Không có quy tắc nào khớp: không ai được báo."]


def channel_names(reached: Reached) -> list[str]:
    return [str(Channel(each).label) for each in reached.channels]


def _level(level: Level) -> dict[str, Any]:
    return {
        "number": level.number,
        "timeout_minutes": _minutes(level),
        "urgency": level.urgency,
        "why": level.why,
        "rule": level.rule_id,
        "gaps": list(level.gaps),
        "passed_over": [{"name": each.person.name, "why": each.why} for each in level.passed_over],
        "people": [
            {
                "name": one.person.name,
                "title": one.title,
                "organization": one.organization_id,
                "by": one.by,
                "channels": list(one.channels),
                "instead_of": one.instead_of.name if one.instead_of else None,
            }
            for one in level.people
        ],
    }


def _minutes(level: Level) -> int:
    return int(level.timeout.total_seconds() // 60)
