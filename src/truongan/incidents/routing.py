"""Who is told of a case, level by level, as it stood when the alarm was raised: kept with the case.

The levels come from the routing matrix of duty. After them stands the province, always: a hole in the matrix must
not end in silence.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment
from truongan.channels.models import Urgency
from truongan.duty.queries.routing import Level, Reached, explain
from truongan.incidents.models import Incident
from truongan.organizations.models import Organization

LAST_WAIT = timedelta(minutes=15)  # until an alarm the province did not take, either, is shown as unheard
_MOST_AT_PROVINCE = 20
_STEERING = ("police", "committee")
_GRAVITY = {Urgency.NORMAL: 0, Urgency.URGENT: 1, Urgency.LIFE_SAFETY: 2}


@dataclass(frozen=True)
class Routed:
    """Levels to keep with a case, numbers from 1 without gaps, and every rule looked at with why it was (not) taken."""

    levels: list[dict[str, Any]]
    rules: list[dict[str, Any]]


def routed(incident: Incident, at: datetime, knows: int | None = None) -> Routed:
    """Ask the matrix what it says now; the reporter, and who `knows` (key of a person), are left out.

    The province stands last.
    """
    found = explain(
        organization=incident.organization, category=incident.category.code, severity=incident.severity.code, at=at
    )
    skipped = _reporter(incident) | ({knows} if knows is not None else set())
    levels = [_level(each, skipped) for each in found.levels]
    told = {person["person"] for level in levels for person in level["people"]} | skipped
    posts = _posts_of_province(incident.organization, at)
    if not posts or {each.person_id for each in posts} - told:  # else the matrix reaches all of the province already
        levels.append(_province(posts, len(levels) + 1, told))
    rules = [{"rule": str(each.rule), "taken": each.is_chosen, "why": each.why} for each in found.considered]
    return Routed(levels, rules)


def graver(one: str, other: str) -> str:
    """The more urgent of the two: of the severity and of the level."""
    return max(one, other, key=lambda each: _GRAVITY[Urgency(each)])


def _reporter(incident: Incident) -> set[int]:
    """Who reports knows already: a level of that person alone would wait in vain."""
    reporter = incident.reported_by
    return {reporter.person_id} if reporter is not None and reporter.person_id else set()


def _level(level: Level, skipped: Collection[int]) -> dict[str, Any]:
    return {
        "number": level.number,
        "why": level.why,
        "minutes": max(1, round(level.timeout.total_seconds() / 60)),
        "urgency": level.urgency,
        "gaps": list(level.gaps),
        "people": [_person(each) for each in level.people if each.person.pk not in skipped],
    }


def _person(reached: Reached) -> dict[str, Any]:
    instead = reached.instead_of
    return {
        "person": reached.person.pk,
        "name": reached.person.name,
        "organization": reached.organization_id,
        "title": reached.title,
        "by": reached.by,
        "channels": list(reached.channels),
        "instead_of": instead.name if instead else "",
    }


def _posts_of_province(organization: Organization, at: datetime) -> list[Appointment]:
    """Leaders and editors of the province's police and committee over this place who can sign in."""
    posts = Appointment.objects.on(timezone.localdate(at)).filter(
        organization__in=_agencies_over(organization), role__in=("leader", "admin", "editor"),
        person__user__is_active=True,
    )  # fmt: skip
    return list(posts.select_related("person", "organization").order_by("-is_head", "pk"))


def _province(posts: Collection[Appointment], number: int, told: Collection[int]) -> dict[str, Any]:
    """The last level, whatever the matrix says."""
    people = {
        post.person_id: {
            "person": post.person_id,
            "name": post.person.name,
            "organization": post.organization_id,
            "title": f"{post.title or post.get_role_display()}, {post.organization.called}",
            "by": "province",
            "channels": [],
            "instead_of": "",
        }
        for post in posts
        if post.person_id not in told
    }
    return {
        "number": number,
        "why": _("Cấp cuối: chưa ai nhận ở các cấp trước nên báo Công an và Ban Chỉ đạo cấp tỉnh."),
        "minutes": round(LAST_WAIT.total_seconds() / 60),
        "urgency": Urgency.URGENT.value,
        "gaps": [] if people else [_("Chưa có lãnh đạo, cán bộ cấp tỉnh nào đăng nhập được.")],
        "people": list(people.values())[:_MOST_AT_PROVINCE],
    }


def _agencies_over(organization: Organization):
    path = organization.place_path
    above = [path[:length] for length in range(1, len(path) + 1)]
    return Organization.objects.filter(level="province", sector__in=_STEERING, place_path__in=above).values("pk")
