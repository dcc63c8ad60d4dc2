"""A document as a Word file in the layout of Decree 30/2020, Appendix I.

The same document gives the same bytes: a sealed report is compared by its hash.
"""

import copy
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from functools import singledispatch
from itertools import zip_longest

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml.etree import _Element

from truongan.documents import oxml
from truongan.documents.layout import (
    Annex,
    Article,
    Block,
    Bullet,
    Chapter,
    Document,
    FormLine,
    Heading,
    Paragraph,
    SignatureRow,
    Signer,
    Table,
)
from truongan.documents.measures import (
    FIRST_LINE,
    GAP,
    ISSUER_WIDTH,
    LANDSCAPE_WIDTH,
    LINE_SPACING,
    MOTTO,
    NATION,
    PAGE,
    RECIPIENTS_WIDTH,
    SHORT_RULE,
    SIGNATURE_GAP,
    SIZES,
    TEXT_WIDTH,
    bold_width,
    heading_lines,
)
from truongan.documents.oxml import Look, paragraph
from truongan.documents.package import repacked
from truongan.documents.word_tables import ruled_table
from truongan.documents.wording import clean

BODY = Look(align="justify", before=GAP, line=LINE_SPACING)
CENTRED = Look(align="center")
TAB = "\t"


def to_docx(document: Document) -> bytes:
    """The document as the bytes of a .docx: equal documents give equal bytes."""
    word = docx.Document()
    _set_up(word, document)
    body = word.element.body
    last_section = body.sectPr
    _add(body, last_section, _main_part(document))
    section = copy.deepcopy(last_section)
    for annex in document.annexes:
        _break_section(body, last_section, section)
        section = _oriented(last_section, landscape=annex.landscape)
        _add(body, last_section, _annex_part(document, annex))
    body.replace(last_section, section)
    raw = io.BytesIO()
    word.save(raw)
    return repacked(raw.getvalue())


def _add(body: _Element, last_section: _Element, parts: Iterable[_Element]) -> None:
    for part in parts:
        before = last_section.getprevious()
        if before is not None and before.tag == part.tag == qn("w:tbl"):
            last_section.addprevious(oxml.spacer())
        last_section.addprevious(part)
    if last_section.getprevious().tag == qn("w:tbl"):
        last_section.addprevious(oxml.spacer())


def _main_part(document: Document) -> Iterable[_Element]:
    yield _heading_table(document)
    yield from _title(document)
    for line in document.addressee_lines:
        yield _addressee(line, alone=len(document.addressees) == 1)
    if document.authority:
        yield paragraph(document.authority.upper(), replace(CENTRED, bold=True, before=GAP * 2, after=GAP))
    for line in document.ground_lines:
        yield paragraph(line, replace(BODY, italic=True, first=FIRST_LINE))
    if document.authority:
        yield paragraph(f"{document.type_name}:", replace(CENTRED, bold=True, before=GAP * 2, after=GAP))
    blocks = document.body
    for block, after in zip_longest(blocks, blocks[1:]):
        # A signature never stands alone on a page.
        signed = isinstance(after, SignatureRow) or (after is None and document.signer is not None)
        yield from _block(block, TEXT_WIDTH, keep_next=signed)
    if document.signer or document.recipients:
        yield _closing_table(document)


# The heading: issuer on the left, motto on the right.


def _heading_table(document: Document) -> _Element:
    right = TEXT_WIDTH - ISSUER_WIDTH
    rows = [oxml.row([oxml.cell(_issuer(document), ISSUER_WIDTH), oxml.cell(_motto(right), right)])]
    if document.number_line or document.date_line:
        date_look = replace(CENTRED, size=SIZES["date"], italic=True, before=GAP)
        dated = [paragraph(document.date_line, date_look)] if document.date_line else []
        rows.append(oxml.row([oxml.cell(_number(document), ISSUER_WIDTH), oxml.cell(dated, right)]))
    return oxml.table(rows, [ISSUER_WIDTH, right], ruled=False, margin=0)


def _issuer(document: Document) -> Iterable[_Element]:
    look = replace(CENTRED, size=SIZES["issuer"])
    for line in heading_lines(document.superior):
        yield paragraph(line, look)
    issuer = heading_lines(document.issuer)
    for line in issuer:
        yield paragraph(line, replace(look, bold=True))
    width = bold_width(issuer[-1], SIZES["issuer"])
    yield oxml.rule(min(width, ISSUER_WIDTH) * SHORT_RULE, ISSUER_WIDTH)


def _motto(room: float) -> Iterable[_Element]:
    yield paragraph(NATION, replace(CENTRED, size=SIZES["nation"], bold=True))
    yield paragraph(MOTTO, replace(CENTRED, size=SIZES["motto"], bold=True))
    yield oxml.rule(bold_width(MOTTO, SIZES["motto"]), room)


