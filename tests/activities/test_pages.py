import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.activities.samples import make_activity, photo
from tests.factories import NOW, make_person, make_scheme, make_team
from truongan.activities.actions import add_photos, change_activity, save_draft, void_activity
from truongan.activities.facts import Reached, facts_of
from truongan.activities.models import Activity, ActivityDraft, Photo
from truongan.kernel.clock import today_vn
from truongan.plans.actions import start_plan
from truongan.plans.school_years import around

NEW = reverse("activities:new")
LIST = reverse("activities:list")


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def activity(cast) -> Activity:
    return make_activity(cast.giao_vien, cast.school)


def told(**changed) -> dict:
    answers = {
        "token": str(uuid4()), "kind": "communication", "on": f"{today_vn():%d/%m/%Y}", "topics": ["traffic", "fire"],
        "forms": ["talk"], "n_pupils": "320", "photos": [photo()], "shows_children": "no",
    }  # fmt: skip
    return {**answers, **changed}


def test_the_form_opens_with_today_the_own_school_and_the_own_teams_model(cast, as_):
    mine = make_scheme(organization=cast.school)
    make_scheme(organization=cast.school, name="Điểm của tổ khác")
    make_team(scheme=mine, members=[cast.giao_vien.person])

    page = as_("giao_vien").get(NEW).content.decode()

    assert f'value="{today_vn():%d/%m/%Y}"' in page
    assert "Trường THCS Ánh Dương" in page
    ticked = re.findall(r'name="schemes" value="(\d+)"[^>]*checked', page)
    assert ticked == [str(mine.pk)]


def test_an_activity_with_photos_is_recorded_in_one_step(cast, as_):
    scheme = make_scheme(organization=cast.school)

    answer = as_("giao_vien").post(NEW, told(schemes=[scheme.pk], photos=[photo(), photo(colour="red")]))

    kept = Activity.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, kept.get_absolute_url())
    assert (kept.organization, kept.on, kept.recorded_by) == (cast.school, today_vn(), cast.giao_vien)
    assert kept.title == "Tuyên truyền: An toàn giao thông, cổng trường, Phòng cháy, chữa cháy"
    assert [each.may_be_public for each in kept.photos.all()] == [True, True]
    assert kept.scheme_links.get().scheme == scheme


def test_a_second_press_on_a_weak_line_records_nothing_more(cast, as_):
    browser, answers = as_("giao_vien"), told()
    browser.post(NEW, answers)
    again = browser.get(browser.post(NEW, {**answers, "photos": [photo()]})["Location"])

    assert Activity.objects.count() == 1
    assert Photo.objects.count() == 1
    assert "đã được ghi trước đó" in again.content.decode()


def test_going_back_to_write_another_activity_loses_nothing(cast, as_):
    browser, answers = as_("giao_vien"), told()
    browser.post(NEW, answers)

    refused = browser.post(NEW, {**answers, "title": "Buổi khác", "photos": [photo()]})
    assert refused.status_code == 422
    assert "đã được ghi thành hoạt động" in refused.content.decode()
    fresh = re.search(r'name="token" value="([^"]+)"', refused.content.decode())[1]
    assert fresh != answers["token"]

    browser.post(NEW, {**answers, "title": "Buổi khác", "token": fresh, "photos": [photo()]})
    assert sorted(Activity.objects.values_list("title", flat=True))[0] == "Buổi khác"


def test_what_is_wrong_is_said_beside_it_and_everything_typed_comes_back(cast, as_):
    answers = told(n_pupils="10", p_pupils="11", starts_at="9h", ends_at="8h", place="Sân trường", content="Đoạn dài")

    answer = as_("giao_vien").post(NEW, answers)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Không thể nhiều hơn số lượt" in page
    assert "Giờ kết thúc phải sau giờ bắt đầu" in page
    assert "Đoạn dài" in page
    assert "hãy chọn lại ảnh" in page
    assert not Activity.objects.exists()


def test_a_photo_that_is_none_and_one_of_fifty_megabytes_are_named_and_the_activity_is_kept(cast, as_, settings):
    settings.MAX_UPLOAD_BYTES = 1_000_000
    files = [
        photo(), SimpleUploadedFile("tệp lạ.jpg", b"MZ\x90"),
        SimpleUploadedFile("rất nặng.jpg", b"\xff\xd8\xff" + b"0" * 1_000_000),
    ]  # fmt: skip

    browser = as_("giao_vien")
    page = browser.get(browser.post(NEW, told(photos=files))["Location"]).content.decode()

    assert "tệp lạ.jpg: Tệp này không phải ảnh" in page
    assert "rất nặng.jpg: Tệp quá lớn: tối đa 1 MB" in page
    assert Activity.objects.get().photos.count() == 1


