"""Cases and people of a school year as provinces publish them: by kind, by who caused it, by who was harmed.

A case counts once; people count apart. Duplicates and unsubstantiated cases count nowhere. Sub-sums that do not
reach their total are flagged and never corrected (domain, counting rule 8).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from truongan.incidents.models import Declaration, Incident, Involved
from truongan.incidents.querysets import IncidentQuerySet
from truongan.incidents.states import Causer, Group, Outcome, Role, Theme
from truongan.organizations.models import Organization
from truongan.plans.school_years import FIRST_MONTH, first_year, school_year_of

_DOUBTS = 10  # of each way of not adding up, on the page


@dataclass
class Sums:
    """`people` are those counted by role; `declared` what the reports gave as totals, of the cases that gave one."""

    cases: int = 0
    by_causer: dict[str, int] = field(default_factory=dict)
    pupils_causing: int = 0
    outsiders_causing: int = 0
    pupils_harmed: int = 0
    outsiders_harmed: int = 0
    injured: int = 0
    people: int = 0
    mismatched: int = 0
    contradicting: int = 0

    @property
    def is_doubtful(self) -> bool:
        """Whether this line's sub-sums do not reach its total, or rest on cases that contradict themselves."""
        return bool(self.unknown_causer or self.mismatched or self.contradicting)

    @property
    def caused(self) -> list[int]:
        return [self.by_causer.get(code, 0) for code in Causer.values]

    @property
    def unknown_causer(self) -> int:
        return self.by_causer.get(Causer.UNKNOWN, 0)

    def add(self, other: "Sums") -> None:
        for name in ("cases", "pupils_causing", "outsiders_causing", "pupils_harmed", "outsiders_harmed", "injured",
                     "people", "mismatched", "contradicting"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for code, count in other.by_causer.items():
            self.by_causer[code] = self.by_causer.get(code, 0) + count


@dataclass(frozen=True)
class Kind:
    code: str
    name: str
    sums: Sums


@dataclass(frozen=True)
class ThemeSums:
    name: str
    kinds: list[Kind]
    sums: Sums


@dataclass(frozen=True)
class Doubt:
    """A case whose own numbers do not agree, and in which way."""

    incident: Incident
    why: str


@dataclass(frozen=True)
class YearSums:
    """One school year in a scope. `reported` of `units` schools have a case or said that they have reported all.

    `doubts`: the first cases that must be looked at again, so that the numbers add up.
    """

    school_year: str
    themes: list[ThemeSums]
    total: Sums
    reported: int
    units: int
    doubts: list[Doubt]

    @property
    def flags(self) -> list[str]:
        """What does not add up, in words."""
        lines = []
        if self.total.unknown_causer:
            lines.append(
                f"Cộng theo người gây ra còn thiếu {self.total.unknown_causer} vụ so với tổng: chưa rõ ai gây ra."
            )
        if self.total.mismatched:
            lines.append(
                f"{self.total.mismatched} vụ có tổng số người khai khác với cộng theo vai trò; số dưới đây cộng theo vai trò."
            )
        if self.total.contradicting:
            lines.append(
                f"{self.total.contradicting} vụ ghi “do ai gây ra” khác với số người gây ra đã đếm; số dưới đây để nguyên."
            )
        if self.reported < self.units:
            lines.append(f"Mới {self.reported}/{self.units} đơn vị đã báo cáo: tổng này chưa đủ.")
        return lines


def bounds(school_year: str) -> tuple[datetime, datetime]:
    """The instants a school year begins and ends (exclusive): 1 August in Viet Nam, as plans have it."""
    first = first_year(school_year)
    start, end = (date(year, FIRST_MONTH, 1) for year in (first, first + 1))
    zone = timezone.get_default_timezone()
    return datetime.combine(start, time(), zone), datetime.combine(end, time(), zone)


def counted(cases: IncidentQuerySet) -> IncidentQuerySet:
    """Those that count: neither a duplicate nor found to be unsubstantiated."""
    return cases.standing().exclude(outcome=Outcome.UNSUBSTANTIATED)


def year_sums(cases: IncidentQuerySet, schools, school_year: str) -> YearSums:
    """`cases`: those in scope; `schools`: the organizations that could have reported. Eight queries."""
    start, end = bounds(school_year)
    mine = counted(cases).occurred_between(start, end).order_by()
    sums = _by_kind(mine)
    themes = _themes(mine, sums)
    total = Sums()
    for theme in themes:
        total.add(theme.sums)
    reported = _reported(cases.occurred_between(start, end), schools, school_year)
    return YearSums(school_year, themes, total, reported, schools.count(), _doubts(mine))


def _by_kind(mine: IncidentQuerySet) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for code, causer, count in mine.values_list("category__code", "causer").annotate(n=Count("pk")):
        sums = found.setdefault(code, Sums())
        sums.cases += count
        sums.by_causer[causer] = sums.by_causer.get(causer, 0) + count
    people = Involved.objects.filter(incident__in=mine.values("pk")).order_by()
    rows = people.values_list("incident__category__code", "role", "group").annotate(
        n=Sum("count"), hurt=Sum("injured_count")
    )
    for code, role, group, count, hurt in rows:
        _count(found[code], role, group, count, hurt)
    for name, rows in (("mismatched", _mismatched(mine)), ("contradicting", _contradicting(mine))):
        for code, count in rows.values_list("category__code").annotate(n=Count("pk", distinct=True)):
            setattr(found[code], name, count)
    return found


def _count(sums: Sums, role: str, group: str, count: int, hurt: int) -> None:
    sums.people += count
    sums.injured += hurt
    side = "pupils" if group == Group.PUPIL else "outsiders" if group == Group.OUTSIDER else ""
    part = {Role.CAUSER: "causing", Role.VICTIM: "harmed"}.get(Role(role), "")
    if side and part:
        name = f"{side}_{part}"
        setattr(sums, name, getattr(sums, name) + count)


def _mismatched(mine: IncidentQuerySet) -> IncidentQuerySet:
    """Cases whose declared number of people is not the sum of those counted by role."""
    counted_people = (
        Involved.objects.filter(incident=OuterRef("pk")).order_by().values("incident").annotate(n=Sum("count"))
    )
    rows = mine.exclude(declared_count=None).annotate(people=Coalesce(Subquery(counted_people.values("n")), 0))
    return rows.exclude(people=F("declared_count"))


def _contradicting(mine: IncidentQuerySet) -> IncidentQuerySet:
    """Cases that name another causer than those they count: pupils, outsiders, both. Nobody counted says nothing."""
    causing = Involved.objects.filter(incident=OuterRef("pk"), role=Role.CAUSER)
    rows = mine.annotate(
        by_pupils=Exists(causing.filter(group=Group.PUPIL)), by_outsiders=Exists(causing.filter(group=Group.OUTSIDER))
    ).filter(Q(by_pupils=True) | Q(by_outsiders=True))
    agreeing = (
        Q(causer=Causer.PUPILS, by_outsiders=False)
        | Q(causer=Causer.OUTSIDERS, by_pupils=False)
        | Q(causer=Causer.BOTH, by_pupils=True, by_outsiders=True)
        | Q(causer=Causer.UNKNOWN)  # stands among the flags already
    )
    return rows.exclude(agreeing)


def _doubts(mine: IncidentQuerySet) -> list[Doubt]:
    ways = (
        (_mismatched(mine), "tổng số người khai khác với cộng theo vai trò"),
        (_contradicting(mine), "“do ai gây ra” khác với số người gây ra đã đếm"),
        (mine.filter(causer=Causer.UNKNOWN), "chưa rõ do ai gây ra"),
    )
    return [
        Doubt(case, why)
        for rows, why in ways
        for case in rows.select_related("category", "organization").order_by("-occurred_at", "-pk")[:_DOUBTS]
    ]


def _themes(mine: IncidentQuerySet, sums: dict[str, Sums]) -> list[ThemeSums]:
    names: dict[str, tuple[str, str, int]] = {}
    rows = mine.values_list("category__code", "category__name", "category__theme", "category__position").distinct()
    for code, name, theme, position in rows:
        names[code] = (theme, name, position)
    themes = []
    for theme, label in Theme.choices:
        kinds = sorted((each for each in names.items() if each[1][0] == theme), key=lambda each: (each[1][2], each[0]))
        if kinds:
            total = Sums()
            for code, _named in kinds:
                total.add(sums[code])
            themes.append(ThemeSums(str(label), [Kind(code, named[1], sums[code]) for code, named in kinds], total))
    return themes


def _reported(cases: IncidentQuerySet, schools, school_year: str) -> int:
    with_cases = cases.order_by().values("organization")
    declared = Declaration.objects.filter(school_year=school_year).values("organization")
    return schools.filter(Q(pk__in=with_cases) | Q(pk__in=declared)).count()


def schools_in(user, unit, day: date):
    """Schools this person sees that existed on the day, within the unit."""
    rows = Organization.objects.visible_to(user).schools().on(day)
    return rows.filter(place_path__startswith=unit.path) if unit else rows


def years_with_cases(cases: IncidentQuerySet, today: date) -> list[str]:
    """School years from the first case on to today's, the newest first."""
    first = cases.order_by("occurred_at").values_list("occurred_at", flat=True).first()
    last = first_year(school_year_of(today))
    begin = first_year(school_year_of(timezone.localdate(first))) if first else last
    return [f"{year}-{year + 1}" for year in range(last, max(begin, last - 10) - 1, -1)]


def cases_by_theme(organization: Organization, start: date, end: date) -> dict[str, int]:
    """Counted cases of one organization by theme, from the first day up to and including the last; one query.

    Numbers alone, so that whoever judges the school may read them.
    """
    rows = counted(Incident.objects.filter(organization=organization, occurred_at__date__range=(start, end)))
    found = dict(rows.order_by().values_list("category__theme").annotate(n=Count("pk")))
    return {str(label): found[theme] for theme, label in Theme.choices if theme in found}
