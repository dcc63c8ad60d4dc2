"""Advice on plans, and how far measures are."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.plans.making import begun, later, submitted
from truongan.channels.models import Notice
from truongan.plans.actions import CannotPlan, comment_on_plan, record_progress, resolve_comment
from truongan.plans.models import Measure, Plan
from truongan.plans.queries.details import measure_groups, standing_of


class TestAdvice:
    @pytest.mark.parametrize(
        ("who", "sector"),
        [
            ("cong_an_xa", "police"),
            ("so_gd", "education"),
            ("truong_phong_xa", "committee"),
            ("can_bo_tinh", "police"),
        ],
    )
    def test_those_who_guide_the_school_advise(self, cast, who, sector):
        plan = begun(cast)
        measure = plan.measures.first()
        comment = comment_on_plan(
            actor=getattr(cast, who), plan=plan, measure=measure, text=" Nêu rõ giờ trực ", now=later()
        )
        assert (comment.sector, comment.text, comment.measure) == (sector, "Nêu rõ giờ trực", measure)
        assert Notice.objects.get().organization == cast.school

    @pytest.mark.parametrize("who", ["so_yt", "y_te_xa", "hieu_truong", "giao_vien", "hieu_truong_khac"])
    def test_others_do_not(self, cast, who):
        with pytest.raises(PermissionDenied):
            comment_on_plan(actor=getattr(cast, who), plan=submitted(cast), text="x", now=later(days=1))

    def test_about_a_measure_of_another_plan(self, cast):
        other = begun(cast, year="2025-2026").measures.first()
        with pytest.raises(CannotPlan, match="không thuộc kế hoạch"):
            comment_on_plan(actor=cast.cong_an_xa, plan=begun(cast), measure=other, text="x", now=later())

    def test_empty(self, cast):
        with pytest.raises(CannotPlan, match="Ghi ý kiến"):
            comment_on_plan(actor=cast.cong_an_xa, plan=begun(cast), text="  ", now=later())

    def test_closed_once_with_how_it_was_taken_up(self, cast):
        comment = comment_on_plan(actor=cast.cong_an_xa, plan=begun(cast), text="Nêu rõ", now=later())
        closed = resolve_comment(actor=cast.giao_vien, comment=comment, answer="Đã thêm giờ", now=later(hours=2))
        assert (closed.answer, closed.resolved_by) == ("Đã thêm giờ", cast.giao_vien)
        assert Notice.objects.filter(person=cast.cong_an_xa.person).get().text == "Đã thêm giờ"
        with pytest.raises(CannotPlan, match="đã được khép"):
            resolve_comment(actor=cast.giao_vien, comment=comment, now=later(hours=3))

    def test_its_author_closes_it_others_who_guide_do_not(self, cast):
        comment = comment_on_plan(actor=cast.cong_an_xa, plan=begun(cast), text="Nêu rõ", now=later())
        with pytest.raises(PermissionDenied):
            resolve_comment(actor=cast.so_gd, comment=comment, now=later())
        assert resolve_comment(actor=cast.cong_an_xa, comment=comment, now=later()).resolved_at

    def test_advice_outlives_the_measure_it_was_about(self, cast):
        plan = begun(cast)
        measure = plan.measures.first()
        comment = comment_on_plan(actor=cast.cong_an_xa, plan=plan, measure=measure, text="Nêu rõ", now=later())
        measure.delete()
        comment.refresh_from_db()
        assert (comment.measure, comment.text) == (None, "Nêu rõ")


class TestWhoSeesADraft:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("hieu_truong", True), ("giao_vien", True), ("cong_an_xa", True), ("so_gd", True), ("truong_phong_xa", True),
            ("so_yt", False), ("y_te_xa", False), ("hieu_truong_khac", False),
        ],
    )  # fmt: skip
    def test_those_who_guide_see_it_before_it_is_submitted(self, cast, who, sees):
        begun(cast)
        assert Plan.objects.visible_to(getattr(cast, who)).exists() is sees
        assert Measure.objects.visible_to(getattr(cast, who)).exists() is sees

    @pytest.mark.parametrize(("who", "sees"), [("so_yt", True), ("y_te_xa", True), ("hieu_truong_khac", False)])
    def test_everyone_over_the_school_sees_what_was_submitted(self, cast, who, sees):
        submitted(cast)
        assert Plan.objects.visible_to(getattr(cast, who)).exists() is sees


class TestProgress:
    def test_n_of_n(self, cast):
        plan = submitted(cast)
        gate, drugs = plan.measures.order_by("position")
        record_progress(
            actor=cast.giao_vien, measure=gate, progress="done", done_on=date(2026, 9, 1), now=later(days=3)
        )
        record_progress(
            actor=cast.giao_vien, measure=drugs, progress="dropped", note="Gộp vào kế hoạch khác", now=later(days=3)
        )

        standing = standing_of(measure_groups(plan, [], date(2026, 9, 10)))

        assert (standing.done, standing.counted, standing.dropped, standing.share) == (1, 1, 1, 100)

    def test_overdue(self, cast):
        plan = submitted(cast)
        plan.measures.filter(topic="traffic").update(ends_on=date(2026, 9, 5))
        assert standing_of(measure_groups(plan, [], date(2026, 9, 5))).late == 0
        assert standing_of(measure_groups(plan, [], date(2026, 9, 6))).late == 1
        assert Measure.objects.overdue_on(date(2026, 9, 6)).get().topic == "traffic"

    def test_done_without_a_day_is_done_today(self, cast):
        measure = submitted(cast).measures.first()
        done = record_progress(actor=cast.giao_vien, measure=measure, progress="done", now=later(days=3))
        assert (done.done_on, done.percent) == (date(2026, 9, 4), 100)
        again = record_progress(
            actor=cast.giao_vien, measure=measure, progress="ongoing", percent=60, now=later(days=3)
        )
        assert (again.done_on, again.percent) == (None, 60)

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ({"progress": "dropped"}, "vì sao không thực hiện"),
            ({"progress": "ongoing", "percent": 100}, "0 đến 99"),
            ({"progress": "done", "done_on": date(2026, 12, 1)}, "chưa đến"),
            ({"progress": "bia"}, "Chọn tiến độ"),
        ],
    )
    def test_what_makes_no_sense(self, cast, given, reason):
        measure = submitted(cast).measures.first()
        with pytest.raises(CannotPlan, match=reason):
            record_progress(actor=cast.giao_vien, measure=measure, now=later(days=3), **given)

    def test_not_before_it_was_submitted(self, cast):
        with pytest.raises(CannotPlan, match="Trình kế hoạch trước"):
            record_progress(actor=cast.giao_vien, measure=begun(cast).measures.first(), progress="done", now=later())

    def test_only_the_school_writes_it(self, cast):
        measure = submitted(cast).measures.first()
        with pytest.raises(PermissionDenied):
            record_progress(actor=cast.truong_phong_xa, measure=measure, progress="done", now=later())
