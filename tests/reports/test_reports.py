import hashlib
import io
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import make_event, make_person, make_scheme, make_team
from truongan.audit.models import Entry
from truongan.figures.sealing import changes_since
from truongan.kernel.numbers import vn_over
from truongan.movement.ledger import refresh
from truongan.reports import narrative
from truongan.reports.actions import CannotReport, discard_draft, draft_report, edit_report, seal_report
from truongan.reports.models import ResultReport
from truongan.reports.statements import question_of
from truongan.territory.geography import unit_by_code

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)


@pytest.fixture
def register(cast):
    for school in (cast.school, cast.neighbour_school, cast.other_school):
        make_team(
            scheme=make_scheme(organization=school, on=date(2026, 1, 5)), members=[make_person(organization=school), 7]
        )


@pytest.fixture
def draft(cast, register) -> ResultReport:
    report = draft_report(
        actor=cast.can_bo_tinh, issuer=cast.province_police, unit=unit_by_code("24", DAY), on=DAY, now=NOW
    )
    ResultReport.objects.filter(pk=report.pk).update(signer_title="Giám đốc", signer_name="Hoàng Văn Thử")
    report.refresh_from_db()
    return report


def words(content: bytes) -> str:
    return " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def test_a_draft_says_the_figures_of_the_register(draft, as_):
    content = as_("can_bo_tinh").get(reverse("reports:download", args=[draft.pk, "docx"])).content

    assert "3 điểm mô hình" in words(content)
    assert "24 lượt thành viên" in words(content)


def test_a_sealed_report_does_not_move_when_the_register_does(draft, cast, as_):
    sealed = seal_report(actor=cast.can_bo_tinh, report=draft, now=NOW)
    address = reverse("reports:download", args=[sealed.pk, "pdf"])
    client = as_("can_bo_tinh")
    before = client.get(address).content

    make_event(cast.school.schemes.get(), "removed", date(2026, 11, 1))

    after = client.get(address).content
    assert hashlib.sha256(before).digest() == hashlib.sha256(after).digest()
    page = client.get(reverse("reports:detail", args=[sealed.pk])).content.decode()
    assert "đã chốt 3, sổ nay 2" in page
    assert "Trường THCS Ánh Dương" in page


def test_the_same_draft_gives_the_same_bytes(draft, as_):
    client = as_("can_bo_tinh")
    for extension in ("docx", "pdf"):
        address = reverse("reports:download", args=[draft.pk, extension])
        assert client.get(address).content == client.get(address).content


def test_numbers_follow_without_gaps_and_a_refused_seal_takes_none(draft, cast):
    other = draft_report(actor=cast.can_bo_tinh, issuer=cast.province_police, unit=draft.unit, on=DAY, now=NOW)
    with pytest.raises(CannotReport):
        seal_report(actor=cast.can_bo_tinh, report=other, now=NOW)  # no signer

    first = seal_report(actor=cast.can_bo_tinh, report=draft, now=NOW)
    ResultReport.objects.filter(pk=other.pk).update(signer_title="Giám đốc", signer_name="Ai đó")
    second = seal_report(actor=cast.can_bo_tinh, report=other, now=NOW)

    assert (first.number, second.number) == (1, 2)
    assert Entry.objects.about(first).filter(verb="reports.report.sealed").exists()


def test_a_report_bears_no_day_to_come(draft, cast):
    ResultReport.objects.filter(pk=draft.pk).update(issued_on=NOW.date() + timedelta(days=40))
    with pytest.raises(CannotReport, match="chưa đến"):
        seal_report(actor=cast.can_bo_tinh, report=draft, now=NOW)


def test_a_sealed_report_cannot_be_edited_sealed_again_or_discarded(draft, cast):
    sealed = seal_report(actor=cast.can_bo_tinh, report=draft, now=NOW)
    for attempt in (
        lambda: seal_report(actor=cast.can_bo_tinh, report=sealed, now=NOW),
        lambda: discard_draft(actor=cast.can_bo_tinh, report=sealed, now=NOW),
        lambda: edit_report(actor=cast.can_bo_tinh, report=sealed, fields={}, seen_at=sealed.updated_at, now=NOW),
    ):
        with pytest.raises(CannotReport):
            attempt()


def test_two_writers_do_not_overwrite_each_other(draft, cast):
    seen = draft.updated_at
    edit_report(actor=cast.can_bo_tinh, report=draft, fields={"work": "Một"}, seen_at=seen, now=datetime.now(UTC))
    with pytest.raises(CannotReport):
        edit_report(actor=cast.can_bo_tinh, report=draft, fields={"work": "Hai"}, seen_at=seen, now=datetime.now(UTC))
    draft.refresh_from_db()
    assert draft.work == "Một"


def test_what_another_wrote_meanwhile_is_not_sealed_unseen(draft, as_):
    client, address = as_("can_bo_tinh"), reverse("reports:seal", args=[draft.pk])
    stale = {"seen_at": draft.updated_at.isoformat()}
    ResultReport.objects.filter(pk=draft.pk).update(
        results="Lời khác", updated_at=draft.updated_at + timedelta(hours=1)
    )
    assert "Người khác vừa sửa" in client.post(address, stale, follow=True).text
    shown = client.get(draft.get_absolute_url()).text
    client.post(address, {"seen_at": unescape(re.search(r'name="seen_at" value="([^"]+)"', shown)[1])})
    draft.refresh_from_db()
    assert draft.is_sealed


