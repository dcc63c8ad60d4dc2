"""Whether a set can be used: its shape, and whether every result falls into one class at most."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from truongan.assessments.criteria import DATED, KINDS, YEARLY, Definition, as_bound, as_day, build, day_in
from truongan.organizations.models import Level, SchoolLevel, Sector

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_ITEM_CODE = re.compile(r"[0-9A-Za-zĐđ][0-9A-Za-zĐđ.\-]{0,11}")
_MOST = {"item": 200, "group": 50, "class": 20, "paper": 50}  # every reachable result is tried with every class
_MOST_NUMBER = {"files": 50, "cure_hours": 24 * 366}
_LISTS = ("school_levels", "mandatory", "authorities", "columns")
_TOP = {
    "code": str, "name": str, "issuing_text": str, "issuer": str, "notes": str, "school_levels": list,
    "authorities": list, "mandatory": list, "cycle": dict, "group": list, "item": list, "class": list, "paper": list,
    "rule_is_unconfirmed": bool, "issued_on": (str, date), "valid_from": (str, date), "valid_to": (str, date),
}  # fmt: skip
_PARTS: dict[str, dict[str, Any]] = {
    "group": {"code": str, "name": str, "about": str},
    "paper": {"code": str, "name": str, "may_not_apply": bool},
    "item": {
        "code": str, "group": str, "text": str, "about": str, "kind": str, "may_not_apply": bool,
        "school_levels": list, "by": str, "paper": str, "files": int, "threshold": (str, int), "columns": list, "extra": bool,
        "unconfirmed": bool,
    },
    "class": {
        "class": str, "name": str, "passes": bool, "at_least": (str, int), "at_most": (str, int),
        "below": (str, int), "needs_mandatory": bool, "cure_hours": int,
    },
    "cycle": {"kind": str, "from": str, "to": str, "register_by": str, "decide_before": str},
}  # fmt: skip
_NEEDED = {
    "group": ("code", "name"),
    "paper": ("code", "name"),
    "item": ("code",),
    "class": ("class", "name", "passes"),
}


class BadCriteria(Exception):
    """The set cannot be used; `problems` are sentences safe to show."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


def read_definition(raw: Mapping[str, Any]) -> Definition:
    """The set in this mapping. Raises BadCriteria with everything that is wrong with its shape, dates or thresholds."""
    if problems := list(_shape(raw)):
        raise BadCriteria(problems)
    definition = build(raw)
    if problems := [*_names(definition), *_dates(definition), *_thresholds(definition)]:
        raise BadCriteria(problems)
    return definition


def _shape(raw: Mapping[str, Any]) -> Iterator[str]:
    yield from _keys(raw, _TOP, "Bộ tiêu chí")
    for name in ("code", "name", "issuing_text"):
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            yield f"Thiếu “{name}”."
    for name in ("issued_on", "valid_from", "valid_to"):
        yield from _unreadable(as_day, raw.get(name), f"“{name}” không phải là ngày")
    for part, needed in _NEEDED.items():
        rows = raw.get(part, [])
        rows = rows if isinstance(rows, list) else []
        if len(rows) > _MOST[part]:
            yield f"Có {len(rows)} [[{part}]]; nhiều nhất {_MOST[part]}."
        for number, row in enumerate(rows[: _MOST[part]], start=1):
            yield from _row(part, row, needed, f"[[{part}]] thứ {number}")
    cycle = raw.get("cycle", {})
    if isinstance(cycle, dict):
        yield from _keys(cycle, _PARTS["cycle"], "[cycle]")
        yield from _days_of(cycle)
    if not raw.get("item"):
        yield "Chưa có tiêu chí nào ([[item]])."
    if not raw.get("class"):
        yield "Chưa có hạng kết quả nào ([[class]])."


