"""Figures by the names people know: in the editors `{Điểm mô hình, tăng}` stands for `{schemes.count.new}`.

Texts are kept with codes, which outlive a label; names are only what a writer sees and types.
"""

import re
from collections.abc import Iterable

from truongan.figures.indicators import INDICATORS
from truongan.kernel.text import nfc
from truongan.reports.thread.numbers import NUMBERS

_PLACE = re.compile(r"\{([^{}|]*)(\|[^{}]*)?\}")
PARTS = {
    "of": "tổng số",
    "opening": "đầu kỳ",
    "new": "tăng",
    "removed": "giảm",
    "vs_previous": "so với kỳ trước",
    "vs_last_year": "so với cùng kỳ năm trước",
}
_OTHERS = {
    "ngay": "Ngày tính",
    "dia_ban": "Tên địa bàn",
    "ky": "Tên kỳ",
    "tu_ngay": "Từ ngày",
    "den_ngay": "Đến ngày",
    "don_vi_da_nop": "Đơn vị đã nộp",
    "don_vi_phai_nop": "Đơn vị phải nộp",
}


def _named() -> Iterable[tuple[str, str]]:
    yield from _OTHERS.items()
    for code, indicator in INDICATORS.items():
        yield code, str(indicator.label)
    for code, number in NUMBERS.items():
        yield code, f"{str(number.label)[:1].upper()}{str(number.label)[1:]}, theo văn bản"


_NAMES = dict(_named())
_NAMES |= {f"{code}.{part}": f"{name}, {words}" for code, name in _NAMES.items() for part, words in PARTS.items()}
_CODES = {name.casefold(): code for code, name in _NAMES.items()}


def with_names(text: str) -> str:
    """The text with the codes of figures told as their names; what is no code stays as it was written."""
    return _PLACE.sub(lambda place: _braced(_NAMES.get(place[1], place[1]), place[2]), text)


def with_codes(text: str) -> str:
    """The text with names of figures turned back into codes; capitals and extra spaces do not matter."""
    return _PLACE.sub(lambda place: _braced(_CODES.get(nfc(place[1]).casefold(), place[1]), place[2]), text)


def offered(codes: Iterable[str]) -> list[str]:
    """Names to choose from, in the order of `codes`."""
    return [_NAMES[code] for code in codes if code in _NAMES]


def _braced(name: str, form: str | None) -> str:
    return f"{{{name}{form or ''}}}"
