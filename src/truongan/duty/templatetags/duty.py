"""What the pages of duty say in words."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext_lazy as _

from truongan.channels.models import Channel
from truongan.duty.queries.coverage import KINDS
from truongan.duty.rules import POLICE

register = template.Library()
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


@register.filter
def hole_name(kind: str) -> str:
    return str(KINDS[kind])


@register.filter
def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
