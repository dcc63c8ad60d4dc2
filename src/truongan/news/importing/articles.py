"""What was found in a page: the article, and everything that was left out with the reason."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from truongan.kernel.text import fold


class CannotImport(Exception):
    """The file is not an article that can be read. The message may be shown."""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    QUOTE = "quote"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body, in plain text."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line of the page that is no part of the article, and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class ImportedArticle:
    """`published_at` is an instant in Viet Nam's time; `has_time` is false where the page names the day alone.

    `title_is_derived`: the page bears no title; this one is the beginning of its first sentence.
    """

    title: str
    published_at: datetime
    has_time: bool
    lead: str
    body: tuple[Block, ...]
    author: str = ""
    source: str = ""
    title_is_derived: bool = False
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def captions(self) -> list[str]:
        return [each.text for each in self.body if each.kind == BlockKind.CAPTION]

    @property
    def text(self) -> str:
        return "\n".join([self.lead, *(each.text for each in self.body)])

    @property
    def key(self) -> str:
        """The same for the same article, whatever its encoding, its markup, the page's furniture or a title given."""
        told = "\n".join([f"{self.published_at:%Y-%m-%d %H:%M}", fold(self.text)])
        return hashlib.sha256(told.encode()).hexdigest()
