"""Fixed wordings of an official document: numbers, dates and list letters of Decree 30/2020."""

import re
import unicodedata
from datetime import date
from typing import Literal

# In whose place somebody signs: for the body, as its acting head, for the head, by order, by proxy.
Authority = Literal["", "TM.", "Q.", "KT.", "TL.", "TUQ."]

VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"

# Six spaces are what a clerk needs to write a number by hand.
BLANK = " " * 6

ROMAN_DIGITS = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]

# XML 1.0 has no way to write these, so Word refuses a file that holds one.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text in composed Unicode without the characters a document cannot hold."""
    return unicodedata.normalize("NFC", UNPRINTABLE.sub("", text))


def signer_lines(title: str, body: str = "") -> tuple[Authority, str]:
    """Authority and lines of who signs, from their post: a deputy signs for the head, a committee's head for the body.

    `Phó Hiệu trưởng` → `KT.`, `Hiệu trưởng` over `Phó Hiệu trưởng`; with a body `TM.`, the body, then the same
    lines. Decree 30/2020, Appendix I, part II, section I.7.
    """
    deputy = title.startswith("Phó ")
    head = title.removeprefix("Phó ").removesuffix(" Thường trực").removesuffix(" thường trực")
    head = head[:1].upper() + head[1:]
    if body:
        return "TM.", "\n".join([body, *([f"KT. {head}"] if deputy else ()), title])
    return ("KT.", f"{head}\n{title}") if deputy else ("", title)


def number_text(number: int | None, symbol: str) -> str:
    """The number line of a document: `Số: 05/BC-BCĐ`.

    Numbers under ten get a leading zero; None leaves room to write one by hand.
    Decree 30/2020, Appendix I, part II, section I.3.
    """
    return f"Số: {number_and_symbol(number, symbol)}"


def number_and_symbol(number: int | None, symbol: str) -> str:
    """How other papers refer to a document: `05/BC-BCĐ`."""
    digits = BLANK if number is None else f"{number:02d}"
    return f"{digits}/{symbol}"


def day_text(day: date | None) -> str:
    """`ngày 09 tháng 02 năm 2021`: zero before days under 10 and before months 1 and 2 only.

    None leaves room to write the date by hand. Decree 30/2020, Appendix I, part II, section I.4.
    """
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_line(place: str, day: date | None) -> str:
    """Place and date under the motto: `Bắc Giang, ngày 09 tháng 02 năm 2021`."""
    return f"{place}, {day_text(day)}"


def list_letter(position: int) -> str:
    """The letter of a point, counted from 1 in the Vietnamese alphabet: a, b, c, d, đ, e, g…; then aa, ab…"""
    if position < 1:
        raise ValueError(f"points are counted from 1, not {position}")
    rounds, index = divmod(position - 1, len(VIETNAMESE_LETTERS))
    prefix = list_letter(rounds) if rounds else ""
    return prefix + VIETNAMESE_LETTERS[index]


def roman(number: int) -> str:
    """A Roman numeral for parts and annexes, 1 to 89."""
    if not 1 <= number <= 89:
        raise ValueError(f"no Roman numeral is set up for {number}")
    text = "L" if number >= 50 else "XL" if number >= 40 else ""
    number -= {"L": 50, "XL": 40, "": 0}[text]
    for value, digit in ROMAN_DIGITS:
        text += digit * (number // value)
        number %= value
    return text


def rate(part: int, whole: int) -> str:
    """`98,5`: per cent with one decimal, rounded half up; a dash where there is nothing to divide by."""
    if not whole:
        return "-"
    # Whole numbers throughout: a float would round 0.05 now up, now down.
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10}"
