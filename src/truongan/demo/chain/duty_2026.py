"""Who is on duty in phường Nếnh and at the province this autumn, and one drill roll-call of its network."""

from datetime import date, time, timedelta

from truongan.accounts.actions import register_person
from truongan.accounts.models import Person
from truongan.channels.actions import answer
from truongan.channels.models import Channel, Recipient
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.duty.actions import (
    AWAY,
    HERE,
    add_shifts,
    call_roll,
    close_roll,
    copy_week,
    open_roster,
    prove_rollcall,
)
from truongan.duty.models import Asked, RollCall
from truongan.duty.network import Part
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

DAY = date(2026, 11, 20)
_MONDAY = date(2026, 11, 16)
_CALLED = date(2026, 11, 18)
_ON_DUTY = 3  # colleagues who take turns
_VIAS = (Channel.INBOX, Channel.PUSH, Channel.SMS, Channel.ZALO)


def stand_by(stage: Stage) -> None:
    """Duty lists of the commune's and the province's police, four weeks ahead; a roll-call answered by most."""
    for key, name in (("commune-police", "Trực ban Công an phường"), ("police", "Trực ban Công an tỉnh")):
        _roster(stage, place(key), name)
    _drill(stage, place("commune-committee"))


def _roster(stage: Stage, organization: Organization, name: str) -> None:
    now = at(_MONDAY - timedelta(days=1), 9)
    roster = open_roster(actor=None, organization=organization, name=name, phone="02043000113", now=now)
    people = _colleagues(stage, organization)
    for number in range(7):
        person = people[number % len(people)]
        first = _MONDAY + timedelta(days=number)
        add_shifts(actor=None, roster=roster, people=[person], first=first, starts=time(7), ends=time(7), now=now)
    copy_week(actor=None, roster=roster, monday=_MONDAY, weeks=4, now=now)


def _colleagues(stage: Stage, organization: Organization) -> list[Person]:
    people = list(Person.objects.filter(organization=organization).order_by("sort_key")[:_ON_DUTY])
    while len(people) < _ON_DUTY:
        people.append(
            register_person(
                actor=None, organization=organization, name=stage.someone(), post="Cán bộ trực ban", now=at(_MONDAY)
            )
        )
    return people


def _drill(stage: Stage, committee: Organization) -> None:
    called = at(_CALLED, 8)
    caller = cast_on("truong-phong-xa", _CALLED)
    unit = AdministrativeUnit.objects.get(path=committee.place_path)
    rollcall = call_roll(
        actor=caller, key="demo-2026-11", organization=committee, title="Diễn tập tháng 11/2026 (minh họa)",
        part=Part(unit=unit, parts=("groups", "heads", "officers", "stations")), now=called,
    )  # fmt: skip
    _answers(stage, rollcall)
    close_roll(actor=caller, rollcall=rollcall, now=at(_CALLED + timedelta(days=1), 8))
    prove_rollcall(rollcall=rollcall, now=at(_CALLED + timedelta(days=1), 9))


def _answers(stage: Stage, rollcall: RollCall) -> None:
    """Most answer within minutes, some in the evening, a few not at all; officers always do."""
    recipients = {each.person_id: each for each in Recipient.objects.filter(message__cause=rollcall.cause)}
    for asked in Asked.objects.filter(rollcall=rollcall).order_by("pk"):
        chance = stage.rng.random()
        if chance > 0.86 and asked.capacity != "officers":
            continue
        waited = timedelta(minutes=stage.rng.expovariate(1 / (9 if chance < 0.7 else 240)))
        when = min(rollcall.called_at + waited, rollcall.closes_at - timedelta(minutes=5))
        choice, via = AWAY if stage.rng.random() < 0.03 else HERE, stage.rng.choice(_VIAS)
        answer(recipient=recipients[asked.person_id], choice=choice, via=via, now=when)
