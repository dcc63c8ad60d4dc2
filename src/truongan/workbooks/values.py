"""From what a cell holds to what the column means."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from math import isfinite

from django.utils.translation import gettext as _

from truongan.kernel.dates import parse_vn_date, vn_date
from truongan.kernel.phones import parse_phone
from truongan.kernel.text import fold
from truongan.workbooks.number_words import number_in_words
from truongan.workbooks.sheets import Choice, Column
from truongan.workbooks.wording import clean, header_key

Raw = str | int | float | bool | date | datetime | time | timedelta | None
Value = str | int | Decimal | date | None

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)
# Excel counts days from here (its 1900 is a leap year by mistake, so the true origin is a day earlier).
_SERIAL_ORIGIN = date(1899, 12, 30)
_SERIALS = range(7_306, 73_051)  # 1920 to 2099: smaller whole numbers are years or counts, not days
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,  ]\d{3})+")
_LEADING_NUMBER = re.compile(r"(\d{1,9})\s*[^\W\d]")
_DAY_INSIDE = re.compile(r"\d{1,2}\s*[/\-.]\s*\d{1,2}\s*[/\-.]\s*\d{4}")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.]\s*(\d{1,2})\s*[/.]\s*(\d{1,2})")
_LOOSE_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:nam|,)?\s*(\d{4})")
_SEVERAL = re.compile(r"\s*[/,;|]\s*|\s+(?:hoac|va|hoặc|và|-)\s+|\n")
_CACHED_PER_COLUMN = 5_000


class BadValue(Exception):
    """The cell cannot be read as its column asks. `fix` is what to type instead, where it can be guessed."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def reader_for(column: Column) -> Callable[[Raw], Value]:
    """Function from a raw cell to the column's value. Blank cells give None; what cannot be read raises `BadValue`.

    Answers are remembered, so a repeated cell costs one look-up and one object.
    """
    read = _READERS[column.kind](column)
    known: dict[Raw, Value] = {}

    def value_of(raw: Raw) -> Value:
        if not isinstance(raw, str):  # 1, 1.0 and True are one key but not one value
            return None if raw is None else read(raw)
        if raw in known:
            return known[raw]
        value = None if is_blank(raw) else read(raw)
        if len(known) < _CACHED_PER_COLUMN:
            known[raw] = value
        return value

    return value_of


def is_blank(raw: Raw) -> bool:
    if not isinstance(raw, str):
        return raw is None
    return not raw or not (raw[0].isalnum() or clean(raw))


def as_text(raw: Raw) -> str:
    """The cell as its sender sees it, cleaned: `12` for 12.0, `05/09/2021` for a date."""
    match raw:
        case str():
            return clean(raw)
        case None:
            return ""
        case bool():
            return "TRUE" if raw else "FALSE"
        case float() if raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case float():
            return repr(raw).replace(".", ",")
        case datetime():
            return vn_date(raw.date()) if raw.time() == time() else raw.strftime("%d/%m/%Y %H:%M")
        case date():
            return vn_date(raw)
        case _:
            return str(raw)


def _text_reader(column: Column) -> Callable[[Raw], Value]:
    def read(raw: Raw) -> Value:
        text = as_text(raw)
        if len(text) > column.max_length:
            raise BadValue(
                _("Nội dung dài %(length)d ký tự, nhiều nhất là %(limit)d. Rút ngắn lại.")
                % {"length": len(text), "limit": column.max_length},
                text[: column.max_length].rstrip(),
            )
        return text

    return read


def _code_reader(column: Column) -> Callable[[Raw], Value]:
    read_text = _text_reader(column)

    def read(raw: Raw) -> Value:
        if isinstance(raw, date | time | timedelta):
            raise BadValue(_("Excel đã đổi mã này thành ngày tháng. Định dạng ô là Văn bản (Text) rồi gõ lại mã."))
        if isinstance(raw, float) and not raw.is_integer():
            raise BadValue(_("Mã không có phần lẻ. Định dạng ô là Văn bản (Text) rồi gõ lại mã."))
        return str(read_text(raw)).replace(" ", "").upper()

    return read


def _number_reader(column: Column) -> Callable[[Raw], Value]:
    plain = not column.decimals and column.minimum is None and column.maximum is None

    def read(raw: Raw) -> Value:
        if plain and type(raw) is float and raw.is_integer() and abs(raw) < 1e15:
            return int(raw)
        number = _as_number(raw)
        if not column.decimals and number != number.to_integral_value():
            whole = str(int(number.to_integral_value()))
            raise BadValue(_("Chỗ này phải là số nguyên, không có phần lẻ."), whole)
        if column.minimum is not None and number < column.minimum:
            raise BadValue(_("Số phải từ %(limit)d trở lên.") % {"limit": column.minimum})
        if column.maximum is not None and number > column.maximum:
            raise BadValue(_("Số không được quá %(limit)d.") % {"limit": column.maximum})
        return number if column.decimals else int(number)

    return read


