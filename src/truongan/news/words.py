"""Words of a text as search keeps and finds them: without case or diacritics, alone and side by side.

PostgreSQL's own parser takes `1646/BCĐ` for a file name and `-19` for a number; what readers type would find neither.
Syllables are short and stand in nearly every article (`tổ`, `tự`, `quản`), so the neighbours matter: pairs are kept as
words of their own, and a phrase is found in the index without reading the texts.
"""

import itertools
import re
from dataclasses import dataclass

from truongan.kernel.text import fold, nfc

IN_TITLE = "^"  # no letter: cannot be typed
MOST_WORDS = 8  # of a question: a headline's worth
_LONGEST_QUESTION = 300  # characters looked at; the rest of a pasted page is told to be left out
_LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+")
_IN_WORDS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # seen by nobody, copied along
_MARKS = re.compile("[\u0300-\u036f]")


def folded_words(text: str) -> list[str]:
    """`Tổ tự quản số 2` → `to tu quan so 2`, each at most forty letters."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(fold(_IN_WORDS.sub("", text)))]


def kept_words(title: str, text: str) -> list[str]:
    """What the index holds: every word once, every two that stand side by side once; the title's marked as well."""
    of_title = _words_and_pairs(title)
    return list(dict.fromkeys([*of_title, *_words_and_pairs(text), *(IN_TITLE + each for each in of_title)]))


def _words_and_pairs(text: str) -> list[str]:
    words = folded_words(text)
    return [*words, *map(" ".join, itertools.pairwise(words))]


@dataclass(frozen=True)
class Asked:
    """What a reader typed: its words in order; the last one may go on (`hoc si` finds `học sinh`)."""

    words: tuple[str, ...] = ()
    is_cut: bool = False  # there was more than is looked for

    @classmethod
    def of(cls, typed: str) -> "Asked":
        words = folded_words(typed[:_LONGEST_QUESTION])
        return cls(tuple(words[:MOST_WORDS]), len(words) > MOST_WORDS or len(typed) > _LONGEST_QUESTION)

    @property
    def is_too_short(self) -> bool:
        """Nothing to look for, or one letter: it begins half of all words."""
        return len("".join(self.words)) < 2

    @property
    def pairs(self) -> list[str]:
        return [" ".join(each) for each in zip(self.words, self.words[1:], strict=False)]

    def whole(self, where: str = "") -> str:
        """As a tsquery: the phrase as it was typed, its last word to the end. `where`: IN_TITLE or nothing."""
        return " & ".join(_quoted(where + each) for each in self.pairs or self.words)

    def side_by_side(self, where: str = "") -> str:
        """As a tsquery: every word stands next to one it was typed next to (`tổ tự quản` … `phường Nếnh`)."""
        pairs = [_quoted(where + each) for each in self.pairs or self.words]
        pairs[-1] += ":*"
        # The words next to the first and the last are in the pairs of those.
        between = [f"({one} | {other})" for one, other in itertools.pairwise(pairs[1:-1])]
        return " & ".join(dict.fromkeys([pairs[0], *between, pairs[-1]]))

    def anywhere(self) -> str:
        """As a tsquery: all words, wherever they stand."""
        words = [_quoted(each) for each in self.words]
        return " & ".join([*words[:-1], f"{words[-1]}:*"])

    def partly(self) -> str:
        """As a tsquery: all words, two of them as they were typed."""
        return f"({self.anywhere()}) & ({' | '.join(map(_quoted, self.pairs))})"

    def begins_last(self, word: str) -> bool:
        return word.startswith(self.words[-1])


def _quoted(word: str) -> str:
    return f"'{word}'"  # letters, digits and one space: nothing that could end the quotation


def shown_question(typed: str) -> str:
    """What was typed, to be shown again: one line, without what nobody sees."""
    return nfc(_IN_WORDS.sub("", typed))[:_LONGEST_QUESTION]


class _Folding(dict[int, str]):
    """Letter by letter, each as long as before, so that places in the folded text are those of the shown one."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = (fold(letter) or letter)[:1]
        return self[code]


_FOLDING = _Folding()
_TOKEN = re.compile("(?:[^\\W_]|[\u0300-\u036f])+")


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    word: str  # folded


def tokens_of(text: str) -> list[Token]:
    """The words of a text with their places in it."""
    folded = text.translate(_FOLDING)
    return [Token(found.start(), found.end(), _MARKS.sub("", found.group())) for found in _TOKEN.finditer(folded)]
