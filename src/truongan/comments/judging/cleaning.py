"""What a comment is before anybody judges it: composed letters, nothing invisible, nothing that turns the line round."""

import re
import unicodedata
from functools import cache

_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5"  # drawn as nothing, though no format characters
_REMOVED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = re.compile(r" {2,}")
_LINES = re.compile(r" ?\n ?(?:\n ?)+")
_LAST_COMBINING = 0x1E94B  # no character past it has a combining class


class _Cleaning(dict[int, str | int | None]):
    """A table for `str.translate` that decides about a character when it first meets it."""

    def __missing__(self, code: int) -> str | int | None:
        self[code] = found = _cleaned(chr(code))
        return found


def _cleaned(character: str) -> str | int | None:
    category = unicodedata.category(character)
    if character in "\n\r\x0b\x0c\x85" or category in {"Zl", "Zp"}:
        return "\n"
    if character == "\t" or category == "Zs":
        return " "
    if category in _REMOVED or character in _BLANK_LETTERS:
        return None
    return ord(character)


_TABLE = _Cleaning()


def clean(text: str) -> str:
    """The text in NFC without zero-width, direction, control and blank characters; spaces and empty lines single."""
    text = _piled_marks().sub(r"\1", text.replace("\r\n", "\n").translate(_TABLE))
    text = unicodedata.normalize("NFC", text)
    return _LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()


@cache
def _piled_marks() -> re.Pattern[str]:
    """More than three marks on one letter: drawn over other lines, and quadratic to put in order."""
    marks = "".join(chr(code) for code in range(0x300, _LAST_COMBINING + 1) if unicodedata.combining(chr(code)))
    return re.compile(f"([{marks}]{{3}})[{marks}]+")
