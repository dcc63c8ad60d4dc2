"""Vietnamese telephone numbers as people type them."""

import re

# Mobile prefixes of eleven digits were cut to ten in 2018 (plan of 22/05/2018 under Circular 22/2014/TT-BTTTT);
# old class lists still carry them.
_RENUMBERED = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_SEPARATORS = re.compile(r"[\s.\-()–—_]+")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{9}")


def parse_phone(text: str) -> str | None:
    """National form `0912345678` from `+84 912.345.678`, `84912345678` or `912345678` (Excel ate the zero).

    Old eleven-digit mobile numbers come back renumbered. None when no Vietnamese number is readable.
    """
    digits = _SEPARATORS.sub("", text)
    digits = re.sub(r"^(?:\+84|0084)", "0", digits)
    if not digits.isascii() or not digits.isdigit():
        return None
    for candidate in _readings(digits):
        if _MOBILE.fullmatch(candidate) or _LANDLINE.fullmatch(candidate):
            return candidate
    return None


def mask_phone(phone: str) -> str:
    """`0912 *** 678`: enough to recognise a number one already knows, not enough to call it."""
    return f"{phone[:4]} *** {phone[-3:]}" if len(phone) >= 9 else "***" if phone else ""


def _readings(digits: str):
    """What the digits may stand for, most literal first."""
    digits = "0" + digits[2:] if digits.startswith("00") else digits
    for candidate in (digits, "0" + digits, "0" + digits[2:] if digits.startswith("84") else ""):
        yield candidate
        if len(candidate) == 11 and candidate[:4] in _RENUMBERED:
            yield _RENUMBERED[candidate[:4]] + candidate[4:]
