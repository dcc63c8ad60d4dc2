"""A document as PDF in the layout of Decree 30/2020, Appendix I, set by typst.

The words reach the template as JSON values, never as source: nothing a person typed can
become markup. The creation date is the document's own, so equal documents give equal bytes.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from truongan.documents import measures
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
    Text,
    runs_of,
)
from truongan.documents.wording import clean

HERE = Path(__file__).parent
TEMPLATE = HERE / "typst" / "official.typ"
FONTS = HERE / "fonts"

# Longer pieces do not fit a table cell and typst breaks lines at spaces only.
LONGEST_PIECE = 24


def to_pdf(document: Document) -> bytes:
    """The document as the bytes of a PDF: equal documents give equal bytes."""
    made = typst.compile(TEMPLATE, **_settings(document), format="pdf")
    assert isinstance(made, bytes)
    return made


def to_png(document: Document, *, ppi: int = 96) -> list[bytes]:
    """The pages as pictures, for previews on a page.

    A browser asks for the pages one by one and several at once: they are set together, once, by one thread.
    """
    with _one_preview:
        return list(_pages(_said(document), _stamp(document), ppi))


_one_preview = Lock()


@lru_cache(maxsize=4)  # a page weighs some 100 kB
def _pages(said: str, stamp: datetime, ppi: int) -> tuple[bytes, ...]:
    made = typst.compile(TEMPLATE, **_inputs(said, stamp), format="png", ppi=ppi)
    return tuple(made) if isinstance(made, list) else (made,)


def _settings(document: Document) -> dict[str, Any]:
    return _inputs(_said(document), _stamp(document))


def _inputs(said: str, stamp: datetime) -> dict[str, Any]:
    return {
        "root": TEMPLATE.parent, "font_paths": fonts(), "sys_inputs": {"document": said}, "timestamp": stamp,
    }  # fmt: skip


def _said(document: Document) -> str:
    return json.dumps(_clean(content_of(document)), ensure_ascii=False)


def _stamp(document: Document) -> datetime:
    return datetime.combine(document.issued_on or date(2000, 1, 1), time(), UTC)


@cache
def fonts() -> typst.Fonts:
    """Our own cut of Tinos where it is built; else what the machine has. Read once: it takes a while."""
    built = any(FONTS.glob("Tinos*"))
    return typst.Fonts(
        include_system_fonts=not built, include_embedded_fonts=False, font_paths=[FONTS] if built else []
    )


def content_of(document: Document) -> dict[str, Any]:
    """Everything the template prints, as plain JSON values."""
    return {
        "measures": {
            name.lower(): getattr(measures, name)
            for name in ("PAGE", "SIZES", "ISSUER_WIDTH", "RECIPIENTS_WIDTH", "FIRST_LINE", "GAP")
        }
        | {"line_spacing": measures.LINE_SPACING, "rule": measures.RULE, "short_rule": measures.SHORT_RULE}
        | {"signature_gap": measures.SIGNATURE_GAP, "nation": measures.NATION, "motto": measures.MOTTO},
        "superior": measures.heading_lines(document.superior),
        "issuer": measures.heading_lines(document.issuer),
        "number": document.number_line,
        "date": document.date_line,
        "letter": document.is_letter,
        "type_name": document.type_name,
        "subject": document.subject_lines,
        "attached": document.attached_line,
        "authority": document.authority.upper(),
        "addressees": document.addressee_lines,
        "grounds": document.ground_lines,
        "blocks": [_block(block) for block in document.body],
        "signer": _signer(document.signer) if document.signer else None,
        "recipients": document.recipient_lines,
        "annexes": [_annex(document, annex) for annex in document.annexes],
    }


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value


def _annex(document: Document, annex: Annex) -> dict[str, Any]:
    return {
        "label": annex.label,
        "title": annex.title.upper(),
        "note": document.annex_note(annex),
        "landscape": annex.landscape,
        "blocks": [_block(block) for block in annex.blocks],
    }


def _runs(text: Text) -> list[dict[str, Any]]:
    return [{"text": run.text, "bold": run.bold, "italic": run.italic} for run in runs_of(text)]


def _signer(signer: Signer) -> dict[str, Any]:
    return {
        "titles": signer.title_lines,
        "note": f"({signer.note})" if signer.note else "",
        "own_titles": signer.own_title_lines,
        "name": signer.name,
    }


def _block(block: Block) -> dict[str, Any]:
    return {"type": type(block).__name__.lower(), **BLOCKS[type(block)](block)}


def _heading(block: Heading) -> dict[str, Any]:
    return {"level": block.level, "text": block.text.upper() if block.level == 1 else block.text}


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": [
            {"title": column.title, "width": column.width, "align": column.align, "group": column.group}
            for column in table.columns
        ],
        "rows": [[_breakable(text) for text in row] for row in table.rows],
        "bold_rows": sorted(table.bold_rows),
        "total": table.total,
        "caption": table.caption,
        "size": table.size,
        "grouped": table.has_groups,
    }


def _breakable(text: str) -> str:
    """A word too long for its cell gets places where the line may end."""
    if all(len(word) <= LONGEST_PIECE for word in text.split()):
        return text
    return " ".join(
        "\u200b".join(word[at : at + LONGEST_PIECE] for at in range(0, len(word), LONGEST_PIECE))
        for word in text.split(" ")
    )


BLOCKS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Heading: _heading,
    Chapter: lambda block: {"label": block.label, "title": block.title.upper()},
    Article: lambda block: {"runs": _runs(block.runs), "titled": block.titled},
    Paragraph: lambda block: {"runs": _runs(block.text), "align": block.align, "indent": block.indent},
    Bullet: lambda block: {"mark": block.mark, "runs": _runs(block.text)},
    FormLine: lambda block: {"label": block.label, "value": block.value, "indent": block.indent},
    Table: _table,
    SignatureRow: lambda block: {"lines": [[_signer(signer) for signer in line] for line in block.lines]},
}
