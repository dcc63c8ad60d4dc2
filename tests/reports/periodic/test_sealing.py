import hashlib
import io
from datetime import date, timedelta

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.factories import make_event, make_organization, make_scheme, make_user, unit
from tests.reports.periodic.conftest import CUT_OFF, UNTIL, hand_in, of, open_quarter
from truongan.reports.actions import (
    CannotReport,
    accept_submission,
    complete_frame,
    declare_addendum,
    seal_submission,
    start_submission,
    submit,
)
from truongan.reports.models import Submission, SubmissionFile
from truongan.reports.periodic.comparison import change_in_words, comparison_of
from truongan.reports.periodic.files import file_of
from truongan.reports.periodic.statements import question_of
from truongan.reports.queries.boards import to_seal

LATER = CUT_OFF + timedelta(hours=5)
SIGNER = {"signer_title": "Hiệu trưởng", "signer_name": "Lê Thu Hà"}


@pytest.fixture
def accepted(cast, cycle) -> Submission:
    sent = hand_in(cycle, cast.school, cast.hieu_truong, difficulties="Thiếu kinh phí", **SIGNER)
    return accept_submission(actor=cast.truong_phong_xa, submission=sent, now=LATER)


@pytest.fixture
def sealed(cast, accepted) -> Submission:
    return seal_submission(actor=cast.hieu_truong, submission=accepted, now=LATER)


@pytest.fixture
def whole(cast, cycle, accepted) -> Submission:
    """The commune's report, handed in without the second school."""
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=LATER)
    return submit(
        actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), without_reason="Trường bị ngập",
        now=LATER,
    )  # fmt: skip


def kept(submission, extension) -> bytes:
    return bytes(submission.files.get(addendum=None, format=extension).content)


def words(content: bytes) -> str:
    """Paragraphs and cells of a Word file."""
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def pdf_words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_a_report_bears_no_day_to_come(cast, accepted):
    Submission.objects.filter(pk=accepted.pk).update(issued_on=date(2027, 1, 4))
    with pytest.raises(CannotReport, match="chưa đến"):
        seal_submission(actor=cast.hieu_truong, submission=accepted, now=LATER)


def test_sealing_takes_the_units_own_number_and_keeps_three_files(cast, sealed):
    assert (sealed.status, sealed.number, sealed.issued_on) == ("sealed", 1, date(2026, 9, 15))
    assert set(sealed.files.values_list("format", flat=True)) == {"docx", "pdf", "xlsx"}
    for file in sealed.files.all():
        assert hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256


def test_what_is_not_accepted_or_lacks_a_signer_is_not_sealed_and_takes_no_number(cast, cycle):
    sent = hand_in(cycle, cast.school, cast.hieu_truong, signer_name="")
    with pytest.raises(CannotReport, match="đã được duyệt"):
        seal_submission(actor=cast.hieu_truong, submission=sent, now=LATER)
    accepted = accept_submission(actor=cast.truong_phong_xa, submission=sent, now=LATER)
    with pytest.raises(CannotReport, match="người ký"):
        seal_submission(actor=cast.hieu_truong, submission=accepted, now=LATER)
    framed = complete_frame(
        actor=cast.giao_vien, submission=accepted, fields=SIGNER, seen_at=accepted.updated_at, now=LATER
    )
    assert seal_submission(actor=cast.hieu_truong, submission=framed, now=LATER).number == 1


def test_only_leaders_seal(cast, accepted):
    for who in (cast.giao_vien, cast.truong_phong_xa, cast.can_bo_tinh):
        with pytest.raises(PermissionDenied):
            seal_submission(actor=who, submission=accepted, now=LATER)


def test_the_database_keeps_number_and_seal_together(sealed):
    with pytest.raises(IntegrityError, match="submission_sealed_iff_it_has_a_number"), transaction.atomic():
        Submission.objects.filter(pk=sealed.pk).update(number=None)


def test_the_files_of_a_sealed_report_stay_byte_for_byte(cast, sealed, as_):
    from django.urls import reverse

    client = as_("hieu_truong")
    addresses = [reverse("reports:submission_download", args=[sealed.pk, name]) for name in ("docx", "pdf", "xlsx")]
    before = [client.get(address).content for address in addresses]
    make_event(cast.school.schemes.get(), "removed", date(2026, 9, 1))
    cast.school.name = "Tên khác"
    cast.school.save()
    assert [client.get(address).content for address in addresses] == before
    page = client.get(sealed.get_absolute_url()).content.decode()
    assert "Điểm mô hình: 1 → 0" in page


