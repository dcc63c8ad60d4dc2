"""Numbers as Vietnamese documents write them."""

from decimal import Decimal

_SIGNS = str.maketrans(",.", ".,")


def vn_number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """`5398` → `5.398`, `8.57` with one decimal → `8,6`; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.{decimals}f}".translate(_SIGNS)


def vn_percent(part: int, whole: int, decimals: int = 1) -> str:
    """Share of `part` in `whole` as `42,9%`; a dash when there is nothing to share."""
    return f"{vn_number(100 * part / whole, decimals)}%" if whole else "–"


def vn_over(value: int) -> str:
    """`5398` → `trên 5.000`: the first figure and the word for what is beyond it; exact below ten and at round ones."""
    step = 10 ** (len(str(value)) - 1)
    rounded = value // step * step
    return vn_number(value) if value < 10 or value == rounded else f"trên {vn_number(rounded)}"
