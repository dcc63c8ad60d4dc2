"""Which lines of a page are the article: title, date, lead, body, signature; everything else is named with its reason.

No rule knows any one site. The body is the stretch of lines that holds the most running text; the date line is the
one nearest to it that looks most like an article's own; the title stands beside the date line.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from truongan.news.importing.articles import CannotImport, Dropped, ImportedArticle
from truongan.news.importing.body import blocks_of, lead_of
from truongan.news.importing.datelines import Dateline, is_dateline, parse_dateline
from truongan.news.importing.furniture import bare, begins_tail, furniture_reason
from truongan.news.importing.lines import Hints, Line, plain_lines
from truongan.news.importing.pages import html_lines, looks_like_html
from truongan.news.importing.reading import read_text
from truongan.news.importing.signatures import Signed, signature_of

_GAP_COST, _FURNITURE_COST = 60, 150  # characters of running text that one line between paragraphs outweighs
_TITLE_WORDS, _TITLE_LENGTH = (4, 40), 250
_DERIVED_LENGTH = 110
_ABOUT = re.compile(r"(?:về việc|v/v|về)\s+(?=\w)", re.IGNORECASE)


def recognise(content: bytes, *, title: str = "", published_at: datetime | None = None) -> ImportedArticle:
    """The article in a file's bytes; `title` and `published_at` say what the file does not.

    Raises CannotImport for what cannot be read, holds no running text, or names no date.
    """
    text = read_text(content)
    lines, hints = html_lines(text) if looks_like_html(text) else (plain_lines(text), Hints())
    return _Page(lines, hints).article(title, published_at)


class _Page:
    """The lines of one page, each given its part step by step."""

    def __init__(self, lines: list[Line], hints: Hints) -> None:
        self.lines = _without_furniture(lines)
        self.hints = hints
        self.parts: dict[int, str] = {}  # places of title, date, body; what is left at the end is furniture
        self.notes: list[str] = []

    def article(self, title: str, published_at: datetime | None) -> ImportedArticle:
        begin, end = _densest(self.lines)
        date = self._date(begin, end)
        self._take_title(begin)
        found_title = self._title()
        begin, signed, end = self._edges(begin, end)
        at = published_at or (date.at if date else None)
        if at is None:
            raise CannotImport(
                _("Không thấy ngày đăng, ví dụ “(Thứ ba, 14/09/2021, 05:47 pm GMT+7)”. Ghi ngày bằng --date.")
            )
        body = blocks_of(self.lines[begin:end])
        lead, body = lead_of(body)
        given = title or found_title
        return ImportedArticle(
            title=given or _derived_title(lead), title_is_derived=not given, published_at=at,
            has_time=published_at is not None or bool(date and date.has_time), lead=lead, body=body,
            author=signed.author, source=signed.source, dropped=self._dropped(begin, end),
            notes=tuple(self._said(date, given, published_at)),
        )  # fmt: skip

    # The date: of all lines that say one, the weightiest; of equals the one nearest to the body.

    def _date(self, begin: int, end: int) -> Dateline | None:
        rows: list[tuple[int, int, int, Dateline]] = []
        for place, line in enumerate(self.lines):
            found = parse_dateline(line.text) if is_dateline(line.text) else None
            if found is None or (line.dropped and place > end):
                continue
            away = begin - place if place < begin else (place - end) * 3 if place >= end else 0
            rows.append((found.weight - (line.dropped != ""), -abs(away), place, found))
        if rows:
            best = max(rows, key=lambda row: row[:3])
            self.parts[best[2]] = "date"
            for _weight, _away, place, _found in rows:
                if place != best[2]:
                    self.lines[place] = replace(self.lines[place], dropped=_("ngày khác trên trang"))
            return best[3]
        return parse_dateline(self.hints.published) if self.hints.published else None

    # The title: above the body, shaped like one; the page's head, the markup and the date line vote.

    def _take_title(self, begin: int) -> None:
        date = next((place for place, part in self.parts.items() if part == "date"), begin)
        votes = [
            (self._votes(place, date, begin), -abs(place - min(date, begin)), place)
            for place in range(begin + 1)
            if place < len(self.lines) and self._may_be_title(place, begin)
        ]
        if votes and max(votes)[0] > 0:
            self.parts[max(votes)[2]] = "title"

    def _may_be_title(self, place: int, begin: int) -> bool:
        line = self.lines[place]
        least, most = _TITLE_WORDS
        if place in self.parts or not least <= line.word_count <= most or len(line.text) > _TITLE_LENGTH:
            return False
        if line.role in ("caption", "author", "lead", "item") or is_dateline(line.text):
            return False
        if place == begin and not (line.role == "heading" and line.level == 1):
            return False  # the first line of the body is its lead
        return not line.dropped or line.level == 1

    def _votes(self, place: int, date: int, begin: int) -> int:
        line, votes = self.lines[place], 0
        votes += {1: 4, 2: 2, 3: 1}.get(line.level, 0) if line.role == "heading" else 0
        votes += 4 * _is_same(line.text, self.hints.title)
        votes += 3 * (abs(place - date) == 1) + 1 * (begin - place <= 2) + line.bold
        return votes - 2 * line.is_sentence * (not line.text.endswith(("?", "!", "…"))) - 4 * (line.linked > 0.5)

    def _title(self) -> str:
        place = next((place for place, part in self.parts.items() if part == "title"), None)
        if place is not None:
            return self.lines[place].text.rstrip(".")
        return _without_site(self.hints.title)

    # The edges: a short lead above the first paragraph, a signature below the last.

    def _edges(self, begin: int, end: int) -> tuple[int, Signed, int]:
        while begin > 0 and self._is_lead(begin - 1):
            begin -= 1
        signed = signature_of(self.lines, begin, end)
        for place in signed.places:
            self.parts[place] = "signature"
        return begin, signed, min([end, *(place for place in signed.places if place >= begin)])

    def _is_lead(self, place: int) -> bool:
        line = self.lines[place]
        return place not in self.parts and not line.dropped and line.role == "lead"

    def _dropped(self, begin: int, end: int) -> tuple[Dropped, ...]:
        found = []
        for place, line in enumerate(self.lines):
            if place in self.parts or (begin <= place < end and not line.dropped):
                continue
            side = _("đứng trước thân bài") if place < begin else _("đứng sau thân bài")
            found.append(Dropped(line.text, line.dropped or side))
        return tuple(found)

    def _said(self, date: Dateline | None, title: str, published_at: datetime | None) -> list[str]:
        notes = []
        if not title:
            notes.append(_("Tệp không có đầu đề; đầu đề tạm lấy từ đoạn mở đầu, hãy đặt lại."))
        if date and not date.weekday_agrees and published_at is None:
            notes.append(_("Thứ trong dòng ngày không khớp với ngày; lấy theo ngày."))
        if date and not date.has_time and published_at is None:
            notes.append(_("Dòng ngày không ghi giờ; lấy 00:00."))
        return notes


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Each line with the reason why it is furniture; after the heading of a tail everything is."""
    found, tail, text_before = [], "", 0
    for line in lines:
        reason = (
            line.dropped or furniture_reason(line.text) or tail or (_("toàn liên kết") if line.linked > 0.6 else "")
        )
        if not tail and text_before >= 1 and begins_tail(line.text):
            tail = furniture_reason(line.text) or _("đứng sau thân bài")
        if not reason and line.is_paragraph and line.word_count >= 12:
            text_before += 1
        found.append(replace(line, dropped=reason))
    return found


