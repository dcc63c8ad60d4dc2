import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_organization, make_school, unit
from tests.reports.periodic.conftest import CUT_OFF, UNTIL, hand_in, of, open_quarter
from truongan.reports.actions import accept_submission, return_submission, start_submission, submit
from truongan.reports.models import ReportCycle, Submission


@pytest.fixture
def today(monkeypatch):
    """The workspace on the schools' deadline."""
    for module in ("truongan.reports.views.cycles", "truongan.reports.views.submissions"):
        monkeypatch.setattr(f"{module}.today_vn", lambda: CUT_OFF.date())
        monkeypatch.setattr(f"{module}.now", lambda: CUT_OFF)


def page(client, address, **query) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def fields_of(client, address) -> dict:
    form = client.get(address).context["form"]
    return {name: value for name, value in form.initial.items() if value is not None}


def test_the_whole_way_in_the_browser(cast, cycle, as_, today):
    school, commune, province = as_("hieu_truong"), as_("truong_phong_xa"), as_("can_bo_tinh")
    mine = of(cycle, cast.school)
    assert "Bạn cần nộp" in page(school, reverse("reports:cycle_list"))

    school.post(reverse("reports:submission_start", args=[mine.pk]))
    edit = reverse("reports:submission_edit", args=[mine.pk])
    assert school.post(edit, fields_of(school, edit) | {"difficulties": "Thiếu kinh phí"}).status_code == 303
    assert "Đang lập" in page(school, mine.get_absolute_url())
    school.post(reverse("reports:submission_submit", args=[mine.pk]))
    assert of(cycle, cast.school).status == "submitted"

    assert "Chờ bạn duyệt" in page(commune, reverse("reports:cycle_list"))
    commune.post(reverse("reports:submission_return", args=[mine.pk]), {"ly_do": "Thiếu số tổ"})
    assert "Thiếu số tổ" in page(school, mine.get_absolute_url())
    school.post(reverse("reports:submission_submit", args=[mine.pk]))
    commune.post(reverse("reports:submission_accept", args=[mine.pk]))

    above = of(cycle, cast.commune_committee)
    commune.post(reverse("reports:submission_start", args=[above.pk]))
    refused = commune.post(reverse("reports:submission_submit", args=[above.pk]), follow=True).content.decode()
    assert "Mới có 1/2 đơn vị được duyệt" in refused
    commune.post(reverse("reports:submission_submit", args=[above.pk]), {"ly_do": "Trường bị ngập"})
    province.post(reverse("reports:submission_accept", args=[above.pk]))
    board = page(province, cycle.get_absolute_url())
    assert "1/2 đã duyệt" in board
    assert of(cycle, cast.commune_committee).status == "accepted"


def test_what_another_changed_meanwhile_is_not_handed_in_accepted_or_sealed_unseen(cast, cycle, as_, today):
    mine = start_submission(actor=cast.hieu_truong, submission=of(cycle, cast.school), now=CUT_OFF)
    frame = {"signer_title": "Hiệu trưởng", "signer_name": "Lê Thu Hà", "place": "Nếnh", "issuer_name": "Trường"}
    steps = (("hieu_truong", "submit", "submitted"), ("truong_phong_xa", "accept", "accepted"),
             ("hieu_truong", "seal", "sealed"))  # fmt: skip
    for who, step, status in steps:
        client, before = as_(who), of(cycle, cast.school).status
        pressed = {"seen_at": _seen_at(page(client, mine.get_absolute_url()))}
        Submission.objects.filter(pk=mine.pk).update(updated_at=F("updated_at") + timedelta(seconds=1), **frame)
        address = reverse(f"reports:submission_{step}", args=[mine.pk])
        assert "Người khác vừa sửa" in client.post(address, pressed, follow=True).text
        assert of(cycle, cast.school).status == before
        client.post(address, {"seen_at": _seen_at(page(client, mine.get_absolute_url()))})
        assert of(cycle, cast.school).status == status


def _seen_at(shown: str) -> str:
    return unescape(re.search(r'name="seen_at" value="([^"]+)"', shown)[1])


