"""What a comment carries besides its words: addresses, numbers that belong to a person, repetition, shouting."""

import re
from collections.abc import Iterator, Sequence

from truongan.comments.judging.offences import Found
from truongan.kernel.phones import parse_phone
from truongan.kernel.text import fold

_ENDINGS = (
    "com|net|org|vn|info|biz|edu|gov|io|xyz|top|club|online|site|shop|link|click|live|app|dev|tv|cc|ly|gg|win|bet|vip|"
    "asia|pro|fun|store|website|space|icu|me|co|us|ru|cn|page|blog|news|one|life|tk|ml|to|be|gl|su|mobi|name|work|loan"
)
_LINK = re.compile(
    r"(?:h(?:tt|xx)ps?|ftp)\s{0,2}:\s{0,2}/{1,2}\s?\S+"
    r"|(?<![\w.])www\s?\.\s?[\w-]{1,63}\.\S+"
    rf"|(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,5}}(?:{_ENDINGS})(?::\d{{2,5}})?(?:/\S*)?(?![\w@])(?!\.\w)"
    rf"|(?<![\w.@-])[A-Za-z0-9-]{{2,63}}\s{{0,2}}(?:\[\.\]|\(\.\)|\s\.\s|\schấm\s|\sdot\s|\[dot\])\s{{0,2}}(?:com|net|vn|org|info|xyz|top|me)\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a còng\)|\sa còng\s)\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.+])(?:\+\s?84|0084|84|[0oO])(?:[\s.\-()_]{0,3}[\doO]){8,10}(?![\w])(?!\.\d)")
_ID_NUMBER = re.compile(
    r"(?<![\w.,/-])(?:0\d{11}|0\d{2} \d{3} \d{3} \d{3}|0\d{3} \d{4} \d{4}|0\d{2}\.\d{3}\.\d{3}\.\d{3}|[1-9]\d{8}|\d{3} \d{3} \d{3})"
    r"(?![\w/])(?![.,]\d)(?!\s?(?:đ\b|đồng|vnd|vnđ|người|tỷ|triệu|usd))",
    re.IGNORECASE,
)
_LETTERS_ONLY = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?…\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_BANGS = re.compile(r"[!?]{5,}")

_SHORT_TEXT = 12  # letters; ĐÚNG RỒI is no shouting
_CAPITAL_SHARE = 0.7
_SAID_IN_A_ROW = 5
_SAID_AGAIN = 3
_SAMENESS = 30  # words from which on poverty of words is looked at
_POOREST = 0.2


def links(seen: str) -> Iterator[Found]:
    """Addresses of pages, bare domains too, also those spelled with chấm or [.]."""
    return (Found(match.group(), *match.span()) for match in _LINK.finditer(seen))


def emails(seen: str) -> Iterator[Found]:
    """E-mail addresses."""
    return (Found(match.group(), *match.span()) for match in _EMAIL.finditer(seen))


def phones(seen: str) -> Iterator[Found]:
    """Vietnamese telephone numbers, spaced, dotted, with +84, old eleven-digit ones, o for zero."""
    for match in _PHONE.finditer(seen):
        if parse_phone(re.sub("[oO_]", lambda letter: "" if letter.group() == "_" else "0", match.group())):
            yield Found(match.group(), *match.span())


def id_numbers(seen: str, taken: Sequence[Found]) -> Iterator[Found]:
    """Numbers of identity papers: twelve digits that begin with 0 (since 2016) or nine (before).

    A telephone number is one first; amounts of money and shares of a date are not papers.
    """
    for match in _ID_NUMBER.finditer(seen):
        if not any(each.start < match.end() and match.start() < each.end for each in taken):
            yield Found(match.group(), *match.span())


def repeats_one_of(text: str, recent: Sequence[str]) -> bool:
    """The same words as a recent comment, whatever its marks, capitals, spaces and points."""
    own = _gist(text)
    return bool(own) and any(_gist(other) == own for other in recent)


def _gist(text: str) -> str:
    return _LETTERS_ONLY.sub("", fold(text))


def own_repetition(text: str) -> Found | None:
    """One word five times in a row, one sentence three times, or many words of which few differ."""
    words = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
    return _in_a_row(text, words) or _same_sentence(text) or _few_words(text, [word for word, _s, _e in words])


def _in_a_row(text: str, words: Sequence[tuple[str, int, int]]) -> Found | None:
    first = 0
    for place, (word, _start, end) in enumerate(words):
        if word != words[first][0]:
            first = place
        if place - first + 1 >= _SAID_IN_A_ROW:
            return Found(text[words[first][1] : end], words[first][1], end)
    return None


def _same_sentence(text: str) -> Found | None:
    seen: dict[str, int] = {}
    start = 0
    for end in (*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)):
        sentence = text[start:end].strip(" .!?…\n")
        gist = _gist(sentence) if 0 < len(sentence) <= 400 else ""
        if len(gist) >= 6:
            seen[gist] = seen.get(gist, 0) + 1
            if seen[gist] >= _SAID_AGAIN:
                begin = text.index(sentence, start)
                return Found(sentence, begin, begin + len(sentence))
        start = end
    return None


def _few_words(text: str, words: Sequence[str]) -> Found | None:
    window = words[:400]  # a long text repeats its words honestly; a flood shows at once
    if len(window) >= _SAMENESS and len(set(window)) / len(window) < _POOREST:
        return Found(text[:60], 0, min(60, len(text)))
    return None


def shouting(text: str) -> Found | None:
    """Mostly capitals over more than a few letters, or rows of exclamation marks."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if len(letters) > _SHORT_TEXT and capitals > _CAPITAL_SHARE * len(letters):
        return Found("", 0, 0)
    match = _BANGS.search(text)
    return Found(match.group(), *match.span()) if match else None
