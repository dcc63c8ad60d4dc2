"""Reading a Word file back: what a measuring test asks of a paragraph."""

import io

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

TWIPS_PER_MM = 1440 / 25.4


def opened(content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(content))


def paragraphs(word: WordDocument) -> list[Paragraph]:
    """Every paragraph of the body in reading order, those in tables too."""
    return [Paragraph(each, word.element.body) for each in word.element.body.iter(qn("w:p"))]


def find(word: WordDocument, text: str) -> Paragraph:
    return next(each for each in paragraphs(word) if each.text.startswith(text))


def following(word: WordDocument, text: str) -> Paragraph:
    """The paragraph after the one that starts with `text`: where its rule is drawn."""
    found = paragraphs(word)
    return found[next(place for place, each in enumerate(found) if each.text.startswith(text)) + 1]


def sizes(paragraph: Paragraph) -> set[float]:
    return {run.font.size.pt for run in paragraph.runs}


def is_bold(paragraph: Paragraph) -> bool:
    return all(run.bold for run in paragraph.runs)


def is_italic(paragraph: Paragraph) -> bool:
    return all(run.italic for run in paragraph.runs)


def rule_mm(paragraph: Paragraph, room: float) -> float:
    """How long the rule of a paragraph is, in a column of `room` millimetres."""
    assert paragraph._element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}") is not None, "no rule"
    indent = paragraph._element.find(f".//{qn('w:ind')}")
    return room - sum(int(indent.get(qn(f"w:{side}"))) for side in ("left", "right")) / TWIPS_PER_MM
