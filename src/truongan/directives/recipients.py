"""Who receives a directive: a rule made of kinds, a place and single units, inside the issuer's own scope."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, QuerySet

from truongan.directives.models import Directive, Receipt
from truongan.organizations.models import Level, Organization, SchoolLevel, Sector
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.organizations.scope import EVERY_SECTOR, SEES

SCHOOL = Sector.SCHOOL.value


@dataclass(frozen=True)
class Rule:
    """`kinds` are "committee:commune" or "school:THCS"; `within` is a unit's path; the others are unit codes.

    A unit receives it when its kind is named and it lies within the place, or when it is named itself;
    who is in `without` never does.
    """

    kinds: tuple[str, ...] = ()
    within: str = ""
    codes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Rule":
        return cls(
            tuple(stored.get("kinds", ())),
            stored.get("within", ""),
            tuple(stored.get("codes", ())),
            tuple(stored.get("without", ())),
        )

    def stored(self) -> dict[str, Any]:
        """As JSON, leaving out what is empty."""
        parts = {
            "kinds": sorted(self.kinds),
            "within": self.within,
            "codes": sorted(self.codes),
            "without": sorted(self.without),
        }
        return {name: part for name, part in parts.items() if part}

    @property
    def is_empty(self) -> bool:
        return not (self.kinds or self.codes)


def within_reach(issuer: Organization, day: date) -> QuerySet[Organization]:
    """Every unit this issuer may address on that day: in its own place and below, of the sectors it steers."""
    return _ever_in_reach(issuer).on(day)


def _ever_in_reach(issuer: Organization) -> OrganizationQuerySet:
    if issuer.sector == SCHOOL or (not issuer.place_path and issuer.level != Level.NATION):
        return Organization.objects.none()
    rows = Organization.objects.filter(place_path__startswith=issuer.place_path).exclude(pk=issuer.pk)
    sectors = SEES[issuer.sector]
    return rows if sectors == EVERY_SECTOR else rows.filter(sector__in=sorted(sectors))


def recipients_of(issuer: Organization, rule: Rule, day: date) -> QuerySet[Organization]:
    """The units the rule means on that day; those dissolved by then or out of the issuer's reach are left out."""
    if rule.is_empty:
        return Organization.objects.none()
    rows = within_reach(issuer, day).filter(_meant(rule))
    return rows.exclude(code__in=rule.without) if rule.without else rows


def late_joiners(directive: Directive, day: date) -> QuerySet[Organization]:
    """Units that the frozen rule means on `day` and that were not sent the directive: founded or moved in since."""
    meant = recipients_of(directive.kept_by, Rule.of(directive.recipient_rule), day)
    return meant.exclude(pk__in=Receipt.objects.filter(directive=directive).values("organization_id"))


def _meant(rule: Rule) -> Q:
    by_kind = reduce(or_, (_kind(kind) for kind in rule.kinds), Q(pk__in=()))
    if rule.within:
        by_kind &= Q(place_path__startswith=rule.within)
    return by_kind | Q(code__in=rule.codes) if rule.codes else by_kind


def _kind(kind: str) -> Q:
    sector, _, which = kind.partition(":")
    return Q(sector=SCHOOL, school_level=which) if sector == SCHOOL else Q(sector=sector, level=which)


def kind_label(kind: str) -> str:
    """`Ban Chỉ đạo cấp xã`, `Trường THCS`."""
    sector, _, which = kind.partition(":")
    if sector == SCHOOL:
        known = {str(value): str(label) for value, label in SchoolLevel.choices}
        return f"Trường {known.get(which, which or 'chưa ghi cấp học')}"
    sectors = {str(value): str(label) for value, label in Sector.choices}
    levels = {str(value): str(label) for value, label in Level.choices}
    level = levels.get(which, which)
    return f"{sectors.get(sector, sector)} {level[:1].lower()}{level[1:]}"


def kinds_in_reach(issuer: Organization, day: date) -> list[tuple[str, int]]:
    """(kind, how many units) of everything the issuer may address: agencies from above, then schools."""
    rows = within_reach(issuer, day).order_by().values_list("sector", "level", "school_level").annotate(n=Count("pk"))
    counts: dict[str, int] = {}
    for sector, level, school_level, count in rows:
        kind = f"{sector}:{school_level if sector == SCHOOL else level}"
        counts[kind] = counts.get(kind, 0) + count
    return sorted(counts.items(), key=lambda item: _place_of(item[0]))


def _place_of(kind: str) -> tuple[int, int, int]:
    sector, _, which = kind.partition(":")
    if sector == SCHOOL:
        return (1, 0, SchoolLevel.values.index(which) if which in SchoolLevel.values else 99)
    levels, sectors = Level.values, Sector.values
    return (0, levels.index(which) if which in levels else 99, sectors.index(sector) if sector in sectors else 99)


def rule_in_words(rule: Rule, place_name: str = "") -> list[str]:
    """Lines a person reads: what the rule means."""
    lines = [kind_label(kind) for kind in sorted(rule.kinds, key=_place_of)]
    if lines and place_name:
        lines = [f"{line} thuộc {place_name}" for line in lines]
    return lines


_ALL_OF = {
    Level.DISTRICT: "các huyện, thị xã, thành phố",
    Level.COMMUNE: "các xã, phường",
}


def addressees_of(issuer: Organization, rule: Rule, day: date) -> list[str]:
    """Lines for "Kính gửi": `Ban Chỉ đạo các xã, phường`, `Các trường THCS`, the name of an only one."""
    return [_addressee(issuer, rule, kind, day) for kind in sorted(rule.kinds, key=_place_of)]


def _addressee(issuer: Organization, rule: Rule, kind: str, day: date) -> str:
    of_kind = list(recipients_of(issuer, replace(rule, kinds=(kind,), codes=()), day).order_by("pk")[:2])
    if len(of_kind) == 1:
        return of_kind[0].name
    sector, _, which = kind.partition(":")
    if sector == SCHOOL:
        label = kind_label(kind)
        return f"Các {label[0].lower()}{label[1:]}"
    place = _ALL_OF.get(Level(which)) if which in Level.values else None
    return f"{Sector(sector).label} {place}" if place else kind_label(kind)


def left_out(issuer: Organization, codes: Iterable[str], day: date) -> list[tuple[str, str]]:
    """(code, why) of single units that would not receive it: unknown in the issuer's reach, or not there on the day.

    What lies outside is not named, nor told from a code that nobody has: a draft is no register to look units up in.
    """
    asked = list(dict.fromkeys(codes))
    if not asked:
        return []
    reached = set(within_reach(issuer, day).filter(code__in=asked).values_list("code", flat=True))
    known = {each.code: each for each in _ever_in_reach(issuer).filter(code__in=asked)}
    return [(code, _why(known.get(code), day)) for code in asked if code not in reached]


def _why(organization: Organization | None, day: date) -> str:
    if organization is None:
        return "không có đơn vị mang mã này trong phạm vi của cơ quan ban hành"
    is_gone = organization.closed_on and organization.closed_on <= day
    return f"{organization.name} đã giải thể" if is_gone else f"{organization.name} chưa thành lập"
