"""The PDF read back: its text, pages, fonts, and that nothing typed becomes markup."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pypdf
import pytest
import typst

from tests.documents import samples
from tests.documents.test_word import HOSTILE
from truongan.documents.layout import Annex, Paragraph, Signer, Table
from truongan.documents.pdf import to_pdf, to_png

A4 = (595, 842)


def read(document) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(to_pdf(document)))


def text_of(reader: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.fixture(scope="module")
def report():
    return read(samples.report())


def size(page) -> tuple[int, int]:
    return round(float(page.mediabox.width)), round(float(page.mediabox.height))


def test_pages_are_a4_and_the_wide_annex_lies_on_its_side(report):
    assert size(report.pages[0]) == size(report.pages[1]) == A4
    assert size(report.pages[-1]) == A4[::-1]


def test_every_font_is_embedded_and_of_the_legal_face(report):
    fonts = [font.get_object() for page in report.pages for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]) for font in fonts}
    assert all("Tinos" in name or "LiberationSerif" in name for name in names), names
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


@pytest.mark.parametrize(
    "words",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-BCĐ",
        "Bắc Giang, ngày 09 tháng 02 năm 2021",
        "Thực hiện Công văn số 1646/BCĐ ngày 29 tháng 7 năm 2021.",
        "Toàn tỉnh có 322 mô hình, trong đó:",
        "Tiếp tục nhân rộng mô hình./.",
        "KT. TRƯỞNG BAN PHÓ TRƯỞNG BAN THƯỜNG TRỰC",
        "GIÁM ĐỐC CÔNG AN TỈNH Đại tá Nguyễn Văn An",
        "- Lưu: VT, PV05.",
        "Phụ lục II DANH SÁCH TỔ TỰ QUẢN",
        "Nguyễn Thị Hoài Hương 300",
    ],
)
def test_the_words_of_the_document_can_be_read_and_copied(report, words):
    assert words in text_of(report)


def test_pages_are_numbered_from_the_second_of_each_part(report):
    first_lines = [page.extract_text().strip().splitlines()[0].strip() for page in report.pages]
    annexes = [place for place, line in enumerate(first_lines) if line.startswith("Phụ lục")]
    assert len(annexes) == 2
    last_part = first_lines[annexes[1] :]
    assert last_part[1:] == [str(number) for number in range(2, len(last_part) + 1)]


def test_the_header_of_a_long_table_is_on_each_of_its_pages(report):
    pages = [page.extract_text() for page in report.pages if "Nguyễn Thị Hoài Hương" in page.extract_text()]
    assert len(pages) > 5
    assert all("Họ và tên" in page for page in pages)


def test_equal_documents_give_equal_bytes():
    assert to_pdf(samples.report()) == to_pdf(samples.report())


def test_the_file_carries_the_documents_date(report):
    assert report.metadata.creation_date.date() == samples.NINTH_OF_FEBRUARY


def test_hostile_text_is_printed_as_it_is():
    document = samples.report(
        subject=HOSTILE, blocks=(Paragraph(HOSTILE), samples.FIGURES), annexes=(Annex(HOSTILE, ()),)
    )
    text = text_of(read(document))
    for piece in ("# $x^2$ {{ 7*7 }} {% raw %} <b>&amp;</b>", "#panic()"):
        assert piece in text


def test_very_long_words_stay_inside_their_cell():
    link = "https://zalo.me/g/" + "x" * 200
    table = Table(samples.FIGURES.columns, (("1", link, "1", "1", "1"),))
    assert link[:20] in text_of(read(samples.report(blocks=(table,), annexes=())))


def test_a_signer_with_an_endless_title_stays_on_the_page():
    reader = read(samples.report(signer=Signer(("Trưởng ban " * 40,), "A " * 100), annexes=()))
    assert len(reader.pages) <= 4


@pytest.mark.parametrize("sample", [samples.letter, samples.decision, samples.regulation])
def test_other_kinds_fit_on_a_page(sample):
    assert len(read(sample()).pages) == 1


def test_a_preview_is_a_picture_of_each_page():
    pages = to_png(samples.letter())
    assert len(pages) == 1 and pages[0].startswith(b"\x89PNG")


def test_pages_asked_for_at_once_are_set_once(monkeypatch):
    asked = []
    compile_page = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *given, **options: asked.append(1) or compile_page(*given, **options))
    paper = samples.report(subject="Xem trước nhiều trang cùng lúc")
    with ThreadPoolExecutor(4) as browser:
        first, *others = browser.map(lambda _page: to_png(paper, ppi=20), range(4))

    assert all(pages == first for pages in others)
    assert len(asked) == 1
    assert to_png(samples.report(subject="Bản đã sửa"), ppi=20) != first
