"""What changed between two versions of a plan: text by text and measure by measure, in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext_lazy as _

from truongan.plans.composing import belongs_to, topic_words, when, who

SAME, ADDED, REMOVED = "same", "added", "removed"
LABELS = {
    "title": _("Về việc"), "grounds": _("Căn cứ"), "situation": _("Đặc điểm tình hình"),
    "goals": _("Mục đích, yêu cầu"), "arrangements": _("Tổ chức thực hiện"), "superior": _("Cơ quan chủ quản"),
    "issuer_name": _("Tên cơ quan"), "place": _("Địa danh"), "symbol": _("Ký hiệu"), "authority": _("Thẩm quyền ký"),
    "signer_title": _("Chức vụ người ký"), "signer_own_title": _("Chức vụ ở cơ quan"), "signer_name": _("Người ký"),
    "recipients": _("Nơi nhận"),
}  # fmt: skip
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One text that differs, as pieces in reading order."""

    label: Any
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class MeasureChange:
    """A measure that was added, removed or changed; `changes` are its parts that differ."""

    kind: str  # added, removed, changed
    topic: str
    text: str
    changes: tuple[Change, ...] = ()
    moved: tuple[int, int] | None = None  # from which place to which
    is_reworded: bool = False  # its text is among the changes


@dataclass(frozen=True)
class Comparison:
    texts: tuple[Change, ...]
    measures: tuple[MeasureChange, ...]
    same_measures: int

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.measures


def compare(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    """From `old` to `new`, two snapshots of one plan; measures are matched by their identity, not their place."""
    texts = [
        Change(label, words_between(old[name], new[name])) for name, label in LABELS.items() if old[name] != new[name]
    ]
    measures = list(_measures_between(old["measures"], new["measures"]))
    touched = sum(1 for each in measures if each.kind == "changed")
    return Comparison(tuple(texts), tuple(measures), len(_shared(old, new)) - touched)


def words_between(old: str, new: str) -> tuple[Piece, ...]:
    """Line by line first, then word by word inside the lines that differ: long texts stay quick and readable."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(before[a:b])))
            continue
        for left, right in zip_longest(before[a:b], after[c:d], fillvalue=""):
            pieces += _words(left, right)
    return _joined(pieces)


def _words(old: str, new: str) -> list[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = matcher.get_opcodes()
    kept = sum(
        len(before[a].strip()) > 0 for tag, first, last, _c, _d in steps if tag == "equal" for a in range(first, last)
    )
    if 2 * kept < max(_said(before), _said(after)):  # mostly other words: two whole sentences read better than crumbs
        return [Piece(REMOVED, old), Piece(ADDED, new)]
    pieces: list[Piece] = []
    gone = come = ""
    for tag, a, b, c, d in steps:
        left, right = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal" and (left.strip() or not (gone or come)):
            pieces += [Piece(REMOVED, gone), Piece(ADDED, come), Piece(SAME, left)]
            gone = come = ""
        else:  # a lone space between two changes belongs to both
            gone, come = gone + left, come + right
    return [*pieces, Piece(REMOVED, gone), Piece(ADDED, come)]


def _said(words: list[str]) -> int:
    return sum(1 for word in words if word.strip())


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def _shared(old: dict[str, Any], new: dict[str, Any]) -> set[int]:
    return {each["id"] for each in old["measures"]} & {each["id"] for each in new["measures"]}


def _measures_between(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[MeasureChange]:
    before = {each["id"]: (place, each) for place, each in enumerate(old, start=1)}
    after = {each["id"] for each in new}
    stayed_before = [each["id"] for each in old if each["id"] in after]
    stayed_after = [each["id"] for each in new if each["id"] in before]
    for place, each in enumerate(new, start=1):
        if each["id"] not in before:
            yield MeasureChange("added", topic_words(each["topic"]), each["text"], tuple(_parts_of(each)))
            continue
        was_at, was = before[each["id"]]
        # Only a change of order among those that stayed is a move: an insertion above moves nothing.
        moved = (was_at, place) if stayed_before.index(each["id"]) != stayed_after.index(each["id"]) else None
        changes = tuple(_part_changes(was, each))
        if changes or moved:
            reworded = was["text"] != each["text"]
            yield MeasureChange("changed", topic_words(each["topic"]), each["text"], changes, moved, reworded)
    for each in old:
        if each["id"] not in after:
            yield MeasureChange("removed", topic_words(each["topic"]), each["text"])


_PARTS = (
    (_("Nội dung"), lambda each: topic_words(each["topic"])),
    (_("Biện pháp"), lambda each: each["text"]),
    (_("Thực hiện"), who),
    (_("Thời gian"), when),
    (_("Nguồn lực"), lambda each: each["resources"]),
    (_("Gắn với"), belongs_to),
)


def _part_changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    for label, part in _PARTS:
        if part(old) != part(new):
            yield Change(label, words_between(part(old), part(new)))


def _parts_of(measure: dict[str, Any]) -> Iterator[Change]:
    """What a new measure says besides its text."""
    for label, part in _PARTS[2:]:
        if part(measure):
            yield Change(label, (Piece(ADDED, part(measure)),))
