"""Pages as people use them: forms sent, what comes back, who sees what."""

import json
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.assessments.making import (
    NOW,
    begun,
    decided,
    every_answer,
    examined,
    held_round,
    kept_set,
    registered,
    submitted,
)
from tests.factories import make_event, make_scheme, make_school, make_user
from truongan.assessments.actions import load_shipped
from truongan.assessments.files import parse, write
from truongan.assessments.models import Assessment, CriteriaSet, Evidence, Registration
from truongan.assessments.queries.suggestions import suggestions
from truongan.assessments.states import Status
from truongan.assessments.views.assessments import time_left

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return held_round(cast)


def sheet(assessment, **changes):
    """What a browser sends back from the self-assessment form."""
    words = {True: "met", False: "not_met", "na": "na"}
    data = {f"value_{code}": words[given.answer] for code, given in every_answer(assessment).items()}
    data |= {f"text_{code}": "" for code in every_answer(assessment)}
    return data | {"seen_at": assessment.updated_at.isoformat()} | changes


@pytest.mark.parametrize(("day", "offered"), [(date(2026, 11, 15), True), (date(2026, 11, 16), False)])
def test_registering_is_offered_until_the_period_is_over(cast, held, as_, monkeypatch, day, offered):
    monkeypatch.setattr("truongan.assessments.views.lists.today_vn", lambda: day)
    page = as_("hieu_truong").get(reverse("assessments:list")).content.decode()
    assert (reverse("assessments:register", args=[held.pk, cast.school.pk]) in page) is offered
    assert ("Không đăng ký" in page) is not offered


def test_the_school_walks_from_registration_to_handing_in(cast, held, as_):
    browser = as_("hieu_truong")
    assert "Đăng ký" in browser.get(reverse("assessments:list")).content.decode()
    answer = browser.post(
        reverse("assessments:register", args=[held.pk, cast.school.pk]),
        {
            "registered_on": "02/03/2026", "signed_plan": "02/03/2026", "number_plan": "05/KH",
            "signed_registration": "02/03/2026", "skip_resolution": "on",
            "file_plan": SimpleUploadedFile("kh.pdf", b"%PDF-1.4 x"),
        },
    )  # fmt: skip
    assert answer.status_code == 303
    assert Evidence.objects.get().filename == "kh.pdf"
    answer = browser.post(reverse("assessments:begin", args=[held.pk, cast.school.pk]))
    assessment = Assessment.objects.get()
    assert answer["Location"] == reverse("assessments:edit", args=[assessment.pk])
    page = browser.get(answer["Location"]).content.decode()
    assert "chưa nhập nguyên văn" in page and "Sổ chưa có điểm mô hình nào đang hoạt động" in page
    answer = browser.post(answer["Location"], sheet(assessment, viec="nop"))
    assert answer.status_code == 303
    assessment.refresh_from_db()
    assert (assessment.status, assessment.result) == (Status.SUBMITTED, "met")


