"""From lists of single days to units with a first and a last day."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from reference_files import Reform
from sources import LEVELS, Unit, Units

FIRST_DAY = date(2021, 1, 1)
REFORM_DAY = date(2025, 7, 1)


@dataclass
class Span:
    """A unit under one name, kind and parent, from `start` to the day before `end`."""

    code: str
    unit: Unit
    start: date
    end: date | None = None
    is_approximate: bool = False
    basis: str = ""  # why it began
    parent: "Span | None" = field(default=None, repr=False)

    @property
    def level(self) -> str:
        return LEVELS[len(self.code)]

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


Timeline = dict[str, list[Span]]


def fold(text: str) -> str:
    marks = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", "".join(each for each in marks if not unicodedata.combining(each)))


def is_same(one: Unit | None, other: Unit | None) -> bool:
    """Kind, parent and name agree; spelling of the name may differ in marks, capitals and spaces."""
    if one is None or other is None:
        return one is other
    return (one.kind, one.parent, fold(one.name)) == (other.kind, other.parent, fold(other.name))


class Calendar:
    """When a change seen between two lists took effect."""

    def __init__(self, reforms: list[Reform], lists: list[tuple[date, Units]], witness_day: date, witness: Units):
        self.reforms, self.witness, self.witness_day = reforms, witness, witness_day
        self.provinces = {code: unit.parent for _, units in lists for code, unit in units.items() if len(code) == 3}

    def day_of(self, code: str, before: Unit | None, now: Unit | None, window: tuple[date, date]) -> tuple:
        """(day, is exact, basis): the narrowest known reform, else the first list that shows the change."""
        places = {code} | {unit.parent for unit in (before, now) if unit}
        places |= {self.provinces[place] for place in places if place in self.provinces}
        known = [
            reform
            for reform in self.reforms
            if reform.scope in places and window[0] <= reform.after and reform.until <= window[1]
        ]
        if known:
            reform = max(known, key=lambda each: len(each.scope))
            return reform.effective_on, reform.is_exact, reform.basis
        seen = window[0] < self.witness_day < window[1] and not is_same(self.witness.get(code), before)
        return (self.witness_day if seen else window[1]), False, ""


def spans_before_reform(lists: list[tuple[date, Units]], calendar: Calendar) -> Timeline:
    """Spans of every code up to the day before the reform, without parents joined."""
    timeline: Timeline = {}
    for code in sorted({code for _, units in lists for code in units}):
        spans = timeline.setdefault(code, [])
        if first := lists[0][1].get(code):
            spans.append(Span(code, first, FIRST_DAY))
        for (before_day, before), (day, now) in pairwise(lists):
            _step(spans, code, before.get(code), now.get(code), calendar, (before_day, day))
    return timeline


def _step(spans: list[Span], code: str, before: Unit | None, now: Unit | None, calendar: Calendar, window) -> None:
    if is_same(before, now):
        return
    day, is_exact, basis = calendar.day_of(code, before, now, window)
    if before is not None:
        spans[-1].end = day
        spans[-1].is_approximate |= not is_exact
    if now is not None:
        spans.append(Span(code, now, day, None, not is_exact, basis))


def align_with_parents(timeline: Timeline) -> None:
    """A unit cannot outlive its parent or begin before it: its own move is dated as the parent's change."""
    for code in sorted(timeline):
        for before, now in pairwise(timeline[code]):
            if before.end != now.start or before.unit.parent == now.unit.parent:
                continue
            came, went = timeline[now.unit.parent][0], timeline[before.unit.parent][-1]
            if came.start > FIRST_DAY:
                day, is_approximate = came.start, came.is_approximate
            elif went.end:
                day, is_approximate = went.end, went.is_approximate
            else:
                continue
            if day != now.start:
                before.end = now.start = day
                before.is_approximate = now.is_approximate = is_approximate


def close_at_reform(timeline: Timeline, new: Units, merged_into: dict[str, str]) -> None:
    """01/07/2025: districts end, communes change parent, 52 provinces merge into 23 and 11 go on."""
    sources: dict[str, list[str]] = {}
    for old, successor in merged_into.items():
        sources.setdefault(successor, []).append(old)
    unchanged = {code for code, olds in sources.items() if olds == [code]}
    for code, spans in timeline.items():
        if spans and spans[-1].end is None and code not in unchanged:
            spans[-1].end = REFORM_DAY
    for code, unit in new.items():
        if code not in unchanged:
            timeline.setdefault(code, []).append(Span(code, unit, REFORM_DAY, basis="reform"))


def join_parents(timeline: Timeline) -> Timeline:
    """Cut every span where its parent's changes, so that a parent holds through its child's life."""
    joined: Timeline = {}
    for code in sorted(timeline, key=lambda each: (len(each), each)):
        joined[code] = [piece for span in timeline[code] for piece in _pieces(span, joined)]
    return joined


def _pieces(span: Span, joined: Timeline) -> list[Span]:
    if not span.unit.parent:
        return [span]
    parents = [parent for parent in joined[span.unit.parent] if _overlap(span, parent)]
    pieces = []
    for parent in parents:
        start = max(span.start, parent.start)
        ends = [end for end in (span.end, parent.end) if end]
        piece = replace(span, start=start, end=min(ends, default=None), parent=parent)
        if start == parent.start > span.start:
            piece.basis, piece.is_approximate = parent.basis, parent.is_approximate
        pieces.append(piece)
    if not pieces or pieces[0].start != span.start or pieces[-1].end != span.end:
        raise SystemExit(f"{span.code} {span.unit.full_name}: no parent through {span.start}–{span.end}: {parents}")
    return pieces


def _overlap(one: Span, other: Span) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)
