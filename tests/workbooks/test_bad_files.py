"""Files that must be refused, each with its own words, before anything large is read."""

import contextlib
import random
import struct
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from tests.workbooks.samples import HEADER, SPEC, member, ole, repacked, saved, sheet_xml, xls, xlsx
from truongan.workbooks import packages
from truongan.workbooks import sheet_xml as limits
from truongan.workbooks.problems import CannotRead
from truongan.workbooks.reading import read_workbook


def refusal(content, filename: str = "a.xlsx") -> str:
    with pytest.raises(CannotRead) as caught:
        read_workbook(content, filename, SPEC)
    assert str(caught.value) == caught.value.message
    assert caught.value.message.endswith(".")
    return caught.value.code


def package(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, part in parts.items():
            writer.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "a.xlsx", "empty_file"),
        (b"%PDF-1.7\n1 0 obj", "a.pdf", "not_a_workbook"),
        (b"%PDF-1.7\n1 0 obj", "a.xlsx", "not_a_workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.xlsx", "not_a_workbook"),
        (b"{\\rtf1 xin}", "a.csv", "not_a_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "not_a_workbook"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><Workbook/>", "a.xls", "not_a_workbook"),
        (b"Xin chao", "a.docx", "not_a_workbook"),
        (b"PK\x03\x04 and then nothing", "a.xlsx", "broken"),
        (package({"a.txt": b"a"}), "a.xlsx", "not_a_workbook"),
        (package({"word/document.xml": b"<a/>"}), "a.xlsx", "not_a_workbook"),
        (package({"mimetype": b"x", "content.xml": b"<a/>"}), "a.ods", "not_a_workbook"),
        (package({"xl/workbook.bin": b"x"}), "a.xlsb", "not_a_workbook"),
        (ole({"WordDocument": b"x"}), "a.xls", "not_a_workbook"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "a.xlsx", "encrypted"),
        (ole({"Workbook": b"x", "_VBA_PROJECT_CUR": b"x"}), "a.xls", "macro"),
        (ole({"Workbook": struct.pack("<HHH", 0x2F, 2, 0)}), "a.xls", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "broken"),
        (xlsx([]), "a.xlsx", "no_content"),
        (xlsx([HEADER]), "a.xlsx", "no_content"),
        (b" \n\n", "a.csv", "no_content"),
    ],
)
def test_what_is_no_readable_workbook_is_refused(content, filename, code):
    assert refusal(content, filename) == code


def test_macros_are_refused_under_any_name():
    content = xlsx([HEADER, member()])
    assert refusal(repacked(content, {"xl/vbaProject.bin": b"x"})) == "macro"
    with zipfile.ZipFile(BytesIO(content)) as old:
        types = old.read("[Content_Types].xml")
    enabled = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    assert refusal(repacked(content, {"[Content_Types].xml": enabled})) == "macro"


def test_a_truncated_workbook_is_broken():
    content = xlsx([HEADER, *(member() for _ in range(500))])
    assert refusal(content[: len(content) // 2]) == "broken"
    assert refusal(repacked(content, {"xl/workbook.xml": b"<workbook"})) == "broken"


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path):
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    tracemalloc.start()
    started = time.perf_counter()
    assert refusal(path) == "too_large"
    assert time.perf_counter() - started < 1
    assert tracemalloc.get_traced_memory()[1] < 1024**2
    tracemalloc.stop()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    content = xlsx([HEADER, member()])
    bomb = repacked(content, {"xl/worksheets/sheet1.xml": b" " * (40 * 1024**2)})
    assert refusal(bomb) == "bomb"
    assert (
        refusal(repacked(content, {f"xl/media/{place}.txt": b"" for place in range(packages.PARTS_LIMIT)})) == "bomb"
    )
    monkeypatch.setattr(packages, "UNPACKED_LIMIT", 1000)
    assert refusal(content) == "bomb"


def test_a_part_that_lies_about_its_size_is_refused():
    content = xlsx([HEADER, *(member() for _ in range(300))])
    true_size = len(sheet_xml(content))
    lying = content.replace(struct.pack("<I", true_size), struct.pack("<I", 100))
    assert refusal(lying) in ("bomb", "broken")


def test_entities_are_refused_wherever_they_hide():
    content = xlsx([HEADER, member()])
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    assert refusal(repacked(content, {"xl/worksheets/sheet1.xml": entity + sheet_xml(content)})) == "bomb"
    assert refusal(repacked(content, {"xl/sharedStrings.xml": entity + b"<sst/>"})) == "bomb"


def test_a_stray_cell_far_from_the_table_is_named():
    def stray(sheet):
        sheet["XFD9000"] = 1

    with pytest.raises(CannotRead, match="XFD9000") as caught:
        read_workbook(xlsx([HEADER, member()], change=stray), "a.xlsx", SPEC)
    assert caught.value.code == "too_wide"
    assert refusal(xls([HEADER, member()], at=(65535, 255)), "a.xls") == "too_wide"


def test_more_than_two_hundred_thousand_rows_are_refused():
    def deep(sheet):
        sheet.cell(limits.ROW_LIMIT + 1, 1, "x")

    assert refusal(xlsx([HEADER, member()], change=deep)) == "too_many_rows"
    assert refusal(("Tên tổ,Họ và tên\n" + "a,b\n" * limits.ROW_LIMIT).encode(), "a.csv") == "too_many_rows"


def test_a_csv_with_an_endless_cell_is_broken():
    assert refusal(b'Ten to,Ho ten\n"' + b"x" * 200_000, "a.csv") == "broken"


@pytest.mark.slow
def test_a_million_ruled_blank_rows_cost_next_to_nothing():
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as workbook:
        sheet, ruled = workbook.add_worksheet("Thành viên"), workbook.add_format({"border": 1})
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, member())
        for row in range(2, 1_000_000):
            for column in range(3):
                sheet.write_blank(row, column, None, ruled)
    tracemalloc.start()
    read = read_workbook(stream.getvalue(), "a.xlsx", SPEC)
    assert read.row_count == 1
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024**2
    tracemalloc.stop()


