"""How a Vietnamese syllable is built: onset, rime, tone. Enough to say which written words are syllables at all,
and which of them cannot stand without a mark.

The tables follow the spelling taught in school: letters with their hat or horn in the rime, the tone apart.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_SHAPES = frozenset("\u0302\u0306\u031b")  # hat, breve, horn
_LONGEST = 8  # nghiêng, and one to spare for a repeated letter already collapsed

_FRONT = frozenset("ieêy")
_ONSETS = ("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
           "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "")  # fmt: skip
# Written as a text: as a list they would take two hundred lines.
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on
    ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôp uôt uơ uơn up ut uy
    uya uych uyêch uyên uyêt uyn uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y ya ych yêm yên yêng yêt yêu yn ynh yp yt yu
    """.split()  # noqa: SIM905 - as said
)
# `qu` writes the glide of these rimes itself: quanh is said as oanh is. A few are written after it alone, or never.
_GLIDING = ("oa", "oă", "oe", "uâ", "uê", "uơ", "uy")
_AFTER_QU = {rime[1:] for rime in _RIMES if rime.startswith(_GLIDING)}
_AFTER_QU |= {
    "au", "ăp", "âm", "âp", "âu", "ec", "eng", "ên", "êp", "i", "ich", "in", "inh", "ip", "it", "iu",
    "o", "oc", "oi", "on", "ot", "ôc", "ôn", "ơi", "ơt", "yêu",
}  # fmt: skip
_AFTER_QU -= {"yêch", "yu"}
_AFTER_GI = _RIMES - {rime for rime in _RIMES if rime[0] in "iy"} | {"êc"}
_Y_ALONE = frozenset(["", "h", "k", "l", "m", "s", "t", "v", "b", "qu", "d", "n", "th"])  # thy, vy: given names
_STOPS = ("c", "ch", "p", "t")


@dataclass(frozen=True, slots=True)
class Reading:
    """A word read as a syllable. `base` is it without marks; `is_syllable` counts the tone's place as well."""

    base: str
    is_marked: bool
    is_syllable: bool
    lacks_tone: bool = False  # rất written rât: the shape is there, the tone it must have is not


@lru_cache(maxsize=32_768)
def read(word: str) -> Reading:
    """Read one lower-case word in NFC."""
    if word.isascii():
        return Reading(word, False, word in bases()) if word.isalpha() else Reading(word, False, False)
    if len(word) > _LONGEST:
        return Reading("", True, False)
    return _read_marked(word)


def _read_marked(word: str) -> Reading:
    shaped, tones = _split(word)
    base = _without_shapes(shaped)
    if not base.isascii() or not base.isalpha() or len(tones) > 1:
        return Reading(base, True, False)
    stopped = _is_stopped(shaped)
    spelled = shaped in _shaped_syllables()
    lacks_tone = spelled and stopped and not tones
    legal = spelled and (not stopped or tones in ({"\u0301"}, {"\u0323"}))
    return Reading(base, True, legal, lacks_tone)


def _split(word: str) -> tuple[str, set[str]]:
    """Letters with their shapes, and the tones wherever they stand: hòa and hoà are one word."""
    letters, tones = [], set()
    for character in unicodedata.normalize("NFD", word):
        if character in TONES:
            tones.add(character)
        else:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)), tones


def _without_shapes(shaped: str) -> str:
    letters = unicodedata.normalize("NFD", shaped).replace("đ", "d")
    return "".join(letter for letter in letters if letter not in _SHAPES)


def same_word(word: str) -> str:
    """One spelling for the places a tone may take: hoà and hòa give the same key."""
    shaped, tones = _split(word)
    return shaped + "".join(sorted(tones))


def _is_stopped(shaped: str) -> bool:
    return shaped.endswith(_STOPS)


@lru_cache(maxsize=1)
def _shaped_syllables() -> frozenset[str]:
    """Every spelling an onset and a rime make, tone aside."""
    found = {onset + rime for onset in _ONSETS for rime in _RIMES if _fits(onset, rime)}
    found |= {"qu" + rime for rime in _AFTER_QU} | {"gi" + rime for rime in _AFTER_GI} | {"gi", "gin"}
    return frozenset(found)


def _fits(onset: str, rime: str) -> bool:
    if onset in {"qu", "gi"}:
        return False  # they have tables of their own
    if onset in {"k", "gh", "ngh"}:
        return rime[0] in _FRONT
    if onset in {"c", "g", "ng"}:
        return rime[0] not in _FRONT
    if rime[0] == "y":
        return (rime == "y" and onset in _Y_ALONE) or not onset
    return True


@lru_cache(maxsize=1)
def bases() -> frozenset[str]:
    """Every syllable as it looks without any mark."""
    return frozenset(_without_shapes(syllable) for syllable in _shaped_syllables())


@lru_cache(maxsize=1)
def may_stand_bare() -> frozenset[str]:
    """Syllables that are words of their own without a mark: no đ, hat or horn in them, and no final stop,
    since a stop takes sắc or nặng (hoc, viet, biet are never finished words)."""
    return frozenset(each for each in _shaped_syllables() if each.isascii() and not _is_stopped(each))