def test_editing_in_the_browser_keeps_to_the_microsecond(draft, as_):
    client = as_("can_bo_tinh")
    address = reverse("reports:edit", args=[draft.pk])
    fields = {name: value for name, value in client.get(address).context["form"].initial.items() if value is not None}

    answer = client.post(address, fields | {"work": "Lời mới"})

    assert answer.status_code == 303
    draft.refresh_from_db()
    assert draft.work == "Lời mới"


def test_a_figure_that_does_not_exist_is_named(draft, as_):
    client = as_("can_bo_tinh")
    address = reverse("reports:edit", args=[draft.pk])
    fields = {name: value for name, value in client.get(address).context["form"].initial.items() if value is not None}
    answer = client.post(address, fields | {"results": "Có {schemes.cuont} điểm"})
    assert answer.status_code == 422
    assert "schemes.cuont" in answer.content.decode()


@pytest.mark.parametrize("who", ("so_gd", "cong_an_xa", "hieu_truong"))
def test_others_do_not_see_a_draft(draft, as_, who):
    assert as_(who).get(reverse("reports:detail", args=[draft.pk])).status_code == 404


def test_only_the_issuers_own_people_draft(cast, register):
    with pytest.raises(PermissionDenied):
        draft_report(actor=cast.cong_an_xa, issuer=cast.province_police, unit=None, on=DAY, now=NOW)


def test_a_school_reports_itself_alone(cast, register):
    report = draft_report(actor=cast.hieu_truong, issuer=cast.school, unit=unit_by_code("07795", DAY), on=DAY, now=NOW)
    from truongan.reports.statements import live_figures, question_of

    assert live_figures(question_of(report)).total["schemes.count"] == 1


def test_the_whole_way_in_the_browser(cast, register, as_):
    client = as_("can_bo_tinh")
    answer = client.post(
        reverse("reports:new"), {"issuer": cast.province_police.pk, "don_vi": "24", "ngay": "2026-11-01"}
    )
    report = ResultReport.objects.get()
    assert answer.status_code == 302
    assert client.get(reverse("reports:detail", args=[report.pk])).status_code == 200
    assert client.get(reverse("reports:preview_page", args=[report.pk, 1])).content[:4] == b"\x89PNG"
    assert client.get(reverse("reports:preview_page", args=[report.pk, 99])).status_code == 404
    assert "Còn thiếu" in client.post(reverse("reports:seal", args=[report.pk]), follow=True).content.decode()
    assert client.post(reverse("reports:discard", args=[report.pk]), follow=True).status_code == 200
    assert not ResultReport.objects.exists()


def test_who_leaves_the_unit_open_does_not_get_the_whole_country(cast, register, as_):
    client, address = as_("cong_an_xa"), reverse("reports:new")
    answer = client.post(address, {"issuer": cast.commune_police.pk, "don_vi": "", "ngay": "2026-11-01"})
    assert answer.status_code == 422 and "Chọn địa bàn" in answer.content.decode()
    assert not ResultReport.objects.exists()

    own = as_("giao_vien").post(address, {"issuer": cast.school.pk, "don_vi": "", "ngay": "2026-11-01"})
    assert own.status_code == 302 and ResultReport.objects.get().issuer == cast.school


def test_the_pdf_is_a4_with_its_fonts(draft, as_):
    reader = PdfReader(io.BytesIO(as_("can_bo_tinh").get(reverse("reports:download", args=[draft.pk, "pdf"])).content))
    width, height = (round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{teams.memberships} lượt", "5.398 lượt"),
        ("{teams.memberships|trên} lượt", "trên 5.000 lượt"),
        ("{schools.covered|n/N} trường", "281/750 trường"),
        ("{teams.memberships|n/N} lượt", "5.398 lượt"),
        ("{groups.count} nhóm", "… nhóm"),
    ],
)
def test_a_figure_is_said_as_the_text_asks(text, said):
    assert narrative.fill(text, {"teams.memberships": 5398, "schools.covered": 281, "schools.covered.of": 750}) == said


def test_an_unknown_way_of_saying_a_figure_is_refused():
    with pytest.raises(narrative.UnknownFigure, match="trên, n/N"):
        narrative.check_text("{schemes.count|khoảng}")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0"), (9, "9"), (10, "10"), (12, "trên 10"), (322, "trên 300"), (5000, "5.000"), (5398, "trên 5.000")],
)
def test_over_rounds_down_and_never_up(number, said):
    assert vn_over(number) == said


def test_what_another_school_changed_is_no_change_of_a_schools_report(cast, register):
    report = draft_report(actor=cast.hieu_truong, issuer=cast.school, unit=None, on=DAY, now=NOW)
    ResultReport.objects.filter(pk=report.pk).update(signer_title="Hiệu trưởng", signer_name="Lê Thu Hà", place="Nếnh")
    sealed = seal_report(actor=cast.hieu_truong, report=report, now=NOW)
    make_scheme(organization=cast.other_school, on=date(2026, 1, 6), name="Điểm ghi muộn")
    refresh([cast.other_school.pk])

    asked = question_of(sealed).organization_ids
    assert changes_since(sealed.seal, asked) == []
    make_scheme(organization=cast.school, on=date(2026, 1, 6), name="Điểm ghi muộn")
    refresh([cast.school.pk])
    assert {each.figure.code for each in changes_since(sealed.seal, asked)} >= {"schemes.count", "schemes.built"}
