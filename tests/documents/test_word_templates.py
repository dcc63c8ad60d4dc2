"""An administrator's own Word file: what is refused, and how it is filled."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import pytest

from tests.documents.readings import opened
from truongan.documents.facts import SAMPLE, Member
from truongan.documents.sandbox import BrokenTemplate
from truongan.documents.word_templates import MAX_BYTES, check_template, render_docx_template

OPENING_DAY = date(2021, 9, 5)


def template(*lines: str, header: str = "") -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    return saved(word)


def saved(word) -> bytes:
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def with_parts(content: bytes, **parts: bytes) -> bytes:
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        for name, blob in parts.items():
            package.writestr(name, blob)
    return made.getvalue()


def roster_template() -> bytes:
    word = docx.Document()
    word.add_paragraph("{{ ten_truong }}, {{ ngay }}")
    table = word.add_table(rows=4, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Họ và tên", "Nhiệm vụ"
    table.cell(1, 0).text = "{%tr for tv in thanh_vien %}"
    table.cell(2, 0).text, table.cell(2, 1).text = "{{ tv.ho_ten }}", "{{ tv.nhiem_vu|upper }}"
    table.cell(3, 0).text = "{%tr endfor %}"
    return saved(word)


def with_relation(kind: str, target: str) -> bytes:
    word = docx.Document()
    word.part.relate_to(target, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}", True)
    return saved(word)


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "subDocument", "attachedTemplate"])
def test_a_file_that_fetches_something_when_opened_is_refused(kind):
    [problem] = check_template(with_relation(kind, "https://noi-khac.example/anh.png"))
    assert "ở nơi khác" in problem or "từ nơi khác" in problem


def test_a_link_to_be_clicked_is_no_harm():
    assert check_template(with_relation("hyperlink", "https://noi-khac.example/")) == []


def test_a_good_template_is_filled_row_by_row():
    assert check_template(roster_template()) == []
    word = opened(render_docx_template(roster_template(), SAMPLE, day=OPENING_DAY))
    assert word.paragraphs[0].text == "Trường THCS Mẫu, ngày 05 tháng 9 năm 2021"
    assert [cell.text for cell in word.tables[0].rows[2].cells] == ["Trần Thị Ví Dụ", "THÀNH VIÊN"]


def test_equal_input_gives_equal_bytes():
    made = [render_docx_template(roster_template(), SAMPLE, day=OPENING_DAY) for _ in range(2)]
    assert made[0] == made[1]


def test_hostile_values_stay_text():
    hostile = "</w:t><w:t>{{ 7*7 }} & <script> \x00\x07"
    facts = replace(SAMPLE, school=hostile, members=(Member(hostile),))
    word = opened(render_docx_template(roster_template(), facts, day=OPENING_DAY))
    assert word.paragraphs[0].text.startswith("</w:t><w:t>{{ 7*7 }} & <script> ,")
    assert word.tables[0].rows[1].cells[0].text == "</w:t><w:t>{{ 7*7 }} & <script> "


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["{{ ten_trung }}"], "Không có chỗ điền tên “ten_trung”"),
        (["{% for tv in thanh_vien %}{{ tv.luong }}{% endfor %}"], "Không có chỗ điền tên “.luong”"),
        (["{% for tv in thanh_vien %}"], "Thẻ bị hỏng"),
        (["{{ ten_truong"], "Thẻ bị hỏng"),
        (["{{ ten_truong.upper() }}"], "Không được dùng câu lệnh “call”"),
        (["{{ ''.__class__.__mro__ }}"], "Không có chỗ điền tên “.__class__”"),
        (["{{ 'a' * 1000000000 }}"], "Không được dùng câu lệnh “mul”"),
        (["{% for x in range(10) %}{% endfor %}"], "Không được dùng câu lệnh “call”"),
        (["{{ ten_truong|pprint }}"], "“pprint”"),
        (["{% include 'x' %}"], "Không được dùng câu lệnh “include”"),
        (["{% set a = ten_truong %}"], "Không được dùng câu lệnh “assign”"),
        (
            ["{% for a in lop %}{% for b in lop %}{% for c in lop %}x{% endfor %}{% endfor %}{% endfor %}"],
            "Vòng lặp lồng nhau",
        ),
    ],
)
def test_broken_and_forbidden_tags_are_named(lines, problem):
    problems = check_template(template(*lines))
    assert any(problem in each for each in problems), problems


def test_tags_in_the_page_header_and_properties_are_checked_too():
    assert check_template(template("x", header="{{ la }}"))
    word = docx.Document()
    word.core_properties.title = "{{ 7*7 }}"
    assert check_template(saved(word))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "không phải tệp Word"),
        (b"%PDF-1.7", "không phải tệp Word"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "mật khẩu"),
        (b"PK\x03\x04" + b"x" * MAX_BYTES, "lớn hơn"),
    ],
)
def test_what_is_not_a_word_file_is_refused(content, problem):
    assert any(problem in each for each in check_template(content))


def test_a_workbook_is_not_a_word_file():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/workbook.xml", "")
    assert check_template(made.getvalue()) == ["Đây không phải tệp Word (.docx)"]


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ("word/vbaProject.bin", "macro"),
        ("word/activeX/activeX1.xml", "ActiveX"),
        ("word/embeddings/oleObject1.bin", "OLE"),
    ],
)
def test_what_runs_when_opened_is_refused(part, problem):
    assert any(problem in each for each in check_template(with_parts(template("x"), **{part: b""})))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = with_parts(template("x"), **{"word/media/a.bin": b"\x00" * 20_000_000})
    assert len(bomb) < MAX_BYTES
    assert check_template(bomb) == ["Tệp giải nén ra quá lớn"]


def test_a_damaged_file_is_refused_in_words():
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template("x"))) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<w:doc" if name == "word/document.xml" else source.read(name))
    assert check_template(made.getvalue()) == ["Không đọc được tệp Word này"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content, directory: content[: directory + 6] + b"\xff" + content[directory + 7 :],  # a version to come
        lambda content, directory: (
            content[: directory + 10] + b"\x63" + content[directory + 11 :]
        ),  # an unknown method
        lambda content, directory: content[: directory + 8] + b"\x01" + content[directory + 9 :],  # a password
        lambda content, directory: content[:300] + b"\xff" * 40 + content[340:],
    ],
)
def test_a_damaged_package_is_refused_in_words(damage):
    content = template("x")
    assert check_template(damage(content, content.index(b"PK\x01\x02")))


@pytest.mark.parametrize("tag", ["{% if truong > 2020 %}x{% endif %}", "{{ truong|upper(1) }}"])
def test_a_tag_that_mixes_words_and_numbers_is_refused_in_words(tag):
    [problem] = check_template(template(tag.replace("truong", "ten_truong")))
    assert "so sánh chữ với số" in problem


def test_a_template_is_checked_again_when_it_is_filled():
    with pytest.raises(BrokenTemplate):
        render_docx_template(template("{{ ten_truong.upper() }}"), SAMPLE)
