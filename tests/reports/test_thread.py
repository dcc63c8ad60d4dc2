"""What came of a directive: counted on any day, for the whole and for a viewer's own part."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories import make_event, make_person, make_scheme, make_team
from truongan.activities.models import Activity, Audience
from truongan.directives.models import Assignment, Directive, Duty, Receipt
from truongan.plans.models import Measure, Plan
from truongan.reports.actions import draft_report, edit_report, seal_report
from truongan.reports.narrative import UnknownFigure
from truongan.reports.statements import directive_values
from truongan.reports.thread.nodes import branches
from truongan.reports.thread.numbers import count, results_of
from truongan.reports.thread.sources import thread_of
from truongan.reports.thread.summary import report_texts, summary
from truongan.reports.thread.timeline import happenings, told

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
ISSUED, TODAY = date(2026, 9, 1), date(2026, 11, 22)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def make_directive(issuer, number: int, on: date, **fields) -> Directive:
    return Directive.objects.create(
        issuer=issuer, kept_by=issuer, issuer_name=issuer.name, series="CV", number=number, symbol="BCĐ", year=on.year,
        issued_on=on, issued_at=at(on), status="issued", subject="Đẩy mạnh phong trào", created_at=at(on),
        updated_at=at(on), search_fold="", **fields,
    )  # fmt: skip


def make_receipt(directive, organization, *, acknowledged_on: date | None = None, number: int = 1) -> Receipt:
    said = (
        {"acknowledged_at": at(acknowledged_on), "arrived_on": acknowledged_on, "arrival_year": acknowledged_on.year,
         "arrival_number": number}
        if acknowledged_on else {}
    )  # fmt: skip
    return Receipt.objects.create(
        directive=directive, organization=organization, path=organization.place_path, level=organization.level,
        sector=organization.sector, received_at=at(directive.issued_on), **said,
    )  # fmt: skip


def make_duty(directive, organization, *, due_on: date, done_on: date | None = None) -> Duty:
    task = Assignment.objects.get_or_create(directive=directive, position=1, defaults={"task": "Lập kế hoạch"})[0]
    done = {"status": "done", "done_on": done_on, "done_at": at(done_on)} if done_on else {}
    return Duty.objects.create(
        assignment=task, directive=directive, organization=organization, path=organization.place_path,
        level=organization.level, sector=organization.sector, due_on=due_on, assigned_at=at(directive.issued_on), **done,
    )  # fmt: skip


@pytest.fixture
def directive(cast) -> Directive:
    found = make_directive(cast.province_police, 1646, ISSUED)
    below = make_directive(cast.commune_committee, 7, ISSUED + timedelta(days=4), implements=found)
    make_receipt(found, cast.commune_committee, acknowledged_on=ISSUED + timedelta(days=2))
    make_receipt(found, cast.other_school)
    make_duty(found, cast.commune_committee, due_on=date(2026, 9, 15), done_on=date(2026, 9, 12))
    make_duty(found, cast.other_school, due_on=date(2026, 9, 15))
    plan = Plan.objects.create(
        organization=cast.school, school_year="2026-2027", title="Kế hoạch an toàn", status="submitted",
        implements=below, issuer_name=cast.school.name, created_at=NOW, updated_at=NOW, submitted_at=NOW,
        submitted_on=date(2026, 9, 20), search_fold="",
    )  # fmt: skip
    Measure.objects.create(
        plan=plan,
        position=1,
        topic="crime",
        text="Trực cổng",
        progress="done",
        percent=100,
        done_on=date(2026, 10, 20),
    )
    Measure.objects.create(plan=plan, position=2, topic="fire", text="Diễn tập")
    for organization, on, people in (
        (cast.school, date(2026, 10, 5), 500),
        (cast.other_school, date(2026, 10, 6), 40),
    ):
        activity = Activity.objects.create(
            organization=organization, kind="communication", on=on, title=f"Tuyên truyền {people}", directive=found,
            token=uuid4(), recorded_at=at(on), search_fold="",
        )  # fmt: skip
        Audience.objects.create(activity=activity, group="pupils", attendance_count=people)
    scheme = make_scheme(organization=cast.school, on=date(2026, 10, 1))
    make_team(scheme=scheme, members=[make_person(organization=cast.school), 7], on=date(2026, 10, 1))
    make_event(make_scheme(organization=cast.neighbour_school, on=date(2026, 3, 1)), "strengthened", date(2026, 10, 9))
    make_scheme(organization=cast.other_school, on=date(2026, 3, 1))  # older than the directive, and left alone
    return found


def test_every_link_is_counted_once(directive):
    assert count(thread_of(directive, on=TODAY)) == {
        "vb.don_vi_nhan": 2, "vb.da_xac_nhan": 1, "vb.nhiem_vu": 2, "vb.nhiem_vu_xong": 1, "vb.nhiem_vu_qua_han": 1,
        "vb.van_ban_thuc_hien": 1, "vb.ke_hoach": 1, "vb.ke_hoach_duyet": 0, "vb.bien_phap": 2, "vb.bien_phap_xong": 1,
        "vb.hoat_dong": 2, "vb.luot_nguoi": 540, "vb.truong_danh_gia": 0, "vb.bao_cao": 0,
    }  # fmt: skip
    assert results_of(thread_of(directive, on=TODAY)).values["schemes.worked_on"] == 2


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (ISSUED, {"vb.da_xac_nhan": 0, "vb.van_ban_thuc_hien": 0, "vb.nhiem_vu_qua_han": 0, "vb.ke_hoach": 0}),
        (date(2026, 9, 15), {"vb.da_xac_nhan": 1, "vb.van_ban_thuc_hien": 1, "vb.nhiem_vu_qua_han": 0, "vb.ke_hoach": 0}),
        (date(2026, 9, 16), {"vb.nhiem_vu_qua_han": 1, "vb.nhiem_vu_xong": 1, "vb.hoat_dong": 0}),
        (date(2026, 10, 5), {"vb.ke_hoach": 1, "vb.bien_phap_xong": 0, "vb.hoat_dong": 1, "vb.luot_nguoi": 500}),
    ],
)  # fmt: skip
def test_the_thread_is_read_as_of_any_day(directive, on, expected):
    found = count(thread_of(directive, on=on))
    assert {code: found[code] for code in expected} == expected


def test_a_viewer_counts_their_own_part(cast, directive):
    mine = count(thread_of(directive, on=TODAY, viewer=cast.truong_phong_xa))
    assert (mine["vb.don_vi_nhan"], mine["vb.hoat_dong"], mine["vb.luot_nguoi"]) == (1, 1, 500)
    elsewhere = count(thread_of(directive, on=TODAY, viewer=cast.hieu_truong_khac))
    assert (elsewhere["vb.don_vi_nhan"], elsewhere["vb.ke_hoach"], elsewhere["vb.luot_nguoi"]) == (1, 0, 40)
    whole = count(thread_of(directive, on=TODAY, viewer=cast.can_bo_tinh))
    assert whole == count(thread_of(directive, on=TODAY))


def test_before_its_day_a_directive_has_the_thread_of_its_day(directive):
    assert thread_of(directive, on=date(2020, 1, 1)).on == ISSUED


def test_the_summary_says_the_numbers_in_the_fields_style(directive):
    sections = {
        each.title: ["".join(said.text for said in one) for one in each.sentences] for each in _summary(directive)
    }
    assert sections["Tiếp nhận"] == [
        "Có 1/2 đơn vị đã xác nhận tiếp nhận văn bản.",
        "Có 1/2 nhiệm vụ được giao đã hoàn thành; 1 nhiệm vụ quá hạn.",
    ]
    assert "với trên 500 lượt người tham gia" in sections["Triển khai"][-1]
    assert sections["Kết quả"][0].startswith("Có 2 điểm mô hình")


def _summary(directive):
    return summary(results_of(thread_of(directive, on=TODAY)))


def test_the_tree_lists_what_it_counts(directive):
    thread = thread_of(directive, on=TODAY)
    found = {each.node.code: (each.count, len(each.rows)) for each in branches(thread, results_of(thread).values)}
    assert found == {
        "receipts": (2, 2), "duties": (2, 2), "plans": (1, 1), "measures": (2, 2), "activities": (2, 2),
        "schemes": (2, 2), "assessments": (0, 0), "reports": (0, 0), "submissions": (0, 0), "articles": (0, 0),
    }  # fmt: skip
    paper, below = thread.chain()
    assert (paper, [each.label for each, _under in below]) == (directive, ["07/BCĐ"])


def test_the_timeline_names_the_few_and_counts_the_many(cast, directive):
    for number in range(2, 7):
        school = make_scheme(organization=cast.school, on=date(2026, 10, 1), name=f"Điểm {number}").organization
    thread = thread_of(directive, on=TODAY)

    days = {each.on: [line.title for line in each.lines] for each in told(thread, happenings(thread))}

    assert days[ISSUED] == ["Ban hành Công văn 1646/BCĐ"]
    assert days[date(2026, 9, 5)] == ["Ban hành Công văn 07/BCĐ"]
    assert days[date(2026, 9, 3)] == [f"Xác nhận tiếp nhận: {cast.commune_committee.name}"]
    assert days[date(2026, 10, 5)] == ["Tuyên truyền 500"]
    assert any(line.startswith("6 điểm mô hình") for line in days[date(2026, 10, 1)]), school
    assert list(days) == sorted(days, reverse=True)


class TestReport:
    @pytest.fixture
    def draft(self, cast, directive):
        report = draft_report(
            actor=cast.can_bo_tinh, issuer=cast.province_police, unit=thread_of(directive, on=TODAY).unit, on=TODAY,
            directive=directive, now=NOW,
        )  # fmt: skip
        report.signer_title, report.signer_name = "Giám đốc", "Hoàng Văn Thử"
        report.save()
        return report

    def test_begins_with_the_summary_and_lives_until_sealed(self, cast, directive, draft):
        assert draft.since == ISSUED
        assert "Công văn 1646/BCĐ ngày 01 tháng 9 năm 2026" in draft.grounds
        assert "{vb.hoat_dong}" in draft.work
        assert directive_values(draft)["vb.hoat_dong"] == 2

        Activity.objects.update(voided_at=NOW, void_reason="Ghi nhầm")
        assert directive_values(draft)["vb.hoat_dong"] == 0

    def test_a_sealed_report_keeps_its_numbers(self, cast, directive, draft):
        sealed = seal_report(actor=cast.can_bo_tinh, report=draft, now=NOW)
        Activity.objects.update(voided_at=NOW, void_reason="Ghi nhầm")
        sealed.refresh_from_db()
        assert directive_values(sealed)["vb.hoat_dong"] == 2
        assert count(thread_of(directive, on=TODAY))["vb.bao_cao"] == 1

    def test_a_report_without_a_directive_has_no_such_numbers(self, cast, directive, draft):
        plain = draft_report(actor=cast.can_bo_tinh, issuer=cast.province_police, unit=draft.unit, on=TODAY, now=NOW)
        for report, refused in ((draft, False), (plain, True)):
            fields = {"work": "Đã có {vb.hoat_dong} hoạt động."}
            if refused:
                with pytest.raises(UnknownFigure):
                    edit_report(
                        actor=cast.can_bo_tinh, report=report, fields=fields, seen_at=report.updated_at, now=NOW
                    )
            else:
                edit_report(actor=cast.can_bo_tinh, report=report, fields=fields, seen_at=report.updated_at, now=NOW)


def test_nothing_yet_is_said_as_nothing(cast):
    lonely = make_directive(cast.province_police, 9, ISSUED)
    results = results_of(thread_of(lonely, on=TODAY))
    assert summary(results) == []
    assert "work" not in report_texts(results)
