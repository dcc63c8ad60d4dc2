"""Where the words a reader looked for stand in a text, shown as the text is written."""

import itertools
from typing import NamedTuple

from truongan.news.words import Asked, Token, tokens_of

_BEFORE, _WINDOW = 8, 40  # words of an excerpt: before the first hit, altogether


class Part(NamedTuple):
    text: str
    is_hit: bool


def marked(text: str, asked: Asked) -> list[Part]:
    """The whole text in parts; those that were looked for are hits."""
    tokens = tokens_of(text)
    return _parts(text, tokens, _hits(tokens, asked), 0, len(text))


def excerpt(text: str, asked: Asked) -> list[Part]:
    """The forty words in which most of what was looked for stands; the beginning where nothing does."""
    tokens = tokens_of(text)
    hits = _hits(tokens, asked)
    places = [place for place, is_hit in enumerate(hits) if is_hit]
    best = max(places, key=lambda place: (_worth(tokens, hits, place), -place), default=0)
    first = max(0, best - _BEFORE)
    shown = tokens[first : first + _WINDOW]
    if not shown:
        return [Part(text[:200], False)]
    whole_end = first + len(shown) == len(tokens)
    start, end = (shown[0].start if first else 0), (len(text) if whole_end else shown[-1].end)
    parts = _parts(text, shown, hits[first : first + _WINDOW], start, end)
    before, after = [Part("… ", False)] * bool(first), [Part(" …", False)] * (not whole_end)
    return [*before, *parts, *after]


def _worth(tokens: list[Token], hits: list[bool], place: int) -> tuple[int, int]:
    """How many different words that were looked for, and how many altogether, follow from here."""
    ahead = slice(place, place + _WINDOW - _BEFORE)
    words = [each.word for each, is_hit in zip(tokens[ahead], hits[ahead], strict=True) if is_hit]
    return len(set(words)), len(words)


def _hits(tokens: list[Token], asked: Asked) -> list[bool]:
    """Words beside the one they were typed beside; each for itself only where no two are: `tự` alone is everywhere."""
    together = _together(tokens, asked)
    return together if any(together) else [_is_asked(each.word, asked) for each in tokens]


def _is_asked(word: str, asked: Asked) -> bool:
    return word in asked.words or asked.begins_last(word)


def _together(tokens: list[Token], asked: Asked) -> list[bool]:
    found = [False] * len(tokens)
    pairs = set(zip(asked.words, asked.words[1:], strict=False))
    for place, (one, next_one) in enumerate(itertools.pairwise(tokens)):
        ends = len(asked.words) > 1 and one.word == asked.words[-2] and asked.begins_last(next_one.word)
        if ends or (one.word, next_one.word) in pairs:
            found[place] = found[place + 1] = True
    return found


def _parts(text: str, tokens: list[Token], hits: list[bool], start: int, end: int) -> list[Part]:
    """Hits with only a space between them are one part."""
    parts: list[Part] = []
    here, follows = start, False
    for token, is_hit in zip(tokens, hits, strict=True):
        if is_hit and follows and text[here : token.start].isspace():
            parts[-1] = Part(parts[-1].text + text[here : token.end], True)
        elif is_hit:
            parts += [Part(text[here : token.start], False), Part(text[token.start : token.end], True)]
        here, follows = (token.end if is_hit else here), is_hit
    parts.append(Part(text[here:end], False))
    return [each for each in parts if each.text]