def test_a_refused_form_keeps_what_was_typed(cast, held, as_):
    registered(cast, held)
    assessment = begun(cast, held)
    data = sheet(assessment, **{"n0a_7.6": "8", "n0b_7.6": "7", "value_7.6": "", "text_7.5": "Bảo vệ trực đủ"})
    answer = as_("giao_vien").post(reverse("assessments:edit", args=[assessment.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "số đạt 8 lớn hơn tổng 7" in page and "Bảo vệ trực đủ" in page and 'value="8"' in page


def test_an_edit_in_another_window_is_told_and_nothing_is_lost(cast, held, as_):
    registered(cast, held)
    assessment = begun(cast, held)
    address = reverse("assessments:edit", args=[assessment.pk])
    assert as_("giao_vien").post(address, sheet(assessment)).status_code == 303
    answer = as_("hieu_truong").post(address, sheet(assessment, **{"value_7.3a": "not_met"}))
    assert answer.status_code == 422 and "Người khác vừa sửa" in answer.content.decode()
    assessment.refresh_from_db()
    assert assessment.answers.get(item="7.3a").value == "met"


def test_counts_decide_over_the_tick(cast, held, as_):
    registered(cast, held)
    assessment = begun(cast, held)
    data = sheet(assessment, **{"n0a_7.6": "69", "n0b_7.6": "100", "value_7.6": "met"})
    as_("giao_vien").post(reverse("assessments:edit", args=[assessment.pk]), data)
    assert assessment.answers.get(item="7.6").value == "not_met"


def test_evidence_is_a_file_or_a_record_of_the_same_school(cast, held, as_):
    registered(cast, held)
    assessment, scheme = begun(cast, held), make_scheme(organization=cast.school)
    foreign = make_scheme(organization=cast.other_school)
    browser, address = as_("giao_vien"), reverse("assessments:evidence_add", args=[assessment.pk, "7.1f"])
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"record": f"scheme-{foreign.pk}"}).status_code == 422
    assert browser.post(address, {"record": f"scheme-{scheme.pk}"}).status_code == 303
    bad = SimpleUploadedFile("virus.pdf", b"MZ")
    assert browser.post(address, {"file": bad}).status_code == 422
    photo = SimpleUploadedFile("anh.pdf", b"%PDF-1.4 x")
    assert browser.post(address, {"file": photo}).status_code == 303
    kept = Evidence.objects.exclude(file="").get()
    sent = as_("cong_an_xa").get(reverse("assessments:evidence", args=[kept.pk]))
    assert b"".join(sent.streaming_content) == b"%PDF-1.4 x"
    assert as_("hieu_truong_khac").get(reverse("assessments:evidence", args=[kept.pk])).status_code == 404
    assert browser.post(reverse("assessments:evidence_remove", args=[kept.pk])).status_code == 303
    assert not Evidence.objects.exclude(file="").exists()


def test_the_register_suggests_and_a_person_confirms(cast, held):
    scheme = make_scheme(organization=cast.school)
    registered(cast, held)
    assessment, day = begun(cast, held), date(2026, 11, 10)
    assert suggestions(assessment, day)["7.1f"].is_met is False
    make_event(scheme, "active", date(2026, 10, 1))
    found = suggestions(assessment, day)
    assert (found["7.1f"].is_met, list(found["7.1f"].records)) == (True, [scheme])
    assert found["7.1b"].is_met is True and "02/03/2026" in found["7.1b"].words
    assert "không áp dụng" in found["7.1a"].words
    assert found["7.4a"].is_met is None  # shown what the register of incidents holds; a person decides
    assert assessment.answers.get(item="7.1f").value == ""


def test_an_examiner_of_another_commune_sees_nothing(cast, held, as_):
    assessment = submitted(cast, held)
    elsewhere = cast.other_school.placements.get().unit
    from tests.factories import make_organization  # only here

    stranger = make_user("cong-an-khac", make_organization(place=elsewhere, name="Công an xã khác"), "leader")
    browser = as_("anonymous")
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("detail", "examine"):
        assert browser.get(reverse(f"assessments:{name}", args=[assessment.pk])).status_code == 404


def test_the_superior_examines_item_by_item(cast, held, as_):
    assessment = submitted(cast, held)
    browser, address = as_("cong_an_xa"), reverse("assessments:examine", args=[assessment.pk])
    assert browser.get(address).status_code == 200
    said = {f"value_{row.item}": "agree" for row in assessment.answers.all()}
    said |= {"seen_at": assessment.updated_at.isoformat()}
    refused = browser.post(address, said | {"value_7.5": "disagree"})
    assert refused.status_code == 422 and refused.context["form"].errors["text_7.5"]
    without_two = {name: value for name, value in said.items() if name not in ("value_7.1a", "value_7.5")}
    assert set(browser.post(address, without_two).context["form"].errors) == {"value_7.1a", "value_7.5"}
    assert browser.post(address, said | {"viec": "tra-lai"}).status_code == 422
    assert browser.post(address, said | {"opinion": "Hồ sơ đủ"}).status_code == 303
    assessment.refresh_from_db()
    assert (assessment.status, assessment.opinion) == (Status.EXAMINED, "Hồ sơ đủ")
    assert browser.get(address).status_code == 303  # nothing waits here any more


def test_who_agrees_with_the_rest_says_so(cast, held, as_):
    assessment = submitted(cast, held)
    browser, address = as_("cong_an_xa"), reverse("assessments:examine", args=[assessment.pk])
    said = {"seen_at": assessment.updated_at.isoformat(), "value_7.5": "disagree", "text_7.5": "Bỏ gác"}
    refused = browser.post(address, said)
    assert refused.status_code == 422
    (told,) = refused.context["form"].errors["agree_rest"]  # one sentence, not a line for each of the criteria
    assert "Còn 18 tiêu chí chưa có ý kiến, đầu tiên là 7.1a “Quý I: nghị quyết" in told
    assert browser.post(address, said | {"agree_rest": "on"}).status_code == 303
    opinions = dict(assessment.answers.values_list("item", "is_agreed"))
    assert [code for code, agreed in opinions.items() if not agreed] == ["7.5"]


def test_a_decision_is_recorded_downloaded_and_partly_seen(cast, held, as_):
    assessment = examined(cast, submitted(cast, held))
    browser = as_("truong_phong_xa")
    page = browser.get(reverse("assessments:decide", args=[held.pk])).content.decode()
    assert "Ủy ban nhân dân phường Nếnh" in page
    answer = browser.post(
        reverse("assessments:decide", args=[held.pk]),
        {
            "issuer": cast.commune_committee.pk, "authority_name": "Ủy ban nhân dân phường Nếnh", "number": "12",
            "symbol": "QĐ-UBND", "decided_on": "10/11/2026", f"pick_{assessment.pk}": "yes",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    decision = held.decisions.get()
    for extension, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = browser.get(reverse("assessments:decision_file", args=[decision.pk, extension]))
        assert file.content.startswith(start)
    assert browser.get(reverse("assessments:decision_file", args=[decision.pk, "odt"])).status_code == 404
    assert as_("hieu_truong").get(reverse("assessments:decision", args=[decision.pk])).status_code == 200
    assert as_("hieu_truong").get(reverse("assessments:decision_file", args=[decision.pk, "pdf"])).status_code == 403
    assert as_("hieu_truong_khac").get(reverse("assessments:decision", args=[decision.pk])).status_code == 404


def test_the_round_lists_filters_and_exports_schools(cast, held, as_):
    second = make_school(name="Trường THCS Bình Minh", place=cast.school.placements.get().unit, since=date(2025, 7, 1))
    submitted(cast, held)
    browser, address = as_("cong_an_xa"), reverse("assessments:round", args=[held.pk])
    missing = browser.get(address, {"tt": "chua-dang-ky"}).content.decode()
    assert second.name in missing and "Ánh Dương</a>" not in missing
    waiting = browser.get(address, {"tt": "cho-tham-dinh"}).content.decode()
    assert second.name not in waiting and "Ánh Dương</a>" in waiting
    assert second.name in browser.get(address, {"q": "binh minh"}).content.decode()
    assert "không có vào ngày" in browser.get(address, {"don_vi": "00000"}).content.decode()
    book = browser.get(reverse("assessments:round_export", args=[held.pk])).content
    cells = [cell for row in load_workbook(BytesIO(book)).active.iter_rows(values_only=True) for cell in row if cell]
    assert {cast.school.name, second.name, "Chưa đăng ký"} <= set(cells)
    own = as_("hieu_truong").get(address).content.decode()
    assert second.name not in own


def test_the_list_of_assessments_filters_and_exports(cast, held, as_):
    submitted(cast, held)
    browser, address = as_("can_bo_tinh"), reverse("assessments:list")
    assert "Ánh Dương</a>" in browser.get(address, {"tinh_trang": "submitted"}).content.decode()
    assert "Ánh Dương</a>" not in browser.get(address, {"bo": "hcm-2021"}).content.decode()
    assert "Ánh Dương</a>" not in browser.get(address, {"loai": "chua-xep"}).content.decode()
    assert browser.get(reverse("assessments:export")).content.startswith(b"PK")
    assert "Ánh Dương</a>" not in as_("hieu_truong_khac").get(address).content.decode()


def test_a_page_of_many_costs_the_same_queries_as_a_page_of_one(
    cast, held, as_, django_assert_max_num_queries, django_assert_num_queries
):
    submitted(cast, held)
    browser, address = as_("can_bo_tinh"), reverse("assessments:round", args=[held.pk])
    with django_assert_max_num_queries(40) as first:
        browser.get(address)
    for _each in range(3):
        school = make_school(place=cast.school.placements.get().unit, since=date(2025, 7, 1))
        submitted(cast, held, actor=cast.truong_phong_xa, school=school)
    with django_assert_num_queries(len(first)):
        browser.get(address)


def test_the_panel_on_the_page_of_the_school(cast, held, as_):
    submitted(cast, held)
    page = as_("cong_an_xa").get(reverse("organizations:detail", args=[cast.school.pk])).content.decode()
    assert held.name in page
    other = as_("hieu_truong_khac").get(reverse("organizations:detail", args=[cast.other_school.pk])).content.decode()
    assert held.name not in other


class TestSets:
    def editor(self, as_, code="hcm-2021"):
        """The editor's form of the current version, as a browser would send it back."""
        kept = kept_set(code)
        browser, address = as_("quantri"), reverse("assessments:set_new_version", args=[kept.pk])
        editor = browser.get(address).context["editor"]
        data = {"note": "Thử"}
        for form in (
            editor.head,
            *editor.items,
            *editor.classes,
            editor.items.management_form,
            editor.classes.management_form,
        ):
            for bound in form:
                value = bound.value()
                if value not in (None, False, ""):
                    data.setdefault(bound.html_name, "on" if value is True else value)
        return browser, address, data

    def test_shipped_sets_are_loaded_once(self, db):
        load_shipped(now=NOW)
        assert CriteriaSet.objects.count() == 5
        assert load_shipped(now=NOW) == []

    def test_sent_back_unchanged_nothing_is_new(self, cast, as_):
        for code in ("hcm-2021", "antt-2021", "1467-2020"):
            browser, address, data = self.editor(as_, code)
            answer = browser.post(address, data)
            assert answer.status_code == 422, code
            assert "Không có gì khác" in answer.content.decode(), code

    def test_a_new_version_is_used_and_a_round_keeps_the_old(self, cast, held, as_):
        browser, address, data = self.editor(as_, "antt-2021")
        answer = browser.post(address, data | {"muc-0-text": "Nguyên văn điểm a"})
        assert answer.status_code == 303
        new = CriteriaSet.objects.current().get(code="antt-2021")
        assert (new.version, new.criteria.items[0].text, new.note) == (2, "Nguyên văn điểm a", "Thử")
        held.refresh_from_db()
        assert held.criteria_set.version == 1 and held.criteria_set.criteria.items[0].text == ""

    def test_a_province_adds_a_criterion(self, cast, as_):
        browser, address, data = self.editor(as_, "antt-2021")
        data |= {
            "muc-19-code": "T1",
            "muc-19-about": "Cổng trường an toàn",
            "muc-19-extra": "on",
            "muc-19-group": "7.1",
        }
        assert browser.post(address, data).status_code == 303
        added = CriteriaSet.objects.current().get(code="antt-2021").criteria.item("T1")
        assert added.extra and added.about == "Cổng trường an toàn"

    def test_an_impossible_threshold_comes_back_with_the_reason(self, cast, as_):
        browser, address, data = self.editor(as_)
        answer = browser.post(address, data | {"hang-0-at_least": "12"})
        page = answer.content.decode()
        assert (
            answer.status_code == 422 and "ngưỡng 12 trên 10 tiêu chí không thể đạt" in page and 'value="12"' in page
        )
        assert CriteriaSet.objects.filter(code="hcm-2021").count() == 1

    def test_an_adapted_set_is_not_replaced_by_a_shipped_one(self, cast, as_):
        browser, address, data = self.editor(as_)
        browser.post(address, data | {"muc-0-text": "Nguyên văn"})
        CriteriaSet.objects.filter(code="hcm-2021", version=1).update(sha256="cũ")
        [added] = load_shipped(now=NOW)
        assert (added.version, added.is_current) == (3, False)

    def test_out_as_toml_and_back(self, cast, as_):
        kept = kept_set("1467-2020")
        browser = as_("quantri")
        file = browser.get(reverse("assessments:set_download", args=[kept.pk])).content
        assert parse(file) == kept.definition
        raw = json.loads(json.dumps(kept.definition)) | {"code": "bac-ninh-2026", "name": "Bộ của tỉnh"}
        sent = SimpleUploadedFile("bo.toml", write(raw).encode())
        assert browser.post(reverse("assessments:set_upload"), {"file": sent}).status_code == 303
        assert CriteriaSet.objects.current().get(code="bac-ninh-2026").criteria.mandatory == ("4", "5", "10", "11")

    def test_a_file_with_an_impossible_threshold_is_refused(self, cast, as_):
        raw = json.loads(json.dumps(kept_set("hcm-2021").definition)) | {"valid_to": "2020-01-01"}
        sent = SimpleUploadedFile("bo.toml", write(raw).encode())
        answer = as_("quantri").post(reverse("assessments:set_upload"), {"file": sent})
        assert answer.status_code == 422 and "phải sau ngày có hiệu lực" in answer.content.decode()

    def test_only_administrators_keep_sets(self, cast, as_):
        kept = kept_set()
        for who in ("can_bo_tinh", "truong_phong_xa", "hieu_truong"):
            assert as_(who).get(reverse("assessments:set_new_version", args=[kept.pk])).status_code == 403
            assert as_(who).get(reverse("assessments:set", args=[kept.pk])).status_code == 200

    def test_an_old_version_is_taken_again(self, cast, as_):
        browser, address, data = self.editor(as_)
        browser.post(address, data | {"muc-0-text": "Nguyên văn"})
        old = CriteriaSet.objects.get(code="hcm-2021", version=1)
        assert browser.post(reverse("assessments:set_use", args=[old.pk])).status_code == 303
        assert CriteriaSet.objects.current().get(code="hcm-2021") == old


def test_a_round_is_opened_by_year_with_the_days_of_its_set(cast, as_):
    kept, browser = kept_set(), as_("truong_phong_xa")
    answer = browser.post(
        reverse("assessments:round_new"),
        {"criteria_set": kept.pk, "organizer": cast.commune_committee.pk, "year": "2026"},
    )
    assert answer.status_code == 303
    held = kept.rounds.get()
    assert (held.starts_on, held.last_day) == (date(2025, 11, 16), date(2026, 11, 15))
    assert (held.register_by, held.decide_before) == (date(2026, 3, 31), date(2026, 11, 20))
    assert "government:commune" in held.authorities


def test_revoking_from_the_page(cast, held, as_):
    assessment = examined(cast, submitted(cast, held))
    decision = decided(cast, held, assessment)
    row = decision.recognitions.get()
    browser, address = as_("truong_phong_xa"), reverse("assessments:revoke", args=[row.pk])
    assert browser.post(address, {"on": "10/11/2026", "reason": ""}).status_code == 422
    assert browser.post(address, {"on": "10/11/2026", "reason": "Có tội phạm"}).status_code == 303
    assert "Có tội phạm" in as_("hieu_truong").get(assessment.get_absolute_url()).content.decode()


def test_a_school_the_set_leaves_out_reads_why(cast, held, as_):
    head = make_user("hieu-truong-tieu-hoc", cast.neighbour_school, "admin")
    browser = as_("anonymous")
    browser.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert "không áp dụng cho cấp Tiểu học" in browser.get(reverse("assessments:list")).content.decode()
    answer = browser.post(
        reverse("assessments:register", args=[held.pk, cast.neighbour_school.pk]),
        {"registered_on": "02/03/2026", "signed_plan": "02/03/2026", "signed_registration": "02/03/2026", "skip_resolution": "on"},
    )  # fmt: skip
    assert answer.status_code == 422 and "không áp dụng cho cấp Tiểu học" in answer.content.decode()
    assert not Registration.objects.exists()


def test_the_clock_is_told_in_hours_and_minutes():
    assert time_left(NOW + timedelta(hours=48), NOW + timedelta(minutes=1)) == "47 giờ 59 phút"
    assert time_left(NOW, NOW + timedelta(minutes=1)) == "" == time_left(None, NOW)


def test_an_agency_that_registered_a_school_goes_on_to_judge_from_the_same_list(cast, held, as_):
    registered(cast, held, actor=cast.cong_an_xa)
    round_page, begin = held.get_absolute_url(), reverse("assessments:begin", args=[held.pk, cast.school.pk])
    assert begin in as_("cong_an_xa").get(round_page).content.decode()
    assert begin not in as_("so_yt").get(round_page).content.decode()
    begun = as_("cong_an_xa").post(begin)
    assert begun["Location"] == f"{Assessment.objects.get().get_absolute_url()}cham/"
    assert begin not in as_("cong_an_xa").get(round_page).content.decode()