def test_opening_on_the_page(cast, routes, as_, today):
    client = as_("can_bo_tinh")
    address = reverse("reports:cycle_new") + "?loai=month&nam=2026"
    assert "17/09/2026" in page(client, reverse("reports:cycle_new"), loai="month", nam="2026")
    answer = client.post(
        address, {"issuer": cast.province_police.pk, "period": "2026-08-15", "sectors": ["school", "committee"]}
    )
    made = ReportCycle.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.name, made.until, made.submissions.count()) == ("Tháng 9/2026", date(2026, 9, 14), 5)
    again = client.post(
        address,
        {"issuer": cast.province_police.pk, "period": "2026-08-15", "sectors": ["school"], "request": "Gõ rồi"},
    )
    assert again.status_code == 422
    assert "đã mở rồi" in again.content.decode()
    assert "Gõ rồi" in again.content.decode()


def test_a_deadline_of_ones_own_keeps_the_others(cast, routes, as_, today):
    as_("can_bo_tinh").post(
        reverse("reports:cycle_new") + "?loai=month&nam=2026",
        {"issuer": cast.province_police.pk, "period": "2026-08-15", "sectors": ["school"], "due_school": "2026-09-16"},
    )
    assert ReportCycle.objects.get().deadlines == {
        "school": "2026-09-16", "commune": "2026-09-17", "province": "2026-09-21", "government": "2026-09-25",
    }  # fmt: skip


@pytest.mark.parametrize("query", ["?loai=khong-co", "?loai=month&nam=abcd", "?loai=week&nam=0001", "?loai=quick"])
def test_nonsense_in_the_address_is_no_error(as_, routes, query):
    assert as_("can_bo_tinh").get(reverse("reports:cycle_new") + query).status_code in (200, 404)


def test_a_second_window_keeps_what_was_typed(cast, cycle, as_, today):
    client = as_("hieu_truong")
    mine = start_submission(actor=cast.hieu_truong, submission=of(cycle, cast.school), now=CUT_OFF)
    edit = reverse("reports:submission_edit", args=[mine.pk])
    first, second = fields_of(client, edit), fields_of(client, edit)
    Submission.objects.filter(pk=mine.pk).update(updated_at=CUT_OFF + timedelta(seconds=1), work="Của cửa sổ kia")
    answer = client.post(edit, second | {"work": "Chữ tôi gõ"})
    assert answer.status_code == 422
    assert "Chữ tôi gõ" in answer.content.decode()
    assert "Người khác vừa sửa" in answer.content.decode()
    assert of(cycle, cast.school).work == "Của cửa sổ kia"
    assert first["seen_at"] == second["seen_at"]


def test_what_is_being_written_is_not_read_from_above(cast, cycle, as_, today):
    mine = start_submission(actor=cast.hieu_truong, submission=of(cycle, cast.school), now=CUT_OFF)
    Submission.objects.filter(pk=mine.pk).update(work="Chưa xong")
    client = as_("can_bo_tinh")
    assert "Chưa xong" not in page(client, mine.get_absolute_url())
    assert client.get(reverse("reports:submission_download", args=[mine.pk, "pdf"])).status_code == 404


def test_the_board_says_who_is_missing_and_who_was_late(cast, cycle, as_, monkeypatch):
    monkeypatch.setattr("truongan.reports.views.cycles.today_vn", lambda: date(2026, 9, 16))
    hand_in(cycle, cast.school, cast.hieu_truong, now=CUT_OFF + timedelta(days=1))
    client, address = as_("can_bo_tinh"), cycle.get_absolute_url()
    missing = page(client, address, tinh_trang="thieu")
    assert cast.neighbour_school.name in missing
    assert cast.school.name not in missing
    assert cast.school.name in page(client, address, tinh_trang="tre")
    assert cast.neighbour_school.name in page(client, address, q="hoa sen")
    below = of(cycle, cast.commune_committee)
    assert cast.school.name in page(client, address, duoi=below.pk)


def test_a_unit_sees_its_own_branch_alone(cast, cycle, as_, today):
    own = page(as_("hieu_truong"), cycle.get_absolute_url())
    assert cast.school.name in own
    assert cast.other_school.name not in own
    assert as_("hieu_truong_khac").get(of(cycle, cast.school).get_absolute_url()).status_code == 404
    assert (
        as_("hieu_truong").get(cycle.get_absolute_url(), {"duoi": of(cycle, cast.other_school).pk}).status_code == 404
    )


