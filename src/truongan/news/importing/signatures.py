"""Who wrote it and where it is from: the lines below the last paragraph, or beside the date line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truongan.kernel.text import fold
from truongan.news.importing.datelines import is_dateline
from truongan.news.importing.lines import Line

_SOURCE = re.compile(r"^\(?\s*(?:nguồn(?:\s+tin)?|theo|dẫn nguồn)\s*:?\s+(?P<rest>.+?)\)?$", re.IGNORECASE)
_AUTHOR = re.compile(
    r"^\(?\s*(?:tác giả|bài,?\s*ảnh|bài và ảnh|tin,?\s*(?:bài,?\s*)?ảnh|tin,?\s*bài|bài viết|thực hiện|người viết|by)"
    r"\s*[:\-–]\s*(?P<rest>.+?)\)?$",
    re.IGNORECASE,
)
_DASHES = " -–—*.()[]"
_MOST_WORDS, _LOOKED_AT = 14, 3
_OFFICES = re.compile(r"^(phong|ban|so|cong an|truong|uy ban|ubnd|doan|hoi|to|trung tam|van phong|bo phan|nhom) ")


@dataclass(frozen=True, slots=True)
class Signed:
    author: str = ""
    source: str = ""
    places: tuple[int, ...] = ()


def signature_of(lines: Sequence[Line], begin: int, end: int) -> Signed:
    """Author and source of a body `begin` to `end` (exclusive), with the places of their lines."""
    author, source = "", ""
    places: list[int] = []
    below = range(_inside(lines, begin, end), min(end + _LOOKED_AT, len(lines)))
    for place in (*below, *range(max(begin - 4, 0), begin)):
        line = lines[place]
        found = _SOURCE.match(line.text), _AUTHOR.match(line.text)
        if line.word_count > _MOST_WORDS or (line.dropped and not any(found)):
            continue
        if found[0] and not source:
            source, places = found[0]["rest"].strip(_DASHES), [*places, place]
        elif not author and (found[1] or line.role == "author" or (place in below and _is_name(line))):
            author = found[1]["rest"].strip(_DASHES) if found[1] else line.text.strip(_DASHES)
            places.append(place)
    return Signed(author, source, tuple(places))


def _inside(lines: Sequence[Line], begin: int, end: int) -> int:
    """The body may end with the signature, where its line reads as a sentence."""
    place = end
    while place - 1 > begin and place > end - 2 and lines[place - 1].word_count <= _MOST_WORDS:
        if not (_SOURCE.match(lines[place - 1].text) or _AUTHOR.match(lines[place - 1].text)):
            break
        place -= 1
    return place


def _is_name(line: Line) -> bool:
    """A person's name or an office alone on its line: between dashes, or in capitals at the beginnings of words."""
    text = line.text.strip()
    if is_dateline(text) or line.linked > 0.5 or line.role == "caption" or not text.strip(_DASHES):
        return False
    if text[0] in "-–—(" and text[-1] in "-–—)":
        return True
    words = [word for word in re.split(r"[\s\-–,&]+", text.strip(_DASHES)) if word]
    capitals = sum(word[:1].isupper() for word in words)
    is_person = 2 <= len(words) <= 8 and capitals == len(words)
    return is_person or (bool(_OFFICES.match(fold(text))) and not line.is_sentence and len(words) <= _MOST_WORDS)
