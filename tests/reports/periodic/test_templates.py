import io

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.reports.periodic.conftest import CUT_OFF, of
from truongan.documents.actions import CannotUse
from truongan.documents.models import PaperTemplate
from truongan.documents.word_templates import MAX_BYTES
from truongan.reports.actions import start_submission, upload_report_template
from truongan.reports.periodic.files import file_of
from truongan.reports.periodic.starter import starter
from truongan.reports.periodic.templates import FIELDS, PLACEHOLDERS, SAMPLE, check


def saying(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def upload(cast, content, *, actor=None, organization=None):
    return upload_report_template(
        actor=actor or cast.truong_phong_xa, name="Mẫu phường", organization=organization or cast.commune_committee,
        content=content, file_name="mau.docx", now=CUT_OFF,
    )  # fmt: skip


def test_the_starter_passes_its_own_check():
    assert check(starter()) == []


def test_every_documented_place_can_be_filled():
    lists = ("noi_nhan", "chi_tieu", "don_vi", "nop")
    plain = [f"{{{{ {name} }}}}" for name in PLACEHOLDERS if name not in lists]
    loops = [f"{{% for x in chi_tieu %}}{{{{ x{name} }}}}{{% endfor %}}" for name in FIELDS]
    assert check(saying(*plain, *loops)) == []
    assert set(SAMPLE) == set(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ ket_qa }}", "“ket_qa”"),
        ("{% for ct in chi_tieu %}{{ ct.tenn }}{% endfor %}", "“.tenn”"),
        ("{{ ket_qua", "hỏng"),
        ("{{ ket_qua.__class__ }}", "“.__class__”"),
        ("{% set x = 1 %}", "Không được dùng"),
    ],
)
def test_a_broken_place_is_named(line, said):
    [problem] = check(saying(line))
    assert said in problem


def test_what_is_no_word_file_is_said():
    assert check(b"khong phai zip") == ["Đây không phải tệp Word (.docx)"]


def test_a_template_takes_the_place_of_the_built_in_word_file(cast, cycle):
    upload(
        cast,
        saying(
            "MẪU PHƯỜNG {{ ky }}: {{ ket_qua }}", "{% for ct in chi_tieu %}{{ ct.ten }}={{ ct.cuoi_ky }};{% endfor %}"
        ),
    )
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=CUT_OFF)
    said = [
        each.text for each in docx.Document(io.BytesIO(file_of(of(cycle, cast.commune_committee), "docx"))).paragraphs
    ]
    assert said[0].startswith("MẪU PHƯỜNG Quý III/2026: Đến ngày 14/09/2026")
    assert "Điểm mô hình=2;" in said[1]
    assert file_of(of(cycle, cast.commune_committee), "pdf").startswith(b"%PDF")


def test_text_of_a_report_is_never_read_as_template(cast, cycle):
    from truongan.reports.models import Submission

    upload(cast, saying("{{ co_quan }}"))
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=CUT_OFF)
    Submission.objects.filter(organization=cast.commune_committee).update(issuer_name="<b> & {{ 7*7 }} {% x %}")
    said = docx.Document(io.BytesIO(file_of(of(cycle, cast.commune_committee), "docx"))).paragraphs[0].text
    assert said == "<B> & {{ 7*7 }} {% X %}"


def test_who_may_put_one_in_use(cast, cycle):
    with pytest.raises(PermissionDenied):
        upload(cast, starter(), actor=cast.giao_vien, organization=cast.school)
    with pytest.raises(CannotUse, match="ket_qa"):
        upload(cast, saying("{{ ket_qa }}"))
    assert not PaperTemplate.objects.exists()


def test_the_page_names_the_broken_place_and_keeps_nothing(cast, as_):
    client = as_("truong_phong_xa")
    file = SimpleUploadedFile("mau.docx", saying("{{ ket_qa }}"))
    answer = client.post(
        reverse("reports:template"),
        {"name": "Mẫu", "organization": cast.commune_committee.pk, "file": file, "viec": "dung"},
    )
    assert answer.status_code == 422
    assert "ket_qa" in answer.content.decode()
    assert not PaperTemplate.objects.exists()


def test_a_file_too_large_for_a_template_is_not_even_read(cast, as_):
    file = SimpleUploadedFile("mau.docx", b"x" * (MAX_BYTES + 1))
    answer = as_("truong_phong_xa").post(
        reverse("reports:template"), {"name": "Mẫu", "organization": cast.commune_committee.pk, "file": file}
    )
    assert answer.status_code == 422
    assert "Tệp lớn hơn 2 MB." in answer.text


def test_a_good_file_is_put_in_use_on_the_page_and_taken_out_again(cast, as_):
    client = as_("truong_phong_xa")
    fields = {"name": "Mẫu", "organization": cast.commune_committee.pk}
    checked = client.post(
        reverse("reports:template"), fields | {"file": SimpleUploadedFile("m.docx", starter()), "viec": "kiem-tra"}
    )
    assert "Tệp dùng được" in checked.content.decode()
    client.post(
        reverse("reports:template"), fields | {"file": SimpleUploadedFile("m.docx", starter()), "viec": "dung"}
    )
    template = PaperTemplate.objects.get()
    assert template.is_open
    client.post(reverse("reports:template_restore", args=[template.pk]))
    template.refresh_from_db()
    assert not template.is_open
