"""A công văn and a kế hoạch in the layout of Decree 30/2020/NĐ-CP, Appendix I, as their files really are."""

import io
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.directives.conftest import NOW
from truongan.directives.actions import Task, draft_directive, edit_directive
from truongan.directives.composing import blocks_of, compose
from truongan.documents.layout import Bullet, Heading, Paragraph
from truongan.documents.pdf import to_pdf
from truongan.documents.word import to_docx

pytestmark = pytest.mark.django_db


def in_word(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    paragraphs = ("".join(each.itertext(qn("w:t"))) for each in body.iter(qn("w:p")))
    return " ".join(" ".join(paragraphs).split())


def in_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


@pytest.fixture
def letter(office):
    draft = office.to(office.draft(subject="đẩy mạnh phong trào"), "school:THCS", "committee:commune")
    return office.issue(office.asks(draft, Task("Lập kế hoạch", date(2026, 12, 15), "Kế hoạch đã ký")))


@pytest.mark.parametrize(("extension", "read"), [("docx", in_word), ("pdf", in_pdf)])
def test_a_letter_has_its_subject_under_the_number_and_no_type_name(letter, extension, read):
    said = read(bytes(letter.files.get(name__endswith=extension).content))
    assert "Số: 01/CAT" in said and "V/v đẩy mạnh phong trào" in said and "CÔNG VĂN" not in said
    assert "Bắc Giang, ngày 22 tháng 11 năm 2026" in said
    assert "Kính gửi: - Ban Chỉ đạo phường Nếnh; - Các trường THCS." in said
    assert "mô hình tự quản./." in said and "GIÁM ĐỐC" in said and "Nơi nhận: - Như trên; - Lưu: VT." in said
    assert "(Kèm theo Công văn số 01/CAT ngày 22 tháng 11 năm 2026)" in said
    assert "Lập kế hoạch" in said and "15/12/2026" in said


@pytest.mark.parametrize(("extension", "read"), [("docx", in_word), ("pdf", in_pdf)])
def test_a_plan_has_its_type_name_above_the_subject(office, extension, read):
    plan = office.issue(office.to(office.draft("KH", subject="Xây dựng mô hình"), "school:THCS"))
    said = read(bytes(plan.files.get(name__endswith=extension).content))
    assert "KẾ HOẠCH Xây dựng mô hình" in said and "V/v" not in said and "Phụ lục" not in said
    assert "Kính gửi" not in said
    assert "Nơi nhận: - Các trường THCS; - Lưu: VT." in said


@pytest.mark.parametrize(("kind", "name"), [("CV", "addressed_to"), ("KH", "recipients_text")])
def test_the_paper_names_who_the_rule_means_until_somebody_words_it_otherwise(office, kind, name):
    draft = office.to(office.to(office.draft(kind), "school:THCS"), "school:THPT")
    assert "THPT" in getattr(draft, name) and "THCS" not in getattr(draft, name)
    worded = edit_directive(
        actor=office.actor, directive=draft, fields={name: "Như đã bàn"}, seen_at=draft.updated_at, now=office.now
    )
    assert getattr(office.to(worded, "school:THCS"), name) == "Như đã bàn"


def test_the_same_document_gives_the_same_bytes(letter):
    tasks = list(letter.assignments.order_by("position"))
    for kept, write in (("docx", to_docx), ("pdf", to_pdf)):
        assert bytes(letter.files.get(name__endswith=kept).content) == write(compose(letter, tasks))


def test_an_implementing_plan_names_what_it_implements(office, cast):
    above = office.issue(office.to(office.signed(), "committee:commune"))
    plan = draft_directive(
        actor=cast.truong_phong_xa, issuer=cast.commune_committee, kind="KH", subject="Thực hiện", implements=above,
        now=NOW,
    )  # fmt: skip
    assert plan.grounds == "Thực hiện Công văn 1646/BCĐ ngày 29 tháng 7 năm 2021 của Công an tỉnh"
    assert plan.signer_title.startswith("Ban Chỉ đạo\n") and plan.authority == "TM." and plan.created_at == NOW
    assert plan.issued_on is None
    plan.subject = "tăng cường tuyên truyền"
    assert compose(plan, ()).subject == "Tăng cường tuyên truyền"


def test_lines_become_headings_points_and_paragraphs():
    text = "I. Mục đích\n1. Tuyên truyền\n1. Các trường làm tốt công tác tuyên truyền.\na) Hình thức\n- Loa;\nĐoạn văn"
    assert blocks_of(text) == (
        Heading(1, "I. Mục đích"), Heading(2, "1. Tuyên truyền"),
        Paragraph("1. Các trường làm tốt công tác tuyên truyền."), Heading(3, "a) Hình thức"), Bullet("Loa;"),
        Paragraph("Đoạn văn"),
    )  # fmt: skip
