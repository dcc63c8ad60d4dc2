"""An administrator's own Word file for plans."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_person
from tests.plans.making import DRUGS, GATE, begun
from truongan.documents.models import PaperTemplate
from truongan.plans.queries.documents import content_of
from truongan.plans.word_templates import (
    FIELDS,
    KNOWN,
    PAPER,
    PLACEHOLDERS,
    SAMPLE,
    check,
    placeholder_values,
    starter,
)


def word(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def send(browser, content: bytes, *, work: str = "dung", organization=None):
    file = SimpleUploadedFile("mau.docx", content)
    chosen = {"organization": organization.pk} if organization else {}
    return browser.post(reverse("plans:template"), {"name": "Mẫu", "file": file, "viec": work, **chosen})


def test_the_one_to_begin_with_is_accepted_and_holds_every_place():
    assert check(starter()) == []
    said = words(starter())
    assert {name for name in PLACEHOLDERS if name not in said} == {"nam_hoc"}
    assert {name for name in FIELDS if f"bp{name}" not in said} == set()


def test_every_place_is_filled_and_every_value_has_a_place(cast):
    content = content_of(begun(cast))
    assert placeholder_values(content).keys() == PLACEHOLDERS.keys() == SAMPLE.keys()
    assert {f".{name}" for name in placeholder_values(content)["bien_phap"][0]} | PLACEHOLDERS.keys() == set(KNOWN)


def test_the_schools_own_file_takes_the_place_of_the_built_in_layout(cast, as_):
    person = make_person(organization=cast.school, name="Vũ Thị Hạnh")
    plan = begun(cast, measures=[replace(GATE, person=person, ends_on=date(2027, 5, 31)), DRUGS])
    own = word("MẪU RIÊNG {{ don_vi }} {{ so_hieu }}", "{%p for bp in bien_phap %}", "{{ bp.stt }}. {{ bp.loi }} ({{ bp.thuc_hien }}; {{ bp.thoi_gian }})", "{%p endfor %}")  # fmt: skip
    assert send(as_("hieu_truong"), own, organization=cast.school).status_code == 303
    address = reverse("plans:download", args=[plan.pk, "docx"])

    said = words(as_("giao_vien").get(address).content)

    assert "MẪU RIÊNG TRƯỜNG THCS ÁNH DƯƠNG" in said
    assert "1. Giữ trật tự cổng trường (Vũ Thị Hạnh; đến 31/05/2027)" in said
    assert as_("giao_vien").get(reverse("plans:download", args=[plan.pk, "pdf"])).content.startswith(b"%PDF")

    found = PaperTemplate.objects.get(paper=PAPER)
    assert as_("hieu_truong").post(reverse("plans:template_restore", args=[found.pk])).status_code == 303
    assert "MẪU RIÊNG" not in words(as_("giao_vien").get(address).content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (word("{{ khong_co }}"), "khong_co"),
        (word("{{ ve_viec"), "hỏng"),
        (word("{%p for dong in can_cu %}"), "hỏng"),
        (word("{{ bp.luong }}"), "luong"),
        (b"khong phai word", "không phải tệp Word"),
    ],
)
def test_a_broken_file_is_refused_by_its_places(cast, as_, content, reason):
    answer = send(as_("hieu_truong"), content, organization=cast.school)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not PaperTemplate.objects.exists()


def test_a_file_is_only_checked_when_that_is_asked(cast, as_):
    answer = send(as_("hieu_truong"), starter(), work="kiem-tra", organization=cast.school)
    assert (answer.status_code, PaperTemplate.objects.count()) == (200, 0)
    assert "Tệp dùng được" in answer.content.decode()


def test_another_organizations_choice_is_not_offered(cast, as_):
    assert send(as_("hieu_truong"), starter(), organization=cast.other_school).status_code == 422
    assert send(as_("hieu_truong"), starter()).status_code == 422  # everybody's: for the installation's administrator