def test_a_correction_is_a_paper_of_its_own_and_leaves_the_report_as_it_is(cast, sealed):
    before = kept(sealed, "pdf")
    make_scheme(organization=cast.school, name="Sót", on=date(2026, 9, 1))
    with pytest.raises(PermissionDenied):
        declare_addendum(actor=cast.giao_vien, submission=sealed, reason="Sót một điểm", now=LATER)
    addendum = declare_addendum(actor=cast.hieu_truong, submission=sealed, reason="Sót một điểm mô hình", now=LATER)
    assert (addendum.number, addendum.ordinal, addendum.issued_on) == (2, 1, date(2026, 9, 15))
    assert {"code": "schemes.count", "label": "Điểm mô hình", "was": 1, "now": 2} in addendum.changes
    assert kept(sealed, "pdf") == before
    said = words(bytes(addendum.files.get(format="docx").content))
    assert "01/BC" in said
    assert "Sót một điểm mô hình" in said
    assert SubmissionFile.objects.filter(addendum=addendum).count() == 2


def test_an_unsealed_report_is_not_corrected_but_edited(cast, accepted, as_):
    with pytest.raises(CannotReport, match="đã chốt"):
        declare_addendum(actor=cast.hieu_truong, submission=accepted, reason="Sai", now=LATER)
    answer = as_("hieu_truong").get(reverse("reports:submission_correct", args=[accepted.pk]), follow=True)
    assert answer.redirect_chain == [(accepted.get_absolute_url(), 302)]
    assert "báo cáo chưa chốt thì sửa thẳng" in answer.content.decode()


def test_word_and_pdf_say_the_same_and_name_who_is_missing(cast, whole):
    for said in (words(file_of(whole, "docx")), pdf_words(file_of(whole, "pdf"))):
        assert "tổng hợp từ 1/2 đơn vị trực thuộc" in said
        assert cast.neighbour_school.name in said
        assert "Trường bị ngập" in said
        assert "Quý III/2026" in said or "quý III/2026" in said
        assert "Thiếu kinh phí" in said


def test_the_annex_has_a_line_for_each_school_and_a_total(cast, whole):
    document = docx.Document(io.BytesIO(file_of(whole, "docx")))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert next(row[2:] for row in rows if row[1:2] == [cast.school.name]) == ["1", "1", "1", "0", "1", "8", "0", "0"]
    assert next(row[2:] for row in rows if row[1:2] == ["Tổng cộng"]) == ["2", "2", "2", "0", "1", "8", "0", "0"]


def test_equal_figures_give_equal_bytes(whole):
    for extension in ("docx", "pdf", "xlsx"):
        assert file_of(whole, extension) == file_of(whole, extension), extension


def test_the_workbook_has_numbers_as_numbers_and_no_text_that_runs(cast, cycle):
    cast.school.name = "=HYPERLINK(1)"
    cast.school.save()
    sent = hand_in(cycle, cast.school, cast.hieu_truong, difficulties="=1+1", **SIGNER)
    accept_submission(actor=cast.truong_phong_xa, submission=sent, now=LATER)
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=LATER)
    book = load_workbook(io.BytesIO(file_of(of(cycle, cast.commune_committee), "xlsx")))
    assert book.sheetnames == [
        "Tổng hợp", "Theo đơn vị", "Theo cấp học", "Theo mô hình", "Từng trường", "Tình hình nộp", "Lời báo cáo",
    ]  # fmt: skip
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    [line] = [row for row in book["Tổng hợp"].iter_rows(values_only=True) if row[0] == "Điểm mô hình"]
    assert line[2:6] == (1, 1, 0, 2)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (112, 100, "tăng 12 (12,0%)"),
        (99, 100, "giảm 1 (1,0%)"),
        (5, 5, "không đổi"),
        (0, 0, "không đổi"),
        (5, 0, "tăng 5 (trước đó chưa có)"),
        (0, 3, "giảm 3 (100,0%)"),
        (1003, 1000, "tăng 3 (0,3%)"),
        (6398, 5398, "tăng 1.000 (18,5%)"),
        (3, None, "không có số để so"),
    ],
)
def test_change_in_words(now, then, said):
    assert change_in_words(now, then) == said