def test_people_without_attendances_came_at_least_once(cast, as_):
    as_("giao_vien").post(NEW, told(n_pupils="", p_pupils="30"))

    audience = Activity.objects.get().audiences.get()
    assert (audience.attendance_count, audience.person_count) == (30, 30)


def test_police_and_committee_write_for_themselves_or_choose_a_school(cast, as_):
    browser = as_("cong_an_xa")
    assert "Công an phường Nếnh" in browser.get(NEW).content.decode()
    chooser = browser.get(NEW, {"chon": "1"}).content.decode()
    assert chooser.index("Công an phường Nếnh") < chooser.index("Trường THCS Ánh Dương")

    browser.post(NEW, told())
    browser.post(f"{NEW}?truong={cast.school.pk}", told())

    assert list(Activity.objects.order_by("pk").values_list("organization", flat=True)) == [
        cast.commune_police.pk, cast.school.pk,
    ]  # fmt: skip


def test_a_school_elsewhere_cannot_be_written_for(cast, as_):
    for school in (cast.other_school, cast.neighbour_school):
        assert as_("giao_vien").post(f"{NEW}?truong={school.pk}", told()).status_code == 404
    assert not Activity.objects.exists()


def test_a_draft_waits_and_is_gone_once_recorded(cast, as_):
    browser = as_("giao_vien")
    saved = browser.post(NEW, told(viec="luu-nhap", title="Ra mắt dở dang", n_pupils="không rõ"))
    assert saved.status_code == 303

    page = browser.get(NEW).content.decode()
    assert "Ra mắt dở dang" in page
    assert 'value="không rõ"' in page
    assert re.findall(r'name="topics" value="(\w+)"[^>]*checked', page) == ["traffic", "fire"]

    browser.post(NEW, told())
    assert not ActivityDraft.objects.exists()


def test_autosave_keeps_a_draft_but_none_of_what_is_recorded(cast, as_):
    browser, answers = as_("giao_vien"), told()
    address = f"{reverse('activities:draft_save')}?truong={cast.school.pk}"

    assert "Bản nháp lưu lúc" in browser.post(address, {**answers, "photos": []}).content.decode()
    browser.post(NEW, answers)
    browser.post(address, {**answers, "photos": []})  # a late one, sent before the answer came

    assert not ActivityDraft.objects.exists()


def test_a_draft_is_seen_by_its_writer_alone(cast, as_):
    draft = save_draft(actor=cast.giao_vien, organization=cast.school, fields={"title": ["Của tôi"]}, now=NOW)

    assert "Của tôi" not in as_("hieu_truong").get(NEW).content.decode()
    assert as_("hieu_truong").post(reverse("activities:draft_discard", args=[draft.pk])).status_code == 404
    as_("giao_vien").post(reverse("activities:draft_discard", args=[draft.pk]))
    assert not ActivityDraft.objects.exists()


def test_editing_shows_what_is_recorded_and_two_windows_do_not_overwrite(cast, as_, activity):
    address = reverse("activities:edit", args=[activity.pk])
    page = as_("giao_vien").get(address).content.decode()
    seen_at = re.search(r'name="seen_at" value="([^"]+)"', page)[1]
    assert 'value="640"' in page
    answers = {"kind": "communication", "on": "19/11/2026", "title": "Tên đúng", "seen_at": seen_at, "n_pupils": "600"}

    assert as_("giao_vien").post(address, answers).status_code == 303
    late = as_("hieu_truong").post(address, {**answers, "title": "Cửa sổ kia"})

    activity.refresh_from_db()
    assert (activity.title, activity.on) == ("Tên đúng", date(2026, 11, 19))
    assert late.status_code == 422
    assert "Người khác vừa sửa" in late.content.decode()
    history = as_("giao_vien").get(activity.get_absolute_url()).content.decode()
    assert "sửa hoạt động: tên hoạt động" in history
    assert "20/11/2026" in history


def test_voiding_takes_a_reason_and_the_page_says_so(cast, as_, activity):
    browser, address = as_("giao_vien"), reverse("activities:void", args=[activity.pk])

    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "ghi hai lần"}).status_code == 303

    page = browser.get(activity.get_absolute_url()).content.decode()
    assert "ghi hai lần" in page
    assert "<del>" in page
    assert browser.get(reverse("activities:minutes", args=[activity.pk, "docx"])).status_code == 404
    assert activity.title not in browser.get(LIST).content.decode()
    assert activity.title in browser.get(LIST, {"tt": "da-huy"}).content.decode()


