"""What became of every unit that ended: all of it in one unit, or parts in several."""

import itertools
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from reference_files import Correction
from sources import Units
from timeline import REFORM_DAY, Span, Timeline, fold

UNKNOWN = "chưa rõ xã kế thừa, ghi theo cấp huyện"
REFORM_BASIS = {
    "province": "Nghị quyết 202/2025/QH15",
    "district": "Luật 72/2025/QH15: không còn cấp huyện",
    "commune": "Sắp xếp đơn vị hành chính cấp xã năm 2025",
}


class Link(NamedTuple):
    old: Span
    new: Span
    kind: str
    day: date
    basis: str


def links_of_same_code(timeline: Timeline) -> list[Link]:
    """A unit that went on under another name, kind or parent before the reform."""
    found = []
    for spans in timeline.values():
        for old, new in itertools.pairwise(spans):
            if old.end == new.start != REFORM_DAY:
                found.append(Link(old, new, "whole", new.start, new.basis))
    return found


def links_of_gone_communes(
    timeline: Timeline, former_names: dict[str, list[tuple[str, str]]], corrections: list[Correction]
) -> list[Link]:
    """Communes merged into another before the reform: by hand, else by former names, else by a namesake."""
    by_hand = {each.code: each for each in corrections}
    found = []
    for code, spans in timeline.items():
        old = spans[-1]
        if len(code) != 5 or old.end is None or old.end == REFORM_DAY:
            continue
        if code in by_hand:
            codes, basis = by_hand[code].value.split("|"), by_hand[code].reason
        else:
            codes, basis = _candidates(old, timeline, former_names), ""
        kind = "whole" if len(codes) == 1 else "part"
        news = [_holding(timeline, each, old.end) for each in codes]
        if not news:
            kind, news, basis = "whole", [_district_on(timeline, old, old.end)], UNKNOWN
        found += [Link(old, new, kind, old.end, basis or new.basis) for new in news]
    return found


def _candidates(old: Span, timeline: Timeline, former_names: dict[str, list[tuple[str, str]]]) -> list[str]:
    """Code of the one commune with this name, former or present, where the neighbours of `old` went."""
    key = fold(old.unit.full_name)
    districts = {_district_on(timeline, old, old.end).code}
    districts |= {spans[-2].unit.parent for spans in _neighbours(old, timeline) if len(spans) > 1}
    known = {code for each in districts for name, code in former_names.get(each, []) if fold(name) == key}
    if len(known) == 1:
        return sorted(known)
    namesakes = {
        spans[-1].code
        for spans in _neighbours(old, timeline)
        for span in spans
        if span.code != old.code and span.holds_on(old.end) and fold(span.unit.name) == fold(old.unit.name)
    }
    return sorted(namesakes) if len(namesakes) == 1 else []


def _neighbours(old: Span, timeline: Timeline) -> list[list[Span]]:
    """Spans of the communes that shared the district of `old` at any time."""
    district = old.unit.parent
    return [
        spans for code, spans in timeline.items() if len(code) == 5 and any(s.unit.parent == district for s in spans)
    ]


def _holding(timeline: Timeline, code: str, day: date) -> Span:
    return next(span for span in timeline[code] if span.holds_on(day))


def _district_on(timeline: Timeline, old: Span, day: date) -> Span:
    """The district of `old` on `day`: the same, or the one most of its communes went to."""
    code = old.unit.parent
    for span in timeline[code]:
        if span.holds_on(day):
            return span
    votes: dict[str, int] = defaultdict(int)
    for spans in timeline.values():
        if any(span.unit.parent == code and span.end == day for span in spans):
            for span in spans:
                if span.start == day and len(span.code) == 5:
                    votes[span.unit.parent] += 1
    return _holding(timeline, max(votes, key=lambda each: votes[each]), day)


def links_of_districts(timeline: Timeline, communes: list[Link]) -> list[Link]:
    """Where districts went, told by their communes: all to one district, or parts to several."""
    targets: dict[int, dict[int, Link]] = defaultdict(dict)
    for link in communes:
        old, new = link.old.parent, link.new.parent if link.new.level == "commune" else link.new
        if old is not None and new is not None and old is not new and link.day != REFORM_DAY:
            targets[id(old)][id(new)] = Link(old, new, "part", link.day, link.basis)
    return [link for links in targets.values() for link in _whole_if_alone(list(links.values()))]


def _whole_if_alone(links: list[Link]) -> list[Link]:
    """Of the links of one district, the single one at its end takes all of it; earlier ones stay losses."""
    last = [link for link in links if link.day == link.old.end]
    return [link._replace(kind="whole") if last == [link] else link for link in links]


def links_of_reform(
    timeline: Timeline,
    pairs: list[tuple[str, str, str]],
    provinces: dict[str, str],
    corrections: list[Correction],
) -> list[Link]:
    """01/07/2025: communes by the corrected pairs; districts and provinces into the new province."""
    by_hand = {each.code: each.value.split("|") for each in corrections}
    pairs = [pair for pair in pairs if pair[0] not in by_hand]
    pairs += [(old, new, "whole" if len(news) == 1 else "part") for old, news in by_hand.items() for new in news]
    told = {old for old, _, _ in pairs}  # five island districts without communes are told as communes
    pairs += [
        (code, provinces[spans[-1].unit.parent], "whole")
        for code, spans in timeline.items()
        if len(code) == 3 and code not in told and spans[-1].end == REFORM_DAY
    ]
    pairs += [(old, new, "whole") for old, new in provinces.items()]
    return [_reform_link(timeline, *pair) for pair in pairs if _ends_at_reform(timeline[pair[0]])]


def _ends_at_reform(spans: list[Span]) -> bool:
    return any(span.end == REFORM_DAY for span in spans)


def _reform_link(timeline: Timeline, old: str, new: str, kind: str) -> Link:
    before = next(span for span in timeline[old] if span.end == REFORM_DAY)
    return Link(before, _holding(timeline, new, REFORM_DAY), kind, REFORM_DAY, REFORM_BASIS[before.level])


def without_old_names(before: Units, now: Units, witness: Units, renamed: set[str]) -> Units:
    """`now` with the names of `before` where the third list or a correction says only spelling differs."""
    settled = {}
    for code, unit in now.items():
        old = before.get(code)
        same_place = old is not None and (old.kind, old.parent) == (unit.kind, unit.parent)
        if same_place and code not in renamed and code in witness and fold(witness[code].name) == fold(old.name):
            unit = unit._replace(name=old.name)
        settled[code] = unit
    return settled