def _as_number(raw: Raw) -> Decimal:
    if isinstance(raw, bool | date | time | timedelta):
        raise BadValue(_("Chỗ này phải là một con số. Định dạng ô là Số (Number) rồi gõ lại."))
    if isinstance(raw, int | float):
        return _bounded(Decimal(str(raw)), as_text(raw))
    text = clean(str(raw))
    plain = re.sub(r"[.,\s]", "", text) if _THOUSANDS.fullmatch(text) else text.replace(",", ".")
    try:
        number = Decimal(plain.replace(" ", ""))
    except InvalidOperation:
        raise BadValue(_number_advice(text), _number_guess(text)) from None
    return _bounded(number, text)


def _bounded(number: Decimal, text: str) -> Decimal:
    """The number, unless it is none that counts anything: `1e999999` would fill the memory as an integer."""
    if not number.is_finite() or number.adjusted() > 14:
        raise BadValue(_number_advice(text))
    return number


def _number_advice(text: str) -> str:
    return _("“%(text)s” không phải là số. Gõ bằng chữ số, không kèm chữ hay đơn vị tính.") % {"text": text[:40]}


def _number_guess(text: str) -> str:
    spelled = number_in_words(text)
    if spelled is not None:
        return str(spelled)
    found = _LEADING_NUMBER.match(text)
    return found.group(1) if found else ""


def _date_reader(column: Column) -> Callable[[Raw], Value]:
    earliest, latest = column.earliest or _FIRST_DAY, column.latest or _LAST_DAY

    def read(raw: Raw) -> Value:
        day = _as_day(raw)
        if not earliest <= day <= latest:
            raise BadValue(
                _("Ngày %(day)s nằm ngoài khoảng cho phép, từ %(earliest)s đến %(latest)s. Kiểm tra lại năm.")
                % {"day": vn_date(day), "earliest": vn_date(earliest), "latest": vn_date(latest)}
            )
        return day

    return read


def _as_day(raw: Raw) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw) and int(raw) in _SERIALS:
        return _SERIAL_ORIGIN + timedelta(days=int(raw))
    text = as_text(raw)
    if len(text) == 5 and text.isdecimal() and int(text) in _SERIALS:
        return _SERIAL_ORIGIN + timedelta(days=int(text))
    try:
        day = parse_vn_date(text) or _loose_day(text)
    except ValueError:
        raise BadValue(
            _("“%(text)s” không có trong lịch. Kiểm tra lại ngày và tháng.") % {"text": text[:40]}
        ) from None
    if day is None:
        raise BadValue(
            _("“%(text)s” không đọc được là ngày. Gõ đủ ngày/tháng/năm, ví dụ 05/09/2021.") % {"text": text[:40]},
            _day_guess(text),
        )
    return day


def _loose_day(text: str) -> date | None:
    """Spellings without diacritics, with the year first, or with no spaces."""
    if found := _LOOSE_WORDS.fullmatch(fold(text)):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        return None
    return date(year, month, day)


def _day_guess(text: str) -> str:
    found = _DAY_INSIDE.search(text)
    try:
        return vn_date(parse_vn_date(found.group())) if found else ""
    except ValueError:
        return ""


def _phone_reader(column: Column) -> Callable[[Raw], Value]:
    def read(raw: Raw) -> Value:
        text = as_text(raw)
        phone = parse_phone(text)
        if phone is None:
            raise _bad_phone(text)
        return phone

    return read


def _bad_phone(text: str) -> BadValue:
    parts = [parse_phone(part) for part in _SEVERAL.split(text) if part]
    several = [part for part in parts if part]
    if len(several) > 1:
        return BadValue(_("Mỗi ô chỉ ghi một số điện thoại. Giữ lại số đang dùng."), several[0])
    return BadValue(
        _("“%(text)s” không phải số điện thoại Việt Nam. Gõ đủ 10 chữ số, ví dụ 0912345678.") % {"text": text[:40]},
        several[0] if several else "",
    )


def _choice_reader(column: Column) -> Callable[[Raw], Value]:
    spellings = choice_spellings(column.choices)

    def read(raw: Raw) -> Value:
        text = as_text(raw)
        choice = spellings.get(fold(text)) or spellings.get(header_key(text))
        if choice is None:
            close = get_close_matches(header_key(text), spellings, n=1, cutoff=0.75)
            raise BadValue(_choice_advice(text, column), spellings[close[0]].label if close else "")
        return choice.value

    return read


def choice_spellings(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    """Every folded spelling of every choice; labels win over synonyms of others."""
    spellings: dict[str, Choice] = {}
    for group in ("label", "synonyms", "value"):
        for choice in choices:
            texts = (
                (choice.label,) if group == "label" else choice.synonyms if group == "synonyms" else (choice.value,)
            )
            for text in texts:
                for key in (fold(text), header_key(text)):
                    spellings.setdefault(key, choice)
    return spellings


def _choice_advice(text: str, column: Column) -> str:
    labels = "; ".join(choice.label for choice in column.choices[:8]) + ("; …" if len(column.choices) > 8 else "")
    return _("“%(text)s” không có trong danh mục. Chọn một trong: %(labels)s.") % {"text": text[:40], "labels": labels}


_READERS: dict[str, Callable[[Column], Callable[[Raw], Value]]] = {
    "text": _text_reader,
    "code": _code_reader,
    "number": _number_reader,
    "date": _date_reader,
    "phone": _phone_reader,
    "choice": _choice_reader,
}
