"""A criteria set as plain values: items, what is mandatory, from how much on which class. No set is known by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

KINDS = ("yes_no", "person", "dated_file", "files", "plan", "scheme", "share")
DATED, YEARLY = "dated", "yearly"


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold: so many items, or a share of those that apply, kept as whole numbers so that no rounding decides.

    `whole` 0 means a count. 70 % and 7/10 ask the same: 10·met ≥ 7·applicable.
    """

    part: int
    whole: int = 0
    written: str = ""

    def reached_by(self, met: int, applicable: int) -> bool:
        return met * self.whole >= self.part * applicable if self.whole else met >= self.part

    def exceeded_by(self, met: int, applicable: int) -> bool:
        return met * self.whole > self.part * applicable if self.whole else met > self.part

    def __str__(self) -> str:
        return self.written or (f"{self.part}/{self.whole}" if self.whole else str(self.part))


@dataclass(frozen=True, slots=True)
class Rank:
    """One class of the result, with the inclusive `at_least` and `at_most` and the exclusive `below`."""

    code: str
    name: str
    passes: bool
    at_least: Bound | None = None
    at_most: Bound | None = None
    below: Bound | None = None
    needs_mandatory: bool = False
    cure_hours: int | None = None

    def holds(self, met: int, applicable: int, has_mandatory: bool) -> bool:
        if self.needs_mandatory and not has_mandatory:
            return False
        if self.at_least and not self.at_least.reached_by(met, applicable):
            return False
        if self.at_most and self.at_most.exceeded_by(met, applicable):
            return False
        return not (self.below and self.below.reached_by(met, applicable))


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion. `text` is verbatim and empty while nobody entered it; `about` is a paraphrase of ours."""

    code: str
    group: str = ""
    text: str = ""
    about: str = ""
    kind: str = "yes_no"
    may_not_apply: bool = False
    school_levels: tuple[str, ...] = ()  # empty: every level the set applies to
    by: str = ""  # "03-31": month and day of the round's year by which its paper is dated
    paper: str = ""  # the paper of the registration that speaks about it
    files: int = 0
    threshold: Bound | None = None
    columns: tuple[str, ...] = ()
    extra: bool = False  # added by a province
    unconfirmed: bool = False

    def applies_at(self, school_level: str) -> bool:
        return not (self.school_levels and school_level) or school_level in self.school_levels


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class RegistrationPaper:
    code: str
    name: str
    may_not_apply: bool = False


@dataclass(frozen=True, slots=True)
class Cycle:
    """`dated`: repeatable on any day. `yearly`: `from` up to, not including, `to`, named after the year it ends in."""

    kind: str = DATED
    starts: str = ""
    ends: str = ""
    register_by: str = ""
    decide_before: str = ""

    @property
    def is_yearly(self) -> bool:
        return self.kind == YEARLY

    def period(self, year: int) -> tuple[date, date]:
        """First day and the day after the last one of the period that ends in `year`."""
        end = day_in(year, self.ends)
        start = day_in(year, self.starts)
        return (start if start < end else day_in(year - 1, self.starts)), end


@dataclass(frozen=True, slots=True)
class Definition:
    """Everything a set says. `raw` is the same as it stands in a file and in the database."""

    code: str
    name: str
    issuing_text: str
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    ranks: tuple[Rank, ...]
    mandatory: tuple[str, ...] = ()
    issuer: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    notes: str = ""
    school_levels: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    papers: tuple[RegistrationPaper, ...] = ()
    cycle: Cycle = field(default_factory=Cycle)
    rule_is_unconfirmed: bool = False

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)

    def rank(self, code: str) -> Rank | None:
        return next((rank for rank in self.ranks if rank.code == code), None)

    def applies_to(self, school_level: str) -> bool:
        return school_level in self.school_levels

    def items_at(self, school_level: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.applies_at(school_level))

    def in_force_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def ranks_for(self, met: int, applicable: int, has_mandatory: bool) -> list[Rank]:
        """Every class whose conditions hold; a set that was accepted gives one at most."""
        return [rank for rank in self.ranks if rank.holds(met, applicable, has_mandatory)]


def day_in(year: int, month_and_day: str) -> date:
    """`03-31` in that year; 29 February falls on the 28th where there is none. Raises ValueError for no such day."""
    month, _, day = month_and_day.partition("-")
    try:
        return date(year, int(month), int(day))
    except ValueError:
        if (int(month), int(day)) == (2, 29):
            return date(year, 2, 28)
        raise


def as_bound(value: object) -> Bound:
    """`11`, `"70%"` or `"7/10"`. Raises ValueError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(value)
    text = str(value).replace(" ", "")
    if text.isascii() and text.isdigit():
        return Bound(int(text), written=text)
    if text.endswith("%") and text[:-1].isascii() and text[:-1].isdigit():
        share = Fraction(int(text[:-1]), 100)
        return Bound(share.numerator, share.denominator, text)
    part, slash, whole = text.partition("/")
    if slash and part.isascii() and part.isdigit() and whole.isascii() and whole.isdigit() and int(whole):
        return Bound(int(part), int(whole), text)
    raise ValueError(value)


def build(raw: Mapping[str, Any]) -> Definition:
    """The set in a mapping whose shape has been checked (`checking.problems_of`)."""
    return Definition(
        code=raw["code"],
        name=raw["name"],
        issuing_text=raw["issuing_text"],
        items=tuple(_item(each) for each in raw["item"]),
        groups=tuple(Group(**each) for each in raw.get("group", ())),
        ranks=tuple(_rank(each) for each in raw["class"]),
        mandatory=_texts(raw.get("mandatory", ())),
        issuer=raw.get("issuer", ""),
        issued_on=as_day(raw.get("issued_on")),
        valid_from=as_day(raw.get("valid_from")),
        valid_to=as_day(raw.get("valid_to")),
        notes=raw.get("notes", "").strip(),
        school_levels=_texts(raw.get("school_levels", ())),
        authorities=_texts(raw.get("authorities", ())),
        papers=tuple(RegistrationPaper(**each) for each in raw.get("paper", ())),
        cycle=_cycle(raw.get("cycle", {})),
        rule_is_unconfirmed=raw.get("rule_is_unconfirmed", False),
    )


def as_day(value: object) -> date | None:
    """A date as TOML or JSON gives it; None for nothing. Raises ValueError for anything else."""
    if value in (None, ""):
        return None
    if type(value) is date:
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise ValueError(value)


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)


def _item(raw: Mapping[str, Any]) -> Item:
    given = {**raw, "code": str(raw["code"])}
    for name in ("columns", "school_levels"):
        given[name] = _texts(raw.get(name, ()))
    given["threshold"] = as_bound(raw["threshold"]) if raw.get("threshold") else None
    return Item(**given)


def _rank(raw: Mapping[str, Any]) -> Rank:
    given: dict[str, Any] = {"code": raw["class"], "name": raw["name"], "passes": raw["passes"]}
    for name in ("at_least", "at_most", "below"):
        given[name] = as_bound(raw[name]) if raw.get(name) is not None else None
    for name in ("needs_mandatory", "cure_hours"):
        if raw.get(name) is not None:
            given[name] = raw[name]
    return Rank(**given)


def _cycle(raw: Mapping[str, Any]) -> Cycle:
    return Cycle(
        raw.get("kind", DATED), raw.get("from", ""), raw.get("to", ""),
        raw.get("register_by", ""), raw.get("decide_before", ""),
    )  # fmt: skip
