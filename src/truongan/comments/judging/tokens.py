"""The words of a comment, and what in it is not words: addresses, mentions, numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_APART = re.compile(
    r"(?:https?|ftp)://\S+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|(?<![\w.@-])(?:www\.)?(?:[A-Za-z0-9-]{1,63}\.){1,5}[a-z]{2,10}(?:/\S*)?(?![\w.])"
    r"|(?<!\w)[@#]\w+"
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_RUN = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """One written word: `text` in lower case without drawn-out letters, its place, how it was capitalised."""

    text: str
    start: int
    end: int
    capital: bool
    all_capitals: bool
    opens: bool  # first of a sentence, where a capital says nothing


def words(text: str) -> Iterator[Word]:
    """The words of cleaned text in order; addresses, mentions and whatever holds a digit are left out."""
    before = 0
    for match in _outside_addresses(text):
        written = match.group()
        opens = not before or any(mark in text[before : match.start()] for mark in '.!?\n…:;"“(')
        before = match.end()
        if not any(character.isdigit() or character == "_" for character in written):
            yield _word(written, match, opens)


def _word(written: str, match: re.Match[str], opens: bool) -> Word:
    capitals = len(written) > 1 and written.isupper()
    return Word(drawn_in(written.lower()), match.start(), match.end(), written[0].isupper(), capitals, opens)


def _outside_addresses(text: str) -> Iterator[re.Match[str]]:
    begin = 0
    for address in _APART.finditer(text):
        yield from _WORD.finditer(text, begin, address.start())
        begin = address.end()
    yield from _WORD.finditer(text, begin)


def drawn_in(word: str) -> str:
    """`hayyyy` as hay, `quáaaa` as quá: three and more of one letter are one."""
    return _RUN.sub(r"\1", word) if len(word) > 3 else word
