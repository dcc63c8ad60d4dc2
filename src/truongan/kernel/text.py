"""Vietnamese text: one form on entry, folding for search, sorting in Vietnamese order.

The embedded PostgreSQL has neither ICU nor unaccent, so what must be searched or sorted
is computed here into stored, indexed columns.
"""

import re
import unicodedata

# Alphabet of TCVN: the base letter decides first, then the mark on the vowel.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {
    "": 0,
    "\u0300": 1,
    "\u0309": 2,
    "\u0303": 3,
    "\u0301": 4,
    "\u0323": 5,
}  # ngang huyền hỏi ngã sắc nặng
_RANK = {letter: f"{place:02d}" for place, letter in enumerate(_LETTERS, start=20)}
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+")
_MARKS = re.compile(r"[\u0300-\u036f]")


def nfc(text: str) -> str:
    """Composed form with single plain spaces: how every text enters the register."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: equal for `Hòa`, `hoà`, `HOA` and their decomposed forms."""
    decomposed = unicodedata.normalize("NFD", nfc(text).lower()).replace("đ", "d")
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed))


def without_marks(text: str) -> str:
    """Letters without diacritics, upper and lower case kept: what one part of an SMS holds 160 of."""
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFC", _MARKS.sub("", decomposed))


def masked_name(name: str) -> str:
    """`N. T. Hà`: enough for its owner to recognise, not enough to be found by."""
    words = nfc(name).split(" ")
    return " ".join([*(f"{word[:1]}." for word in words[:-1]), words[-1]])


def sort_key_plain(text: str) -> str:
    """Byte-wise sortable key in Vietnamese alphabet order, for names read from the left (schools, units)."""
    words = nfc(text).lower().split(" ")
    return " ".join(_word_key(word) for word in words if word)


def sort_key(name: str) -> str:
    """Key for a person's name: given name first, then family and middle names, Vietnamese order."""
    words = nfc(name).split(" ")
    return sort_key_plain(" ".join([words[-1], *words[:-1]]))


def _word_key(word: str) -> str:
    """Letters of the word first, tones after: `hoa` < `hòa` < `hoán`."""
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", word):
        letter, tone = _split_tone(character)
        letters.append(_RANK.get(letter, f"0{letter}" if letter.isdigit() else f"1{letter}"))
        tones.append(str(tone))
    return "".join(letters) + "!" + "".join(tones).rstrip("0")


def _split_tone(character: str) -> tuple[str, int]:
    marks = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in marks[1:] if mark in _TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "", 1) if tone else marks), _TONES[tone]