def test_rows_of_spaces_are_blank_however_many():
    read = read_workbook(("Tên tổ;Họ và tên\nTổ 1;An\n" + " ;\n" * 100_000).encode(), "a.csv", SPEC)
    assert read.row_count == 1


def test_a_sheet_cannot_hide_behind_another_of_its_name_or_an_odd_path():
    content = xlsx([HEADER, member()])
    twice = BytesIO(content)
    with zipfile.ZipFile(twice, "a") as package_file:
        package_file.writestr("xl/worksheets/Sheet1.xml", sheet_xml(content))
    assert refusal(twice.getvalue()) == "broken"
    relations = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(BytesIO(content)) as old:
        text = old.read(relations)
    odd = text.replace(b"/xl/worksheets/sheet1.xml", b"worksheets/../worksheets/./sheet1.xml")
    assert odd != text
    assert refusal(repacked(content, {relations: text.replace(b"sheet1.xml", b"sheet9.xml")})) == "broken"
    stray = sheet_xml(content).replace(b"</sheetData>", b'<row r="9000"><c r="XFD9000"><v>1</v></c></row></sheetData>')
    assert refusal(repacked(content, {relations: odd, "xl/worksheets/sheet1.xml": stray})) in ("too_wide", "broken")


def test_tags_with_a_prefix_are_looked_at_too():
    content = xlsx([HEADER, member(count="=1+1")])
    prefixed = sheet_xml(content).replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
    prefixed = prefixed.replace(b"<x:?", b"<?").replace(b"xmlns=", b"xmlns:x=")
    read = read_workbook(repacked(content, {"xl/worksheets/sheet1.xml": prefixed}), "a.xlsx", SPEC)
    assert [each.code for each in read.all_problems()] == ["uncomputed_formula"]


def test_saved_is_a_package_we_accept():
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active.title = "Thành viên"
    workbook.active.append(HEADER)
    workbook.active.append(member())
    assert read_workbook(saved(workbook), "a.xlsx", SPEC).row_count == 1


@pytest.mark.parametrize("kind", ["xlsx", "stored", "xls", "csv"])
def test_damage_of_any_sort_is_a_refusal_and_never_a_crash(kind):
    rows = [HEADER, *(member(count="=1+1" if row % 5 == 0 else row) for row in range(12))]
    content = {
        "xlsx": lambda: xlsx(rows),
        "stored": lambda: repacked(xlsx(rows), {}, zipfile.ZIP_STORED),
        "xls": lambda: xls([HEADER, *(member() for _ in range(12))]),
        "csv": lambda: "\n".join(";".join(map(str, row)) for row in rows).encode(),
    }[kind]()
    chance = random.Random(kind)
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 2, 5, 20])):
            place = chance.randrange(len(damaged))
            change = [chance.randrange(256) for _ in range(chance.randrange(4))]
            damaged[place : place + chance.randrange(4)] = bytes(change)
        with contextlib.suppress(CannotRead):
            read_workbook(bytes(damaged), f"a.{kind}", SPEC)