def _row(part: str, row: object, needed: tuple[str, ...], where: str) -> Iterator[str]:
    if not isinstance(row, Mapping):
        yield f"{where} không đúng dạng."
        return
    yield from _keys(row, _PARTS[part], where)
    for name in needed:
        if row.get(name) in (None, ""):
            yield f"{where} thiếu “{name}”."
    for name in ("at_least", "at_most", "below", "threshold"):
        if row.get(name) is not None and row[name] != "":
            yield from _unreadable(as_bound, row[name], f"{where}: “{name}” phải là số, tỷ lệ 70% hoặc 7/10")
    for name, most in _MOST_NUMBER.items():
        if isinstance(row.get(name), int) and not 0 <= row[name] <= most:
            yield f"{where}: “{name}” từ 0 đến {most}."
    if row.get("by"):
        yield from _unreadable(
            lambda text: day_in(2023, text), row["by"], f"{where}: “by” phải dạng tháng-ngày, như 03-31"
        )


def _days_of(cycle: Mapping[str, Any]) -> Iterator[str]:
    if cycle.get("kind", DATED) not in (DATED, YEARLY):
        yield f"[cycle]: “kind” là {DATED} hoặc {YEARLY}."
    for name in ("from", "to", "register_by", "decide_before"):
        if cycle.get(name):
            yield from _unreadable(
                lambda text: day_in(2023, text), cycle[name], f"[cycle]: “{name}” phải dạng tháng-ngày, như 11-16"
            )
        elif cycle.get("kind") == YEARLY and name in ("from", "to"):
            yield f"[cycle]: đánh giá theo năm cần “{name}”."