def _number(document: Document) -> Iterable[_Element]:
    if document.number_line:
        yield paragraph(document.number_line, replace(CENTRED, size=SIZES["number"], before=GAP))
    if document.is_letter:
        look = replace(CENTRED, size=SIZES["letter_subject"], before=GAP)
        yield paragraph("V/v " + " ".join(document.subject_lines), look)


def _title(document: Document) -> Iterable[_Element]:
    if document.is_letter:
        return
    look = replace(CENTRED, size=SIZES["title"], bold=True)
    yield paragraph(document.type_name, replace(look, before=GAP * 3))
    yield from (paragraph(line, look) for line in document.subject_lines)
    if document.attached_line:
        yield paragraph(document.attached_line, replace(CENTRED, size=SIZES["title"], italic=True))
    yield _title_rule(document)


def _title_rule(document: Document) -> _Element:
    last = document.attached_line or (document.subject_lines or (document.type_name,))[-1]
    width = min(bold_width(last, SIZES["title"]), TEXT_WIDTH)
    return oxml.rule(width * SHORT_RULE, TEXT_WIDTH)


def _addressee(line: str, *, alone: bool) -> _Element:
    if alone:
        return paragraph(line, replace(CENTRED, before=GAP * 2, after=GAP))
    if line.startswith("- "):
        return paragraph(line, Look(left=50, line=LINE_SPACING))
    return paragraph(line, Look(left=35, before=GAP * 2))


# The body.


