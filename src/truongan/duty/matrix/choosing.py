"""Which rule of the matrix holds for something at a place and time, and why no other."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.duty.matrix.places import Somewhere, upwards
from truongan.duty.models import MatrixRule, RuleLevel, RuleTarget
from truongan.kernel.dates import vn_date
from truongan.kernel.working_days import Exceptions, is_working_day
from truongan.organizations.calendar import exceptions_for

WEEKDAYS = ("", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "Chủ nhật")


@dataclass(frozen=True)
class Considered:
    """A rule that was looked at: taken or not, and why, in one Vietnamese sentence. `rule.steps` are its levels."""

    rule: MatrixRule
    is_chosen: bool
    why: str


class Happening(NamedTuple):
    """What the conditions of a rule are held against; `moment` is the time in Viet Nam."""

    category: str
    severity: str
    moment: datetime
    exceptions: Exceptions


class Matrix:
    """The rules of a day, ready to be asked for many places without further queries.

    `newer`: a version that does not hold on the day → the one after it.
    """

    def __init__(self, rules: Iterable[MatrixRule], newer: dict[int, int]):
        self.rules = sorted(rules, key=_rank, reverse=True)
        self._by_pk = {rule.pk: rule for rule in self.rules}
        self._newer = newer
        self._at: dict[object, list[MatrixRule]] = {}
        for rule in self.rules:
            self._at.setdefault(_area_key(rule), []).append(rule)

    def candidates(self, place: Somewhere) -> list[MatrixRule]:
        """Rules whose area holds the place, the nearest first; within an area the most particular first."""
        keys = [place.pk, *upwards(place.place_path)]
        return [rule for key in keys for rule in self._at.get(key, ())]

    def has_rules_of(self, place: Somewhere) -> bool:
        """Whether some rule is of this organization alone, so that what holds around it need not hold for it."""
        return place.pk in self._at

    def winner(self, place: Somewhere, happening: Happening) -> MatrixRule | None:
        """The rule that holds there for this: the nearest that fits."""
        return next((rule for rule in self.candidates(place) if not misfit(rule, happening)), None)

    def chain(self, rule: MatrixRule | None) -> list[MatrixRule]:
        """The rule and those it continues with; each once, so that even a loop ends."""
        found: list[MatrixRule] = []
        while rule is not None and rule not in found:
            found.append(rule)
            rule = self._standing(rule.continues_with_id)
        return found

    def _standing(self, pk: int | None) -> MatrixRule | None:
        """The version of that rule which holds on the day: a rule changed since is followed by its newer ones."""
        while pk is not None and pk not in self._by_pk:
            pk = self._newer.get(pk)
        return None if pk is None else self._by_pk[pk]


def rules_around(organizations: Collection[Somewhere], at: datetime) -> Matrix:
    """The rules that may hold for these organizations at that time, with those they continue with."""
    paths = {path for each in organizations for path in upwards(each.place_path) if path}
    near = (
        Q(unit=None, organization=None) | Q(unit__path__in=paths) | Q(organization__in=[o.pk for o in organizations])
    )
    return _with_continuations(near, timezone.localdate(at))


def rules_within(path: str, at: datetime) -> Matrix:
    """The rules that may hold anywhere inside the unit of this path (empty: the country)."""
    day = timezone.localdate(at)
    return _with_continuations(Q(pk__in=MatrixRule.objects.touching(path).values("pk")), day)


def steps_along(chain: Iterable[MatrixRule]) -> list[tuple[MatrixRule, RuleLevel]]:
    """The levels of a chain in order; a level that names only what earlier ones named is no step further, left out."""
    named: set[tuple] = set()
    steps = []
    for rule in chain:
        for step in steps_of(rule):
            keys = {(a.who, a.sector, a.at_level, a.person_id) for a in step.aims}  # type: ignore[attr-defined]
            if not keys <= named:
                steps.append((rule, step))
            named |= keys
    return steps


def steps_of(rule: MatrixRule) -> list[RuleLevel]:
    """The levels of a rule loaded here, in order, each with `aims`."""
    return rule.steps  # type: ignore[attr-defined]  # prefetched below


def loaded_rule(pk: int) -> MatrixRule:
    """One rule with its levels (`steps`) and whom they name (`aims`)."""
    return _loaded().get(pk=pk)


def choose(matrix: Matrix, place: Somewhere, category: str, severity: str, at: datetime) -> list[Considered]:
    """Every rule around the place: the chain that holds first, in its order, then the others with the reason."""
    happening = Happening(category, severity, timezone.localtime(at), exceptions_for(place.place_path))
    winner = matrix.winner(place, happening)
    chain = matrix.chain(winner)
    taken = [
        Considered(rule, True, _why_taken(rule) if rule is winner else _why_next(rule, chain[index - 1]))
        for index, rule in enumerate(chain)
    ]
    left = [
        Considered(rule, False, misfit(rule, happening) or _("Có quy tắc gần hơn: “%(name)s”.") % {"name": winner})
        for rule in matrix.candidates(place)
        if rule not in chain
    ]
    return taken + left


def misfit(rule: MatrixRule, happening: Happening) -> str:
    """Why the rule does not hold for this, in words; empty when it does. Its area is not looked at."""
    if rule.categories and happening.category not in rule.categories:
        return _("Chỉ dành cho loại việc khác.")
    if rule.severities and happening.severity not in rule.severities:
        return _("Chỉ dành cho mức độ khác.")
    return _misfit_of_time(rule, happening)


def _misfit_of_time(rule: MatrixRule, happening: Happening) -> str:
    moment = happening.moment.time()
    day = happening.moment.date()
    if rule.time_from is not None and rule.time_to is not None:
        wraps = rule.time_to <= rule.time_from
        inside = (
            moment >= rule.time_from or moment < rule.time_to if wraps else rule.time_from <= moment < rule.time_to
        )
        if not inside:
            return _("Chỉ áp dụng từ %(start)s đến %(end)s.") % _hours(rule)
        if wraps and moment < rule.time_to:
            day -= timedelta(days=1)  # the small hours belong to the night that began the day before
    if rule.weekdays and day.isoweekday() not in rule.weekdays:
        return _("Chỉ áp dụng %(days)s.") % {"days": ", ".join(WEEKDAYS[each] for each in sorted(rule.weekdays))}
    return _misfit_of_day(rule, day, happening.exceptions)


def _misfit_of_day(rule: MatrixRule, day: date, exceptions: Exceptions) -> str:
    if rule.days == MatrixRule.Days.ANY:
        return ""
    is_working = is_working_day(day, exceptions)
    if rule.days == MatrixRule.Days.WORKING and not is_working:
        return _("Chỉ áp dụng ngày làm việc.")
    return _("Chỉ áp dụng ngày nghỉ.") if rule.days == MatrixRule.Days.OFF and is_working else ""


def area_name(rule: MatrixRule) -> str:
    return str(rule.organization or rule.unit or _("cả nước"))


def _why_taken(rule: MatrixRule) -> str:
    words = {"name": rule.name, "area": area_name(rule), "day": vn_date(rule.valid_from)}
    return _("Theo quy tắc “%(name)s” (%(area)s, từ %(day)s), gần nhất trong các quy tắc khớp.") % words


def _why_next(rule: MatrixRule, before: MatrixRule) -> str:
    return _("Hết các mức của “%(before)s” thì theo tiếp “%(name)s”.") % {"before": before.name, "name": rule.name}


def _hours(rule: MatrixRule) -> dict[str, str]:
    return {"start": f"{rule.time_from:%H:%M}", "end": f"{rule.time_to:%H:%M}"}


def _area_key(rule: MatrixRule) -> object:
    return rule.organization_id or (rule.unit.path if rule.unit else "")


def _rank(rule: MatrixRule) -> tuple:
    """Within one area: what names a category, a severity, a time goes before what takes any; then the newer."""
    has_time = bool(rule.weekdays or rule.time_from or rule.days != MatrixRule.Days.ANY)
    return (bool(rule.categories), bool(rule.severities), has_time, rule.valid_from, rule.pk)


def _with_continuations(near: Q, day: date) -> Matrix:
    rules = {rule.pk: rule for rule in _loaded().on(day).filter(near)}
    newer: dict[int, int] = {}
    wanted = _continuations(rules.values()) - rules.keys()
    while wanted:
        fresh = {rule.pk: rule for rule in _loaded().on(day).filter(pk__in=wanted)}
        rules |= fresh
        after = _versions_after(wanted - rules.keys())
        newer |= after
        wanted = (_continuations(fresh.values()) | set(after.values())) - rules.keys() - newer.keys()
    return Matrix(rules.values(), newer)


def _continuations(rules: Iterable[MatrixRule]) -> set[int]:
    return {rule.continues_with_id for rule in rules if rule.continues_with_id}


def _versions_after(ended: Collection[int]) -> dict[int, int]:
    """Version → the one that took its place; asked only where a rule continues with one changed since."""
    if not ended:
        return {}
    return dict(MatrixRule.objects.filter(follows__in=ended).values_list("follows", "pk"))  # type: ignore[arg-type]


def _loaded():
    targets = Prefetch("targets", RuleTarget.objects.select_related("person").order_by("pk"), to_attr="aims")
    levels = Prefetch("levels", RuleLevel.objects.order_by("number").prefetch_related(targets), to_attr="steps")
    return MatrixRule.objects.select_related("unit", "organization").prefetch_related(levels)
