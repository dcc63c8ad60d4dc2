"""How well comments are judged, on the sentences that did not build the tables, and how fast."""

import time
import unicodedata
from collections.abc import Iterable

from tests.comments.judging.sentences import sentences, slips, stripped

from truongan.comments.judging import judge


def main() -> None:
    whole = sentences("heldout")
    print(f"{'to be accepted':44}{'sentences':>10}{'refused':>9}")
    _row("as written", whole)
    _row("decomposed (NFD)", (unicodedata.normalize("NFD", each) for each in whole))
    _row("in capitals", map(str.upper, whole))
    _row("in small letters", map(str.lower, whole))
    _row("one word of five or more without its marks", slips("heldout"))
    _row("other languages", sentences("foreign"))
    print(f"{'to be refused':44}{'sentences':>10}{'refused':>9}")
    for share in (1, 0.8, 0.6, 0.4):
        _row(f"{share:.0%} of the marked words without marks", stripped("heldout", share))
    _speed(whole)


def _row(name: str, texts: Iterable[str]) -> None:
    found = [not judge(text).accepted for text in texts]
    print(f"{name:44}{len(found):10}{sum(found):9}  {sum(found) / len(found):6.1%}")


def _speed(texts: list[str]) -> None:
    begun = time.perf_counter()
    for text in texts:
        judge(text)
    took = time.perf_counter() - begun
    print(f"{len(texts) / took:,.0f} comments a second, {sum(map(len, texts)) / took / 1e6:.2f} million characters")
