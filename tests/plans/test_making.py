"""Beginning, copying and writing a plan."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.factories import make_person, make_scheme, make_team
from tests.plans.making import DRUGS, GATE, NOW, YEAR, begun, later, make_directive, submitted, texts_of
from truongan.audit.models import Entry
from truongan.organizations.models import SchoolProfile
from truongan.plans.actions import (
    CannotPlan,
    ChangedMeanwhile,
    MeasureText,
    copy_plan,
    discard_plan,
    edit_plan,
    record_progress,
    start_plan,
)
from truongan.plans.models import Measure, Plan
from truongan.plans.school_years import around, is_school_year, previous, school_year_of
from truongan.plans.starters import starters_for


def save(cast, plan, measures, actor=None, **fields):
    return edit_plan(
        actor=actor or cast.giao_vien,
        plan=plan,
        fields=fields,
        measures=measures,
        seen_at=plan.updated_at,
        now=later(),
    )


class TestSchoolYears:
    @pytest.mark.parametrize(
        ("day", "year"),
        [(date(2021, 7, 31), "2020-2021"), (date(2021, 8, 1), "2021-2022"), (date(2022, 5, 31), "2021-2022")],
    )
    def test_a_day_of_planning_belongs_to_the_year_that_begins_in_august(self, day, year):
        assert school_year_of(day) == year

    @pytest.mark.parametrize(
        ("text", "fits"),
        [
            ("2021-2022", True),
            ("2021-2023", False),
            ("2021", False),
            ("", False),
            ("0000-0001", False),
            ("٢٠٢١-٢٠٢٢", False),
        ],
    )
    def test_two_years_that_follow_each_other(self, text, fits):
        assert is_school_year(text) is fits

    def test_neighbours(self):
        assert previous("2021-2022") == "2020-2021"
        assert around(date(2021, 9, 5), before=1) == ["2022-2023", "2021-2022", "2020-2021"]


class TestStarting:
    def test_a_starter_is_filled_from_the_register(self, cast):
        SchoolProfile.objects.create(
            organization=cast.school,
            school_year=YEAR,
            school_level="THCS",
            class_count=18,
            pupil_count=1250,
            staff_count=41,
        )
        scheme = make_scheme(organization=cast.school)
        make_team(scheme=scheme, members=[make_person(organization=cast.school), 30])

        plan = start_plan(
            actor=cast.giao_vien,
            organization=cast.school,
            school_year=YEAR,
            starter=starters_for(cast.school)[0],
            now=NOW,
        )

        assert "18 lớp với 1.250 học sinh và 41 cán bộ" in plan.situation
        assert "1 điểm mô hình" in plan.situation
        assert "(31 lượt thành viên)" in plan.situation
        assert plan.title.endswith("năm học 2026-2027")
        assert plan.superior == cast.commune_committee.name
        assert plan.symbol == "KH-THCSÁD"
        assert "Thông tư số 124/2021/TT-BCA" in plan.grounds
        first = plan.measures.order_by("position").first()
        assert (first.topic, first.starts_on, first.ends_on) == ("crime", date(2026, 9, 5), date(2027, 5, 31))

    def test_what_the_register_does_not_know_is_left_for_the_pen(self, cast):
        plan = start_plan(
            actor=cast.giao_vien,
            organization=cast.school,
            school_year=YEAR,
            starter=starters_for(cast.school)[0],
            now=NOW,
        )
        assert "…… lớp với …… học sinh" in plan.situation

    def test_measures_suit_the_level_of_the_school(self, cast):
        primary = cast.neighbour_school
        primary.school_level = "MN"
        starter = starters_for(primary)[0]
        assert "drugs" not in {each.topic for each in starter.measures(primary, YEAR, {})}
        assert "drugs" in {each.topic for each in starter.measures(cast.school, YEAR, {})}

    def test_a_committee_has_its_own_starter(self, cast):
        assert [each.code for each in starters_for(cast.commune_committee)] == ["ke-hoach-ban-chi-dao"]
        assert [each.code for each in starters_for(cast.school)] == ["ke-hoach-truong"]

    def test_the_directive_it_carries_out_stands_among_the_grounds(self, cast):
        directive = make_directive(cast.commune_committee)
        plan = start_plan(actor=None, organization=cast.school, school_year=YEAR, implements=directive, now=NOW)
        assert "Thực hiện Công văn số 1646/BCĐ ngày 29 tháng 7 năm 2021 của Ban Chỉ đạo phường Nếnh" in plan.grounds

    def test_a_directive_chosen_later_takes_its_place_among_the_grounds(self, cast):
        first, second = make_directive(cast.commune_committee), make_directive(cast.commune_committee, number=1700)
        plan = start_plan(actor=None, organization=cast.school, school_year=YEAR, implements=first, now=NOW)
        fields = {"implements": second, "grounds": plan.grounds}
        plan = edit_plan(
            actor=cast.quantri, plan=plan, fields=fields, measures=[], seen_at=plan.updated_at, now=NOW
        )  # fmt: skip
        assert plan.grounds.count("Thực hiện Công văn số 1700/BCĐ") == 1 and "1646/BCĐ" not in plan.grounds

    def test_one_plan_for_each_school_year(self, cast):
        begun(cast)
        with pytest.raises(CannotPlan, match="đã có kế hoạch năm học 2026-2027"):
            begun(cast)
        assert begun(cast, year="2025-2026").school_year == "2025-2026"

    def test_the_database_holds_it_too(self, cast):
        begun(cast)
        with pytest.raises(IntegrityError, match="plan_once_per_organization_and_school_year"), transaction.atomic():
            Plan.objects.create(
                organization=cast.school, school_year=YEAR, title="x", issuer_name="x", created_at=NOW, updated_at=NOW
            )
        for year, name in (("2026", "plan_school_year"), ("2026-2028", "plan_school_year_is_two_years_running")):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                Plan.objects.create(
                    organization=cast.school,
                    school_year=year,
                    title="x",
                    issuer_name="x",
                    created_at=NOW,
                    updated_at=NOW,
                )

    @pytest.mark.parametrize("year", ["2026", "2026-2028", "2027-2026", "abcd-efgh"])
    def test_a_school_year_that_is_none(self, cast, year):
        with pytest.raises(CannotPlan, match="hai năm liền nhau"):
            begun(cast, year=year)

    def test_a_closed_school_begins_no_plan(self, cast):
        cast.school.closed_on = date(2026, 8, 1)
        cast.school.save()
        with pytest.raises(CannotPlan, match="đã giải thể"):
            begun(cast)

    @pytest.mark.parametrize("who", ["so_gd", "cong_an_xa", "truong_phong_xa", "y_te_xa", "hieu_truong_khac"])
    def test_only_the_school_speaks_for_itself(self, cast, who):
        with pytest.raises(PermissionDenied):
            begun(cast, actor=getattr(cast, who))


class TestWriting:
    def test_measures_are_added_changed_reordered_and_taken_out(self, cast):
        plan = begun(cast)
        gate, drugs = texts_of(plan)
        fire = MeasureText("fire", "Thực tập thoát nạn")

        save(cast, plan, [fire, replace(drugs, text="Ma túy: nói chuyện mỗi học kỳ")])

        kept = list(plan.measures.order_by("position"))
        assert [(each.position, each.text) for each in kept] == [
            (1, "Thực tập thoát nạn"), (2, "Ma túy: nói chuyện mỗi học kỳ"),
        ]  # fmt: skip
        assert kept[1].pk == drugs.id
        assert not Measure.objects.filter(pk=gate.id).exists()
        assert Entry.objects.filter(verb="plans.plan.edited").latest("pk").data["removed"] == 1

    def test_two_windows_never_overwrite_each_other(self, cast):
        plan = begun(cast)
        seen_by_both = plan.updated_at
        measures = texts_of(plan)
        edit_plan(
            actor=cast.hieu_truong, plan=plan, fields={"title": "Của hiệu trưởng"}, measures=measures,
            seen_at=seen_by_both, now=later(),
        )  # fmt: skip

        with pytest.raises(ChangedMeanwhile, match="Người khác vừa thay đổi"):
            edit_plan(
                actor=cast.giao_vien, plan=plan, fields={"title": "Của giáo viên"}, measures=[], seen_at=seen_by_both,
                now=later(),
            )  # fmt: skip

        plan.refresh_from_db()
        assert plan.title == "Của hiệu trưởng"
        assert plan.measures.count() == 2

    def test_ends_before_it_starts(self, cast):
        with pytest.raises(CannotPlan, match="Biện pháp 1: ngày kết thúc trước ngày bắt đầu"):
            begun(cast, measures=[replace(GATE, starts_on=date(2026, 10, 1), ends_on=date(2026, 9, 30))])

    def test_a_day_of_another_school_year(self, cast):
        with pytest.raises(CannotPlan, match="01/06/2026 đến 31/08/2027"):
            begun(cast, measures=[replace(GATE, starts_on=date(2025, 9, 5))])

    def test_a_person_of_another_school(self, cast):
        stranger = make_person(organization=cast.neighbour_school)
        with pytest.raises(CannotPlan, match="người phụ trách không thuộc đơn vị này"):
            begun(cast, measures=[replace(GATE, person=stranger)])

    def test_who_left_since_stays_as_written(self, cast):
        person = make_person(organization=cast.school)
        plan = begun(cast, measures=[replace(GATE, person=person)])
        person.organization = cast.neighbour_school
        person.save()

        save(cast, plan, texts_of(plan), title="Tên mới")

        assert plan.measures.get().person == person

    def test_a_scheme_of_another_school(self, cast):
        scheme = make_scheme(organization=cast.neighbour_school)
        with pytest.raises(CannotPlan, match="điểm mô hình không thuộc đơn vị này"):
            begun(cast, measures=[replace(GATE, scheme=scheme)])

    def test_a_directive_nobody_here_may_read(self, cast):
        hidden = make_directive(cast.province_police)
        with pytest.raises(CannotPlan, match="không có trong phạm vi"):
            begun(cast, measures=[replace(GATE, directive=hidden)])

    def test_a_measure_of_another_plan(self, cast):
        other = begun(cast, year="2025-2026")
        plan = begun(cast)
        with pytest.raises(CannotPlan, match="không thuộc kế hoạch này"):
            save(cast, plan, [*texts_of(plan), texts_of(other)[0]])

    def test_a_submitted_plan_is_not_written(self, cast):
        plan = submitted(cast)
        with pytest.raises(CannotPlan, match="đang chờ cấp trên duyệt"):
            save(cast, plan, texts_of(plan))

    def test_the_superior_does_not_write_in_the_schools_name(self, cast):
        plan = submitted(cast)
        with pytest.raises(PermissionDenied):
            save(cast, plan, texts_of(plan), actor=cast.truong_phong_xa)

    def test_a_draft_is_thrown_away_and_a_submitted_plan_is_not(self, cast):
        discard_plan(actor=cast.giao_vien, plan=begun(cast), now=later())
        assert not Plan.objects.exists()
        with pytest.raises(CannotPlan, match="đã trình thì không bỏ được"):
            discard_plan(actor=cast.giao_vien, plan=submitted(cast), now=later())


class TestCopying:
    def test_days_move_on_and_dead_links_are_left_out(self, cast):
        alive, over = make_scheme(organization=cast.school), make_scheme(organization=cast.school, name="cũ")
        over.stock_to = date(2026, 6, 1)
        over.save()
        here, gone = make_person(organization=cast.school), make_person(organization=cast.school)
        recalled = make_directive(cast.school, status="recalled", ended_at=NOW, end_reason="x")
        old = begun(
            cast, year="2025-2026",
            measures=[
                replace(GATE, scheme=alive, person=here, starts_on=date(2025, 9, 5), ends_on=date(2026, 5, 31)),
                replace(DRUGS, text="Ma túy năm học 2025-2026", scheme=over, person=gone, directive=recalled),
                MeasureText("fire", "Thôi làm"),
            ],
        )  # fmt: skip
        gone.organization = cast.neighbour_school
        gone.save()
        submitted_old = old
        Plan.objects.filter(pk=old.pk).update(submitted_on=date(2025, 9, 1))
        dropped = submitted_old.measures.get(topic="fire")
        record_progress(
            actor=cast.giao_vien, measure=dropped, progress="dropped", note="Không đủ kinh phí", now=later()
        )

        plan = copy_plan(actor=cast.giao_vien, source=old, school_year=YEAR, now=later())

        gate, drugs = plan.measures.order_by("position")
        assert (gate.starts_on, gate.ends_on) == (date(2026, 9, 5), date(2027, 5, 31))
        assert (gate.scheme, gate.person) == (alive, here)
        assert (drugs.scheme, drugs.person, drugs.directive) == (None, None, None)
        assert drugs.text == "Ma túy năm học 2026-2027"
        assert (gate.progress, plan.status, plan.submitted_on) == ("not_started", "draft", None)

    def test_the_last_of_february_of_a_year_without_29(self, cast):
        old = begun(cast, year="2023-2024", measures=[replace(GATE, ends_on=date(2024, 2, 29))])
        plan = copy_plan(actor=cast.giao_vien, source=old, school_year="2024-2025", now=later())
        assert plan.measures.get().ends_on == date(2025, 2, 28)

    def test_only_from_an_earlier_year(self, cast):
        with pytest.raises(CannotPlan, match="năm học trước"):
            copy_plan(actor=cast.giao_vien, source=begun(cast), school_year="2025-2026", now=later())


class TestStarterFiles:
    def test_an_installations_own_file_takes_the_place_of_the_shipped_one(self, cast, settings, tmp_path):
        settings.HOME = tmp_path
        (tmp_path / "papers").mkdir()
        own = 'name = "Mẫu của tỉnh"\nsectors = ["school"]\ntitle = "Kế hoạch {{ nam_hoc }}"\n'
        (tmp_path / "papers" / "ke-hoach-truong.toml").write_text(own)
        (starter,) = starters_for(cast.school)
        plan = start_plan(actor=cast.giao_vien, organization=cast.school, school_year=YEAR, starter=starter, now=NOW)
        assert (starter.name, plan.title, plan.measures.count()) == ("Mẫu của tỉnh", "Kế hoạch 2026-2027", 0)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ('name = "A"\ntitle = "{{ khong_co }}"', "khong_co"),
            ('name = "A"\n[[measures]]\ntopic = "bia"\ntext = "x"', "thiếu nội dung"),
            ('name = "A"\n[[measures]]\ntopic = "fire"\ntext = "x"\nstarts = "31/02"', "ngày/tháng"),
        ],
    )
    def test_a_broken_one_is_refused_with_its_reason(self, cast, settings, tmp_path, text, reason):
        settings.HOME = tmp_path
        (tmp_path / "papers").mkdir()
        (tmp_path / "papers" / "ke-hoach-truong.toml").write_text(text)
        (starter,) = [each for each in starters_for(cast.school) if each.code == "ke-hoach-truong"]
        with pytest.raises(CannotPlan, match=reason):
            start_plan(actor=cast.giao_vien, organization=cast.school, school_year=YEAR, starter=starter, now=NOW)
        assert not Plan.objects.exists()