def test_photos_are_shown_to_those_who_see_the_activity_alone(cast, as_, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]
    for name in ("photo", "thumbnail"):
        address = reverse(f"activities:{name}", args=[kept.pk])
        answer = as_("y_te_xa").get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"].startswith("private")
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
        assert as_("hieu_truong_khac").get(address).status_code == 404
        assert as_("anonymous").get(address).status_code == 302


def test_a_partner_of_an_activity_sees_it(cast, as_):
    together = make_activity(cast.cong_an_xa, cast.commune_police, partners=(cast.school,))
    alone = make_activity(cast.cong_an_xa, cast.commune_police, title="Việc nội bộ")

    assert as_("giao_vien").get(together.get_absolute_url()).status_code == 200
    assert as_("giao_vien").get(alone.get_absolute_url()).status_code == 404
    assert as_("giao_vien").post(reverse("activities:void", args=[together.pk])).status_code == 403


def test_captions_and_consent_are_written_on_one_page(cast, as_, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]
    address, prefix = reverse("activities:album", args=[activity.pk]), f"anh{kept.pk}"
    answers = {
        f"{prefix}-caption": "Học sinh 6A ký cam kết", f"{prefix}-shows_children": "yes",
        f"{prefix}-consent_note": "cha mẹ và học sinh lớp 6A",
    }  # fmt: skip

    refused = as_("giao_vien").post(address, answers)
    assert refused.status_code == 422
    assert "ghi ngày được đồng ý" in refused.content.decode()
    assert "Học sinh 6A ký cam kết" in refused.content.decode()

    assert as_("giao_vien").post(address, {**answers, f"{prefix}-consent_on": "15/09/2026"}).status_code == 303
    assert Photo.objects.publishable().get().caption == "Học sinh 6A ký cam kết"


def test_more_photos_and_one_less(cast, as_, activity):
    browser = as_("giao_vien")
    browser.post(reverse("activities:photo_add", args=[activity.pk]), {"photos": [photo(), photo("b", colour="red")]})
    assert Photo.objects.count() == 2

    nothing = browser.post(reverse("activities:photo_add", args=[activity.pk]), {})
    assert nothing.status_code == 422
    browser.post(reverse("activities:photo_remove", args=[Photo.objects.latest("pk").pk]))
    assert Photo.objects.count() == 1


def titles(answer) -> set[str]:
    return {each.title for each in answer.context["page"].object_list}


@pytest.fixture
def some(cast) -> list[Activity]:
    scheme = make_scheme(organization=cast.school)
    rows = (
        (cast.giao_vien, cast.school, {"title": "Cổng trường", "topics": ("traffic",), "schemes": (scheme,)}),
        (cast.giao_vien, cast.school, {"title": "Ma túy", "topics": ("drugs",), "on": date(2026, 10, 3)}),
        (cast.cong_an_xa, cast.commune_police, {"title": "Phát thanh", "forms": ("loudspeaker",), "kind": "drill"}),
    )
    return [make_activity(actor, where, **changed) for actor, where, changed in rows]


def test_the_list_answers_its_address(cast, as_, some):
    browser = as_("cong_an_xa")
    link = some[0].scheme_links.get()
    for query, wanted in (
        ({}, {"Cổng trường", "Ma túy", "Phát thanh"}),
        ({"q": "cong truong"}, {"Cổng trường"}),
        ({"q": "CỔNG anh duong"}, {"Cổng trường"}),
        ({"thang": "2026-10"}, {"Ma túy"}),
        ({"tu": "2026-11-01", "den": "2026-11-20"}, set()),
        ({"loai": "drill"}, {"Phát thanh"}),
        ({"nd": "traffic"}, {"Cổng trường"}),
        ({"ht": "loudspeaker"}, {"Phát thanh"}),
        ({"mo_hinh": link.scheme_id}, {"Cổng trường"}),
        ({"co_quan": cast.commune_police.pk}, {"Phát thanh"}),
        ({"ngay": "2026-11-01"}, {"Ma túy"}),
        ({"don_vi": "không-có"}, set()),
        ({"thang": "2026-13", "loai": "x", "mo_hinh": "x", "tt": "x"}, {"Cổng trường", "Ma túy", "Phát thanh"}),
    ):
        assert titles(browser.get(LIST, query)) == wanted, query
    assert titles(as_("hieu_truong_khac").get(LIST)) == set()
    assert titles(as_("giao_vien").get(LIST)) == {"Cổng trường", "Ma túy"}


def test_a_list_costs_the_same_however_long_it_is(cast, as_, django_assert_num_queries):
    browser = as_("giao_vien")
    make_activity(cast.giao_vien, cast.school)
    browser.get(LIST)
    with django_assert_num_queries(12):
        browser.get(LIST)
    for place in range(5):
        make_activity(cast.giao_vien, cast.school, title=f"Hoạt động {place}")
    with django_assert_num_queries(12):
        browser.get(LIST)


