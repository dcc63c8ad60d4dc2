"""Lines of the body as blocks: paragraphs, headings, captions of pictures, quotes, items of lists."""

import re
from collections import Counter
from collections.abc import Sequence

from truongan.kernel.text import fold
from truongan.news.importing.articles import Block, BlockKind
from truongan.news.importing.lines import Line

LEAD_LENGTH = 600
_END_MARK = re.compile(r"\s*\.?\s*/\s*\.\s*$")  # "./." closes official texts, not articles
_NUMBERED = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}|[a-h])[.)]\s+\S")
_BULLET = re.compile(r"^\s*(?:[•●▪◦*+]|[-–—])\s+")
_CAPTION_WORDS = re.compile(
    r"^(?:\(?anh|hinh|trong anh|anh minh hoa|chu thich|quang canh|toan canh|mot so hinh anh|mot so hoat dong)\b"
)
_HEADING_WORDS = 12
_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[\"“A-ZĐÀ-Ỹ])")


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """Lines between the first and the last paragraph, furniture left out. A caption that repeats stands for one picture each time."""
    kept = [line for line in lines if not line.dropped]
    times = Counter(line.text for line in kept)
    found: list[Block] = []
    for place, line in enumerate(kept):
        block = Block(_kind(kept, place, times), _text(line, is_last=place == len(kept) - 1))
        if block.text:
            found.append(block)
    return tuple(found)


def lead_of(body: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The lead and the rest: the first paragraph, or as many of its sentences as a lead may hold."""
    place = next((at for at, each in enumerate(body) if each.kind == BlockKind.PARAGRAPH), None)
    if place is None:
        return (body[0].text[:LEAD_LENGTH], body[1:]) if body else ("", ())
    lead, rest = _first_sentences(body[place].text)
    left = (Block(BlockKind.PARAGRAPH, rest),) if rest else ()
    return lead, (*body[:place], *left, *body[place + 1 :])


def _first_sentences(text: str) -> tuple[str, str]:
    if len(text) <= LEAD_LENGTH:
        return text, ""
    lead = ""
    for sentence in _SENTENCES.split(text):
        longer = f"{lead} {sentence}".strip()
        if len(longer) > LEAD_LENGTH:
            break
        lead = longer
    lead = lead or text[: LEAD_LENGTH - 1].rsplit(" ", 1)[0]
    return lead, text[len(lead) :].strip()


def _kind(lines: Sequence[Line], place: int, times: Counter[str]) -> BlockKind:
    line = lines[place]
    if line.role in ("heading", "caption", "quote"):
        return BlockKind(line.role)
    if line.role == "item" or (_BULLET.match(line.text) and line.word_count < 60):
        return BlockKind.ITEM
    if line.is_sentence or (line.word_count > 60 and not _CAPTION_WORDS.match(fold(line.text))):
        return BlockKind.PARAGRAPH
    if line.text.endswith((":", ",")):
        return BlockKind.PARAGRAPH
    return _untold(lines, place, times)


def _untold(lines: Sequence[Line], place: int, times: Counter[str]) -> BlockKind:
    """A line without a full stop between paragraphs: a heading if short, numbered or bold, else a caption.

    Captions stand apart (empty lines around them), come one after the other, repeat, or name a picture.
    """
    line = lines[place]
    if times[line.text] > 1 or _CAPTION_WORDS.match(fold(line.text)):
        return BlockKind.CAPTION
    if line.bold or _NUMBERED.match(line.text):
        return BlockKind.HEADING
    after = lines[place + 1] if place + 1 < len(lines) else None
    stands_apart = line.gap > 1 and (after is None or after.gap > 1)
    leads_on = after is not None and after.is_paragraph and line.word_count <= _HEADING_WORDS
    return BlockKind.HEADING if leads_on and not stands_apart else BlockKind.CAPTION


def _text(line: Line, *, is_last: bool) -> str:
    text = _BULLET.sub("", line.text)
    return _END_MARK.sub(".", text) if is_last or _END_MARK.search(text) else text
