"""The pages of plans, as people of the cast use them."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_person, make_scheme, make_school
from tests.plans.making import GATE, YEAR, approved, begun, later, make_directive, submitted, texts_of
from truongan.kernel import clock
from truongan.plans.actions import comment_on_plan, edit_plan, return_plan, save_draft, start_plan, submit_plan
from truongan.plans.beginning import ground_of
from truongan.plans.models import GuidanceComment, Plan, PlanDraft
from truongan.plans.queries.needs import plans_waiting
from truongan.plans.school_years import school_year_of


def url(name: str, *args) -> str:
    return reverse(f"plans:{name}", args=args)


def posted(browser, plan: Plan) -> dict[str, str]:
    """What the browser would send back from the page for writing, as it was shown."""
    sheet = browser.get(url("edit", plan.pk)).context["sheet"]
    sent = {name: sheet.form[name].value() or "" for name in sheet.form.fields}
    sent |= {"bp-TOTAL_FORMS": len(sheet.measures.forms), "bp-INITIAL_FORMS": 0}
    for line in sheet.measures.forms:
        for name in line.fields:
            value = line[name].value()
            if name != "removed":
                sent[line.add_prefix(name)] = "" if value is None else value
    return sent


class TestList:
    def test_made_of_schools_and_filters_in_the_address(self, cast, as_):
        submitted(cast)
        found = as_("truong_phong_xa").get(url("list"), {"nam_hoc": YEAR})
        assert (found.context["made"], found.context["schools"], found.context["approved"]) == (1, 2, 0)
        assert found.context["counts"]["mine"] == 1
        mine = as_("truong_phong_xa").get(url("list"), {"nam_hoc": YEAR, "viec": "cho-toi"})
        assert [row.plan.organization for row in mine.context["rows"]] == [cast.school]
        for narrowed in ({"tt": "da-duyet"}, {"cap": "TH"}, {"q": "song thuong"}, {"nam_hoc": "2020-2021"}):
            assert as_("truong_phong_xa").get(url("list"), {"nam_hoc": YEAR} | narrowed).context["rows"] == []

    @pytest.mark.parametrize("words", ["anh duong", "Ánh Dương", "AN NINH"])
    def test_search_with_or_without_diacritics(self, cast, as_, words):
        submitted(cast)
        assert len(as_("so_gd").get(url("list"), {"nam_hoc": YEAR, "q": words}).context["rows"]) == 1

    def test_the_stranger_sees_nothing_of_it(self, cast, as_):
        plan = submitted(cast)
        assert as_("hieu_truong_khac").get(url("list"), {"nam_hoc": YEAR}).context["rows"] == []
        assert as_("hieu_truong_khac").get(url("plan", plan.pk)).status_code == 404

    @pytest.mark.parametrize(
        "address", ["?nam_hoc=2026", "?nam_hoc=abc&trang=x&sap=bia", "?don_vi=99999", "?tt=bia&cap=bia"]
    )
    def test_nonsense_in_the_address_is_no_error(self, cast, as_, address):
        assert as_("so_gd").get(url("list") + address).status_code == 200
        assert as_("so_gd").get(url("missing") + address).status_code == 200

    def test_the_pages_cost_the_same_however_long_they_are(self, cast, as_):
        browser, place = as_("so_gd"), cast.school.placements.get().unit

        def costs() -> list[int]:
            return [_cost(browser, url(name), {"nam_hoc": YEAR}) for name in ("list", "missing")]

        _populate(place, 1)
        one = costs()
        _populate(place, 7)
        assert costs() == one
        assert max(one) <= 18

    def test_schools_without_a_plan(self, cast, as_):
        begun(cast)
        found = as_("truong_phong_xa").get(url("missing"), {"nam_hoc": YEAR})
        assert {row.organization: row.label for row in found.context["rows"]} == {
            cast.school: "Đang soạn", cast.neighbour_school: "Chưa bắt đầu",
        }  # fmt: skip
        assert {row.label for row in as_("so_yt").get(url("missing"), {"nam_hoc": YEAR}).context["rows"]} == {
            "Chưa bắt đầu"
        }
        assert len(as_("truong_phong_xa").get(url("missing"), {"nam_hoc": YEAR, "cap": "TH"}).context["rows"]) == 1

    def test_a_submitted_plan_leaves_that_list(self, cast, as_):
        submitted(cast)
        rows = as_("truong_phong_xa").get(url("missing"), {"nam_hoc": YEAR}).context["rows"]
        assert [row.organization for row in rows] == [cast.neighbour_school]

    @pytest.mark.parametrize(
        ("name", "words"), [("export", "Trường THCS Ánh Dương"), ("missing_export", "Trường Tiểu học Hoa Sen")]
    )
    def test_workbooks(self, cast, as_, name, words):
        submitted(cast)
        answer = as_("truong_phong_xa").get(url(name), {"nam_hoc": YEAR})
        cells = [cell for row in load_workbook(BytesIO(answer.content)).active.values for cell in row]
        assert words in cells
        assert f"-{YEAR}-" in answer["Content-Disposition"]


def _cost(browser, address: str, data=None) -> int:
    browser.get(address, data)  # what is asked once for a process
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address, data).status_code == 200
    return len(queries)


def _populate(place, count: int) -> None:
    """So many schools with a plan, and as many with a draft only."""
    for number in range(2 * count):
        school = make_school(place=place)
        plan = start_plan(actor=None, organization=school, school_year=YEAR, now=later())
        edit_plan(actor=None, plan=plan, fields={}, measures=[GATE], seen_at=None, now=later())
        if number % 2:
            Plan.objects.filter(pk=plan.pk).update(submitted_on=later().date())


class TestBeginning:
    def test_a_teacher_begins_from_the_starter(self, cast, as_):
        answer = as_("giao_vien").post(url("new"), {"school_year": " 2026–2027", "begin": "ke-hoach-truong"})
        plan = Plan.objects.get()
        assert (answer.status_code, answer["Location"]) == (303, url("edit", plan.pk))
        assert (plan.school_year, plan.created_by) == (YEAR, cast.giao_vien)
        assert plan.measures.count() == 10

    def test_last_years_plan_is_proposed_first(self, cast, as_):
        now = school_year_of(clock.today_vn())
        first = int(now[:4]) - 1
        old = begun(cast, year=f"{first}-{first + 1}", measures=[GATE])
        page = as_("giao_vien").get(url("new"))
        assert page.context["form"].initial["begin"] == f"chep-{old.pk}"
        as_("giao_vien").post(url("new"), {"school_year": now, "begin": f"chep-{old.pk}"})
        assert Plan.objects.get(school_year=now).measures.get().text == GATE.text

    def test_a_copied_plan_carries_out_the_directive_that_was_chosen(self, cast, as_):
        old, directive = begun(cast, year="2025-2026"), make_directive(cast.school)
        begin = {"school_year": YEAR, "begin": f"chep-{old.pk}", "implements": directive.pk}
        as_("giao_vien").post(url("new"), begin)
        plan = Plan.objects.get(school_year=YEAR)
        assert plan.implements == directive
        assert ground_of(directive) in plan.grounds

    def test_a_duplicate_and_a_bad_year_are_refused_on_the_page(self, cast, as_):
        begun(cast)
        for year, reason in ((YEAR, "đã có kế hoạch năm học"), ("2026-2029", "hai năm liền nhau")):
            answer = as_("giao_vien").post(url("new"), {"school_year": year, "begin": "trong"})
            assert answer.status_code == 422
            assert reason in answer.content.decode()

    def test_another_organization_is_not_there(self, cast, as_):
        assert as_("giao_vien").get(url("new"), {"truong": cast.other_school.pk}).status_code == 404

    def test_who_writes_for_all_chooses_first(self, cast, as_):
        assert "don_vi_lap" in as_("quantri").get(url("new")).content.decode()
        page = as_("quantri").get(url("new"), {"don_vi_lap": cast.school.pk})
        assert page.context["organization"] == cast.school

    def test_a_broken_own_starter_does_not_take_the_page_away(self, cast, as_, settings, tmp_path):
        settings.HOME = tmp_path
        (tmp_path / "papers").mkdir()
        (tmp_path / "papers" / "ke-hoach-truong.toml").write_text("name = ")
        page = as_("giao_vien").get(url("new"))
        assert page.status_code == 200
        assert "không đọc được" in page.content.decode()


class TestWriting:
    def test_what_is_shown_and_sent_back_changes_nothing(self, cast, as_):
        person, scheme = make_person(organization=cast.school), make_scheme(organization=cast.school)
        plan = begun(cast, measures=[replace(GATE, person=person, scheme=scheme), replace(GATE, topic="fire")])
        before = texts_of(plan)
        browser = as_("giao_vien")
        assert browser.post(url("edit", plan.pk), posted(browser, plan)).status_code == 303
        assert texts_of(plan) == before

    def test_a_measure_is_added_one_moved_up_one_taken_out(self, cast, as_):
        plan = begun(cast, measures=[GATE, replace(GATE, topic="drugs"), replace(GATE, topic="fire")])
        browser = as_("giao_vien")
        sent = posted(browser, plan) | {
            "bp-TOTAL_FORMS": 4, "bp-0-removed": "on", "bp-2-position": "1",
            "bp-3-topic": "online_safety", "bp-3-text": "An toàn mạng", "bp-3-starts_on": "05/09/2026",
        }  # fmt: skip
        assert browser.post(url("edit", plan.pk), sent).status_code == 303
        assert [each.topic for each in plan.measures.order_by("position")] == ["fire", "online_safety", "drugs"]

    def test_another_line_is_asked_for_without_script_and_nothing_typed_is_lost(self, cast, as_):
        plan = begun(cast)
        browser = as_("giao_vien")
        sent = posted(browser, plan) | {"viec": "them-bien-phap", "title": "Tên đang gõ", "bp-0-text": "Lời đang gõ"}
        page = browser.post(url("edit", plan.pk), sent)
        assert page.status_code == 200
        assert "Tên đang gõ" in page.content.decode()
        assert len(page.context["sheet"].measures.forms) == 4
        assert page.context["sheet"].measures.forms[0]["text"].value() == "Lời đang gõ"
        plan.refresh_from_db()
        assert plan.title != "Tên đang gõ"

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"bp-0-starts_on": "01/10/2026", "bp-0-ends_on": "30/09/2026"}, "Ngày kết thúc trước ngày bắt đầu"),
            ({"bp-0-starts_on": "31/09/2026"}, "hợp lệ"),
            ({"bp-0-text": ""}, "bắt buộc"),
            ({"bp-0-topic": "bia"}, "bia"),
            ({"bp-0-starts_on": "01/10/2022"}, "01/06/2026 đến 31/08/2027"),
            ({"title": ""}, "bắt buộc"),
        ],
    )
    def test_what_is_refused_comes_back_with_what_was_typed(self, cast, as_, changes, reason):
        plan = begun(cast)
        browser = as_("giao_vien")
        page = browser.post(url("edit", plan.pk), posted(browser, plan) | {"goals": "Chữ vừa gõ"} | changes)
        assert page.status_code == 422
        assert reason in page.content.decode()
        assert "Chữ vừa gõ" in page.content.decode()
        assert PlanDraft.objects.get().fields["goals"] == "Chữ vừa gõ"

    def test_a_person_and_a_scheme_of_another_school_cannot_be_chosen(self, cast, as_):
        plan = begun(cast)
        person, scheme = make_person(organization=cast.other_school), make_scheme(organization=cast.other_school)
        browser = as_("giao_vien")
        for strange in ({"bp-0-person": person.pk}, {"bp-0-scheme": scheme.pk}):
            assert browser.post(url("edit", plan.pk), posted(browser, plan) | strange).status_code == 422
        assert not plan.measures.exclude(person=None, scheme=None).exists()

    def test_two_windows_keep_both_peoples_words(self, cast, as_):
        plan = begun(cast)
        teacher, head = as_("giao_vien"), as_("hieu_truong")
        from_teacher, from_head = posted(teacher, plan), posted(head, plan)
        head.post(url("edit", plan.pk), from_head | {"title": "Của hiệu trưởng"})

        page = teacher.post(url("edit", plan.pk), from_teacher | {"title": "Của giáo viên"})

        assert page.status_code == 422
        assert "Người khác vừa thay đổi kế hoạch này" in page.content.decode()
        assert "Của giáo viên" in page.content.decode()
        plan.refresh_from_db()
        assert plan.title == "Của hiệu trưởng"
        # The draft waits and still cannot be saved over the newer plan.
        again = teacher.get(url("edit", plan.pk))
        assert again.context["is_stale"]
        assert "Của giáo viên" in again.content.decode()
        assert teacher.post(url("edit", plan.pk), posted(teacher, plan)).status_code == 422

    def test_drafts_are_kept_and_thrown_away(self, cast, as_):
        plan = begun(cast)
        browser = as_("giao_vien")
        sent = posted(browser, plan)
        note = browser.post(url("draft_save", plan.pk), sent | {"title": "Nháp"})
        assert "Bản nháp lưu lúc" in note.content.decode()
        assert "Nháp" in browser.get(url("edit", plan.pk)).content.decode()
        assert "Nháp</textarea>" not in as_("hieu_truong").get(url("edit", plan.pk)).content.decode()
        browser.post(url("draft_discard", plan.pk))
        assert not PlanDraft.objects.exists()

    def test_saving_lets_the_draft_go(self, cast, as_):
        plan = begun(cast)
        save_draft(actor=cast.giao_vien, plan=plan, fields={"title": "Cũ"}, now=later())
        browser = as_("giao_vien")
        assert (
            browser.post(
                url("edit", plan.pk), posted(browser, plan) | {"seen_at": plan.updated_at.isoformat()}
            ).status_code
            == 303
        )
        assert not PlanDraft.objects.exists()

    def test_a_submitted_plan_is_shown_not_edited(self, cast, as_):
        plan = submitted(cast)
        answer = as_("giao_vien").get(url("edit", plan.pk))
        assert (answer.status_code, answer["Location"]) == (303, plan.get_absolute_url())

    def test_broken_management_data_is_no_crash(self, cast, as_):
        plan = begun(cast)
        browser = as_("giao_vien")
        for total in ("", "x", "-1", "99999"):
            sent = posted(browser, plan) | {"bp-TOTAL_FORMS": total}
            assert browser.post(url("edit", plan.pk), sent).status_code in (303, 422)


class TestThread:
    def test_from_draft_to_approval_in_the_browser(self, cast, as_):
        plan = begun(cast)
        head, officer = as_("hieu_truong"), as_("truong_phong_xa")

        def press(browser, name, **data):
            seen = browser.get(plan.get_absolute_url()).context["seen_at"]
            assert browser.post(url(name, plan.pk), {"seen_at": seen, **data}).status_code == 303
            return browser.get(plan.get_absolute_url()).content.decode()

        assert "Đã trình kế hoạch" in press(head, "submit")
        assert "Đã trả lại" in press(officer, "give_back", reason="Thêm PCCC")
        assert "Thêm PCCC" in as_("giao_vien").get(url("edit", plan.pk)).content.decode()
        press(head, "submit")
        assert "01/KH-THCSÁD" in press(officer, "approve")
        assert "Đang sửa đổi" in press(head, "amend", reason="Bổ sung")
        plan.refresh_from_db()
        assert (plan.status, plan.revision) == ("draft", 2)

    def test_an_old_page_is_told_so(self, cast, as_):
        plan = submitted(cast)
        for seen in ("", "2020-01-01T00:00:00+00:00"):
            browser = as_("truong_phong_xa")
            assert browser.post(url("approve", plan.pk), {"seen_at": seen}).status_code == 303
            page = browser.get(plan.get_absolute_url()).content.decode()
            assert "Trang này đã cũ" in page or "Người khác vừa thay đổi" in page
        plan.refresh_from_db()
        assert plan.status == "submitted"

    def test_advice_is_given_and_closed(self, cast, as_):
        plan = submitted(cast)
        measure = plan.measures.first()
        as_("cong_an_xa").post(url("comment", plan.pk), {"measure": measure.pk, "text": "Ghi rõ giờ"})
        comment = GuidanceComment.objects.get()
        page = as_("giao_vien").get(plan.get_absolute_url()).content.decode()
        assert f'id="gop-y-{comment.pk}"' in page
        as_("giao_vien").post(url("resolve", comment.pk), {"answer": "Đã ghi"})
        assert "Đã ghi" in as_("cong_an_xa").get(plan.get_absolute_url()).content.decode()
        assert as_("hieu_truong_khac").get(url("resolve", comment.pk)).status_code == 404

    def test_refused_advice_comes_back_on_the_page(self, cast, as_):
        plan = submitted(cast)
        answer = as_("so_gd").post(url("comment", plan.pk), {"measure": "999999", "text": "Chữ vừa gõ"})
        assert answer.status_code == 422
        assert "Chữ vừa gõ" in answer.content.decode()

    def test_progress_is_told_and_shown_as_n_of_n(self, cast, as_):
        plan = submitted(cast)
        measure = plan.measures.first()
        as_("giao_vien").post(url("progress", measure.pk), {"progress": "done", "done_on": "01/09/2026"})
        page = as_("so_yt").get(plan.get_absolute_url())
        assert (page.context["standing"].done, page.context["standing"].counted) == (1, 2)
        answer = as_("giao_vien").post(url("progress", measure.pk), {"progress": "dropped", "note": ""})
        assert answer.status_code == 422

    def test_the_page_costs_the_same_for_few_and_many_measures(self, cast, as_):
        browser, costs = as_("so_gd"), []
        for year, count in (("2025-2026", 2), ("2026-2027", 20)):
            plan = submitted(cast, year=year, measures=[replace(GATE, text=f"Biện pháp {n}") for n in range(count)])
            for measure in plan.measures.all():
                comment_on_plan(actor=cast.cong_an_xa, plan=plan, measure=measure, text="x", now=later(days=1))
            costs.append(_cost(browser, plan.get_absolute_url()))
        assert costs[0] == costs[1] <= 26

    def test_on_the_page_of_the_model_it_belongs_to(self, cast, as_):
        scheme = make_scheme(organization=cast.school)
        begun(cast, measures=[replace(GATE, scheme=scheme)])
        assert "Biện pháp trong kế hoạch" in as_("so_gd").get(scheme.get_absolute_url()).content.decode()
        assert "Biện pháp trong kế hoạch" not in as_("so_yt").get(scheme.get_absolute_url()).content.decode()

    def test_on_the_page_of_the_school(self, cast, as_):
        approved(cast)
        page = as_("so_gd").get(cast.school.get_absolute_url()).content.decode()
        assert "Năm học 2026-2027" in page
        assert "0 trên 2 biện pháp đã xong" in page


class TestWhatWaits:
    def test_for_the_school_and_for_its_superior(self, cast, as_):
        waiting = {each.query: each.count for each in plans_waiting(cast.giao_vien, later().date())}
        assert waiting == {"": 1}  # no plan of this school year yet

        plan = submitted(cast)
        plan.measures.filter(topic="drugs").update(ends_on=later().date())
        comment_on_plan(actor=cast.cong_an_xa, plan=plan, text="x", now=later())
        return_plan(actor=cast.truong_phong_xa, plan=plan, reason="x", now=later(days=1))
        waiting = {each.query: each.count for each in plans_waiting(cast.giao_vien, later(days=3).date())}
        assert waiting == {"?viec=tra-lai": 1, "?viec=gop-y": 1, "?viec=qua-han": 1}
        for query in waiting:
            assert len(as_("giao_vien").get(url("list") + query).context["rows"]) == 1
            assert as_("so_gd").get(url("list") + query).context["rows"] == []

        submit_plan(actor=cast.hieu_truong, plan=plan, now=later(days=2))
        assert [each.query for each in plans_waiting(cast.truong_phong_xa, later().date())] == ["?viec=cho-toi"]
        assert plans_waiting(cast.so_gd, later().date()) == []
        assert plans_waiting(cast.quantri, later().date()) == []

    def test_it_is_listed_whatever_the_school_year(self, cast, as_):
        submitted(cast, year="2020-2021")
        assert len(as_("truong_phong_xa").get(url("list"), {"viec": "cho-toi"}).context["rows"]) == 1
        assert as_("truong_phong_xa").get(url("list")).context["rows"] == []

    def test_it_stands_on_the_first_page(self, cast, as_):
        submitted(cast)
        assert "Kế hoạch chờ bạn duyệt" in as_("truong_phong_xa").get(reverse("web:home")).content.decode()
