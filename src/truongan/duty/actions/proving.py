"""What a closed roll-call proves: which groups live, and the schemes they belong to."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.duty.models import LivenessNorm, RollCall
from truongan.movement import actions as movement
from truongan.movement.models import ConnectionGroup, GroupMembership
from truongan.web.live import announce

_POLICE = GroupMembership.Capacity.AREA_POLICE


@dataclass
class _Tally:
    """Of one group: how many of its named members were asked and answered, and its officers."""

    asked: int = 0
    answered: int = 0
    officers: int = 0
    officers_answered: int = 0


def prove_rollcall(*, rollcall: RollCall, now: datetime) -> int:
    """Write down, as checks dated the day of the call, which groups the answers show alive; how many.

    A group lives when at least the norm's share of its named members answered and, where the norm wants it, an area
    officer in it. A group too silent is not declared dead: a roll-call can only prove life. One transaction per
    group, so that a killed worker goes on where it stopped; a day that has its check keeps it.
    """
    rollcall = RollCall.objects.select_related("organization").get(pk=rollcall.pk)
    if rollcall.evidence_at is not None or rollcall.closed_at is None:
        return rollcall.live_groups or 0
    day = timezone.localdate(rollcall.called_at)
    norm = LivenessNorm.objects.on(day)
    alive = [(pk, tally) for pk, tally in _tallies(rollcall, day).items() if norm and lives(tally, norm)]
    for group in ConnectionGroup.objects.filter(pk__in=[pk for pk, _tally in alive]).select_related("scheme"):
        _note(rollcall, group, dict(alive)[group.pk], day, now)
    with transaction.atomic():
        rollcall.evidence_at, rollcall.live_groups = now, len(alive)
        rollcall.save(update_fields=["evidence_at", "live_groups"])
        record(
            actor=None, verb="duty.rollcall.proved", target=rollcall, now=now, organization=rollcall.organization,
            groups=len(alive),
        )  # fmt: skip
        announce(rollcall.topic)
    return len(alive)


def lives(tally: _Tally, norm: LivenessNorm) -> bool:
    """Whether so many answers are a sign of life of the group."""
    if not tally.asked or tally.answered * 100 < norm.least_percent * tally.asked:
        return False
    return not norm.needs_officer or tally.officers_answered > 0


def _tallies(rollcall: RollCall, day: date) -> dict[int, _Tally]:
    asked = dict(rollcall.asked.values_list("person", "answered_at"))
    rows = GroupMembership.objects.on(day).filter(person__in=asked.keys())
    rows = rows.filter(Q(group__ended_on=None) | Q(group__ended_on__gt=day), group__formed_on__lte=day)
    rows = rows.filter(Q(group__organization__closed_on=None) | Q(group__organization__closed_on__gt=day))
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for group, person, capacity in rows.values_list("group", "person", "capacity"):
        tally, answered = tallies[group], asked[person] is not None
        tally.asked += 1
        tally.answered += answered
        tally.officers += capacity == _POLICE
        tally.officers_answered += answered and capacity == _POLICE
    return tallies


@transaction.atomic
def _note(rollcall: RollCall, group: ConnectionGroup, tally: _Tally, day: date, now: datetime) -> None:
    if group.checks.filter(on=day).exists():
        return
    words = _("Điểm danh “%(title)s”: %(n)s/%(all)s người trả lời.") % {
        "title": rollcall.title, "n": tally.answered, "all": tally.asked,
    }  # fmt: skip
    movement.record_check(actor=None, group=group, on=day, is_active=True, note=words[:300], now=now)
    if group.scheme is not None and group.scheme.stock_to is None:
        # The group lives all the same where its model takes no event of that day: it was ended before it began.
        with suppress(movement.CannotRecord):
            movement.note_activity(actor=None, scheme=group.scheme, on=day, note=words[:300], now=now)