def _keys(raw: Mapping[str, Any], known: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in raw.items():
        if name not in known:
            yield f"{where}: không có mục “{name}”."
        elif not _is(value, known[name]):
            yield f"{where}: “{name}” sai kiểu giá trị ({value!r})."
        elif isinstance(value, list) and name in _LISTS and not all(isinstance(each, str) for each in value):
            yield f"{where}: “{name}” là danh sách chữ trong ngoặc kép."


def _is(value: object, kinds: Any) -> bool:
    """True and 1 are one thing to Python and two in a file."""
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    return bool in wanted if isinstance(value, bool) else isinstance(value, wanted)


def _unreadable(read: Any, value: object, problem: str) -> Iterator[str]:
    try:
        read(value)
    except (ValueError, TypeError, AttributeError):
        yield f"{problem} ({value!r})."


def _names(definition: Definition) -> Iterator[str]:
    if not _CODE.fullmatch(definition.code):
        yield f"Mã bộ “{definition.code}” chỉ gồm chữ thường không dấu, số và gạch ngang, từ 2 đến 40 ký tự."
    codes = [item.code for item in definition.items]
    yield from _twice(codes, "tiêu chí")
    yield from _twice([group.code for group in definition.groups], "nhóm")
    yield from _twice([rank.code for rank in definition.ranks], "hạng")
    yield from _twice([paper.code for paper in definition.papers], "giấy tờ đăng ký")
    for code in definition.mandatory:
        if code not in codes:
            yield f"Tiêu chí bắt buộc {code} không có trong danh sách tiêu chí."
    groups = {group.code for group in definition.groups}
    for item in definition.items:
        if not _ITEM_CODE.fullmatch(item.code):
            yield f"Mã tiêu chí “{item.code}” chỉ gồm chữ, số, dấu chấm, nhiều nhất 12 ký tự."
        if item.group and item.group not in groups:
            yield f"Tiêu chí {item.code} thuộc nhóm “{item.group}” không có."
        if item.kind not in KINDS:
            yield f"Tiêu chí {item.code}: loại minh chứng “{item.kind}” không có; dùng {', '.join(KINDS)}."
        if item.paper and item.paper not in {paper.code for paper in definition.papers}:
            yield f"Tiêu chí {item.code}: giấy tờ đăng ký “{item.paper}” không có ([[paper]])."
        if item.kind == "share" and item.threshold is None:
            yield f"Tiêu chí {item.code} tính theo tỷ lệ mà chưa có “threshold”."
        if item.threshold and (not item.threshold.whole or item.threshold.part > item.threshold.whole):
            yield f"Tiêu chí {item.code}: ngưỡng {item.threshold} không thể đạt; dùng tỷ lệ đến 100%."
    yield from _unknown_levels(definition)


def _unknown_levels(definition: Definition) -> Iterator[str]:
    if not definition.school_levels:
        yield "Chưa ghi cấp học áp dụng (school_levels)."
    for level in {*definition.school_levels, *(each for item in definition.items for each in item.school_levels)}:
        if level not in SchoolLevel.values:
            yield f"Cấp học “{level}” không có; dùng {', '.join(SchoolLevel.values)}."
    for authority in definition.authorities:
        sector, _, level = authority.partition(":")
        if sector not in Sector.values or level not in Level.values:
            yield f"Cơ quan quyết định “{authority}” không đúng dạng ngành:cấp, như government:commune."


def _twice(codes: list[str], what: str) -> Iterator[str]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"Mã {what} “{code}” dùng hai lần."


def _dates(definition: Definition) -> Iterator[str]:
    start, end = definition.valid_from, definition.valid_to
    if start and end and end <= start:
        yield f"Hết hiệu lực ({end:%d/%m/%Y}) phải sau ngày có hiệu lực ({start:%d/%m/%Y})."


def _thresholds(definition: Definition) -> Iterator[str]:
    if impossible := list(_impossible(definition)):
        yield from impossible
        return
    yield from _mandatory_without_use(definition)
    yield from _classes_by_trial(definition)


def _impossible(definition: Definition) -> Iterator[str]:
    total = len(definition.items)
    for rank in definition.ranks:
        for bound in filter(None, (rank.at_least, rank.at_most, rank.below)):
            if not bound.whole and bound.part > total:
                yield f"Hạng “{rank.name}”: ngưỡng {bound} trên {total} tiêu chí không thể đạt."
            if bound.whole and bound.part > bound.whole:
                yield f"Hạng “{rank.name}”: ngưỡng {bound} lớn hơn 100%."
        if rank.at_most and rank.below:
            yield f"Hạng “{rank.name}”: chỉ dùng một trong “at_most” và “below”."


def _mandatory_without_use(definition: Definition) -> Iterator[str]:
    asks = any(rank.needs_mandatory for rank in definition.ranks)
    if asks and not definition.mandatory:
        yield "Có hạng đòi đủ tiêu chí bắt buộc nhưng chưa ghi tiêu chí bắt buộc nào."
    if definition.mandatory and not asks:
        yield "Có tiêu chí bắt buộc nhưng không hạng nào đòi (needs_mandatory)."


def _classes_by_trial(definition: Definition) -> Iterator[str]:
    """Every reachable result is tried: exactly one class with all mandatory items, one at most without."""
    reached: set[str] = set()
    gap = overlap = ""
    for met, applicable, has_mandatory in _results(definition):
        found = definition.ranks_for(met, applicable, has_mandatory)
        reached |= {rank.code for rank in found}
        if not found and has_mandatory:
            gap = gap or f"Đạt {met}/{applicable} tiêu chí thì không thuộc hạng nào: giữa các hạng có khoảng trống."
        if len(found) > 1:
            names = " và ".join(f"“{rank.name}”" for rank in found)
            overlap = overlap or f"Đạt {met}/{applicable} tiêu chí thì thuộc cả {names}: các hạng chồng lên nhau."
    yield from filter(None, (gap, overlap))
    for rank in definition.ranks:
        if rank.code not in reached:
            yield f"Hạng “{rank.name}” không bao giờ đạt được với các ngưỡng này."


def _results(definition: Definition) -> Iterator[tuple[int, int, bool]]:
    always = [item for item in definition.items if not item.may_not_apply and not item.school_levels]
    mandatory = set(definition.mandatory)
    surely = sum(1 for item in always if item.code in mandatory)
    for applicable in range(max(len(always), 1), len(definition.items) + 1):
        for met in range(applicable + 1):
            if met >= surely:
                yield met, applicable, True
            if mandatory and met < applicable:
                yield met, applicable, False
