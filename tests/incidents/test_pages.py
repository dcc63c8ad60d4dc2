"""Pages of incidents: the form keeps what was typed, the queue costs the same for one and for many, files are safe."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.urls import reverse
from docx import Document

from tests.incidents.samples import category, make_rule, reported, severity
from tests.incidents.test_reporting import picture
from tests.tips.making import tell, two_levels
from truongan.audit.models import Entry
from truongan.incidents.actions import change_incident, conclude_incident, declare_complete, link_tip, merge_duplicate
from truongan.incidents.facts import Counted, IncidentFacts
from truongan.incidents.models import Incident
from truongan.incidents.queries.statistics import schools_in, year_sums
from truongan.kernel import clock

pytestmark = pytest.mark.django_db
REPORT = reverse("incidents:report")


def answers(**changed) -> dict:
    return {
        "key": str(uuid4()), "category": category().pk, "severity": severity().pk, "place": "Cổng", "what": "Xô xát.",
        **changed,
    }  # fmt: skip


def counted(cast, case, *people, **fields):
    facts = IncidentFacts(
        category=case.category, severity=case.severity, occurred_at=case.occurred_at, what=case.what, place=case.place,
        involved=people, **fields,
    )  # fmt: skip
    return change_incident(
        actor=cast.hieu_truong, incident=case, facts=facts, seen_at=case.changed_at, now=clock.now()
    )


def now_reported(cast, *args, **fields):
    at = clock.now()
    return reported(cast, *args, at=at, occurred_at=at - timedelta(minutes=5), **fields)


def test_a_teacher_reports_with_three_answers(as_, cast):
    answer = as_("giao_vien").post(REPORT, answers(place="", what=""))
    case = Incident.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, case.get_absolute_url())
    assert case.organization == cast.school


def test_the_pages_script_is_told_where_the_case_is(as_):
    answer = as_("giao_vien").post(REPORT, answers(), headers={"X-Send-Once": "1"})
    assert answer.status_code == 201
    assert answer["Location"] == Incident.objects.get().get_absolute_url()


def test_the_same_form_posted_three_times_is_one_case(as_):
    client, form = as_("giao_vien"), answers()
    places = {client.post(REPORT, form)["Location"] for _time in range(3)}
    assert len(places) == Incident.objects.count() == 1


def test_three_hundred_photos_are_refused_clearly_and_the_words_stay(as_):
    answer = as_("giao_vien").post(REPORT, answers(what="Rất dài.", photos=[picture(each) for each in range(300)]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "300 ảnh" in page
    assert "Rất dài." in page
    assert not Incident.objects.exists()


def test_a_school_outside_the_scope_is_not_there(as_, cast):
    for school in (cast.other_school, cast.neighbour_school):
        assert as_("giao_vien").post(f"{REPORT}?truong={school.pk}", answers()).status_code == 404
    assert as_("giao_vien").get(f"{REPORT}?truong=abc").status_code == 404
    assert not Incident.objects.exists()


def test_a_telephone_ahead_of_time_is_taken_with_a_note(as_):
    phone = clock.now() + timedelta(hours=2)
    as_("giao_vien").post(REPORT, answers(phone_at=phone.isoformat(), phone_now=phone.isoformat()))
    case = Incident.objects.get()
    assert abs(case.occurred_at - case.reported_at) < timedelta(minutes=1)
    assert case.clock_ahead > 7000


def test_nonsense_from_a_telephones_clock_is_left_out(as_):
    as_("giao_vien").post(REPORT, answers(phone_at="hôm qua", phone_now="9999"))
    assert Incident.objects.get().clock_ahead is None


@pytest.mark.parametrize(
    "said", ["1950-01-01T00:00:00+00:00", "2110-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00",
             "9999-12-31T23:59:59-12:00"]
)  # fmt: skip
def test_a_clock_no_telephone_has_loses_no_report(as_, said):
    assert as_("giao_vien").post(REPORT, answers(phone_at=said, phone_now=said)).status_code == 303
    case = Incident.objects.get()
    assert (case.clock_ahead, case.occurred_at) == (None, case.reported_at)


def test_a_telephone_that_begins_anew_in_1970_is_set_right(as_):
    began = "1970-01-01T00:00:05+00:00"
    as_("giao_vien").post(REPORT, answers(phone_at=began, phone_now=began))
    case = Incident.objects.get()
    assert case.clock_ahead < -1_000_000_000
    assert abs(case.occurred_at - case.reported_at) < timedelta(minutes=1)


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_a_case_is_not_moved_to_where_no_list_can_show_it(as_, cast, year):
    case = now_reported(cast)
    given = {"category": case.category_id, "severity": case.severity_id, "occurred": f"{year}T00:00",
             "causer": "unknown", "seen_at": ""}  # fmt: skip
    answer = as_("hieu_truong").post(reverse("incidents:edit", args=[case.pk]), given)
    assert answer.status_code == 422
    assert as_("hieu_truong").get(reverse("incidents:list")).status_code == 200


def test_more_injured_than_harmed_is_refused(as_):
    answer = as_("giao_vien").post(REPORT, answers(pupil_count=1, injured_count=2))
    assert answer.status_code == 422


@pytest.mark.parametrize("words", ["cong truong", "Cổng", "danh nhau", "anh duong"])
def test_the_queue_is_searched_with_and_without_diacritics(as_, cast, words):
    case = now_reported(cast)
    now_reported(
        cast, "trom-cap", place="Nhà xe", what="Mất xe.", organization=cast.neighbour_school, by=cast.cong_an_xa
    )
    page = as_("cong_an_xa").get(reverse("incidents:list"), {"q": words}).content.decode()
    assert case.get_absolute_url() in page
    assert "Nhà xe" not in page


def test_filters_narrow_and_nonsense_is_no_error(as_, cast):
    case = now_reported(cast)
    client = as_("hieu_truong")
    for query, is_there in (
        ("tt=mo", True), ("tt=reported", True), ("tt=concluded", False), ("tt=xyz", True), ("loai=danh-nhau", True),
        ("loai=trom-cap", False), ("muc=nghiem-trong", True), ("tu=2099-01-01", False), ("den=xx", True),
        ("co_quan=99999999999999999999", True), ("can=chua-ai-nhan", False), ("trang=-1", True),
    ):  # fmt: skip
        page = client.get(f"{reverse('incidents:list')}?{query}").content.decode()
        assert (case.get_absolute_url() in page) is is_there, query


def test_the_queue_costs_the_same_for_one_and_for_many(as_, cast, django_assert_max_num_queries):
    client, address = as_("cong_an_xa"), reverse("incidents:list")
    now_reported(cast)
    client.get(address)
    with django_assert_max_num_queries(16) as one:
        client.get(address)
    for _each in range(5):
        now_reported(cast)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_a_workbook_holds_no_account_no_name_and_no_formula(as_, cast):
    case = now_reported(cast, place="=HYPERLINK(1)", what="Em An bị đánh.")
    counted(cast, case, Counted("victim", "pupil", 2, 1))
    book = openpyxl.load_workbook(BytesIO(as_("hieu_truong").get(reverse("incidents:export")).content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if "Em An" in str(cell.value)]
    assert any(str(cell.value) == "=HYPERLINK(1)" for cell in cells)


def test_every_form_of_a_case_opens_and_does_its_work(as_, cast):
    case, other = now_reported(cast), now_reported(cast)
    client = as_("hieu_truong")
    for what, sent in (
        ("ghi-chu", {"text": "Đã xem camera."}), ("buoc", {"kind": "helped"}), ("viec", {"text": "Trực cổng"}),
        ("neu-ten", {"name": "Nguyễn An", "role": "victim", "group": "pupil", "is_minor": "on"}),
        ("anh", {"photos": [picture(9)]}), ("nhan", {}), ("xu-ly", {}), ("chuyen", {"to": cast.commune_committee.pk}),
        ("ket-thuc", {"outcome": "substantiated", "text": "Xong."}), ("mo-lai", {"reason": "Có tin mới"}),
        ("gop", {"into": other.pk}), ("bo-gop", {}),
    ):  # fmt: skip
        address = reverse("incidents:act", args=[case.pk, what])
        assert client.get(address).status_code == 200, what
        answer = client.post(address, sent)
        assert answer.status_code == 303, (what, answer.content.decode()[-3000:])
    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.get(reverse("incidents:act", args=[case.pk, "khong-co"])).status_code == 404


def test_a_refused_form_says_why_and_keeps_what_was_typed(as_, cast):
    case = now_reported(cast)
    answer = as_("hieu_truong").post(reverse("incidents:act", args=[case.pk, "mo-lai"]), {"reason": "Vì sao đó"})
    assert answer.status_code == 422
    assert "Vì sao đó" in answer.content.decode()


def test_the_quick_report_is_a_word_file_with_numbers_and_no_name(as_, cast):
    case = now_reported(cast)
    counted(cast, case, Counted("victim", "pupil", 2, 1), Counted("causer", "outsider", 3))
    client = as_("hieu_truong")
    client.post(reverse("incidents:act", args=[case.pk, "neu-ten"]), {
        "name": "Nguyễn Kín", "role": "victim", "group": "pupil", "is_minor": "on",
    })  # fmt: skip
    answer = client.get(reverse("incidents:paper", args=[case.pk, "bao-cao-nhanh", "docx"]))
    paper = Document(BytesIO(answer.content))
    text = "\n".join(each.text for each in paper.paragraphs)
    head = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "2 học sinh bị hại, 1 bị thương" in text
    assert "Nếnh, ngày" in head
    assert "Nguyễn Kín" not in text
    assert client.get(reverse("incidents:paper", args=[case.pk, "bao-cao-nhanh", "pdf"])).content[:4] == b"%PDF"
    assert client.get(reverse("incidents:paper", args=[case.pk, "gi-do", "pdf"])).status_code == 404


def test_the_notice_of_a_disease_has_numbers_and_no_names(as_, cast):
    case = now_reported(cast, "dich-benh", disease="soi", pupil_count=2)
    client, address = as_("hieu_truong"), reverse("incidents:paper", args=[case.pk, "thong-bao-benh", "docx"])
    client.post(reverse("incidents:act", args=[case.pk, "neu-ten"]), {
        "name": "Nguyễn Kín", "role": "victim", "group": "pupil", "is_minor": "on",
    })  # fmt: skip
    paper = Document(BytesIO(client.get(address).content))
    text = "\n".join(each.text for each in paper.paragraphs)
    assert "nghi mắc sởi" in text
    assert "Số ca: 2 (2 học sinh)" in text
    assert "Nguyễn Kín" not in text
    foot = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert cast.health_station.name in foot
    assert "HIỆU TRƯỞNG" in foot
    fight = now_reported(cast)
    assert client.get(reverse("incidents:paper", args=[fight.pk, "thong-bao-benh", "docx"])).status_code == 404


def test_the_notice_about_a_child_says_what_is_missing_until_it_can_be_made(as_, cast):
    case = now_reported(cast)
    case.has_child_victim = True
    case.save()
    client, address = as_("hieu_truong"), reverse("incidents:paper", args=[case.pk, "thong-bao-tre-em", "docx"])
    assert "năm sinh của trẻ" in client.get(case.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 404
    client.post(reverse("incidents:act", args=[case.pk, "neu-ten"]), {
        "name": "Nguyễn An", "role": "victim", "group": "pupil", "is_minor": "on", "birth_year": 2014,
    })  # fmt: skip
    assert client.get(address).status_code == 200
    assert as_("so_gd").get(address).status_code == 403


def test_counts_that_do_not_add_up_are_flagged_and_not_corrected(as_, cast):
    case = counted(cast, now_reported(cast), Counted("victim", "pupil", 2), declared_count=5)
    page = as_("hieu_truong").get(case.get_absolute_url()).content.decode()
    assert "Tổng khai 5 người, cộng theo vai trò 2 người" in page


def test_statistics_count_cases_and_people_apart(cast):
    now = clock.now()
    first = counted(
        cast,
        now_reported(cast),
        Counted("causer", "outsider", 2),
        Counted("victim", "pupil", 3, 1),
        causer="outsiders",
    )
    counted(cast, now_reported(cast), Counted("causer", "pupil", 4), causer="pupils", declared_count=9)
    merge_duplicate(actor=cast.hieu_truong, incident=now_reported(cast), into=first, now=now)
    conclude_incident(
        actor=cast.hieu_truong, incident=now_reported(cast), outcome="unsubstantiated", text="Không có.", now=now
    )
    day = clock.today_vn()
    from truongan.plans.school_years import school_year_of

    schools = schools_in(cast.can_bo_tinh, None, day)
    sums = year_sums(Incident.objects.visible_to(cast.can_bo_tinh), schools, school_year_of(day))
    total = sums.total
    assert (total.cases, total.people, total.injured) == (2, 9, 1)
    assert (total.pupils_causing, total.outsiders_causing, total.pupils_harmed) == (4, 2, 3)
    assert (total.by_causer["pupils"], total.by_causer["outsiders"], total.mismatched) == (1, 1, 1)
    assert (sums.reported, sums.units) == (1, 3)
    assert any("1/3 đơn vị" in each for each in sums.flags)
    declare_complete(
        actor=cast.cong_an_xa, organization=cast.neighbour_school, school_year=school_year_of(day), now=now
    )
    again = year_sums(Incident.objects.visible_to(cast.can_bo_tinh), schools, school_year_of(day))
    assert again.reported == 2


def test_two_officers_correcting_at_once_do_not_overwrite_each_other(as_, cast):
    case = now_reported(cast)
    counted(cast, case, Counted("victim", "pupil", 1))
    client, address = as_("hieu_truong"), reverse("incidents:edit", args=[case.pk])
    answer = client.post(address, {
        "category": case.category_id, "severity": case.severity_id, "occurred": "2026-11-20T08:00", "causer": "pupils",
        "what": "Bản của tôi", "seen_at": "",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "Người khác vừa sửa" in answer.content.decode()
    assert "Bản của tôi" in answer.content.decode()


def test_photos_are_for_who_sees_the_case(as_, cast):
    case = now_reported(cast, photos=[picture(5)])
    address = reverse("incidents:photo", args=[case.photos.get().pk])
    answer = as_("hieu_truong").get(address)
    assert answer["Cache-Control"] == "private, no-store"
    b"".join(answer.streaming_content)
    assert as_("hieu_truong_khac").get(address).status_code == 404


def test_a_tip_is_linked_by_its_handlers_alone(as_, cast):
    case = now_reported(cast)
    answer = as_("hieu_truong").post(reverse("incidents:act", args=[case.pk, "to-giac"]), {"number": 1})
    assert answer.status_code == 422
    assert not case.tip_links.exists()


def test_that_a_tip_is_linked_is_known_to_its_handlers_alone(as_, cast):
    """Whoever the tip is about may well see the case."""
    two_levels(cast)
    make_rule(cast, (10, [cast.cong_an_xa]))
    case, tip = now_reported(cast), tell(cast).tip
    link_tip(actor=cast.cong_an_xa, incident=case, number=tip.pk, now=clock.now())

    page = as_("hieu_truong").get(case.get_absolute_url()).content.decode()
    assert "gắn tin tố giác" not in page
    assert tip.get_absolute_url() not in page
    assert tip.get_absolute_url() in as_("cong_an_xa").get(case.get_absolute_url()).content.decode()
    entry = Entry.objects.get(verb="incidents.tip.linked")
    assert (entry.organization_id, entry.data["incident"]) == (None, case.pk)


def test_the_living_part_is_fetched_anew(as_, cast):
    case = now_reported(cast)
    part = as_("hieu_truong").get(reverse("incidents:live", args=[case.pk])).content.decode()
    assert part.lstrip().startswith('<div id="vu-viec"')
    assert "Tôi nhận" in part


def test_what_is_told_of_a_case_stays_in_no_browser(as_, cast):
    case = reported(cast)
    for name, arguments in (
        ("list", []), ("export", []), ("report", []), ("incident", [case.pk]), ("edit", [case.pk]), ("why", [case.pk]),
        ("act", [case.pk, "ghi-chu"]),
    ):  # fmt: skip
        answer = as_("hieu_truong").get(reverse(f"incidents:{name}", args=arguments))
        assert (answer.status_code, "no-store" in answer.headers.get("Cache-Control", "")) == (200, True), name
