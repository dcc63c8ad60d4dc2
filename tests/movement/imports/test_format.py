"""The format and its description say the same; templates come back as they went out."""

from pathlib import Path

import pytest

from truongan.movement.imports.choices import of_types
from truongan.movement.imports.format import KINDS, SHEETS, workbook_spec
from truongan.movement.models import SchemeType
from truongan.workbooks.wording import header_key

PAGE = Path(__file__).parents[3] / "docs/reference/workbooks.md"


def described() -> dict[str, list[list[str]]]:
    """Rows of the table under each sheet's title."""
    sheets: dict[str, list[list[str]]] = {}
    title = ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("##"):
            title = line.lstrip("# ")
        elif line.startswith("| "):
            sheets.setdefault(title, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return sheets


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_column_is_described(sheet):
    rows = described()[sheet.title][1:]
    assert [row[0] for row in rows] == [column.title for column in sheet.columns]
    assert [row[1] for row in rows] == [", ".join(column.synonyms) for column in sheet.columns]
    for row, column in zip(rows, sheet.columns, strict=True):
        assert ("required" in row[3]) == column.required, column.title
        for choice in column.choices:
            assert choice.label in row[3]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_described(kind):
    assert any(row[0] == f"`{kind}`" for row in described()["Kinds of sender"])
    assert workbook_spec(kind).key == kind


def test_a_school_may_leave_its_name_out():
    assert not workbook_spec("school").sheet("teams").column("school").required
    assert workbook_spec("commune").sheet("teams").column("school").required


def test_types_are_a_list_with_the_ways_they_are_written():
    name = "Trường học an toàn về an ninh trật tự và phòng, chống dịch Covid-19"
    (choice,) = of_types([SchemeType(code="an-toan", name=name, short_name="Trường học an toàn")])
    assert (choice.value, choice.label) == ("an-toan", "Trường học an toàn")
    spelled = {header_key(each) for each in choice.synonyms}
    assert {header_key(name), header_key("Mô hình Trường học an toàn")} <= spelled
