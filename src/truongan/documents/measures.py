"""What Decree 30/2020, Appendix I, fixes in millimetres and points, for Word and PDF alike."""

from unicodedata import combining, normalize

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

# Millimetres. The decree allows 20-25 top and bottom, 30-35 left, 15-20 right.
PAGE = {"width": 210, "height": 297, "top": 20, "bottom": 20, "left": 30, "right": 15, "header": 10}
TEXT_WIDTH = PAGE["width"] - PAGE["left"] - PAGE["right"]
LANDSCAPE_WIDTH = PAGE["height"] - PAGE["left"] - PAGE["right"]
ISSUER_WIDTH = 73
RECIPIENTS_WIDTH = 70
FIRST_LINE = 12.7

# Points.
SIZES = {
    "nation": 12,
    "motto": 13,
    "issuer": 12,
    "number": 13,
    "date": 13,
    "letter_subject": 12,
    "title": 14,
    "body": 14,
    "signer": 14,
    "recipients_heading": 12,
    "recipients": 11,
    "annex": 14,
    "page_number": 13,
}
GAP = 6
LINE_SPACING = 1.15
SIGNATURE_GAP = 62
RULE = 0.75

# The decree asks for a third to a half of the line above.
SHORT_RULE = 0.42

# Widths of Times Bold in thousandths of the size: Word cannot measure a line for us, and the
# rules must be as long as the words above them. Marks above and below do not widen a letter.
_BOLD = dict.fromkeys("AĐCDNRUVXY", 722) | dict.fromkeys("BELTPZ", 667) | dict.fromkeys("GHOQK", 778)
_BOLD |= {"P": 611, "F": 611, "I": 389, "J": 500, "M": 944, "S": 556, "W": 1000}
_BOLD |= dict.fromkeys("aovxyg", 500) | dict.fromkeys("bđdhknpqu", 556) | dict.fromkeys("cezr", 444)
_BOLD |= {"i": 278, "l": 278, "f": 333, "t": 333, "j": 333, "s": 389, "m": 833, "w": 722}
_BOLD |= {" ": 250, "-": 333, ",": 250, ".": 250, "(": 333, ")": 333, "/": 278, ":": 333}


def bold_width(text: str, size: float) -> float:
    """The width of one bold line in millimetres, good to a few per cent."""
    # Decomposed text holds each mark as a character of its own, which takes no room.
    letters = [letter for letter in normalize("NFD", text) if not combining(letter)]
    return sum(_BOLD.get(letter, 500) for letter in letters) / 1000 * size * 25.4 / 72


def heading_lines(lines: tuple[str, ...]) -> list[str]:
    """The agencies of the heading in capitals, broken where they do not fit beside the motto."""
    return [part for line in lines for part in balanced_lines(line.upper(), SIZES["issuer"], ISSUER_WIDTH - 1)]


def balanced_lines(text: str, size: float, room: float) -> list[str]:
    """A centred bold line broken into the fewest lines that fit, of much the same length."""
    words = text.split()
    wanted = -(-bold_width(text, size) // room)
    for target in (room * part / 20 for part in range(10, 21)):
        lines = _filled(words, size, target)
        if len(lines) <= wanted:
            return lines
    return _filled(words, size, room)


def _filled(words: list[str], size: float, room: float) -> list[str]:
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and bold_width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
