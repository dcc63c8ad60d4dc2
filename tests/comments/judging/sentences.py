"""The sentences the detector is measured on, and what people make of them: no marks, some marks, other forms."""

import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent
_PARTS = re.compile(r"(\W+)")


def sentences(name: str) -> list[str]:
    """Lines of `heldout`, `practice` or `foreign`; lines that begin with # name a group."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def bare(text: str) -> str:
    """As it comes from a keyboard without Vietnamese typing."""
    letters = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def partly_bare(text: str, share: float, chance: random.Random) -> str:
    """`share` of the words that carry marks lose them, one at least."""
    parts = _PARTS.split(text)
    marked = _marked(parts)
    lost = set(chance.sample(marked, max(1, round(share * len(marked)))))
    return "".join(bare(part) if place in lost else part for place, part in enumerate(parts))


def marked_count(text: str) -> int:
    return len(_marked(_PARTS.split(text)))


def _marked(parts: list[str]) -> list[int]:
    return [place for place, part in enumerate(parts) if bare(part) != part]


def stripped(name: str, share: float) -> Iterator[str]:
    """Every sentence with that share of its marks gone; below 1 only those with three marked words or more."""
    chance = random.Random(7)
    least = 1 if share == 1 else 3
    return (partly_bare(each, share, chance) for each in sentences(name) if marked_count(each) >= least)


def slips(name: str) -> Iterator[str]:
    """One word without its marks in a sentence with five marked words or more: to be accepted."""
    chance = random.Random(9)
    return (partly_bare(each, 0, chance) for each in sentences(name) if marked_count(each) >= 5)
