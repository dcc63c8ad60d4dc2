"""The Word file measured against Decree 30/2020, Appendix I (margins in mm, sizes in points)."""

import re
import zipfile
from io import BytesIO

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from tests.documents import samples
from tests.documents.readings import (
    find,
    following,
    is_bold,
    is_italic,
    opened,
    paragraphs,
    rule_mm,
    sizes,
)
from truongan.documents.layout import Paragraph, Run, Signer
from truongan.documents.measures import ISSUER_WIDTH, TEXT_WIDTH, bold_width
from truongan.documents.word import to_docx

CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


@pytest.fixture(scope="module")
def report():
    return opened(to_docx(samples.report()))


@pytest.fixture(scope="module")
def letter():
    return opened(to_docx(samples.letter()))


def test_page_is_a4_portrait_within_the_legal_margins(report):
    section = report.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert section.top_margin.mm + 0.01 >= 20 and section.bottom_margin.mm <= 25
    assert 30 <= section.left_margin.mm + 0.01 <= 35
    assert 15 <= section.right_margin.mm + 0.01 <= 20


def test_every_run_is_times_new_roman_in_black(report):
    runs = [run for paragraph in paragraphs(report) for run in paragraph.runs]
    assert runs and {run.font.name for run in runs} == {"Times New Roman"}
    assert {str(run.font.color.rgb) for run in runs} == {"000000"}
    for run in runs:
        fonts = run._element.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}


def test_defaults_have_no_theme_font_left(report):
    defaults = report.styles.element.find(qn("w:docDefaults"))
    assert not any("Theme" in name for fonts in defaults.iter(qn("w:rFonts")) for name in fonts.attrib)


def test_page_number_is_centred_in_the_top_margin_from_the_second_page(report):
    for section in report.sections:
        assert section.different_first_page_header_footer
        assert section.header_distance < section.top_margin
    number = report.sections[0].header.paragraphs[0]
    assert "PAGE" in number._element.xml and number.alignment == CENTER
    assert sizes(number) == {13}
    assert not report.sections[0].first_page_header.paragraphs[0].text


def test_each_annex_counts_its_own_pages_and_may_lie_on_its_side(report):
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in report.sections]
    assert starts == ["1", "1", "1"]
    assert report.sections[2].orientation == WD_ORIENT.LANDSCAPE
    assert report.sections[2].page_width > report.sections[2].page_height
    assert report.sections[1].orientation == WD_ORIENT.PORTRAIT


@pytest.mark.parametrize(
    ("text", "legal_sizes", "bold", "italic", "align"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {12, 13}, True, False, CENTER),
        ("Độc lập - Tự do - Hạnh phúc", {13, 14}, True, False, CENTER),
        ("ỦY BAN NHÂN DÂN", {12, 13}, False, False, CENTER),
        ("BAN CHỈ ĐẠO", {12, 13}, True, False, CENTER),
        ("Số: 05/BC-BCĐ", {13}, False, False, CENTER),
        ("Bắc Giang, ngày 09 tháng 02 năm 2021", {13, 14}, False, True, CENTER),
        ("BÁO CÁO", {13, 14}, True, False, CENTER),
        ("Kết quả xây dựng mô hình", {13, 14}, True, False, CENTER),
        ("Căn cứ Nghị định", {13, 14}, False, True, JUSTIFY),
        ("Ban Chỉ đạo tỉnh đã chỉ đạo", {13, 14}, False, False, JUSTIFY),
        ("I. CÔNG TÁC CHỈ ĐẠO", {13, 14}, True, False, JUSTIFY),
        ("1. Kết quả xây dựng", {13, 14}, True, False, JUSTIFY),
        ("a) Mô hình", {13, 14}, True, True, JUSTIFY),
        ("TM. BAN CHỈ ĐẠO", {13, 14}, True, False, CENTER),
        ("KT. TRƯỞNG BAN", {13, 14}, True, False, CENTER),
        ("GIÁM ĐỐC CÔNG AN TỈNH", {13, 14}, True, False, CENTER),
        ("Đại tá Nguyễn Văn An", {13, 14}, True, False, CENTER),
        ("Nơi nhận:", {12}, True, True, WD_ALIGN_PARAGRAPH.LEFT),
        ("- Lưu: VT, PV05.", {11}, False, False, WD_ALIGN_PARAGRAPH.LEFT),
        ("Phụ lục I", {14}, True, False, CENTER),
        ("SỐ LIỆU THEO HUYỆN", {14}, True, False, CENTER),
        ("(Kèm theo Báo cáo số 05/BC-BCĐ ngày 09 tháng 02 năm 2021)", {13, 14}, False, True, CENTER),
    ],
)
def test_each_element_has_its_legal_size_and_face(report, text, legal_sizes, bold, italic, align):
    paragraph = find(report, text)
    assert sizes(paragraph) <= legal_sizes
    assert (is_bold(paragraph), is_italic(paragraph), paragraph.alignment) == (bold, italic, align)


def test_body_paragraphs_are_indented_and_six_points_apart(report):
    written = find(report, "Ban Chỉ đạo tỉnh đã chỉ đạo").paragraph_format
    assert round(written.first_line_indent.cm, 2) == 1.27
    assert written.space_before.pt >= 6
    assert 1 <= written.line_spacing <= 1.5


