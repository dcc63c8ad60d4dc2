"""Writing a sending as the workbook its sender would have made, with the dirt real ones carry.

Everything is drawn from the sending's name, so the same sending always gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from random import Random
from typing import Any
from unicodedata import normalize

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from truongan.demo.cast import SCHEME_TYPES
from truongan.demo.rows import Row, Sending
from truongan.kernel.dates import vn_date
from truongan.kernel.text import fold
from truongan.movement.imports.format import workbook_spec
from truongan.workbooks.sheets import Column, SheetSpec

MARK = "DỮ LIỆU MINH HỌA – không phải người thật, trường thật"
_ORIGIN = date(1899, 12, 30)  # Excel's day 0
_NBSP = "\u00a0"
_TYPE_SPELLINGS = {code: (short_name, name) for code, name, short_name in SCHEME_TYPES}


@dataclass
class Hand:
    """How one sender writes: chosen once per workbook, so a file is messy in its own consistent way."""

    rng: Random
    mess: float
    decomposes: bool
    dates_as_text: bool
    phone_shape: str
    numbers_rows: bool
    header_shape: str

    @classmethod
    def of(cls, sending: Sending) -> "Hand":
        rng = Random(sending.name)  # noqa: S311 - untidiness, no secret
        messy = rng.random() < sending.mess
        return cls(
            rng, sending.mess, messy and rng.random() < 0.4, rng.random() < 0.5,
            rng.choice(("number", "dots", "spaces", "plus", "plain")) if messy else "plain",
            messy, rng.choice(("synonym", "upper", "bare", "title")) if messy else "title",
        )  # fmt: skip

    def header(self, column: Column) -> str:
        title = column.title
        if self.header_shape == "synonym" and column.synonyms:
            return self.text(self.rng.choice((title, *column.synonyms)))
        if self.header_shape == "upper":
            return self.text(title.upper())
        return fold(title).capitalize() if self.header_shape == "bare" else self.text(title)

    def value(self, column: Column, value: Any) -> Any:
        """What is typed into the cell."""
        if column.key == "type":
            return self.text(_TYPE_SPELLINGS[value][self.header_shape in ("upper", "synonym")])
        if column.kind == "choice":
            return self.text(next(each.label for each in column.choices if each.value == value))
        if isinstance(value, date):
            return vn_date(value) if self.dates_as_text or self.rng.random() < 0.02 else (value - _ORIGIN).days
        if column.kind == "phone":
            return self.phone(value)
        return self.text(value) if isinstance(value, str) and column.kind != "code" else value

    def phone(self, phone: str) -> Any:
        shape = self.phone_shape if self.rng.random() < 0.9 else "plain"
        if shape == "number":
            return int(phone)  # Excel eats the leading zero
        if shape == "plus":
            return f"+84 {phone[1:4]} {phone[4:7]} {phone[7:]}"
        joint = {"dots": ".", "spaces": " "}.get(shape)
        return joint.join((phone[:4], phone[4:7], phone[7:])) if joint else phone

    def text(self, text: str) -> str:
        if self.rng.random() < 0.03 * self.mess:
            text = self.rng.choice((f" {text}", f"{text}  ", text.replace(" ", _NBSP, 1), text.replace(" ", "  ", 1)))
        return normalize("NFD", text) if self.decomposes else text


def workbook_bytes(sending: Sending) -> bytes:
    """The .xlsx file of a sending."""
    hand, output = Hand.of(sending), BytesIO()
    book = Workbook(output, {"in_memory": True})
    book.set_properties({"title": sending.title, "comments": MARK, "created": datetime(2021, 9, 14)})  # noqa: DTZ001 - workbooks hold local times
    _write_cover(book, sending)
    for spec in workbook_spec(sending.kind):
        if rows := sending.rows.get(spec.key):
            name = spec.title if not hand.numbers_rows else hand.rng.choice((spec.title, *spec.synonyms))
            _Sheet(book, book.add_worksheet(name), hand).write(sending, spec, rows)
    book.close()
    return output.getvalue()


def _write_cover(book: Workbook, sending: Sending) -> None:
    cover = book.add_worksheet("Bìa")
    cover.set_column(0, 0, 90)
    cover.write_string(0, 0, MARK, book.add_format({"bold": True, "font_color": "#9c1c1c"}))
    cover.write_string(1, 0, sending.title, book.add_format({"bold": True, "font_size": 14}))
    cover.write_string(2, 0, f"Nơi gửi: {sending.sender}")
    cover.write_string(3, 0, f"Ngày gửi: {vn_date(sending.sent_on)}")


class _Sheet:
    """One sheet: titles above, header, rows, a total and a signature below."""

    def __init__(self, book: Workbook, sheet: Worksheet, hand: Hand) -> None:
        self.sheet, self.hand, self.row = sheet, hand, 0
        self.bold = book.add_format({"bold": True})
        self.head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#e7efe9"})
        self.cell = book.add_format({"border": 1})
        self.day = book.add_format({"border": 1, "num_format": "dd/mm/yyyy"})

    def write(self, sending: Sending, spec: SheetSpec, rows: list[Row]) -> None:
        hand = self.hand
        columns = [each for each in spec.columns if any(row.get(each.key) not in (None, "") for row in rows)]
        if hand.numbers_rows:
            self._write_titles(sending, spec)
        first = 1 if hand.numbers_rows else 0
        if first:
            self.sheet.write_string(self.row, 0, "STT", self.head)
        for place, column in enumerate(columns, start=first):
            self.sheet.write_string(self.row, place, hand.header(column), self.head)
            self.sheet.set_column(place, place, min(column.width, 40))
        self.row += 1
        for number, row in enumerate(rows, start=1):
            if hand.numbers_rows and hand.rng.random() < 0.004:
                self.row += 1  # a row left empty
            self._write_row(number if first else None, columns, row)
        if hand.numbers_rows:
            self._write_end(sending, columns, rows)

    def _write_titles(self, sending: Sending, spec: SheetSpec) -> None:
        for text in (MARK, sending.sender.upper(), f"{spec.title.upper()} (tính đến {vn_date(sending.sent_on)})"):
            self.sheet.write_string(self.row, 0, self.hand.text(text), self.bold)
            self.row += 1
        self.row += self.hand.rng.choice((0, 1, 1))

    def _write_row(self, number: int | None, columns: list[Column], row: Row) -> None:
        first = 0
        if number is not None:
            self.sheet.write_number(self.row, 0, number, self.cell)
            first = 1
        for place, column in enumerate(columns, start=first):
            value = row.get(column.key)
            if value not in (None, ""):
                written = self.hand.value(column, value)
                if isinstance(written, str):
                    self.sheet.write_string(self.row, place, written, self.cell)
                else:
                    self.sheet.write_number(self.row, place, written, self.day if column.kind == "date" else self.cell)
        self.row += 1

    def _write_end(self, sending: Sending, columns: list[Column], rows: list[Row]) -> None:
        self.sheet.write_string(self.row, 1, self.hand.text("Tổng cộng"), self.bold)
        for place, column in enumerate(columns, start=1):
            if column.kind == "number" and column.key not in ("birth_year",):
                total = sum(row.get(column.key) or 0 for row in rows)
                self.sheet.write_number(self.row, place, total, self.bold)
        self.sheet.write_string(self.row + 2, 3, self.hand.text("NGƯỜI LẬP BIỂU"), self.bold)
