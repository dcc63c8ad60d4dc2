"""How our workbooks look: one palette for templates, returned workbooks and exports."""

from collections.abc import Iterable, Sequence

from openpyxl.worksheet.worksheet import Worksheet

BRAND = "0B5D4A"
BRAND_SOFT = "E3F1EC"
ERROR = "F9CFCB"
WARNING = "FFF0C2"
REQUIRED = "B3261E"
LINE = "B8C4BF"
MUTED = "5B6B65"
AUTHOR = "Trường An"
DATE_FORMAT = "dd/mm/yyyy"
TEXT_FORMAT = "@"
NUMBER_FORMAT = "#,##0"
PROBLEM_SHEET = "Lỗi cần sửa"
GUIDE_SHEET = "Hướng dẫn"
LIST_SHEET = "_danh_muc"

# Excel shows a leading one of these as a formula once a cell is edited, and runs it when a CSV is opened.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def argb(colour: str) -> str:
    """Colour as openpyxl stores it."""
    return f"FF{colour}"


def looks_like_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS)


def row_height(texts: Iterable[object], widths: Sequence[int]) -> float:
    """Points a row of wrapped cells needs in columns of these widths; programs differ in whether they fit rows."""
    most = 1
    for text, width in zip(texts, widths, strict=False):
        # Vietnamese words are short, but a wide letter still takes more than the "0" widths are counted in.
        lines = sum(1 + int(len(line) * 1.12) // width for line in str(text).split("\n"))
        most = max(most, lines)
    return 4 + 14 * most


def fit_to_page(sheet: Worksheet) -> None:
    """Printed on A4 lying, as many pages long as needed but never cut at the side."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def sheet_name(title: str) -> str:
    """A title Excel accepts as a sheet's name: at most 31 characters, none of `[]:*?/\\`."""
    cleaned = "".join(" " if character in "[]:*?/\\" else character for character in title).strip("' ")
    return cleaned[:31].rstrip() or "Sheet1"
