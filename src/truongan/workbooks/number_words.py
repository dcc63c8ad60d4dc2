"""Numbers written out in Vietnamese, read only to suggest the digits."""

from truongan.kernel.text import fold

_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9,
}  # fmt: skip
_FILLERS = {"linh", "le", "va"}


def number_in_words(text: str) -> int | None:
    """12 for `mười hai`, 105 for `một trăm linh năm`, up to 999.999; None for anything else."""
    words = fold(text).split()
    if not words:
        return None
    if "nghin" in words or "ngan" in words:
        place = words.index("nghin" if "nghin" in words else "ngan")
        thousands, rest = _below_thousand(words[:place]), _below_thousand(words[place + 1 :] or ["khong"])
        return None if thousands is None or rest is None else thousands * 1000 + rest
    return _below_thousand(words)


def _below_thousand(words: list[str]) -> int | None:
    total, digit = 0, None
    for word in words:
        if word in _DIGITS and digit is None:
            digit = _DIGITS[word]
        elif word == "tram" and digit is not None:
            total, digit = total + digit * 100, None
        elif word in ("muoi", "chuc"):
            total, digit = total + (1 if digit is None else digit) * 10, None
        elif word not in _FILLERS:
            return None
    return total + (digit or 0) if words else None