def test_the_workbook_says_what_it_counts(cast, as_, some):
    answer = as_("giao_vien").get(reverse("activities:export"), {"thang": "2026-11"})

    sheet = load_workbook(BytesIO(answer.content)).active
    lines = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert any("Lượt: mỗi lần dự" in str(cell) for row in lines for cell in row)
    (row,) = [row for row in lines if "Cổng trường" in row]
    assert row[-4:] == [665, 320, 1, 0] or {665, 320, 1} <= set(row)


def test_the_workbook_names_the_last_day_of_a_month_not_the_day_after(as_, some):
    answer = as_("giao_vien").get(reverse("activities:export"), {"thang": "2026-10"})
    said = [cell.value for cell in load_workbook(BytesIO(answer.content)).active["A"]]
    assert "Hoạt động từ 01/10/2026 đến 31/10/2026" in said


def test_a_month_shows_days_and_tells_turns_from_people(cast, as_, some):
    make_activity(cast.giao_vien, cast.school, title="Họp", topics=(), audience=(Reached("parents", 40),),
                  people=(make_person(organization=cast.school),))  # fmt: skip
    void_activity(actor=cast.giao_vien, activity=make_activity(cast.giao_vien, cast.school, title="Sai"), reason="sai",
                  now=NOW + timedelta(hours=1))  # fmt: skip

    answer = as_("giao_vien").get(reverse("activities:month"), {"thang": "2026-11"})
    log = answer.context["log"]

    assert [(day.on, len(day.activities)) for day in log.days] == [(date(2026, 11, 20), 2)]
    assert (log.sums.activities, log.sums.attendances, log.sums.persons, log.sums.told, log.named) == (
        2,
        705,
        320,
        1,
        1,
    )
    assert "Sai" not in titles_of(log)
    october = as_("giao_vien").get(reverse("activities:month"), {"thang": "2026-10"})
    assert titles_of(october.context["log"]) == {"Ma túy"}


def titles_of(log) -> set[str]:
    return {each.title for day in log.days for each in day.activities}


def test_pages_of_school_scheme_and_officer_show_activities(cast, as_, some):
    scheme = some[0].scheme_links.get().scheme
    for address in (reverse("organizations:detail", args=[cast.school.pk]), scheme.get_absolute_url()):
        page = as_("giao_vien").get(address).content.decode()
        assert "Cổng trường" in page
        assert "665 lượt" in page
    assert "Ma túy" not in as_("giao_vien").get(scheme.get_absolute_url()).content.decode()


def test_the_form_reached_from_a_scheme_has_it_ticked(cast, as_):
    schemes = [make_scheme(organization=cast.school, name=f"Điểm {place}") for place in range(3)]

    page = as_("cong_an_xa").get(NEW, {"mo_hinh": schemes[1].pk}).content.decode()

    assert "Trường THCS Ánh Dương" in page
    assert re.findall(r'name="schemes" value="(\d+)"[^>]*checked', page) == [str(schemes[1].pk)]


def test_who_sees_an_activity_does_not_see_the_unfinished_plan_behind_it(cast, as_):
    plan = start_plan(actor=cast.giao_vien, organization=cast.school, school_year="2026-2027", now=NOW)
    measure = plan.measures.create(topic="traffic", text="Chốt trực cổng trường", position=1)
    done = make_activity(cast.giao_vien, cast.school, measure=measure)
    assert measure.text in as_("giao_vien").get(done.get_absolute_url()).text
    page = as_("y_te_xa").get(done.get_absolute_url())
    assert page.status_code == 200
    assert measure.text not in page.text

    freed = replace(facts_of(done), measure=None, title="Trực cổng")
    change_activity(actor=cast.giao_vien, activity=done, facts=freed, seen_at=done.recorded_at, now=NOW)
    assert measure.text in as_("giao_vien").get(done.get_absolute_url()).text  # who changed what, for its writers
    page = as_("y_te_xa").get(done.get_absolute_url()).text
    assert measure.text not in page and "Trực cổng" in page


def test_a_measure_of_the_coming_years_plan_brings_itself_along(cast, as_):
    coming = around(today_vn())[0]
    plan = start_plan(actor=cast.giao_vien, organization=cast.school, school_year=coming, now=NOW)
    measure = plan.measures.create(topic="traffic", text="Trực cổng trong hè", position=1)
    page = as_("giao_vien").get(NEW, {"truong": cast.school.pk, "bien_phap": measure.pk}).content.decode()
    assert re.search(rf'<option value="{measure.pk}"[^>]*selected', page)