def _densest(lines: Sequence[Line]) -> tuple[int, int]:
    """The stretch of lines with the most running text, each line in between weighed against it."""
    best = (0, 0, 0)
    total, begin = 0, 0
    for place, line in enumerate(lines):
        total += _worth(line)
        if total > best[0]:
            best = (total, begin, place + 1)
        if total <= 0:
            total, begin = 0, place + 1
    if best[0] == 0:
        raise CannotImport(_("Không thấy thân bài: tệp không có đoạn văn nào."))
    return best[1], best[2]


def _worth(line: Line) -> int:
    if line.dropped:
        return -_FURNITURE_COST
    return len(line.text) if line.is_paragraph and not is_dateline(line.text) else -_GAP_COST


def _is_same(text: str, title: str) -> bool:
    """The page's own title, mostly followed by the name of the site."""
    own, head = bare(text), bare(title)
    return len(own) >= 12 and bool(head) and (head.startswith(own) or head.endswith(own))


def _without_site(title: str) -> str:
    parts = [part.strip() for part in re.split(r"\s[|\-–—»:]{1,2}\s", title) if part.strip()]
    longest = max(parts, key=len, default="")
    return longest if len(longest.split()) >= _TITLE_WORDS[0] else ""


def _derived_title(lead: str) -> str:
    """What the first sentence is about, cut at a word: `về việc …` where it says so."""
    sentence = re.split(r"(?<=[.!?])\s", lead, maxsplit=1)[0].rstrip(".")
    about = _ABOUT.split(sentence, maxsplit=1)
    said = about[1] if len(about) == 2 and len(about[1]) >= 30 else sentence
    if len(said) > _DERIVED_LENGTH:
        said = said[: _DERIVED_LENGTH + 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return said[:1].upper() + said[1:]
