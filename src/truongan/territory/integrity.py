"""Whether the loaded territory can be trusted: every rule that holds between units, with its exceptions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from truongan.territory.models import AdministrativeUnit, Level, Succession
from truongan.territory.shipped import read_units

# Public counts: units of the whole country by level on days when official lists were published.
KNOWN_COUNTS = {
    date(2021, 9, 14): (63, 705, 10599),
    date(2025, 3, 1): (63, 696, 10035),
    date(2025, 7, 1): (34, 0, 3321),
}
FIRST_DAY = date(2021, 1, 1)  # the first list: units of this day are known from it, not made on it
FAR = date.max


class Problem(NamedTuple):
    check: str
    unit: str
    text: str


@dataclass(frozen=True)
class Report:
    counts: dict[date, tuple[int, ...]]
    problems: list[Problem]

    @property
    def is_sound(self) -> bool:
        return not self.problems


def check_territory() -> Report:
    """Every contradiction in the loaded units and successions; an empty list of problems means sound.

    Counts against the public totals are checked only where the whole country is loaded.
    """
    units = {unit.pk: unit for unit in AdministrativeUnit.objects.order_by("code", "valid_from")}
    links = list(Succession.objects.all())
    counts = {day: counts_on(day) for day in KNOWN_COUNTS}
    problems = [
        *_overlaps(units),
        *_families(units),
        *_successions(units, links),
        *_lonely(units, links),
        *_wrong_counts(counts, len(units)),
    ]
    return Report(counts, problems)


def counts_on(day: date) -> tuple[int, ...]:
    """Provinces, districts, communes on `day`."""
    by_level = Counter(AdministrativeUnit.objects.on(day).values_list("level", flat=True))
    return tuple(by_level[level] for level in Level.values)


def _label(unit: AdministrativeUnit) -> str:
    return f"{unit.code} {unit.full_name} ({unit.valid_from:%d/%m/%Y})"


def _overlaps(units: dict[int, AdministrativeUnit]) -> Iterator[Problem]:
    last: AdministrativeUnit | None = None
    for unit in units.values():
        if last and last.code == unit.code and (last.valid_to or FAR) > unit.valid_from:
            yield Problem("overlap", _label(unit), _("mã này còn thuộc đơn vị khác trong cùng ngày"))
        last = unit


def _families(units: dict[int, AdministrativeUnit]) -> Iterator[Problem]:
    for unit in units.values():
        parent = units[unit.parent_id] if unit.parent_id else None
        if parent and (parent.valid_from > unit.valid_from or (parent.valid_to or FAR) < (unit.valid_to or FAR)):
            yield Problem("parent", _label(unit), _("cấp trên không tồn tại suốt thời gian của đơn vị"))
        above = parent.path if parent else ""
        if unit.path != f"{above}{unit.code}.{unit.valid_from:%y%m}/":
            yield Problem("path", _label(unit), _("đường dẫn không khớp cấp trên"))


def _successions(units: dict[int, AdministrativeUnit], links: list[Succession]) -> Iterator[Problem]:
    for link in links:
        old, new = units[link.old_id], units[link.new_id]
        if not new.is_valid_on(link.effective_on):
            yield Problem("succession", _label(old), _("đơn vị kế thừa không tồn tại vào ngày kế thừa"))
        if not old.valid_from < link.effective_on <= (old.valid_to or FAR):
            yield Problem("succession", _label(old), _("ngày kế thừa ngoài thời gian của đơn vị cũ"))
        if link.kind == Succession.Kind.WHOLE and link.effective_on != old.valid_to:
            yield Problem("succession", _label(old), _("chuyển toàn bộ nhưng đơn vị cũ chưa kết thúc"))


def _lonely(units: dict[int, AdministrativeUnit], links: list[Succession]) -> Iterator[Problem]:
    followed = {(link.old_id, link.effective_on) for link in links}
    preceded = {(link.new_id, link.effective_on) for link in links}
    for unit in units.values():
        if unit.valid_to and (unit.pk, unit.valid_to) not in followed:
            yield Problem("successor", _label(unit), _("đã kết thúc nhưng không có đơn vị kế thừa"))
        if unit.valid_from > FIRST_DAY and (unit.pk, unit.valid_from) not in preceded:
            yield Problem("predecessor", _label(unit), _("mới có nhưng không rõ từ đơn vị nào"))


def _wrong_counts(counts: dict[date, tuple[int, ...]], loaded: int) -> Iterator[Problem]:
    if loaded == 0:
        yield Problem("count", "", _("chưa nạp địa giới: chạy truongan territory load"))
    elif loaded == sum(1 for _unit in read_units()):
        for day, known in KNOWN_COUNTS.items():
            if counts[day] != known:
                found = _("ngày {day}: có {found}, phải là {known}")
                yield Problem("count", "", found.format(day=f"{day:%d/%m/%Y}", found=counts[day], known=known))
