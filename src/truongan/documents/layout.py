"""An official document as plain values, before it becomes Word or PDF.

The words stand here and the looks in `word.py` and `pdf.py`: both read the same lines,
so the two files of one document cannot differ in text. Decree 30/2020/NĐ-CP, Appendix I.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from truongan.documents.wording import (
    Authority,
    date_line,
    day_text,
    list_letter,
    number_and_symbol,
    number_text,
    roman,
)

__all__ = [
    "Annex", "Article", "Block", "Bullet", "Chapter", "Column", "Document", "FormLine", "Heading", "Kind",
    "Paragraph", "Run", "SignatureRow", "Signer", "Table", "Text", "date_line", "day_text", "list_letter",
    "number_and_symbol", "number_text", "roman", "runs_of",
]  # fmt: skip

Alignment = Literal["left", "center", "right", "justify"]


class Kind(StrEnum):
    """The kind of an official document, by the code that stands in its symbol."""

    REPORT = "BC"
    PLAN = "KH"
    DECISION = "QĐ"
    REGULATION = "QC"
    NOTICE = "TB"
    PROPOSAL = "TTr"
    MINUTES = "BB"
    GUIDANCE = "HD"
    LETTER = "CV"
    ROSTER = "DS"
    COMMITMENT = "CK"


TYPE_NAMES = {
    Kind.REPORT: "BÁO CÁO",
    Kind.PLAN: "KẾ HOẠCH",
    Kind.DECISION: "QUYẾT ĐỊNH",
    Kind.REGULATION: "QUY CHẾ",
    Kind.NOTICE: "THÔNG BÁO",
    Kind.PROPOSAL: "TỜ TRÌNH",
    Kind.MINUTES: "BIÊN BẢN",
    Kind.GUIDANCE: "HƯỚNG DẪN",
    Kind.LETTER: "",
    Kind.ROSTER: "DANH SÁCH",
    Kind.COMMITMENT: "BẢN CAM KẾT",
}


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]


def runs_of(text: Text) -> tuple[Run, ...]:
    return (Run(text),) if isinstance(text, str) else text


@dataclass(frozen=True)
class Heading:
    """Level 1 `I. …` in bold capitals, level 2 `1. …` bold, level 3 `a) …` bold italic; the number is in the text."""

    level: Literal[1, 2, 3]
    text: str


@dataclass(frozen=True)
class Chapter:
    """`Chương I` and its title, centred and bold, as regulations have them."""

    number: int
    title: str

    @property
    def label(self) -> str:
        return f"Chương {roman(self.number)}"


@dataclass(frozen=True)
class Article:
    """`Điều 1.` and what it says; a titled article (regulations) is bold throughout."""

    number: int
    text: Text
    titled: bool = False

    @property
    def runs(self) -> tuple[Run, ...]:
        label = Run(f"Điều {self.number}. ", bold=True)
        if self.titled:
            return (label, *(replace(run, bold=True) for run in runs_of(self.text)))
        return (label, *runs_of(self.text))


@dataclass(frozen=True)
class Paragraph:
    text: Text
    align: Alignment = "justify"
    indent: bool = True


@dataclass(frozen=True)
class Bullet:
    text: Text
    mark: str = "-"


@dataclass(frozen=True)
class FormLine:
    """A label with what was filled in, or dots to the end of the line to write on."""

    label: str
    value: str = ""
    indent: bool = False


@dataclass(frozen=True)
class Column:
    """Width is a share of the table; neighbours with the same `group` get one heading above theirs."""

    title: str
    width: float = 1
    align: Alignment = "left"
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A ruled table whose header is repeated on every page; no row is split between pages."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    bold_rows: frozenset[int] = frozenset()
    caption: str = ""
    size: int = 12

    def __post_init__(self) -> None:
        lines = [*self.rows, *([self.total] if self.total else [])]
        if any(len(line) != len(self.columns) for line in lines):
            raise ValueError(f"every row of this table needs {len(self.columns)} cells")

    @property
    def has_groups(self) -> bool:
        return any(column.group for column in self.columns)


@dataclass(frozen=True)
class Signer:
    """Who signs: `KT.` + ("HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"), name below.

    `own_titles` stand between signature and name: a committee that uses an agency's seal
    shows the signer's post in that agency too. `note` is `(Ký, ghi rõ họ tên)` and the like.
    """

    titles: tuple[str, ...]
    name: str = ""
    authority: Authority = ""
    own_titles: tuple[str, ...] = ()
    note: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        first, *rest = [title.upper() for title in self.titles] or [""]
        return (f"{self.authority} {first}".strip(), *rest)

    @property
    def own_title_lines(self) -> tuple[str, ...]:
        return tuple(title.upper() for title in self.own_titles)


@dataclass(frozen=True)
class SignatureRow:
    """Several sides sign next to each other; more than three make further lines."""

    signers: tuple[Signer, ...]

    @property
    def lines(self) -> tuple[tuple[Signer, ...], ...]:
        wide = 2 if len(self.signers) == 4 else 3
        return tuple(self.signers[at : at + wide] for at in range(0, len(self.signers), wide))


Block = Heading | Chapter | Article | Paragraph | Bullet | FormLine | Table | SignatureRow


@dataclass(frozen=True)
class Annex:
    """A part with its own page numbers. `note` is its `(Kèm theo …)` line; empty, it names the document."""

    title: str
    blocks: tuple[Block, ...]
    number: int | None = None
    landscape: bool = False
    note: str = ""

    @property
    def label(self) -> str:
        return "Phụ lục" if self.number is None else f"Phụ lục {roman(self.number)}"


@dataclass(frozen=True)
class Document:
    """One official document. Lists are tuples; a line is a string without its closing mark.

    `issued_on` None leaves the date open; `place` empty leaves the whole date line out, and
    `symbol` empty the number line (attached texts, minutes, forms). `authority` is who decides
    (`HIỆU TRƯỞNG TRƯỜNG …`), printed above the grounds of a decision. `attached_to` is the
    reference of an attached text: `Kèm theo Quyết định số … ngày …`.
    """

    kind: Kind
    issuer: tuple[str, ...]
    superior: tuple[str, ...] = ()
    number: int | None = None
    symbol: str = ""
    place: str = ""
    issued_on: date | None = None
    title: str = ""
    subject: str = ""
    attached_to: str = ""
    authority: str = ""
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    ends: bool = True
    signer: Signer | None = None
    recipients: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()

    @property
    def number_line(self) -> str:
        return number_text(self.number, self.symbol) if self.symbol else ""

    @property
    def date_line(self) -> str:
        return date_line(self.place, self.issued_on) if self.place else ""

    @property
    def type_name(self) -> str:
        return (self.title or TYPE_NAMES[Kind(self.kind)]).upper()

    @property
    def is_letter(self) -> bool:
        return self.kind == Kind.LETTER

    @property
    def subject_lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.subject.splitlines() if line.strip())

    @property
    def attached_line(self) -> str:
        return f"({self.attached_to})" if self.attached_to else ""

    @property
    def ground_lines(self) -> tuple[str, ...]:
        return _punctuated(self.grounds)

    @property
    def addressee_lines(self) -> tuple[str, ...]:
        """One line for one addressee; else a heading and a line for each."""
        if len(self.addressees) == 1:
            return (f"Kính gửi: {self.addressees[0]}",)
        return ("Kính gửi:", *(f"- {line}" for line in _punctuated(self.addressees))) if self.addressees else ()

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        return tuple(f"- {line}" for line in _punctuated(self.recipients))

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks, the last sentence closed with `./.` as the decree asks."""
        return _closed(self.blocks) if self.ends else self.blocks

    @property
    def reference(self) -> str:
        """How an annex names its document: `Kèm theo Báo cáo số 05/BC-BCĐ ngày 09 tháng 02 năm 2021`."""
        name = TYPE_NAMES[Kind(self.kind)].capitalize() or "Công văn"
        number = f" số {number_and_symbol(self.number, self.symbol)}" if self.symbol else ""
        return f"Kèm theo {name}{number} {day_text(self.issued_on)}"

    def annex_note(self, annex: Annex) -> str:
        return f"({annex.note or self.reference})"


def _punctuated(lines: tuple[str, ...]) -> tuple[str, ...]:
    """`;` after every line and `.` after the last, whatever the caller wrote."""
    bare = [line.strip().rstrip(";.").rstrip() for line in lines]
    return tuple(line + (";" if place < len(bare) else ".") for place, line in enumerate(bare, start=1))


def _closed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Close the last sentence. A body that ends in a table or a form has no sentence to close."""
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        if isinstance(block, Paragraph | Bullet | Article):
            return (
                *blocks[:place],
                replace(block, text=_with_ending(runs_of(block.text))),
                *blocks[place + 1 :],
            )
        if not isinstance(block, SignatureRow):
            break
    return blocks


def _with_ending(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    last = runs[-1]
    return (*runs[:-1], replace(last, text=last.text.rstrip(" ./;") + "./."))