def test_it_is_compared_with_what_was_reported_then_else_with_the_register(cast, routes, register):
    before = open_quarter(cast, since=date(2026, 3, 15), until=date(2026, 6, 14), name="Quý II/2026")
    hand_in(before, cast.school, cast.hieu_truong)
    make_scheme(organization=cast.school, name="Ghi sau", on=date(2026, 4, 1))  # entered after the report was in
    now = of(open_quarter(cast), cast.school)
    found = comparison_of(now, question_of(now))
    assert (found.previous.source, found.previous.values["schemes.count"]) == ("reported", 1)
    assert (found.last_year.source, found.last_year.values["schemes.count"]) == ("counted", 0)
    assert (found.last_year.since, found.last_year.until) == (date(2025, 6, 15), date(2025, 9, 14))


def test_before_the_register_there_is_nothing_to_compare_with(cast, routes):
    first = open_quarter(cast, since=date(2020, 12, 15), until=date(2021, 3, 14), name="Quý I/2021")
    submission = of(first, cast.school)
    found = comparison_of(submission, question_of(submission))
    assert (found.previous, found.last_year) == (None, None)


def printed(tmp_path, cycle, unit, name="bao-cao.docx"):
    out = tmp_path / name
    call_command("report", "periodic", cycle=cycle, unit=unit, out=out)
    return out.read_bytes()


def test_the_command_writes_by_code_of_the_unit_or_of_the_organization(cast, cycle, whole, tmp_path):
    assert printed(tmp_path, cycle.pk, "07795") == printed(tmp_path, cycle.pk, cast.commune_committee.code)
    assert printed(tmp_path, cycle.pk, "24", "a.pdf").startswith(b"%PDF")
    assert printed(tmp_path, cycle.pk, cast.school.code, "a.xlsx").startswith(b"PK")


def test_the_command_gives_the_kept_file_of_a_sealed_report(cast, cycle, sealed, tmp_path):
    assert printed(tmp_path, cycle.pk, cast.school.code, "a.pdf") == kept(sealed, "pdf")


@pytest.mark.parametrize(
    ("number", "unit", "name", "why"),
    [(0, "07795", "a.odt", "đuôi"), (9999, "07795", "a.pdf", "kỳ báo cáo số 9999"), (0, "99999", "a.pdf", "99999")],
)
def test_the_command_says_why_it_cannot(cycle, tmp_path, number, unit, name, why):
    with pytest.raises(CommandError, match=why) as refused:
        printed(tmp_path, number or cycle.pk, unit, name)
    assert refused.value.returncode == 2


def test_until_is_the_day_of_the_figures_in_the_seal(whole):
    assert (whole.seal.on, whole.seal.rows_sha256 != "") == (UNTIL, True)


def test_the_committee_of_the_unit_seals_for_an_office_nobody_leads(cast, routes, register):
    office = make_organization(
        place=unit("07795", UNTIL), sector="education", level="commune", reports_to=cast.province_police
    )
    cycle = open_quarter(cast)
    sent = hand_in(cycle, office, cast.truong_phong_xa, signer_title="Trưởng phòng", signer_name="Đỗ Thị Hoa")
    accepted = accept_submission(actor=cast.can_bo_tinh, submission=sent, now=LATER)
    for who in (cast.can_bo_tinh, cast.cong_an_xa, cast.hieu_truong, cast.hieu_truong_khac):
        with pytest.raises(PermissionDenied):
            seal_submission(actor=who, submission=accepted, now=LATER)
    assert list(to_seal(cast.truong_phong_xa, UNTIL)) == [accepted]
    leader = make_user("truong-phong", office, "leader")
    with pytest.raises(PermissionDenied):
        seal_submission(actor=cast.truong_phong_xa, submission=accepted, now=LATER)
    leader.is_active = False
    leader.save(update_fields=["is_active"])
    sealed = seal_submission(actor=cast.truong_phong_xa, submission=accepted, now=LATER)
    assert (sealed.number, sealed.organization) == (1, office)
