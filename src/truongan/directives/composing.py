"""A directive as an official document (Decree 30/2020/NĐ-CP, Appendix I), and the words a new draft begins with."""

import re
from datetime import date

from truongan.accounts.models import Appointment
from truongan.directives.models import Assignment, Directive
from truongan.directives.recipients import kind_label
from truongan.directives.states import DirectiveKind
from truongan.documents.layout import (
    Annex,
    Block,
    Bullet,
    Column,
    Document,
    Heading,
    Kind,
    Paragraph,
    Signer,
    Table,
    day_text,
)
from truongan.documents.symbols import symbol_of
from truongan.documents.wording import signer_lines
from truongan.kernel.dates import vn_date
from truongan.organizations.models import Organization

COMPOSED_KINDS = {
    DirectiveKind.LETTER: Kind.LETTER,
    DirectiveKind.PLAN: Kind.PLAN,
    DirectiveKind.NOTICE: Kind.NOTICE,
    DirectiveKind.GUIDANCE: Kind.GUIDANCE,
}
BLANK = "…"  # stands where the writer still has to say something; a document that holds one is not issued
FILED_COPY = "Lưu: VT."  # the last line of every "Nơi nhận"
_ROMAN = re.compile(r"^[IVX]+\. ")
_NUMBERED = re.compile(r"^\d+\. ")
_LETTERED = re.compile(r"^[a-zđ]\) ")


def compose(directive: Directive, assignments: list[Assignment]) -> Document:
    """The whole document; equal inputs give an equal document and so equal bytes."""
    return Document(
        kind=COMPOSED_KINDS[DirectiveKind(directive.kind)],
        superior=lines_of(directive.superior),
        issuer=lines_of(directive.issuer_name),
        number=directive.number,
        symbol=directive.symbol,
        place=directive.place,
        issued_on=directive.issued_on,
        subject=_subject(directive),
        # Only a công văn is addressed in its text; the others say who receives them at "Nơi nhận".
        addressees=lines_of(directive.addressed_to) if directive.kind == DirectiveKind.LETTER else (),
        grounds=lines_of(directive.grounds),
        blocks=blocks_of(directive.content),
        signer=Signer(
            titles=lines_of(directive.signer_title),
            name=directive.signer_name,
            authority=directive.authority,  # type: ignore[arg-type]  # chosen from the same list by the form
            own_titles=lines_of(directive.signer_own_title),
        ),
        recipients=lines_of(directive.recipients_text),
        annexes=_annexes(assignments),
    )


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def blocks_of(text: str) -> tuple[Block, ...]:
    """Lines as the layout knows them: `I. ` and short `1. `, `a) ` are headings, `- ` a point, others paragraphs."""
    return tuple(_block(line) for line in lines_of(text))


def _block(line: str) -> Block:
    if _ROMAN.match(line):
        return Heading(1, line)
    # A numbered sentence is a paragraph; only what reads like a title is set as one.
    is_title = len(line) <= 90 and line[-1] not in ".;:,"
    if _NUMBERED.match(line) and is_title:
        return Heading(2, line)
    if _LETTERED.match(line) and is_title:
        return Heading(3, line)
    return Bullet(line[2:]) if line.startswith("- ") else Paragraph(line)


def _annexes(assignments: list[Assignment]) -> tuple[Annex, ...]:
    if not assignments:
        return ()
    columns = [
        Column("STT", 0.7, "center"),
        Column("Nhiệm vụ", 3.4),
        Column("Đơn vị thực hiện", 2),
        Column("Hạn", 1.5, "center"),
    ]
    rows = [
        [str(each.position), each.task, target_in_words(each), vn_date(each.due_on) or "Thường xuyên"]
        for each in assignments
    ]
    if any(each.evidence_required for each in assignments):
        columns.append(Column("Kết quả phải có", 2))
        rows = [[*row, each.evidence_required] for row, each in zip(rows, assignments, strict=True)]
    table = Table(tuple(columns), tuple(tuple(row) for row in rows))
    return (Annex("Phân công nhiệm vụ", (table,)),)


def _subject(directive: Directive) -> str:
    """Under the name of its kind the subject begins with a capital; after `V/v` as it was written."""
    text = directive.subject
    return text if directive.kind == DirectiveKind.LETTER else text[:1].upper() + text[1:]


def target_in_words(assignment: Assignment) -> str:
    kinds = assignment.target.get("kinds", [])
    return "; ".join(kind_label(kind) for kind in kinds) or "Các đơn vị nhận văn bản"


def default_texts(directive: Directive, issuer: Organization, day: date) -> dict[str, str]:
    """What a new draft says before anyone edits it: sentences of ours with blanks where the matter goes."""
    head = _head_of(issuer, day)
    is_committee = issuer.sector == "committee"
    title = head.title if head and head.title else "Trưởng ban"
    authority, signer = (
        signer_lines(title, "Ban Chỉ đạo") if is_committee else signer_lines(head.title if head else "")
    )
    placement = issuer.placements.on(day).select_related("unit").first()
    return {
        "superior": issuer.reports_to.name if issuer.reports_to_id and issuer.reports_to else "",
        "place": placement.unit.name if placement else "",
        "symbol": symbol_of(issuer, directive.kind),
        "grounds": _ground(directive.implements) if directive.implements else "",
        "content": _PLAN if directive.kind == DirectiveKind.PLAN else _letter(issuer),
        "authority": authority,
        "signer_title": signer,
        "signer_name": head.person.name if head else "",
        "recipients_text": f"Như trên;\n{FILED_COPY}" if directive.kind == DirectiveKind.LETTER else FILED_COPY,
    }


def letter_addressees(lines: list[str]) -> str:
    """ "Kính gửi" of a letter, one recipient a line."""
    return "\n".join(lines)


def recipient_lines(lines: list[str]) -> str:
    """ "Nơi nhận" of a document that addresses nobody above its text: its recipients, then the filed copy."""
    return "\n".join([*(f"{line};" for line in lines), FILED_COPY])


def _ground(implemented: Directive) -> str:
    return f"Thực hiện {implemented.name} {day_text(implemented.issued_on)} của {implemented.issuer_name}"


def _letter(issuer: Organization) -> str:
    return (
        f"{issuer.name} đề nghị các cơ quan, đơn vị, nhà trường thực hiện các nội dung sau:\n"
        f"1. {BLANK}\n2. {BLANK}\n"
        f"Đề nghị các đơn vị triển khai thực hiện và báo cáo kết quả về {issuer.name}."
    )


_PLAN = f"""I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
{BLANK}
2. Yêu cầu
{BLANK}
II. NỘI DUNG
1. {BLANK}
2. {BLANK}
III. TỔ CHỨC THỰC HIỆN
1. {BLANK}
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo để được hướng dẫn."""


def _head_of(issuer: Organization, day: date) -> Appointment | None:
    posts = Appointment.objects.on(day).filter(organization=issuer, is_head=True).select_related("person")
    return posts.order_by("pk").first()
