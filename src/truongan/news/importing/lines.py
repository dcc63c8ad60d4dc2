"""A page as lines, the same whether it came as plain text or as HTML."""

import re
from dataclasses import dataclass
from itertools import pairwise

_SENTENCE_END = re.compile(r"[.!?…;][\"”’')\]]*$|\./\.?$")
_PARAGRAPH_WORDS = 25
_SENTENCE_WORDS = 9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    `role`: what the markup says it is (heading, caption, quote, item, lead, author), empty for plain text;
    `level` of a heading; `linked`: share of its characters inside links; `bold`: all of it is;
    `gap`: empty lines before it; `dropped`: the reason why it is no part of the article, empty while it may be.
    """

    text: str
    role: str = ""
    level: int = 0
    linked: float = 0.0
    bold: bool = False
    gap: int = 0
    dropped: str = ""

    @property
    def word_count(self) -> int:
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text))

    @property
    def is_paragraph(self) -> bool:
        """Reads as running text: long, or a whole sentence."""
        if self.role in ("heading", "caption", "author") or self.linked > 0.5:
            return False
        return self.word_count >= (_SENTENCE_WORDS if self.is_sentence else _PARAGRAPH_WORDS)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page's head says of itself: its title (often with the site's name) and when it was published."""

    title: str = ""
    published: str = ""
    lead: str = ""


_GAP = re.compile(r"\s+")


def one_line(text: str) -> str:
    return _GAP.sub(" ", text).strip()


def plain_lines(text: str) -> list[Line]:
    """Lines of a plain text that hold something, each with the number of empty lines before it.

    Text wrapped at a fixed width is joined again: paragraphs are then parted by empty lines alone.
    """
    found, gap = [], 0
    for raw in _unwrapped(text.split("\n")):
        said = one_line(raw)
        if said:
            found.append(Line(said, gap=gap))
            gap = 0
        else:
            gap += 1
    return found


def _unwrapped(rows: list[str]) -> list[str]:
    """Rows that a program broke at one width become one line again."""
    if not _is_wrapped(rows):
        return rows
    width = max(len(row.rstrip()) for row in rows)
    joined = rows[:1]
    for before, row in pairwise(rows):
        if before.strip() and row.strip() and _was_broken(before, row, width):
            joined[-1] = f"{joined[-1].rstrip()} {row.strip()}"
        else:
            joined.append(row)
    return joined


def _is_wrapped(rows: list[str]) -> bool:
    """Most full rows end in the middle of a sentence, and none is longer than a mail's line."""
    longest = max((len(row.rstrip()) for row in rows), default=0)
    full = [row.rstrip() for row in rows if len(row.rstrip()) > longest * 0.75]
    if not 50 <= longest <= 100 or len(full) < 4:
        return False
    return sum(not _SENTENCE_END.search(row) for row in full) / len(full) > 0.6


def _was_broken(before: str, row: str, width: int) -> bool:
    """The next row's first word would not have fitted behind the row before."""
    return len(before.rstrip()) + 1 + len(row.split()[0]) > width
