"""What the judge found, in a moderator's words, and where it stands in the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from truongan.comments.judging import Kind

LABELS = {
    Kind.OFFENCE: _("Từ ngữ"),
    Kind.LINK: _("Đường dẫn"),
    Kind.REPEAT: _("Lặp lại"),
    Kind.PHONE: _("Số điện thoại"),
    Kind.ID_NUMBER: _("Số giấy tờ"),
    Kind.EMAIL: _("Thư điện tử"),
    Kind.SHOUTING: _("Viết hoa toàn bộ"),
    Kind.LOOKALIKE: _("Chữ giả dạng"),
    Kind.UNCLEAR: _("Không rõ tiếng gì"),
    Kind.DOUBTFUL: _("Có thể thiếu dấu"),
    Kind.NO_WORDS: _("Không có chữ"),
}


def label_of(kind: str) -> str:
    """The kind in words; the kind itself for one of an earlier version."""
    return str(LABELS[Kind(kind)]) if kind in LABELS else kind


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `labels` names what was found there, nothing for plain words."""

    text: str
    labels: str = ""


def pieces(text: str, flags: Sequence[dict[str, Any]]) -> list[Piece]:
    """The text in stretches with and without findings; overlapping findings share their stretch."""
    places = [flag for flag in flags if 0 <= flag["start"] < flag["end"] <= len(text) and not flag.get("in_name")]
    cuts = sorted({0, len(text), *(flag["start"] for flag in places), *(flag["end"] for flag in places)})
    return list(_stretches(text, places, cuts))


def _stretches(text: str, places: list[dict[str, Any]], cuts: list[int]) -> Iterator[Piece]:
    for start, end in pairwise(cuts):
        found = {label_of(flag["kind"]) for flag in places if flag["start"] <= start and end <= flag["end"]}
        yield Piece(text[start:end], ", ".join(sorted(found)))


def named(flags: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """(kind in words, matched term) of every finding, each once."""
    return list(dict.fromkeys((label_of(flag["kind"]), str(flag["term"])) for flag in flags))
