"""The written files, read back the way the importer reads them."""

from collections import Counter
from io import BytesIO
from unicodedata import is_normalized

import pytest
from openpyxl import load_workbook

from truongan.demo.actions import write_workbooks
from truongan.demo.cast import SCHEME_TYPES
from truongan.demo.places import ARTICLE_DAY
from truongan.demo.writing import MARK, workbook_bytes
from truongan.movement.imports.format import workbook_spec
from truongan.movement.models import SchemeType
from truongan.workbooks.reading import read_workbook

TYPES = [SchemeType(code=code, name=name, short_name=short) for code, name, short in SCHEME_TYPES]


@pytest.fixture(scope="module")
def files(first):
    return {sending.filename: workbook_bytes(sending) for sending in first}


def cells(content):
    for sheet in load_workbook(BytesIO(content), read_only=True):
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if value is not None)


def test_read_back_they_still_add_up_to_the_article(files):
    counted = Counter()
    for name, content in files.items():
        read = read_workbook(content, name, workbook_spec("district", TYPES))
        assert not [each for each in read.all_problems() if each.severity != "note"]
        for sheet in ("schemes", "teams", "groups"):
            counted[sheet] += len(list(read.rows(sheet)))
        for sheet in ("team_members", "group_members"):
            counted[sheet] += sum(row["count"] or 1 for row in read.rows(sheet))
    assert counted == {
        "schemes": 322, "teams": 628, "team_members": 5398, "groups": 484, "group_members": 5103,
    }  # fmt: skip


def test_values_survive_the_dirt(first, files):
    for sending in first:
        read = read_workbook(files[sending.filename], sending.filename, workbook_spec("district", TYPES))
        for row, sent in zip(read.rows("team_members"), sending.rows["team_members"], strict=True):
            for key in ("name", "phone", "birth_year", "team", "school_code", "role", "type"):
                assert row[key] == (sent.get(key) or None)


def test_the_dirt_of_real_senders_is_there(files):
    texts = [value for content in files.values() for value in cells(content) if isinstance(value, str)]
    numbers = [value for content in files.values() for value in cells(content) if isinstance(value, int)]
    assert any(not is_normalized("NFC", text) for text in texts), "decomposed Unicode"
    assert any("\u00a0" in text for text in texts), "no-break spaces"
    assert any(text != text.strip() for text in texts), "stray spaces"
    assert any(text.startswith("+84 ") for text in texts), "phones with the country's code"
    assert any(900_000_000 <= number <= 999_999_999 for number in numbers), "phones that lost their zero"
    assert any("Tổng cộng" in text for text in texts), "rows of totals"
    assert {"STT"} <= set(texts)
    assert any(text == "05/09/2021" for text in texts), "dates as text"


def test_every_file_says_that_nobody_in_it_is_real(sendings):
    for sending in (sendings[0], sendings[10], sendings[-1]):
        book = load_workbook(BytesIO(workbook_bytes(sending)), read_only=True)
        assert book.worksheets[0]["A1"].value == MARK


def test_the_command_writes_them_with_one_full_of_mistakes(tmp_path):
    written = write_workbooks(folder=tmp_path / "tep", until=ARTICLE_DAY)
    assert len(written) == 11
    assert written[-1].name == "vi-du-loi.xlsx"
    assert all(path.stat().st_size > 4000 for path in written)