@singledispatch
def _block(block: Block, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    raise TypeError(f"a document has no block of type {type(block).__name__}")


@_block.register
def _(block: Heading, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    look = replace(BODY, bold=True, first=FIRST_LINE, outline=block.level - 1, keep_next=True)
    look = replace(look, before=GAP * 1.5) if block.level == 1 else look
    text = block.text.upper() if block.level == 1 else block.text
    yield paragraph(text, replace(look, italic=block.level == 3))


@_block.register
def _(block: Chapter, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    look = replace(CENTRED, bold=True, line=LINE_SPACING, keep_next=True)
    yield paragraph(block.label, replace(look, before=GAP * 2, outline=0))
    yield paragraph(block.title.upper(), replace(look, after=GAP))


@_block.register
def _(block: Article, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    titled = block.titled
    look = replace(BODY, first=FIRST_LINE, outline=1 if titled else None, keep_next=titled or keep_next)
    yield paragraph(block.runs, look)


@_block.register
def _(block: Paragraph, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    first = FIRST_LINE if block.indent else 0
    yield paragraph(block.text, replace(BODY, align=block.align, first=first, keep_next=keep_next))


@_block.register
def _(block: Bullet, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    text = block.text if isinstance(block.text, tuple) else (oxml.Run(block.text),)
    yield paragraph((oxml.Run(f"{block.mark} "), *text), replace(BODY, first=FIRST_LINE, keep_next=keep_next))


@_block.register
def _(block: FormLine, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    first = FIRST_LINE if block.indent else 0
    look = replace(BODY, align="left", first=first, dots_to=0 if block.value else room, keep_next=keep_next)
    yield paragraph(f"{block.label}: {block.value or TAB}", look)


@_block.register
def _(block: Table, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    if block.caption:
        yield paragraph(block.caption, replace(CENTRED, bold=True, before=GAP, after=GAP, keep_next=True))
    else:
        yield paragraph("", Look(size=1, before=GAP))
    yield ruled_table(block, room)


@_block.register
def _(block: SignatureRow, room: float, *, keep_next: bool = False) -> Iterable[_Element]:
    for line in block.lines:
        width = room / len(line)
        # Titles and names in rows of their own: the names stand level however long the titles are.
        rows = [oxml.row([oxml.cell(part(signer), width) for signer in line]) for part in (_signed_as, _signed_by)]
        yield paragraph("", Look(size=1, before=GAP * 2, keep_next=True))
        yield oxml.table(rows, [width] * len(line), ruled=False, margin=1)


# The closing: recipients on the left, signer on the right.


def _closing_table(document: Document) -> _Element:
    widths = [RECIPIENTS_WIDTH, TEXT_WIDTH - RECIPIENTS_WIDTH]
    signed = _signature(document.signer) if document.signer else []
    cells = [oxml.cell(_recipients(document), widths[0]), oxml.cell(signed, widths[1])]
    return oxml.table([oxml.row(cells)], widths, ruled=False, margin=0)


def _recipients(document: Document) -> Iterable[_Element]:
    if document.recipients:
        heading = Look(size=SIZES["recipients_heading"], bold=True, italic=True, before=GAP * 2, keep_next=True)
        yield paragraph("Nơi nhận:", heading)
    for line in document.recipient_lines:
        yield paragraph(line, Look(size=SIZES["recipients"], right=5, keep_next=True))


def _signature(signer: Signer) -> Iterable[_Element]:
    yield from _signed_as(signer)
    yield from _signed_by(signer)


# Kept with the end of the part, which Word wants to be a paragraph: else that one paragraph
# may fall on a page of its own.
SIGNED = replace(CENTRED, size=SIZES["signer"], keep_next=True)


def _signed_as(signer: Signer) -> Iterable[_Element]:
    for place, title in enumerate(signer.title_lines):
        yield paragraph(title, replace(SIGNED, bold=True, before=0 if place else GAP * 2))
    if signer.note:
        yield paragraph(f"({signer.note})", replace(SIGNED, size=SIZES["signer"] - 1, italic=True))


def _signed_by(signer: Signer) -> Iterable[_Element]:
    gap = SIGNATURE_GAP
    for title in signer.own_title_lines:
        yield paragraph(title, replace(SIGNED, bold=True, before=gap))
        gap = 0
    yield paragraph(signer.name, replace(SIGNED, bold=True, before=gap))


# Annexes and sections.


def _annex_part(document: Document, annex: Annex) -> Iterable[_Element]:
    look = replace(CENTRED, size=SIZES["annex"])
    yield paragraph(annex.label, replace(look, bold=True, outline=0))
    yield paragraph(annex.title.upper(), replace(look, bold=True))
    yield paragraph(document.annex_note(annex), replace(look, italic=True))
    room = LANDSCAPE_WIDTH if annex.landscape else TEXT_WIDTH
    note_width = min(bold_width(document.annex_note(annex), SIZES["annex"]), room)
    yield oxml.rule(note_width * SHORT_RULE, room)
    for block in annex.blocks:
        yield from _block(block, room)


def _break_section(body: _Element, last_section: _Element, section: _Element) -> None:
    """End a section: its properties sit in the last paragraph it has."""
    closing = last_section.getprevious()
    closing.find(qn("w:pPr")).append(section)


def _oriented(section: _Element, *, landscape: bool) -> _Element:
    made = copy.deepcopy(section)
    if landscape:
        size = made.find(qn("w:pgSz"))
        size.set(qn("w:w"), str(oxml.twips(PAGE["height"])))
        size.set(qn("w:h"), str(oxml.twips(PAGE["width"])))
        size.set(qn("w:orient"), "landscape")
    return made


# The file around the text.


def _set_up(word: WordDocument, document: Document) -> None:
    # Below 15 Word opens the file in its compatibility mode and moves the tables' edges.
    mode = word.settings.element.find(f".//{qn('w:compatSetting')}")
    mode.set(qn("w:val"), "15")
    _drop_thumbnail(word)
    _set_fonts(word)
    _set_section(word)
    _set_properties(word, document)


def _drop_thumbnail(word: WordDocument) -> None:
    """python-docx's template carries a picture of its own empty page."""
    relations = word.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def _set_fonts(word: WordDocument) -> None:
    """Every default of the file, so that text typed in later looks the same."""
    for properties in (
        word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"),
        word.styles["Normal"].element.get_or_add_rPr(),
    ):
        for old in list(properties):
            properties.remove(old)
        size = SIZES["body"] * 2
        properties.extend([oxml.fonts(), oxml.element("sz", val=size), oxml.element("szCs", val=size)])
        properties.append(oxml.element("lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"))


def _set_section(word: WordDocument) -> None:
    section = word.sections[0]
    header = section.header
    header.is_linked_to_previous = False
    number = oxml.field("PAGE", replace(CENTRED, size=SIZES["page_number"]))
    header._element.replace(header.paragraphs[0]._element, number)
    properties = section._sectPr
    for old in properties.findall(qn("w:pgSz")) + properties.findall(qn("w:pgMar")) + properties.findall(qn("w:cols")):
        properties.remove(old)
    # A section without a first-page header of its own shows none: the first page has no number.
    sides = {side: oxml.twips(PAGE[side]) for side in ("top", "right", "bottom", "left", "header")}
    properties.extend(
        [
            oxml.element("type", val="nextPage"),
            oxml.element("pgSz", w=oxml.twips(PAGE["width"]), h=oxml.twips(PAGE["height"])),
            oxml.element("pgMar", **sides, footer=oxml.twips(PAGE["header"]), gutter=0),
            oxml.element("pgNumType", start=1),
            oxml.element("titlePg"),
        ]
    )


def _set_properties(word: WordDocument, document: Document) -> None:
    """The document's own date: the clock would make every file different."""
    written = datetime.combine(document.issued_on or date(2000, 1, 1), time())
    properties = word.core_properties
    # Word refuses properties over 255 characters.
    properties.author = clean(" ".join(document.issuer))[:255]
    properties.last_modified_by = properties.author
    properties.title = clean(" ".join([document.type_name, *document.subject_lines]))[:255]
    properties.comments = ""
    properties.language = "vi-VN"
    properties.revision = 1
    properties.created = properties.modified = written
