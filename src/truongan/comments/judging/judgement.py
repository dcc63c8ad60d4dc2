"""One comment judged: accepted or kindly refused, with what a moderator should look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from truongan.comments.judging.cleaning import clean
from truongan.comments.judging.language import Finding, examine


class Refusal(StrEnum):
    """Why a comment is not taken."""

    EMPTY = "trong"
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
    """Judge a comment as a whole. `recent`: texts it may repeat, such as the last ones of the same page."""
    cleaned = clean(text)
    if not cleaned:
        return Judgement(False, "", (Reason(Refusal.EMPTY, _("Bạn chưa viết gì.")),))
    finding = examine(cleaned)
    reasons = (_without_marks(cleaned, finding),) if finding.is_without_marks else ()
    return Judgement(not reasons, cleaned, reasons, tuple(_language_flags(cleaned, finding)))


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
