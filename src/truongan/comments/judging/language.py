"""Is a comment Vietnamese typed with its marks? Judged over all its words at once.

One unmarked word proves little: "cho", "em", "xin" are words as they stand. So every word only shifts the odds
between writers who leave out a share of their marks (none, a slip now and then, a third, all of them), by how
often a syllable that looks like this would have carried marks. The whole comment then decides.
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from truongan.comments.judging.syllables import Reading, may_stand_bare, read, same_word
from truongan.comments.judging.tokens import Word, words

_SHARES = Path(__file__).with_name("shares.toml")
# Share of marks left out, and how usual such writers are before a word is read.
_CAREFUL = ((0.0, 0.60), (0.03, 0.16), (0.08, 0.08), (0.15, 0.04))
_BARE = ((0.3, 0.045), (0.5, 0.07), (0.7, 0.07), (0.9, 0.06), (0.995, 0.18))
_FOREIGN = 0.03
_TOO_SURE = 0.7  # refuse from here on; between the two a moderator is told
_DOUBTFUL = 0.5
_PLAIN_PROOF = 0.9  # a share from which on a single word is a witness by itself
_NAME_AT_MOST = 0.85
_HEARD = 3  # a word said ten times is not ten witnesses
_ROMAN = frozenset("ivx")
_VOWELS = frozenset("aeiouy")

# How usual each sort of word is in a Vietnamese comment and in one of another language.
_ODD_HERE, _ODD_THERE = 0.05, 0.65
_BARE_HERE, _BARE_THERE, _SHARED_THERE = 0.95, 0.25, 0.8
_MARKED_THERE = 0.03


@dataclass(frozen=True, slots=True)
class Finding:
    """What the words say together. `stripped`: probability that marks were left out; `run`: where most plainly."""

    stripped: float
    foreign: float
    word_count: int
    marked_count: int
    odd_count: int
    has_witness: bool
    run: tuple[int, int] | None

    @property
    def is_without_marks(self) -> bool:
        """Words that are words as they stand never refuse a comment, however many there are."""
        return self.stripped >= _TOO_SURE and self.has_witness

    @property
    def is_doubtful(self) -> bool:
        return self.stripped >= _DOUBTFUL and not self.is_without_marks

    @property
    def is_unclear(self) -> bool:
        """Not recognisably Vietnamese: nothing is claimed about it."""
        strange = not self.marked_count and 0 < self.word_count <= self.odd_count * 2
        return not self.is_without_marks and (strange or self.foreign >= 0.5)


@dataclass(slots=True)
class _Evidence:
    """Counts of what was seen, so that a megabyte costs no more arithmetic than a line."""

    shares: Counter[float]
    marked: int = 0
    odd: int = 0
    plain: int = 0
    shared: int = 0


def examine(text: str) -> Finding:
    """Weigh every word of cleaned text; linear in its length."""
    found = list(words(text))
    readings = [_reading(word) for word in found]
    evidence, suspects = _gather(found, readings)
    careful, bare, foreign = _weigh(evidence)
    total = careful + bare + foreign
    return Finding(
        stripped=bare / total,
        foreign=foreign / total,
        word_count=evidence.marked + evidence.odd + evidence.plain,
        marked_count=evidence.marked,
        odd_count=evidence.odd,
        has_witness=any(is_suspect for _word, is_suspect in suspects),
        run=_longest_run(suspects),
    )


def _reading(word: Word) -> Reading:
    reading = read(word.text)
    return reading if reading.is_syllable else _read_slack(word.text, reading)


def _read_slack(word: str, first: Reading) -> Reading:
    """Letters doubled by a slow finger or for effect: `hayy`, `quáa`."""
    slim = [word[:1]]
    for letter in word[1:64]:
        if _base(letter) != _base(slim[-1]):
            slim.append(letter)
        elif not letter.isascii():
            slim[-1] = letter
    again = read("".join(slim))
    return again if again.is_syllable else first


@cache
def _base(letter: str) -> str:
    return read(letter).base or letter


def _gather(found: Sequence[Word], readings: Sequence[Reading]) -> tuple[_Evidence, list[tuple[Word, bool]]]:
    evidence, heard = _Evidence(Counter()), Counter[str]()
    shouted = sum(word.all_capitals for word in found) * 2 > len(found)
    suspects = []
    for place, (word, reading) in enumerate(zip(found, readings, strict=True)):
        heard[word.text] += 1
        if heard[word.text] > _HEARD or _says_nothing(word, reading, shouted):
            continue
        share = _add(evidence, found, readings, place)
        suspects.append((word, share >= _PLAIN_PROOF))
    return evidence, suspects


def _add(evidence: _Evidence, found: Sequence[Word], readings: Sequence[Reading], place: int) -> float:
    word, reading = found[place], readings[place]
    if reading.is_syllable and reading.is_marked:
        evidence.marked += 1
        return 0.0
    if reading.lacks_tone:
        share = 0.9
    elif not reading.is_syllable:
        evidence.odd += 1
        return 0.0
    else:
        share = _share(found, place)
    evidence.plain += 1
    evidence.shared += word.text in _known().shared
    evidence.shares[share] += 1
    return share


def _says_nothing(word: Word, reading: Reading, shouted: bool) -> bool:
    """Abbreviations, shorthand without a vowel, single letters and everyday loan words."""
    if (
        word.text in _known().loans
        or (word.all_capitals and set(word.text) <= _ROMAN)
        or (word.all_capitals and not shouted and len(word.text) <= 6)
    ):
        return True
    if reading.is_marked:
        return not reading.is_syllable and not reading.lacks_tone and _is_ours(word.text)
    return (len(word.text) == 1 and word.text not in "you") or not _VOWELS & set(word.text)


def _is_ours(word: str) -> bool:
    """Letters only Vietnamese writes, in no syllable of the standard: Đắk, dzậy, a slip of the finger."""
    return any(letter in "ăđơưạảẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ" for letter in word)


def _share(found: Sequence[Word], place: int) -> float:
    word, known = found[place], _known()
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    if before and (before.text, word.text) in known.pairs:
        return known.pairs[before.text, word.text]
    if after and (known_share := known.firsts.get((word.text, same_word(after.text)))) is not None:
        return known_share
    share = known.shares.get(word.text)
    if share is None:
        share = known.unlisted if word.text in may_stand_bare() else known.impossible
    if _is_name(word, before, after):
        if word.text in known.names:
            return min(share, known.name_share)
        # Names of every people of the country (Y Moan, Kon Tum): no witness, unless no Vietnamese word looks so.
        return min(share, _NAME_AT_MOST) if word.text in may_stand_bare() else share
    return share


def _is_name(word: Word, before: Word | None, after: Word | None) -> bool:
    if not word.capital or word.all_capitals:
        return False
    beside = any(each is not None and each.capital and not each.all_capitals for each in (before, after))
    return beside or not word.opens


def _weigh(evidence: _Evidence) -> tuple[float, float, float]:
    """Likelihoods of a careful writer, one who leaves marks out, and another language (scaled alike)."""
    bare_words = evidence.plain - evidence.shared
    here = evidence.odd * math.log(_ODD_HERE) + evidence.plain * math.log(_BARE_HERE)
    logs = [math.log(prior) + here + _log(evidence, rate) for rate, prior in (*_CAREFUL, *_BARE)]
    logs.append(
        math.log(_FOREIGN)
        + evidence.odd * math.log(_ODD_THERE)
        + evidence.shared * math.log(_SHARED_THERE)
        + bare_words * math.log(_BARE_THERE)
        + evidence.marked * math.log(_MARKED_THERE)
    )
    top = max(logs)
    scaled = [math.exp(each - top) for each in logs]
    return sum(scaled[: len(_CAREFUL)]), sum(scaled[len(_CAREFUL) : -1]), scaled[-1]


def _log(evidence: _Evidence, rate: float) -> float:
    bare = sum(count * math.log((1 - share) + rate * share) for share, count in evidence.shares.items())
    return bare + evidence.marked * math.log(1 - rate)


def _longest_run(suspects: Iterable[tuple[Word, bool]]) -> tuple[int, int] | None:
    """First and last place of the longest row of words that look stripped, three at least."""
    best: list[Word] = []
    row: list[Word] = []
    for word, is_suspect in suspects:
        if not is_suspect:
            row = []
            continue
        row.append(word)
        best = max(best, row, key=len)
    return (best[0].start, best[-1].end) if len(best) >= 3 else None


@dataclass(frozen=True)
class _Known:
    shares: dict[str, float]
    unlisted: float
    impossible: float
    names: frozenset[str]
    name_share: float
    pairs: dict[tuple[str, str], float]
    firsts: dict[tuple[str, str], float]
    loans: frozenset[str]
    shared: frozenset[str]


@cache
def _known() -> _Known:
    content: dict[str, Any] = tomllib.loads(_SHARES.read_text(encoding="utf-8"))
    pairs = {tuple(pair.split()): float(share) for share, found in content["pairs"].items() for pair in found}
    return _Known(
        shares={word: float(share) for share, found in content["shares"].items() for word in found.split()},
        unlisted=content["unlisted"],
        impossible=content["impossible"],
        names=frozenset(content["names"]["bare"].split()),
        name_share=content["names"]["share"],
        pairs=pairs,
        firsts={(first, same_word(second)): share for (first, second), share in pairs.items() if share < 0.5},
        loans=frozenset(content["loans"]["words"].split()),
        shared=frozenset(content["shared"]["words"].split()),
    )
