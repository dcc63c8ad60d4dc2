"""What the pages of duty say in words."""

from datetime import timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from truongan.channels.models import Channel
from truongan.duty.models import Shift
from truongan.duty.queries.coverage import KINDS
from truongan.duty.queries.explaining import NOBODY_ANSWERED, ways_in_order
from truongan.duty.queries.routing import Reached
from truongan.duty.rules import POLICE

register = template.Library()
_BY = {
    "school": _("đứng đầu trường"), "beat": _("phụ trách địa bàn"), "roster": _("đang trong ca trực"),
    "station": _("giữ chức vụ ở Trạm Y tế"), "post": _("lãnh đạo cơ quan"), "person": _("quy tắc nêu đích danh"),
}  # fmt: skip
_TABS = [
    ("duty:rosters", _("Lịch trực")),
    ("duty:matrix", _("Ai được báo")),
    ("duty:dry_run", _("Thử")),
    ("duty:holes", _("Chỗ hở")),
    ("duty:beats", _("Địa bàn")),
    ("duty:contacts", _("Danh bạ")),
    ("duty:absences", _("Vắng mặt")),
]


@register.simple_tag(takes_context=True)
def duty_tabs(context) -> list[tuple[str, str]]:
    """The pages of the section; holes are shown to agencies that steer the place, not to a school."""
    sees = any(POLICE in area.sectors for area in context["request"].user.scope.areas)
    return [(name, str(label)) for name, label in _TABS if sees or name != "duty:holes"]


@register.filter
def channel_name(code: str) -> str:
    return str(Channel(code).label) if code in Channel.values else code


@register.simple_tag
def ways_of(reached: Reached, urgency: str) -> list[tuple[str, int]]:
    return ways_in_order(reached, urgency)


@register.simple_tag
def nobody_answered() -> str:
    return str(NOBODY_ANSWERED)


@register.filter
def told_by(by: str) -> str:
    """Why the matrix means this person."""
    return str(_BY.get(by, ""))


@register.filter
def hours(shift: Shift) -> str:
    """`07:00–07:00 hôm sau`: when a shift runs, said from the day it begins on."""
    begins, ends = timezone.localtime(shift.starts_at), timezone.localtime(shift.ends_at)
    days = (ends.date() - begins.date()).days
    said = f"{begins:%H:%M}–{ends:%H:%M}"
    if not days:
        return said
    return f"{said} {_('hôm sau')}" if days == 1 else f"{said}, {ends:%d/%m}"


@register.filter
def hole_name(kind: str) -> str:
    return str(KINDS[kind])


@register.filter
def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
