"""What letters look like: the same text with look-alikes read as the letters they imitate, place by place."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_LOOKALIKES = str.maketrans(
    "аАеЕоОрРсСхХуУіІјЈѕЅһНкКмМтТвВԁԛԝ" "αΑβΒεΕηΗιΙκΚΜνΝοΟρΡτΤυΥχΧΖ" "ıɡɑ",
    "aAeEoOpPcCxXyYiIjJsShHkKmMtTbBdqw" "aAbBeEnHiIkKMvNoOpPtTuYxXZ" "iga",
)  # fmt: skip
_MIXED = re.compile(r"[^\W\d_]+")


class _Shadow(dict[int, int]):
    """A table for `str.translate`: always one character for one, so that places stay true."""

    def __missing__(self, code: int) -> int:
        self[code] = found = ord(_seen_as(chr(code)))
        return found


def _seen_as(character: str) -> str:
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    shown = compatible if len(compatible) == 1 else character
    return shown.translate(_LOOKALIKES)


class _Small(dict[int, int]):
    """Lower case where it is one character: İ would become two and move every place after it."""

    def __missing__(self, code: int) -> int:
        lower = chr(code).lower()
        self[code] = found = ord(lower) if len(lower) == 1 else code
        return found


_TABLE = _Shadow()
_SMALL = _Small()


def shadow(text: str) -> str:
    """As long as `text`: wide and mathematical letters plain, Cyrillic and Greek look-alikes Latin, digits ASCII."""
    return text.translate(_TABLE)


def small(text: str) -> str:
    """Lower case of the same length."""
    return text.translate(_SMALL)


class Disguised(NamedTuple):
    """A word written in letters of more than one alphabet."""

    term: str
    start: int
    end: int


def disguised_words(text: str) -> Iterator[Disguised]:
    """Words in which Latin letters stand beside Cyrillic or Greek ones, or wide beside narrow."""
    for match in _MIXED.finditer(text):
        word = match.group()
        if not word.isascii() and len({_script(letter) for letter in word}) > 1:
            yield Disguised(word, match.start(), match.end())


def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "?").split(" ", 1)[0]
