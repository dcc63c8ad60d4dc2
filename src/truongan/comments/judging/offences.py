"""Terms of the word list in a comment, in the disguises people give them."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from truongan.comments.judging.shadows import shadow, small
from truongan.comments.judging.syllables import same_word
from truongan.kernel.text import fold

SHIPPED = Path(__file__).with_name("terms.toml")
_PIECE = re.compile(r"[^\W_]+")
_STARRED = re.compile(r"(?<![\w*])[^\W\d_]{1,2}\*{1,3}[^\W\d_]{0,3}(?![\w*])")
_DIGITS = str.maketrans("013457", "oieast")
_SYMBOLS = {"@": "a", "$": "s", "!": "i", "|": "i", "1": "i"}
_GAP = re.compile(r"[ .\-_*/·~]{0,3}")  # between two letters of a word that was pulled apart; a comma enumerates
_LONGEST = 12


class BrokenTerms(Exception):
    """An installation's own word list cannot be used. The message is safe to show."""


class Found(NamedTuple):
    """A term and where it stands; `term` as the comment writes it."""

    term: str
    start: int
    end: int


class _Piece(NamedTuple):
    key: str
    start: int
    end: int


@dataclass(frozen=True)
class Terms:
    """The list made ready: by first word, pulled together, and the ones a star can stand in."""

    by_first: dict[str, list[tuple[str, ...]]]
    together: frozenset[str]
    short: frozenset[str]
    allowed: dict[str, list[tuple[str, ...]]]

    def find(self, text: str) -> list[Found]:
        """Every term of cleaned text in order, longest first where several begin; linear in the text."""
        seen = small(shadow(text))
        pieces = [_Piece(_key(match.group()), match.start(), match.end()) for match in _PIECE.finditer(seen)]
        spans = {*_phrases(pieces, self.by_first), *self._pulled_apart(pieces, seen), *self._starred(seen)}
        harmless = list(_phrases(pieces, self.allowed))
        return [Found(text[start:end], start, end) for start, end in _outermost(spans, harmless)]

    def _pulled_apart(self, pieces: Sequence[_Piece], seen: str) -> Iterator[tuple[int, int]]:
        """n g u, đ.m, lồ n, đ!t: letters apart that make a term together; also words run into one."""
        for first, piece in enumerate(pieces):
            if (len(piece.key) > 3 and piece.key in self.together) or self._is_spelled_with_digits(piece, seen):
                yield piece.start, piece.end
            if len(piece.key) < _LONGEST:
                yield from self._joined(pieces, first, seen)

    def _is_spelled_with_digits(self, piece: _Piece, seen: str) -> bool:
        """c4c, đ1t: whoever writes a digit for a letter leaves its marks out as well."""
        return piece.key in self.short and any(sign.isdigit() for sign in seen[piece.start : piece.end])

    def _joined(self, pieces: Sequence[_Piece], first: int, seen: str) -> Iterator[tuple[int, int]]:
        start, end = pieces[first].start, pieces[first].end
        if _is_amount(seen, start):
            return
        letters = seen[start:end]
        for piece in pieces[first + 1 : first + _LONGEST]:
            gap = seen[end : piece.start]
            single = min(end - pieces[first].start, piece.end - piece.start, len(letters)) == 1
            if not (gap in _SYMBOLS or (single and _GAP.fullmatch(gap))):
                return
            letters += _SYMBOLS.get(gap, "") + seen[piece.start : piece.end]
            end = piece.end
            if len(letters) > _LONGEST:
                return
            if _key(letters) in self.together or (gap in _SYMBOLS and _key(letters) in self.short):
                yield start, end

    def _starred(self, seen: str) -> Iterator[tuple[int, int]]:
        for match in _STARRED.finditer(seen):
            if match.group().count("*") < len(match.group()) and _matches_star(match.group(), self.short):
                yield match.span()


@lru_cache(maxsize=32_768)
def _key(word: str) -> str:
    """What is compared: digits as letters beside letters, one letter for many, one place for the tone, i for y."""
    if any(letter.isalpha() for letter in word):
        word = word.translate(_DIGITS)
    squeezed = word[:1] + "".join(letter for before, letter in pairwise(word) if before != letter)
    return same_word(squeezed).replace("y", "i") if len(squeezed) <= 40 else squeezed


def _is_amount(seen: str, start: int) -> bool:
    """50.000 đ m…: the letter after a number is a unit."""
    return seen[max(0, start - 2) : start].strip(" .")[-1:].isdigit()


def _matches_star(starred: str, short: frozenset[str]) -> bool:
    pattern = [None if letter == "*" else letter for letter in starred]
    return any(
        len(term) == len(pattern) and all(want in (None, have) for want, have in zip(pattern, term, strict=True))
        for term in short
    )


def _phrases(pieces: Sequence[_Piece], by_first: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    for place, piece in enumerate(pieces):
        for term in by_first.get(piece.key, ()):
            if all(place + step < len(pieces) and pieces[place + step].key == word for step, word in enumerate(term)):
                yield piece.start, pieces[place + len(term) - 1].end
                break


def _outermost(spans: Iterable[tuple[int, int]], harmless: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans that lie in no other and in no phrase where nothing is meant."""
    reach = -1
    shelter = iter([*harmless, (1 << 62, 1 << 62)])
    cover = next(shelter)
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        while cover[1] < end and cover[0] <= start:
            cover = next(shelter)
        if end > reach and not (cover[0] <= start and end <= cover[1]):
            yield start, end
            reach = end


def terms_of(own: Path | None = None) -> Terms:
    """The shipped list with an installation's own file added; read again when that file changes."""
    stamp = own.stat().st_mtime_ns if own is not None and own.is_file() else 0
    return _compiled(own if stamp else None, stamp)


@lru_cache(maxsize=4)
def _compiled(own: Path | None, _stamp: int) -> Terms:
    lists = [_read(SHIPPED), *([_read(own)] if own else [])]
    terms = [
        _words(term) for content in lists for name, found in content.items() if name != "allowed" for term in found
    ]
    allowed = [_words(term) for content in lists for term in content.get("allowed", ())]
    raw = {t.lower() for content in lists for name, found in content.items() if name != "allowed" for t in found}
    return Terms(
        by_first=_by_first(terms),
        together=frozenset(_key("".join(words)) for words in (term.lower().split() for term in raw)),
        short=frozenset(
            shown for term in raw if " " not in term and 3 <= len(term) <= 5 for shown in (term, _bare(term))
        ),
        allowed=_by_first(allowed),
    )


def _bare(term: str) -> str:
    """First letter as it is, the rest without marks: how a word with a star in it is usually written."""
    return term[0] + fold(term[1:])


def _words(term: str) -> tuple[str, ...]:
    return tuple(_key(word) for word in term.lower().split())


def _by_first(terms: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for term in sorted(set(terms), key=len, reverse=True):
        found[term[0]].append(term)
    return dict(found)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise BrokenTerms(f"Danh sách từ {path.name} không đọc được: {error}") from error
    for name, found in content.items():
        if not isinstance(found, list) or not all(isinstance(term, str) and term.strip() for term in found):
            raise BrokenTerms(f"Danh sách từ {path.name}: mục “{name}” phải là một dãy từ trong ngoặc kép.")
    return content
