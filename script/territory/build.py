"""Writes units.csv.xz and succession.csv.xz from the packages, the known dates and the corrections."""

import csv
import io
import lzma
from datetime import date

from reference_files import TERRITORY, Correction, read_corrections, read_reforms
from sources import (
    Units,
    read_former_names,
    read_list_of,
    read_succession_of_july_2025,
    read_units_before_july_2025,
    read_units_since_july_2025,
)
from succession import (
    UNKNOWN,
    Link,
    links_of_districts,
    links_of_gone_communes,
    links_of_reform,
    links_of_same_code,
    without_old_names,
)
from timeline import (
    FIRST_DAY,
    Calendar,
    Span,
    Timeline,
    align_with_parents,
    close_at_reform,
    join_parents,
    spans_before_reform,
)

SECOND_DAY, WITNESS_DAY, EVE = date(2023, 5, 7), date(2025, 1, 4), date(2025, 3, 1)
UNIT_COLUMNS = ("code", "valid_from", "valid_to", "kind", "name", "parent", "parent_from", "approximate")
SUCCESSION_COLUMNS = ("old", "old_from", "new", "new_from", "kind", "effective_on", "basis")


def build() -> tuple[Timeline, list[Link]]:
    renamed = {each.code for each in read_corrections("renamed")}
    lists = {
        FIRST_DAY: corrected(read_list_of("2021-01-01"), FIRST_DAY),
        SECOND_DAY: corrected(read_list_of("2023-05-07"), SECOND_DAY),
        WITNESS_DAY: corrected(read_list_of("2025-01-04"), WITNESS_DAY),
        EVE: corrected(read_units_before_july_2025(), EVE),
    }
    witness = lists.pop(WITNESS_DAY)
    lists[EVE] = without_old_names(lists[SECOND_DAY], lists[EVE], witness, renamed)
    new = corrected(read_units_since_july_2025(), date(2025, 7, 1))
    pairs, provinces = read_succession_of_july_2025()

    calendar = Calendar(read_reforms(), list(lists.items()), WITNESS_DAY, witness)
    timeline = spans_before_reform(list(lists.items()), calendar)
    align_with_parents(timeline)
    close_at_reform(timeline, new, provinces)
    timeline = join_parents(timeline)

    communes = links_of_same_code(timeline)
    communes += links_of_gone_communes(timeline, read_former_names(), read_corrections("successor"))
    communes += links_of_split(timeline, read_corrections("split"))
    recoded = {each.code: each.value for each in read_corrections("recode") if each.list_day == "2025-07-01"}
    pairs = [(old, recoded.get(new_code, new_code), kind) for old, new_code, kind in pairs]
    links = communes + links_of_districts(timeline, [link for link in communes if link.old.level == "commune"])
    links += links_of_reform(timeline, pairs, provinces, read_corrections("successor_2025"))
    return timeline, once_per_pair(links)


def links_of_split(timeline: Timeline, corrections: list[Correction]) -> list[Link]:
    """Communes divided between several before the reform."""
    found = []
    for each in corrections:
        day = date.fromisoformat(each.list_day)
        old = next(span for span in timeline[each.code] if span.end == day)
        for code in each.value.split("|"):
            new = next(span for span in timeline[code] if span.start == day)
            found.append(Link(old, new, "part", day, each.reason))
    return found


def once_per_pair(links: list[Link]) -> list[Link]:
    """One link per pair (some are told by code and by communes); no whole beside a part of the same day."""
    best: dict[tuple[int, int], Link] = {}
    for link in links:
        key = (id(link.old), id(link.new))
        if key not in best or link.kind == "part":
            best[key] = link
    parted = {id(link.old) for link in best.values() if link.kind == "part" and link.day == link.old.end}
    return [
        link._replace(kind="part") if id(link.old) in parted and link.day == link.old.end else link
        for link in best.values()
    ]


def corrected(units: Units, day: date) -> Units:
    """A list with its wrong codes and names put right."""
    for each in read_corrections("recode"):
        if each.list_day == day.isoformat():
            units[each.value] = units.pop(each.code)
    for each in read_corrections("name"):
        if each.code in units and day.isoformat() in each.list_day.split("|"):
            units[each.code] = units[each.code]._replace(name=each.value)
    return units


def unit_row(span: Span) -> tuple:
    parent = (span.parent.code, span.parent.start) if span.parent else ("", "")
    return (
        span.code,
        span.start,
        span.end or "",
        span.unit.kind,
        span.unit.name,
        *parent,
        "1" if span.is_approximate else "",
    )


def link_row(link: Link) -> tuple:
    return (link.old.code, link.old.start, link.new.code, link.new.start, link.kind, link.day, link.basis)


def write(name: str, columns: tuple[str, ...], rows: list[tuple]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    packed = lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)
    (TERRITORY / name).write_bytes(packed)
    print(f"{name}: {len(rows)} rows, {len(packed):,} bytes")


def main() -> None:
    timeline, links = build()
    spans = [span for code in sorted(timeline, key=lambda each: (len(each), each)) for span in timeline[code]]
    write("units.csv.xz", UNIT_COLUMNS, [unit_row(span) for span in spans])
    rows = sorted(link_row(link) for link in links)
    write("succession.csv.xz", SUCCESSION_COLUMNS, rows)
    unknown = [row[0] for row in rows if row[-1] == UNKNOWN]
    print(f"communes whose successor is known only by district: {len(unknown)}: {' '.join(unknown)}")


if __name__ == "__main__":
    main()
