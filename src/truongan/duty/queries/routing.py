"""Who would be told about something at a place and time: the routing matrix asked. The door for contexts above."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.duty.matrix.choosing import Considered, choose, rules_around, steps_along
from truongan.duty.matrix.finding import Found, Network, target_label
from truongan.duty.queries.reach import ways_to
from truongan.organizations.models import Organization


@dataclass(frozen=True)
class Reached:
    """One person a level tells: why this one (`by`), as whom, and through which channels they can be reached.

    `by`: beat, roster, station, school, post or person. `channels`: values of `channels.models.Channel` in the
    order they would be tried; empty for somebody only a colleague can reach. `instead_of`: whom they stand in for.
    """

    person: Person
    organization_id: int | None
    title: str
    by: str
    channels: tuple[str, ...]
    instead_of: Person | None = None


@dataclass(frozen=True)
class PassedOver:
    """Somebody a level names or who stands near it, and the reason why they are not told by it."""

    person: Person
    why: str


@dataclass(frozen=True)
class Level:
    """One step: these people at the same time, and how long until the next step unless somebody acknowledges.

    `why` is a Vietnamese sentence; `gaps` say whom the rule names and nobody was found for. `urgency` is a value of
    `channels.models.Urgency`. A level without people is a hole: pass on to the next one at once.
    """

    number: int
    people: tuple[Reached, ...]
    timeout: timedelta
    why: str
    rule_id: int
    urgency: str = "urgent"
    gaps: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The levels, and every rule that was looked at with the reason why it was taken or not.

    `skipped`: sentences on levels of the rules that are none here, as everybody they name is told before.
    """

    levels: tuple[Level, ...]
    considered: tuple[Considered, ...]
    skipped: tuple[str, ...] = ()


def levels_for(*, organization: Organization, category: str, severity: str, at: datetime) -> list[Level]:
    """Who is told about something of this kind at this organization, in order; a fixed number of queries.

    `category` and `severity` are codes of the caller's own; empty means "not known yet" and matches only rules that
    say any. Numbers run from 1 without gaps, also where one rule continues with another. No rule at all: an empty
    list. Nobody is named twice: who was told at one level is left out of the later ones.
    """
    return list(explain(organization=organization, category=category, severity=severity, at=at).levels)


def explain(*, organization: Organization, category: str, severity: str, at: datetime) -> Explanation:
    """`levels_for` with the reason why each rule was chosen or not: the dry run."""
    considered = choose(rules_around([organization], at), organization, category, severity, at)
    network = Network.around([organization], at)
    whys = {each.rule: each.why for each in considered if each.is_chosen}
    steps = [(rule, step, network.step(step, organization)) for rule, step in steps_along(whys)]
    ways = ways_to({found.person_id for _rule, _step, (people, _gaps) in steps for found in people}, at)
    over = [network.passed_over(step, organization) for _rule, step, _found in steps]
    stood_in = {found.instead_of for *_rest, (them, _g) in steps for found in them}
    people = Person.objects.in_bulk({*ways, *stood_in, *(person for each in over for person in each)})
    levels: list[Level] = []
    skipped: list[str] = []
    told: dict[int, int] = {}  # person → at which level
    for (rule, step, (found, gaps)), passed in zip(steps, over, strict=True):
        fresh = tuple(_reached(one, people, ways) for one in found if one.person_id not in told)
        if found and not fresh:
            skipped.append(_("%(names)s Mọi người đã được báo ở mức trước, nên bỏ qua.") % {"names": _names(step)})
            continue  # a rule continued with names again who was told already
        number = len(levels) + 1
        again = {one.person_id: _told_before(told[one.person_id]) for one in found if one.person_id in told}
        told |= {one.person_id: number for one in found if one.person_id not in told}
        left = {person: why for person, why in (passed | again).items() if told.get(person) != number}
        levels.append(
            Level(
                number=number,
                people=fresh,
                timeout=timedelta(minutes=step.timeout_minutes),
                why=f"{whys[rule]} {_names(step)}",
                rule_id=rule.pk,
                urgency=step.urgency,
                gaps=tuple(gaps),
                passed_over=tuple(PassedOver(people[person], why) for person, why in left.items()),
            )
        )
    return Explanation(tuple(levels), tuple(considered), tuple(skipped))


def _told_before(number: int) -> str:
    return _("đã được báo ở mức %(n)s") % {"n": number}


def _reached(found: Found, people: dict[int, Person], ways: dict[int, tuple[str, ...]]) -> Reached:
    return Reached(
        person=people[found.person_id],
        organization_id=found.organization_id,
        title=found.title,
        by=found.by,
        channels=ways[found.person_id],
        instead_of=people.get(found.instead_of) if found.instead_of else None,
    )


def _names(step) -> str:
    return "Báo: " + "; ".join(target_label(target) for target in step.aims) + "."