def test_schools_without_a_route_are_told(cast, cycle, as_, today):
    make_school(place=unit("07795", UNTIL))
    assert "1 trường trên địa bàn không có tuyến báo cáo" in page(as_("can_bo_tinh"), cycle.get_absolute_url())


def test_the_comparison_and_the_preview(cast, cycle, as_, today):
    mine = hand_in(cycle, cast.school, cast.hieu_truong)
    client = as_("truong_phong_xa")
    assert "tăng" in page(client, mine.get_absolute_url(), the="so-sanh")
    assert "trang-1.png" in page(client, mine.get_absolute_url(), the="xem-truoc")
    assert client.get(reverse("reports:submission_page", args=[mine.pk, 1])).content[:4] == b"\x89PNG"
    assert client.get(reverse("reports:submission_page", args=[mine.pk, 99])).status_code == 404


@pytest.mark.parametrize("query", [{}, {"tinh_trang": "chua-nop"}])
def test_the_board_costs_the_same_however_many_units(cast, routes, as_, today, query):
    client = as_("can_bo_tinh")

    def cost(cycle) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, cycle.get_absolute_url(), **query)
        return len(queries)

    one = cost(open_quarter(cast))
    for _n in range(20):
        make_school(place=unit("07795", UNTIL), reports_to=cast.province_police)
    assert cost(open_quarter(cast, kind="quick", name="Hai")) == one <= 20


def test_the_list_costs_the_same_however_many_cycles(cast, routes, as_, today):
    client = as_("can_bo_tinh")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, reverse("reports:cycle_list"))
        return len(queries)

    open_quarter(cast, kind="quick", name="Một")
    one = cost()
    for number in range(4):
        open_quarter(cast, kind="quick", name=f"Lần {number}")
    assert cost() == one <= 18


def test_the_first_page_says_what_is_owed_and_what_waits(cast, cycle, as_, monkeypatch):
    monkeypatch.setattr("truongan.config.workspace.today_vn", lambda: CUT_OFF.date())
    sent = hand_in(cycle, cast.neighbour_school, cast.quantri)
    assert "Nộp Báo cáo quý: Quý III/2026" in page(as_("hieu_truong"), reverse("web:home"))
    assert "Báo cáo chờ bạn duyệt" in page(as_("truong_phong_xa"), reverse("web:home"))
    accept_submission(actor=cast.truong_phong_xa, submission=sent, now=CUT_OFF)
    assert "Báo cáo chờ bạn duyệt" not in page(as_("truong_phong_xa"), reverse("web:home"))


def test_what_goes_up_to_another_office_of_the_commune_waits_for_its_committee(cast, routes, as_, monkeypatch):
    monkeypatch.setattr("truongan.config.workspace.today_vn", lambda: CUT_OFF.date())
    office = make_organization(
        place=unit("07795", UNTIL), sector="education", level="commune", reports_to=cast.province_police
    )
    cast.school.reports_to = office
    cast.school.save(update_fields=["reports_to"])
    cycle = open_quarter(cast)
    hand_in(cycle, cast.school, cast.quantri)

    assert "Báo cáo chờ bạn duyệt" in page(as_("truong_phong_xa"), reverse("web:home"))
    assert "Báo cáo chờ bạn duyệt" not in page(as_("can_bo_tinh"), reverse("web:home"))


def test_the_first_page_says_what_was_returned_and_what_waits_for_a_number(cast, cycle, as_, monkeypatch):
    monkeypatch.setattr("truongan.config.workspace.today_vn", lambda: CUT_OFF.date())
    sent = hand_in(cycle, cast.school, cast.hieu_truong)
    sent = return_submission(actor=cast.truong_phong_xa, submission=sent, reason="Thiếu số liệu", now=CUT_OFF)
    assert "bị trả lại, sửa rồi nộp lại" in page(as_("hieu_truong"), reverse("web:home"))
    sent = submit(actor=cast.hieu_truong, submission=sent, now=CUT_OFF)
    assert "chờ lấy số" not in page(as_("hieu_truong"), reverse("web:home"))
    accept_submission(actor=cast.truong_phong_xa, submission=sent, now=CUT_OFF)
    assert "Chốt Báo cáo quý: Quý III/2026" in page(as_("hieu_truong"), reverse("web:home"))
    for who in ("giao_vien", "truong_phong_xa", "quantri"):
        assert "chờ lấy số" not in page(as_(who), reverse("web:home"))
