"""Submission, return, approval, amendment: states, numbers, frozen versions, notices."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_organization, make_user
from tests.plans.making import GATE, YEAR, approved, begun, later, submitted, texts_of
from truongan.channels.models import Notice
from truongan.plans import rules
from truongan.plans.actions import (
    CannotPlan,
    ChangedMeanwhile,
    amend_plan,
    approve_plan,
    edit_plan,
    return_plan,
    submit_plan,
    take_back_plan,
)
from truongan.plans.models import Plan


class TestSubmitting:
    def test_it_is_frozen_and_the_superior_is_told(self, cast):
        plan = submitted(cast)
        assert (plan.status, plan.submitted_to, plan.submitted_on) == (
            "submitted",
            cast.commune_committee,
            date(2026, 9, 1),
        )
        version = plan.versions.get()
        assert (version.kind, version.content["measures"][0]["text"]) == ("submitted", "Giữ trật tự cổng trường")
        assert Notice.objects.get().organization == cast.commune_committee

    def test_without_measures(self, cast):
        with pytest.raises(CannotPlan, match="chưa có biện pháp nào"):
            submitted(cast, measures=[])

    def test_what_the_document_needs_is_named(self, cast):
        plan = begun(cast)
        Plan.objects.filter(pk=plan.pk).update(signer_name="", place="")
        with pytest.raises(CannotPlan, match="người ký, địa danh"):
            submit_plan(actor=cast.hieu_truong, plan=plan, now=later())

    def test_without_a_superior(self, cast):
        plan = begun(cast, organization=cast.other_school, actor=cast.hieu_truong_khac)
        with pytest.raises(CannotPlan, match="Chưa ghi đơn vị báo cáo lên"):
            submit_plan(actor=cast.hieu_truong_khac, plan=plan, now=later())

    def test_to_a_superior_that_was_closed(self, cast):
        plan = begun(cast)
        cast.commune_committee.closed_on = date(2026, 8, 31)
        cast.commune_committee.save()
        with pytest.raises(CannotPlan, match="đã giải thể"):
            submit_plan(actor=cast.hieu_truong, plan=plan, now=later())

    def test_a_committee_without_a_superior_decides_for_itself(self, cast):
        plan = begun(cast, organization=cast.commune_committee, actor=cast.truong_phong_xa)
        plan = submit_plan(actor=cast.truong_phong_xa, plan=plan, now=later())
        plan = approve_plan(actor=cast.truong_phong_xa, plan=plan, now=later(days=1))
        assert (plan.status, plan.number) == ("approved", 1)

    def test_an_editor_does_not_submit(self, cast):
        with pytest.raises(PermissionDenied):
            submit_plan(actor=cast.giao_vien, plan=begun(cast), now=later())

    def test_what_changed_since_it_was_read_is_not_submitted(self, cast):
        plan = begun(cast)
        seen = plan.updated_at
        edit_plan(actor=cast.giao_vien, plan=plan, fields={}, measures=[GATE], seen_at=seen, now=later())
        with pytest.raises(ChangedMeanwhile):
            submit_plan(actor=cast.hieu_truong, plan=plan, seen_at=seen, now=later(hours=2))

    def test_taken_back_it_is_open_again_and_stays_made(self, cast):
        plan = take_back_plan(actor=cast.hieu_truong, plan=submitted(cast), now=later(hours=3))
        assert (plan.status, plan.is_open, plan.submitted_on) == ("draft", True, date(2026, 9, 1))


class TestDeciding:
    def test_returned_with_a_reason_put_right_and_approved(self, cast):
        plan = return_plan(actor=cast.truong_phong_xa, plan=submitted(cast), reason="Thiếu PCCC", now=later(days=1))
        assert (plan.status, plan.return_reason) == ("returned", "Thiếu PCCC")
        assert Notice.objects.filter(organization=cast.school).get().text == "Thiếu PCCC"

        fire = replace(GATE, topic="fire", text="Thực tập thoát nạn")
        plan = edit_plan(
            actor=cast.giao_vien, plan=plan, fields={}, measures=[*texts_of(plan), fire], seen_at=plan.updated_at,
            now=later(days=1, hours=2),
        )  # fmt: skip
        plan = submit_plan(actor=cast.hieu_truong, plan=plan, now=later(days=1, hours=3))
        plan = approve_plan(actor=cast.truong_phong_xa, plan=plan, now=later(days=2))

        assert (plan.status, plan.number, plan.issued_on) == ("approved", 1, date(2026, 9, 3))
        assert plan.number_label == "01/KH-THCSÁD"
        assert plan.submitted_on == date(2026, 9, 1)
        assert [each.kind for each in plan.versions.order_by("position")] == ["submitted", "submitted", "approved"]

    def test_returning_says_why(self, cast):
        with pytest.raises(CannotPlan, match="Ghi rõ cần sửa gì"):
            return_plan(actor=cast.truong_phong_xa, plan=submitted(cast), reason="  ", now=later(days=1))

    @pytest.mark.parametrize(
        "who", ["hieu_truong", "giao_vien", "cong_an_xa", "so_gd", "can_bo_tinh", "hieu_truong_khac"]
    )
    def test_only_leaders_of_the_superior_decide(self, cast, who):
        plan = submitted(cast)
        with pytest.raises(PermissionDenied):
            approve_plan(actor=getattr(cast, who), plan=plan, now=later(days=1))

    def test_two_officers_decide_once(self, cast):
        plan = submitted(cast)
        approve_plan(actor=cast.truong_phong_xa, plan=plan, now=later(days=1))
        with pytest.raises(CannotPlan, match="không còn chờ duyệt"):
            return_plan(actor=cast.truong_phong_xa, plan=plan, reason="Chậm", now=later(days=1))

    def test_a_version_the_officer_did_not_see_is_not_approved(self, cast):
        plan = submitted(cast)
        seen = plan.updated_at
        plan = take_back_plan(actor=cast.hieu_truong, plan=plan, now=later(days=1))
        submit_plan(actor=cast.hieu_truong, plan=plan, now=later(days=1, hours=2))
        with pytest.raises(ChangedMeanwhile):
            approve_plan(actor=cast.truong_phong_xa, plan=plan, seen_at=seen, now=later(days=2))

    def test_the_committee_beside_its_own_superior_does_not_approve_its_own_plan(self, cast):
        committee = cast.commune_committee
        place = committee.placements.get().unit
        government = make_organization(name="UBND phường Nếnh", sector="government", level="commune", place=place)
        committee.reports_to = government
        committee.save(update_fields=["reports_to"])
        plan = begun(cast, organization=committee, actor=cast.truong_phong_xa)
        plan = submit_plan(actor=cast.truong_phong_xa, plan=plan, now=later())

        assert not Plan.objects.filter(rules.waits_for(cast.truong_phong_xa, later().date())).exists()
        with pytest.raises(PermissionDenied):
            approve_plan(actor=cast.truong_phong_xa, plan=plan, now=later(days=1))
        chair = make_user("chu-tich", government, "leader")
        assert list(Plan.objects.filter(rules.waits_for(chair, later().date()))) == [plan]
        assert approve_plan(actor=chair, plan=plan, now=later(days=1)).is_approved

    def test_a_plan_waits_only_for_those_who_may_decide_on_it(self, cast):
        department = cast.so_gd.person.appointments.get().organization
        cast.school.reports_to = department
        cast.school.save()
        plan, day = submitted(cast), later().date()
        assert not rules.may_decide(cast.so_gd, plan, day)
        assert not Plan.objects.filter(rules.waits_for(cast.so_gd, day)).exists()
        cast.so_gd.person.appointments.update(role="leader")
        assert rules.may_decide(cast.so_gd, plan, day)
        assert Plan.objects.filter(rules.waits_for(cast.so_gd, day)).get() == plan

    def test_whoever_the_school_reports_to_now_may_decide(self, cast):
        plan = submitted(cast)
        cast.school.reports_to = cast.commune_police
        cast.school.save()
        cast.cong_an_xa.person.appointments.update(role="leader")
        assert approve_plan(actor=cast.cong_an_xa, plan=plan, now=later(days=1)).is_approved

    def test_the_committee_beside_the_section_a_school_reports_to_decides_too(self, cast):
        section = make_organization(
            name="Phòng Văn hóa - Xã hội", sector="education", level="commune", place=cast.school.placements.get().unit
        )
        cast.school.reports_to = section
        cast.school.save()
        plan = submitted(cast)
        assert set(Notice.objects.values_list("organization", flat=True)) == {section.pk, cast.commune_committee.pk}
        assert Plan.objects.filter(rules.waits_for(cast.truong_phong_xa, later().date())).get() == plan
        assert not Plan.objects.filter(rules.waits_for(cast.cong_an_xa, later().date())).exists()
        assert approve_plan(actor=cast.truong_phong_xa, plan=plan, now=later(days=1)).is_approved


class TestAmending:
    def test_an_approved_plan_is_amended_not_edited(self, cast):
        plan = approved(cast)
        with pytest.raises(CannotPlan, match="Sửa đổi kế hoạch"):
            edit_plan(
                actor=cast.giao_vien, plan=plan, fields={}, measures=[], seen_at=plan.updated_at, now=later(days=3)
            )

    def test_the_amendment_takes_a_new_number_and_names_what_it_replaces(self, cast):
        plan = amend_plan(actor=cast.hieu_truong, plan=approved(cast), reason="Thêm phòng dịch", now=later(days=5))
        assert (plan.status, plan.revision, plan.number, plan.is_being_amended) == ("draft", 2, None, True)
        assert plan.approved_on == date(2026, 9, 3)

        plan = submit_plan(actor=cast.hieu_truong, plan=plan, now=later(days=6))
        plan = approve_plan(actor=cast.truong_phong_xa, plan=plan, now=later(days=7))

        assert (plan.number, plan.approved_on, plan.is_being_amended) == (2, date(2026, 9, 3), False)
        first, second = plan.versions.filter(kind="approved").order_by("position")
        assert (first.content["number"], first.revision) == (1, 1)
        assert second.content["replaces"] == "Kế hoạch số 01/KH-THCSÁD ngày 03 tháng 9 năm 2026"

    def test_only_leaders_and_only_with_a_reason(self, cast):
        plan = approved(cast)
        with pytest.raises(PermissionDenied):
            amend_plan(actor=cast.giao_vien, plan=plan, reason="x", now=later(days=5))
        with pytest.raises(CannotPlan, match="lý do"):
            amend_plan(actor=cast.hieu_truong, plan=plan, reason=" ", now=later(days=5))

    def test_what_is_open_needs_no_amendment(self, cast):
        with pytest.raises(CannotPlan, match="đã duyệt mới cần sửa đổi"):
            amend_plan(actor=cast.hieu_truong, plan=begun(cast), reason="x", now=later())


class TestAnyPastDay:
    def test_made_and_approved_can_be_asked_for_any_day(self, cast):
        begun(cast, organization=cast.other_school, actor=cast.hieu_truong_khac)  # a draft: not made
        plan = approved(cast)
        amend_plan(actor=cast.hieu_truong, plan=plan, reason="x", now=later(days=5))

        def counts(day):
            return Plan.objects.made_on(day, YEAR).count(), Plan.objects.approved_on_day(day, YEAR).count()

        assert counts(date(2026, 8, 31)) == (0, 0)
        assert counts(date(2026, 9, 1)) == (1, 0)
        assert counts(date(2026, 9, 3)) == (1, 1)
        assert counts(date(2026, 12, 1)) == (1, 1)
        assert Plan.objects.made_on(date(2026, 12, 1), "2025-2026").count() == 0
