"""Cases of one disease at one school that lie close together: found from what is recorded, told by `actions.clusters`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from truongan.incidents.models import ClusterRule, Incident
from truongan.incidents.states import Outcome, Role
from truongan.organizations.models import Organization


@dataclass(frozen=True)
class Ill:
    """One report: how many it says are ill, at least one, and on which day in Viet Nam."""

    incident: int
    on: date
    count: int


@dataclass(frozen=True)
class Group:
    """Reports that overlap in windows of the rule's days, each window with cases enough. `rule`: of the first day."""

    cases: tuple[Ill, ...]
    rule: ClusterRule

    @property
    def keys(self) -> list[int]:
        return sorted(each.incident for each in self.cases)

    @property
    def ill_count(self) -> int:
        return sum(each.count for each in self.cases)


class Thresholds:
    """Every version of the rules for one disease: each window is judged by the rule in force on its first day."""

    def __init__(self, disease: str):
        rules = ClusterRule.objects.filter(Q(diseases=[]) | Q(diseases__contains=[disease]))
        self._rules = list(rules.exclude(apart__contains=[disease]).order_by("position", "pk"))

    def on(self, day: date) -> ClusterRule | None:
        """Where several are in force, the one for this disease by name."""
        then = [each for each in self._rules if _is_in_force(each, day)]
        return min(then, key=lambda each: not each.diseases, default=None)


def ill_at(organization: Organization, disease: str) -> list[Ill]:
    """Reports of this disease at the school that count, by day: neither duplicates nor found to be unsubstantiated."""
    rows = Incident.objects.filter(organization=organization, is_disease=True, disease__code=disease)
    rows = rows.standing().exclude(outcome=Outcome.UNSUBSTANTIATED).order_by("occurred_at", "pk")
    people = rows.annotate(ill=Sum("involved__count", filter=Q(involved__role=Role.VICTIM)))
    return [
        Ill(pk, timezone.localdate(at), max(1, ill or 0))
        for pk, at, ill in people.values_list("pk", "occurred_at", "ill")
    ]


def groups_in(cases: list[Ill], thresholds: Thresholds) -> list[Group]:
    """The clusters in these reports, which come by day: seven days are the first and the six after it."""
    found: list[tuple[list[Ill], ClusterRule]] = []
    for number, first in enumerate(cases):
        rule = thresholds.on(first.on)
        window = _window(cases[number:], rule) if rule else []
        if rule is None or sum(each.count for each in window) < rule.cases:
            continue
        if found and first in found[-1][0]:
            last = found[-1][0]
            last += [each for each in window if each not in last]
        else:
            found.append((window, rule))
    return [Group(tuple(each), rule) for each, rule in found]


def _window(cases: list[Ill], rule: ClusterRule) -> list[Ill]:
    end = cases[0].on + timedelta(days=rule.days)
    return [each for each in cases if each.on < end]


def _is_in_force(rule: ClusterRule, day: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day < rule.valid_to)
