"""One comment judged: accepted or kindly refused, with what a moderator should look at."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from truongan.comments.judging.cleaning import clean
from truongan.comments.judging.language import Finding, examine
from truongan.comments.judging.offences import BrokenTerms, Found, Terms, terms_of
from truongan.comments.judging.shadows import disguised_words, shadow
from truongan.comments.judging.traces import (
    emails,
    id_numbers,
    links,
    own_repetition,
    phones,
    repeats_one_of,
    shouting,
)
from truongan.kernel.numbers import vn_number

_log = logging.getLogger(__name__)

LONGEST = 10_000  # characters of cleaned text; nobody reads more, and a megabyte must not keep a process busy
_MOST = 50  # flags of one kind: a flood of links is seen by its first ones


class Refusal(StrEnum):
    """Why a comment is not taken."""

    EMPTY = "trong"
    TOO_LONG = "qua-dai"
    WITHOUT_MARKS = "khong-dau"


class Kind(StrEnum):
    """What a flag is about."""

    OFFENCE = "tu-ngu"
    LINK = "lien-ket"
    REPEAT = "lap-lai"
    PHONE = "dien-thoai"
    ID_NUMBER = "so-giay-to"
    EMAIL = "thu-dien-tu"
    SHOUTING = "chu-hoa"
    LOOKALIKE = "chu-gia"
    UNCLEAR = "khong-ro-tieng"
    DOUBTFUL = "nghi-thieu-dau"
    NO_WORDS = "khong-co-chu"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is refused: a sentence for the writer, and where in the cleaned text (0, 0 when nowhere)."""

    code: str
    message: str
    term: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """For the moderator: what was found, where in the cleaned text, or in the name."""

    kind: str
    term: str = ""
    start: int = 0
    end: int = 0
    in_name: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """`accepted` only says that the comment may be held for review; `text` is what should be kept."""

    accepted: bool
    text: str
    reasons: tuple[Reason, ...] = ()
    flags: tuple[Flag, ...] = ()


def judge(text: str, *, name: str = "", recent: Sequence[str] = ()) -> Judgement:
    """Judge a comment as a whole; of a name only what it carries, since names may be of any language.

    `recent`: texts it may repeat, such as the last ones of the same page. Linear in the length of the text.
    """
    cleaned = clean(text)
    if not cleaned:
        return Judgement(False, "", (Reason(Refusal.EMPTY, _("Bạn chưa viết gì.")),))
    if len(cleaned) > LONGEST:
        message = _("Ý kiến dài quá: tối đa {most} ký tự, bài của bạn có {length}.")
        sized = message.format(most=vn_number(LONGEST), length=vn_number(len(cleaned)))
        return Judgement(False, cleaned, (Reason(Refusal.TOO_LONG, sized),))
    finding = examine(cleaned)
    reasons = (_without_marks(cleaned, finding),) if finding.is_without_marks else ()
    flags = [*_carried(cleaned), *_manner(cleaned, recent), *_language_flags(cleaned, finding)]
    named = [
        Flag(each.kind, each.term, each.start, each.end, in_name=True) for each in _carried(clean(name[:LONGEST]))
    ]
    return Judgement(not reasons, cleaned, reasons, (*flags, *named))


def _carried(text: str) -> Iterator[Flag]:
    """What stands in it at a place: terms, addresses, numbers, disguised words."""
    seen = shadow(text)
    mail, numbers = list(emails(seen)), list(phones(seen))
    pages = [each for each in links(seen) if not _overlaps(each, mail)]
    yield from _flags(
        text, Kind.OFFENCE, (each for each in _terms().find(text) if not _overlaps(each, [*pages, *mail]))
    )
    yield from _flags(text, Kind.LINK, pages)
    yield from _flags(text, Kind.PHONE, numbers)
    yield from _flags(text, Kind.ID_NUMBER, id_numbers(seen, numbers))
    yield from _flags(text, Kind.EMAIL, mail)
    yield from _flags(text, Kind.LOOKALIKE, (Found(*each) for each in disguised_words(text)))


def _overlaps(found: Found, others: Iterable[Found]) -> bool:
    return any(each.start < found.end and found.start < each.end for each in others)


def own_terms() -> Path:
    """Where an installation keeps its additions to the word list; the file need not exist."""
    return Path(settings.HOME) / "comments" / "terms.toml"


def _terms() -> Terms:
    """Readers must not be turned away by a slip in that file: it is reported, and the shipped list goes on."""
    try:
        return terms_of(own_terms())
    except BrokenTerms as reason:
        _log.error("%s", reason)
        return terms_of()


def _flags(text: str, kind: Kind, found: Iterable[Found]) -> list[Flag]:
    """As it stands in the text, though it was found in the text's shadow."""
    return [Flag(kind, text[each.start : each.end], each.start, each.end) for each in islice(found, _MOST)]


def _manner(text: str, recent: Sequence[str]) -> Iterator[Flag]:
    """How it is said: again, or in capitals."""
    if repeats_one_of(text, recent):
        yield Flag(Kind.REPEAT, text, 0, len(text))
    elif repeated := own_repetition(text):
        yield Flag(Kind.REPEAT, *repeated)
    if loud := shouting(text):
        yield Flag(Kind.SHOUTING, *loud)


def _without_marks(text: str, finding: Finding) -> Reason:
    start, end = finding.run or (0, 0)
    message = _(
        "Xin bạn gõ tiếng Việt có dấu để mọi người đọc đúng ý của bạn. "
        "Ví dụ: viết “Tôi rất đồng ý với bài viết này” thay cho “Toi rat dong y voi bai viet nay”."
    )
    return Reason(Refusal.WITHOUT_MARKS, message, text[start:end], start, end)


def _language_flags(text: str, finding: Finding) -> list[Flag]:
    if not finding.word_count:
        return [Flag(Kind.NO_WORDS)]
    if finding.is_unclear:
        return [Flag(Kind.UNCLEAR)]
    if finding.is_doubtful:
        start, end = finding.run or (0, 0)
        return [Flag(Kind.DOUBTFUL, text[start:end], start, end)]
    return []
