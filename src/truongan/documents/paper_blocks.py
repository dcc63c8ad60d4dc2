"""From the structured text of a paper to the blocks of its document."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from truongan.documents.facts import PaperFacts, Party
from truongan.documents.layout import (
    Article,
    Block,
    Bullet,
    Chapter,
    Column,
    FormLine,
    Heading,
    Paragraph,
    SignatureRow,
    Signer,
    Table,
)
from truongan.documents.sandbox import BrokenTemplate, filled
from truongan.documents.wording import rate
from truongan.kernel.numbers import vn_number

Entry = dict[str, Any]
SIGN_NOTE = "Ký, ghi rõ họ tên"


@dataclass
class Composition:
    """One pass over the blocks of a paper: numbers chapters, articles and clauses as they come.

    A block with `when` stands only if that value is known, one with `choice` only if it was chosen.
    """

    facts: PaperFacts
    values: dict[str, Any]
    chosen: Collection[str]
    chapters: int = 0
    articles: int = 0
    clauses: int = 0
    headings: int = 0
    made: list[Block] = field(default_factory=list)

    def blocks(self, entries: list[Entry]) -> tuple[Block, ...]:
        self.made = []
        for entry in entries:
            if self._stands(entry):
                self.made.extend(self._built(entry))
        return tuple(self.made)

    def _stands(self, entry: Entry) -> bool:
        known = "when" not in entry or bool(self.values.get(entry["when"]))
        return known and ("choice" not in entry or entry["choice"] in self.chosen)

    def _built(self, entry: Entry) -> list[Block]:
        build = BUILDERS.get(entry["type"])
        if build is None:
            raise BrokenTemplate(f"Không có loại đoạn “{entry['type']}”")
        return build(self, entry)

    def text(self, entry: Entry, name: str = "text") -> str:
        return filled(entry.get(name, ""), {**self.values, "thu_tu": self.headings})


def _heading(paper: Composition, entry: Entry) -> list[Block]:
    paper.headings += 1
    return [Heading(entry["level"], paper.text(entry))]


def _chapter(paper: Composition, entry: Entry) -> list[Block]:
    paper.chapters += 1
    return [Chapter(paper.chapters, paper.text(entry, "title"))]


def _article(paper: Composition, entry: Entry) -> list[Block]:
    paper.articles += 1
    paper.clauses = 0
    titled = "title" in entry
    return [Article(paper.articles, paper.text(entry, "title" if titled else "text"), titled=titled)]


def _clause(paper: Composition, entry: Entry) -> list[Block]:
    paper.clauses += 1
    return [Paragraph(f"{paper.clauses}. {paper.text(entry)}")]


def _members(paper: Composition, entry: Entry) -> list[Block]:
    columns = (
        Column("TT", 1, "center"),
        Column("Họ và tên", 5),
        Column("Chức vụ", 5),
        Column("Nhiệm vụ trong tổ", 4),
    )
    rows = [
        (str(place), member.name, member.post, member.role)
        for place, member in enumerate(paper.facts.members, start=1)
    ]
    return [Table(columns, tuple(rows or _empty_rows(len(columns), 10)), size=13)]


def _empty_rows(columns: int, rows: int) -> list[tuple[str, ...]]:
    """Lines to write on by hand where the register knows nobody yet."""
    return [(str(place), *[""] * (columns - 1)) for place in range(1, rows + 1)]


def _contacts(paper: Composition, entry: Entry) -> list[Block]:
    columns = (
        Column("TT", 1, "center"),
        Column("Đơn vị", 5),
        Column("Người liên hệ", 4),
        Column("Điện thoại", 3),
    )
    facts = paper.facts
    school = Party(facts.school, contact=facts.school_contact or facts.head, phone=facts.school_phone)
    sides = (school, *facts.parties)
    rows = tuple(
        (str(place), side.name, side.contact or side.signer, side.phone) for place, side in enumerate(sides, start=1)
    )
    return [Table(columns, rows, size=13)]


def _guests(paper: Composition, entry: Entry) -> list[Block]:
    """Who came; a line for each side to write on where the register does not know."""
    facts = paper.facts
    if facts.launch.guests:
        return [Bullet(f"{line.rstrip('.;')};") for line in facts.launch.guests]
    return [FormLine(f"- Đại diện {side.name}", indent=True) for side in (Party(facts.school), *facts.parties)]


def _classes(paper: Composition, entry: Entry) -> list[Block]:
    columns = (
        Column("TT", 1, "center"),
        Column("Lớp", 3),
        Column("Sĩ số", 2, "right"),
        Column("Đã ký cam kết", 2, "right"),
        Column("Tỷ lệ (%)", 2, "right"),
        Column("Ghi chú", 3),
    )
    rows = [
        (
            str(place),
            each.name,
            vn_number(each.on_roll),
            vn_number(each.signed),
            rate(each.signed, each.on_roll),
            "",
        )
        for place, each in enumerate(paper.facts.classes, start=1)
    ]
    if not rows:
        return [Table(columns, tuple(_empty_rows(len(columns), 15)), total=("", "Cộng", "", "", "", ""), size=13)]
    on_roll = sum(each.on_roll for each in paper.facts.classes)
    signed = sum(each.signed for each in paper.facts.classes)
    total = ("", "Cộng", vn_number(on_roll), vn_number(signed), rate(signed, on_roll), "")
    return [Table(columns, tuple(rows), total=total, size=13)]


def _form_line(paper: Composition, entry: Entry) -> FormLine:
    return FormLine(paper.text(entry, "label"), paper.text(entry, "value"), indent=entry.get("indent", False))


def _signatures(paper: Composition, entry: Entry) -> list[Block]:
    facts = paper.facts
    school = Party(facts.school, facts.head_title, facts.head)
    return [SignatureRow(tuple(Signer((side.name, side.title), side.signer) for side in (school, *facts.parties)))]


def _minutes_signatures(paper: Composition, entry: Entry) -> list[Block]:
    launch = paper.facts.launch
    secretary = Signer(("Thư ký",), launch.secretary, note=SIGN_NOTE)
    return [SignatureRow((secretary, Signer(("Chủ trì",), launch.chair, note=SIGN_NOTE)))]


def _commitment_signatures(paper: Composition, entry: Entry) -> list[Block]:
    titles = ("Học sinh", "Cha, mẹ học sinh", "Giáo viên chủ nhiệm")
    return [SignatureRow(tuple(Signer((title,), note=SIGN_NOTE) for title in titles))]


BUILDERS: dict[str, Callable[[Composition, Entry], list[Block]]] = {
    "heading": _heading,
    "chapter": _chapter,
    "article": _article,
    "clause": _clause,
    "paragraph": lambda paper, entry: [Paragraph(paper.text(entry))],
    "bullet": lambda paper, entry: [Bullet(paper.text(entry))],
    "formline": lambda paper, entry: [_form_line(paper, entry)],
    "members": _members,
    "contacts": _contacts,
    "guests": _guests,
    "classes": _classes,
    "signatures": _signatures,
    "minutes_signatures": _minutes_signatures,
    "commitment_signatures": _commitment_signatures,
}