def test_rules_are_as_long_as_the_decree_says(report):
    motto = "Độc lập - Tự do - Hạnh phúc"
    words = bold_width(motto, 13)
    assert rule_mm(following(report, motto), TEXT_WIDTH - ISSUER_WIDTH) == pytest.approx(words, rel=0.02)
    issuer = [each for each in paragraphs(report)[:8] if is_bold(each) and each.text.isupper()]
    last = next(each for each in reversed(issuer) if "CỘNG HÒA" not in each.text)
    room = rule_mm(following(report, last.text), ISSUER_WIDTH)
    assert 1 / 3 <= room / bold_width(last.text, 12) <= 1 / 2
    subject = find(report, "Kết quả xây dựng mô hình")
    line = min(bold_width(subject.text, 14), TEXT_WIDTH)
    assert 1 / 3 <= rule_mm(following(report, subject.text), TEXT_WIDTH) / line <= 1 / 2


def test_heading_block_is_a_table_without_borders(report):
    heading = report.tables[0]
    assert heading._tbl.find(f".//{qn('w:tblBorders')}") is None
    assert len(heading.columns) == 2


def test_the_motto_fits_on_one_line():
    assert bold_width("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12) < TEXT_WIDTH - ISSUER_WIDTH


def test_letters_have_their_subject_under_the_number_and_no_type_name(letter):
    subject = find(letter, "V/v đẩy mạnh phong trào")
    assert sizes(subject) == {12} and not is_bold(subject)
    assert subject.paragraph_format.space_before.pt == 6
    assert not any("CÔNG VĂN" in each.text for each in paragraphs(letter))
    texts = [each.text for each in paragraphs(letter)]
    assert "- Các sở, ban, ngành;" in texts and "- Ủy ban nhân dân các huyện, thành phố." in texts


def test_decisions_name_who_decides_before_the_grounds():
    texts = [each.text for each in paragraphs(opened(to_docx(samples.decision())))]
    order = [
        texts.index("QUYẾT ĐỊNH"),
        texts.index("HIỆU TRƯỞNG TRƯỜNG THCS THỊ TRẤN NẾNH"),
        texts.index("Căn cứ Nghị định số 06/2014/NĐ-CP ngày 21 tháng 01 năm 2014."),
        texts.index("QUYẾT ĐỊNH:"),
        texts.index("Điều 2. Quyết định có hiệu lực kể từ ngày ký./."),
        texts.index("KT. HIỆU TRƯỞNG"),
    ]
    assert order == sorted(order)


def test_tables_repeat_their_header_and_never_split_a_row(report):
    table = report.tables[1]._tbl
    headers = [row for row in table.tr_lst if row.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(headers) == 2, "two lines of heading, because columns are grouped"
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table.tr_lst)


def test_grouped_columns_share_a_heading_and_the_total_is_bold(report):
    table = report.tables[1]
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Đơn vị", "Số lượng", "Số lượng", "Tỷ lệ (%)"]
    assert [cell.text for cell in table.rows[-1].cells] == ["", "Tổng số", "75", "148", "58,6"]
    assert all(is_bold(cell.paragraphs[0]) for cell in table.rows[-1].cells)
    assert table.rows[2].cells[2].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_three_hundred_rows_fit_a_landscape_annex(report):
    table = report.tables[-1]
    assert len(table.rows) == 302
    width = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.findall(qn("w:gridCol")))
    assert width == pytest.approx((297 - 45) * 1440 / 25.4, abs=10)


def test_neighbouring_tables_are_kept_apart(report):
    for table in report.element.body.findall(qn("w:tbl")):
        assert table.getnext().tag != qn("w:tbl")


def test_the_last_element_before_a_section_is_a_paragraph(report):
    for section in report.element.body.iter(qn("w:sectPr")):
        holder = section.getparent()
        assert holder.tag == qn("w:pPr") or section.getprevious().tag == qn("w:p")


def test_equal_documents_give_equal_bytes():
    assert to_docx(samples.report()) == to_docx(samples.report())
    assert to_docx(samples.report()) != to_docx(samples.report(number=6))


def test_the_file_carries_the_documents_date_and_no_clock():
    content = to_docx(samples.report())
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in package.namelist())
    properties = opened(content).core_properties
    assert properties.created.date() == properties.modified.date() == samples.NINTH_OF_FEBRUARY
    assert properties.title.startswith("BÁO CÁO Kết quả")


HOSTILE = "# $x^2$ {{ 7*7 }} {% raw %} <b>&amp;</b> \\u0041 ]] \x00\x0b #panic() Ă\u0301"


def test_hostile_text_is_printed_as_it_is():
    document = samples.report(blocks=(Paragraph((Run(HOSTILE), Run(" đậm", bold=True))),), subject=HOSTILE)
    word = opened(to_docx(document))
    shown = "# $x^2$ {{ 7*7 }} {% raw %} <b>&amp;</b> \\u0041 ]]  #panic() Ắ"
    assert find(word, shown).text.startswith(shown)
    assert find(word, shown + " đậm./.")


def test_very_long_names_do_not_break_the_file():
    long = "Trường Trung học cơ sở " + "Nguyễn Thị Minh Khai " * 20
    word = opened(to_docx(samples.report(issuer=(long,), signer=Signer((long,), long))))
    assert len(word.core_properties.author) <= 255
    assert re.sub(r"\s+", " ", long.upper()).strip()[:40] in " ".join(p.text for p in paragraphs(word))


def test_a_document_without_a_date_or_number_leaves_room_to_write():
    word = opened(to_docx(samples.report(number=None, issued_on=None, annexes=())))
    assert find(word, "Số:       /BC-BCĐ")
    assert find(word, "Bắc Giang, ngày        tháng        năm")
