"""The yearly cycle: who is asked, who registers, who judges, who decides, and what each refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.assessments.making import (
    DAY,
    NOW,
    agreed,
    answered,
    begun,
    decided,
    examined,
    held_round,
    kept_set,
    papers,
    registered,
    submitted,
)
from tests.factories import make_school
from truongan.assessments.actions import (
    CannotAssess,
    CannotDecide,
    CannotExamine,
    CannotHoldRound,
    CannotRegister,
    Given,
    Opinion,
    begin_assessment,
    change_round,
    conclude_examination,
    decide,
    discard_assessment,
    return_assessment,
    revoke_recognition,
    save_answers,
    submit_assessment,
)
from truongan.assessments.actions.rounds import Paper
from truongan.assessments.applicability import schools_of
from truongan.assessments.composing import compose
from truongan.assessments.models import Assessment, Recognition, Registration
from truongan.assessments.queries.needs import assessments_waiting
from truongan.assessments.queries.progress import failed_items, round_progress
from truongan.assessments.states import Status
from truongan.channels.models import Notice
from truongan.organizations.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(cast):
    return held_round(cast)


def test_a_round_asks_schools_of_its_place_and_level_alone(cast, held):
    assert list(schools_of(held)) == [cast.school]  # the neighbour is a primary school, the other stands elsewhere


def test_schools_are_told_of_the_round(cast, held):
    assert [notice.organization for notice in Notice.objects.all()] == [cast.school]


def test_two_rounds_never_ask_a_school_the_same(cast, held):
    with pytest.raises(CannotHoldRound, match="đã hỏi các trường này"):
        held_round(cast, actor=cast.can_bo_tinh, organizer=cast.province_police)


def test_a_round_of_the_next_year_follows(cast, held):
    later = held_round(
        cast,
        starts_on=date(2026, 11, 16),
        ends_on=date(2027, 11, 16),
        register_by=date(2027, 3, 31),
        decide_before=None,
    )
    assert later.starts_on == held.ends_on


def test_a_round_outside_the_life_of_its_text_is_refused(cast):
    with pytest.raises(CannotHoldRound, match="không có hiệu lực"):
        held_round(cast, criteria_set=kept_set("antt-2012"))
    with pytest.raises(CannotHoldRound, match="không có hiệu lực"):
        held_round(
            cast, starts_on=date(2020, 11, 16), ends_on=date(2021, 11, 16), register_by=None, decide_before=None
        )


def test_a_dated_set_has_no_rounds(cast):
    with pytest.raises(CannotHoldRound, match="theo ngày"):
        held_round(cast, criteria_set=kept_set("hcm-2021"))


@pytest.mark.parametrize(
    "change",
    [{"ends_on": date(2025, 11, 16)}, {"register_by": date(2026, 11, 16)}, {"decide_before": date(2025, 1, 1)}],
)
def test_impossible_days_of_a_round_are_refused(cast, change):
    with pytest.raises(CannotHoldRound):
        held_round(cast, **change)


@pytest.mark.parametrize("who", ["cong_an_xa", "y_te_xa", "hieu_truong", "hieu_truong_khac"])
def test_only_leaders_hold_a_round(cast, who):
    with pytest.raises(PermissionDenied):
        held_round(cast, actor=getattr(cast, who))


def test_deadlines_and_authority_are_rows(cast, held):
    changed = change_round(
        actor=cast.truong_phong_xa, held=held, name="Đợt 2026", register_by=date(2026, 4, 15), decide_before=None,
        authorities=["government:province"], seen_at=held.updated_at, now=NOW + timedelta(minutes=1),
    )  # fmt: skip
    assert (changed.register_by, changed.authorities) == (date(2026, 4, 15), ["government:province"])
    with pytest.raises(CannotHoldRound, match="vừa sửa"):
        change_round(
            actor=cast.truong_phong_xa, held=held, name="Khác", register_by=None, decide_before=None, authorities=[],
            seen_at=held.updated_at, now=NOW,
        )  # fmt: skip


def test_a_school_the_text_leaves_out_is_refused_with_the_reason(cast, held):
    with pytest.raises(CannotRegister, match=r"Thông tư 124/2021/TT-BCA không áp dụng cho cấp Tiểu học"):
        registered(cast, held, actor=cast.truong_phong_xa, school=cast.neighbour_school)


def test_a_school_without_a_level_is_refused_with_the_reason(cast, held):
    Organization.objects.filter(pk=cast.school.pk).update(school_level="")
    with pytest.raises(CannotRegister, match="chưa ghi cấp học"):
        registered(cast, held)


def test_a_school_of_another_place_is_refused(cast, held):
    with pytest.raises(CannotRegister, match="không thuộc địa bàn"):
        registered(cast, held, actor=cast.quantri, school=cast.other_school)


def test_nobody_registers_a_school_outside_what_they_write(cast, held):
    for who in (cast.hieu_truong_khac, cast.so_gd, cast.y_te_xa):
        with pytest.raises(PermissionDenied):
            registered(cast, held, actor=who)


@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 3, 31), False), (date(2026, 4, 1), True)])
def test_a_late_registration_is_kept_and_shown_as_late(cast, held, day, is_late):
    assert registered(cast, held, on=day).is_late is is_late


@pytest.mark.parametrize("day", [date(2026, 11, 11), date(2025, 11, 15)])
def test_a_registration_outside_the_period_or_in_the_future_is_refused(cast, held, day):
    with pytest.raises(CannotRegister):
        registered(cast, held, on=day)


def test_a_paper_is_signed_or_does_not_apply(cast, held):
    with pytest.raises(CannotRegister, match="Ghi ngày ký của Kế hoạch"):
        registered(cast, held, papers=papers(plan=Paper()))
    with pytest.raises(CannotRegister, match="luôn phải có"):
        registered(cast, held, papers=papers(plan=Paper(does_not_apply=True)))


def test_registering_again_corrects(cast, held):
    registered(cast, held)
    registered(cast, held, on=date(2026, 3, 20))
    assert Registration.objects.get().registered_on == date(2026, 3, 20)


def test_judging_needs_a_registration(cast, held):
    with pytest.raises(CannotAssess, match="chưa đăng ký"):
        begun(cast, held)


def test_beginning_twice_gives_the_same(cast, held):
    registered(cast, held)
    assert begun(cast, held) == begun(cast, held)


def test_what_two_windows_write_is_never_lost(cast, held):
    registered(cast, held)
    first = begun(cast, held)
    seen_at = first.updated_at
    answered(cast, first, now=NOW + timedelta(minutes=1))
    with pytest.raises(CannotAssess, match="Người khác vừa sửa"):
        save_answers(
            actor=cast.hieu_truong, assessment=first, answers={"7.5": Given(False)}, seen_at=seen_at,
            now=NOW + timedelta(minutes=2),
        )  # fmt: skip
    first.refresh_from_db()
    assert first.answers.get(item="7.5").value == "na"


def test_nothing_unanswered_is_handed_in(cast, held):
    registered(cast, held)
    draft = answered(cast, begun(cast, held), **{"7_3b": Given(None)})
    with pytest.raises(CannotAssess, match=r"Chưa trả lời tiêu chí 7\.3b"):
        submit_assessment(actor=cast.hieu_truong, assessment=draft, now=NOW)


def test_counts_are_kept_and_tested_in_whole_numbers(cast, held):
    registered(cast, held)
    draft = answered(cast, begun(cast, held), **{"7_6": Given([{"met": 69, "all": 100}])})
    row = draft.answers.get(item="7.6")
    assert (row.value, row.counts) == ("not_met", [{"met": 69, "all": 100}])
    assert draft.result == "not_met"


def test_handed_in_it_is_the_superiors(cast, held):
    assessment = submitted(cast, held)
    assert (assessment.status, assessment.result, assessment.met_count) == (Status.SUBMITTED, "met", 14)
    with pytest.raises(CannotAssess, match="không sửa được nữa"):
        answered(cast, assessment)
    assert Notice.objects.filter(organization=cast.commune_committee, subject__contains="nộp bản tự chấm").exists()


def test_a_draft_may_be_thrown_away_a_returned_one_not(cast, held):
    registered(cast, held)
    discard_assessment(actor=cast.hieu_truong, assessment=begun(cast, held), now=NOW)
    assert not Assessment.objects.exists()
    assessment = submitted(cast, held)
    returned = return_assessment(
        actor=cast.cong_an_xa, assessment=assessment, opinions={}, reason="Thiếu minh chứng",
        seen_at=assessment.updated_at, now=NOW,
    )  # fmt: skip
    with pytest.raises(CannotAssess, match="đã từng nộp"):
        discard_assessment(actor=cast.hieu_truong, assessment=returned, now=NOW)


def test_a_return_needs_a_reason_and_reaches_the_school(cast, held):
    assessment = submitted(cast, held)
    given = {"actor": cast.cong_an_xa, "assessment": assessment, "seen_at": assessment.updated_at, "now": NOW}
    with pytest.raises(CannotExamine, match="lý do"):
        return_assessment(opinions={}, reason=" ", **given)
    returned = return_assessment(opinions={"7.5": Opinion(False, "Chưa rõ")}, reason="Thiếu minh chứng", **given)
    assert returned.status == Status.RETURNED
    assert returned.answers.get(item="7.5").opinion == "Chưa rõ"
    assert returned.answers.get(item="7.5").final == "na"  # nothing is settled by a return
    assert Notice.objects.filter(organization=cast.school, text="Thiếu minh chứng").exists()
    again = submit_assessment(actor=cast.hieu_truong, assessment=answered(cast, returned), now=NOW)
    assert (again.status, again.return_reason) == (Status.SUBMITTED, "")


def test_every_item_needs_an_opinion_and_every_disagreement_a_note(cast, held):
    assessment = submitted(cast, held)
    given = {"actor": cast.cong_an_xa, "assessment": assessment, "seen_at": assessment.updated_at, "now": NOW}
    opinions = agreed(assessment)
    del opinions["7.4a"]
    with pytest.raises(CannotExamine, match=r"7\.4a"):
        conclude_examination(opinions=opinions, **given)
    with pytest.raises(CannotExamine, match="ghi lý do"):
        conclude_examination(opinions=agreed(assessment, **{"7_4a": Opinion(False)}), **given)


def test_what_the_superior_disagrees_with_counts_the_other_way(cast, held):
    assessment = examined(cast, submitted(cast, held), **{"7_4a": Opinion(False, "Có vụ việc ngày 05/10")})
    row = assessment.answers.get(item="7.4a")
    assert (row.value, row.final, assessment.result, assessment.met_count) == ("met", "not_met", "not_met", 13)


def test_the_school_never_examines_itself(cast, held):
    with pytest.raises(PermissionDenied):
        examined(cast, submitted(cast, held), actor=cast.hieu_truong)


@pytest.mark.parametrize("who", ["hieu_truong_khac", "so_gd", "y_te_xa"])
def test_strangers_and_readers_examine_nothing(cast, held, who):
    with pytest.raises(PermissionDenied):
        examined(cast, submitted(cast, held), actor=getattr(cast, who))


def test_who_handed_it_in_for_the_school_leaves_the_examination_to_a_colleague(cast, held, as_):
    registered(cast, held)
    assessment = answered(cast, begun(cast, held))
    assessment = submit_assessment(actor=cast.cong_an_xa, assessment=assessment, now=NOW)
    address = reverse("assessments:detail", args=[assessment.pk])
    page = as_("cong_an_xa").get(address)
    assert not page.context["may_examine"]
    assert "Chính bạn đã nộp bản này" in page.content.decode()
    assert [each.count for each in assessments_waiting(cast.cong_an_xa)] == []
    with pytest.raises(PermissionDenied):
        examined(cast, assessment)
    page = as_("truong_phong_xa").get(address)
    assert page.context["may_examine"]
    assert "Chính bạn đã nộp bản này" not in page.content.decode()
    assert examined(cast, assessment, actor=cast.truong_phong_xa).status == "examined"


def test_two_examiners_do_not_write_over_each_other(cast, held):
    assessment = submitted(cast, held)
    seen_at = assessment.updated_at
    examined(cast, assessment)
    with pytest.raises(CannotExamine, match="không thẩm định được"):
        conclude_examination(
            actor=cast.can_bo_tinh, assessment=assessment, opinions=agreed(assessment), seen_at=seen_at, now=NOW
        )


def test_recognised_by_a_numbered_decision(cast, held):
    assessment = examined(cast, submitted(cast, held))
    decision = decided(cast, held, assessment)
    row = Recognition.objects.get()
    assert (decision.number_label, row.school_name, row.place_name) == ("12/QĐ-UBND", cast.school.name, "Phường Nếnh")
    assessment.refresh_from_db()
    assert assessment.status == Status.RECOGNISED


@pytest.mark.parametrize(
    ("title", "authority", "lines"),
    [
        ("Chủ tịch", "TM.", ("Ủy ban nhân dân", "Chủ tịch")),
        ("Phó Chủ tịch", "TM.", ("Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch")),
        ("TM. Ủy ban nhân dân\nChủ tịch", "TM.", ("Ủy ban nhân dân", "Chủ tịch")),
        ("", "TM.", ("Ủy ban nhân dân", "Chủ tịch")),
    ],
)  # fmt: skip
def test_the_chair_signs_a_decision_on_behalf_of_the_people_s_committee(cast, held, title, authority, lines):
    """Decree 30/2020, Appendix I: `TM.` before the body, once, whatever was typed."""
    decision = decided(cast, held, examined(cast, submitted(cast, held)))
    decision.signer_title = title
    signer = compose(decision, list(Recognition.objects.all())).signer
    assert (signer.authority, signer.titles) == (authority, lines)


def test_a_decision_cites_its_circular_in_full(cast, held):
    """Decree 30/2020, Appendix I: kind, number, day, issuer and title of each ground."""
    decision = decided(cast, held, examined(cast, submitted(cast, held)))
    first = compose(decision, []).grounds[0]
    assert first.startswith("Căn cứ Thông tư số 124/2021/TT-BCA ngày 28 tháng 12 năm 2021 của Bộ trưởng Bộ Công an")


def test_only_examined_and_passing_schools_are_recognised(cast, held):
    waiting = submitted(cast, held)
    with pytest.raises(CannotDecide, match="chỉ quyết định về trường đã thẩm định"):
        decided(cast, held, waiting)
    failing = examined(cast, waiting, **{"7_5": Opinion(False, "Bảo vệ bỏ gác")})
    with pytest.raises(CannotDecide, match="chưa đạt"):
        decided(cast, held, failing)
    with pytest.raises(CannotDecide, match="Ghi lý do"):
        decided(cast, held, refused={failing: " "})
    decided(cast, held, refused={failing: "Không đạt tiêu chí 7.5"})
    failing.refresh_from_db()
    assert failing.status == Status.REFUSED


@pytest.mark.parametrize("who", ["can_bo_tinh", "cong_an_xa", "hieu_truong"])
def test_who_is_not_named_by_the_round_decides_nothing(cast, held, who):
    assessment = examined(cast, submitted(cast, held))
    with pytest.raises(PermissionDenied):
        decide(
            actor=getattr(cast, who), held=held, issuer=cast.commune_committee, recognised=[assessment],
            authority_name="UBND", number=1, decided_on=DAY, now=NOW,
        )  # fmt: skip


def test_a_decision_has_a_number_used_once_and_a_day_that_came(cast, held):
    assessment = examined(cast, submitted(cast, held))
    with pytest.raises(CannotDecide, match="Ghi số quyết định"):
        decided(cast, held, assessment, number=None)
    with pytest.raises(CannotDecide, match="chưa tới"):
        decided(cast, held, assessment, on=date(2026, 11, 11))
    second = make_school(place=cast.school.placements.get().unit, since=date(2025, 7, 1))
    other = examined(cast, submitted(cast, held, actor=cast.truong_phong_xa, school=second))
    decided(cast, held, assessment)
    with pytest.raises(CannotDecide, match="đã ghi rồi"):
        decided(cast, held, other)


def test_an_authority_decides_on_schools_of_its_own_place(cast):
    from tests.factories import make_organization, make_user  # only here

    held = held_round(cast, actor=cast.can_bo_tinh, organizer=cast.province_police)
    elsewhere = cast.other_school.placements.get().unit
    stranger = make_organization(name="UBND xã khác", sector="government", level="commune", place=elsewhere)
    chair = make_user("chu-tich-khac", stranger, "leader")
    assessment = examined(cast, submitted(cast, held))
    with pytest.raises(CannotDecide, match="không thuộc địa bàn"):
        decide(
            actor=chair, held=held, issuer=stranger, recognised=[assessment], authority_name="UBND xã khác",
            decided_on=DAY, now=NOW,
        )  # fmt: skip


def test_a_peoples_committee_takes_its_own_next_number(cast, held):
    from tests.factories import make_organization, make_user  # only here

    place = cast.school.placements.get().unit
    committee = make_organization(name="UBND phường Nếnh", sector="government", level="commune", place=place)
    chair = make_user("chu-tich", committee, "leader")
    assessment = examined(cast, submitted(cast, held))
    decision = decide(
        actor=chair, held=held, issuer=committee, recognised=[assessment], authority_name="UBND phường Nếnh",
        decided_on=DAY, now=NOW,
    )  # fmt: skip
    assert decision.number == 1


def test_a_revocation_needs_a_reason_and_ends_the_recognition_that_day(cast, held):
    decided(cast, held, examined(cast, submitted(cast, held)))
    row = Recognition.objects.get()
    given = {"actor": cast.truong_phong_xa, "recognition": row, "now": NOW + timedelta(days=5)}
    with pytest.raises(CannotDecide, match="lý do"):
        revoke_recognition(on=date(2026, 11, 14), reason="", **given)
    with pytest.raises(CannotDecide, match="Ngày thu hồi"):
        revoke_recognition(on=date(2026, 11, 9), reason="Vi phạm", **given)
    revoke_recognition(on=date(2026, 11, 14), reason="Vi phạm sau công nhận", **given)
    recognised = Recognition.objects.all()
    assert recognised.recognised_on(date(2026, 11, 13)).count() == 1
    assert recognised.recognised_on(date(2026, 11, 14)).count() == 0
    with pytest.raises(CannotDecide, match="không có công nhận"):
        revoke_recognition(on=date(2026, 11, 15), reason="Lại", **given)


def test_dated_facts_are_not_rewritten_by_what_follows(cast, held):
    """Counting basis: schools; a day is answered as it was on that day."""
    assessment = submitted(cast, held)
    return_assessment(
        actor=cast.cong_an_xa, assessment=assessment, opinions={}, reason="Sửa", seen_at=assessment.updated_at,
        now=NOW + timedelta(days=2),
    )  # fmt: skip
    rows = Assessment.objects.all()
    assert [rows.met_on(DAY + timedelta(days=n)).count() for n in (-1, 0, 1, 2)] == [0, 1, 1, 0]
    assert [rows.submitted_by(DAY + timedelta(days=n)).count() for n in (-1, 0, 2)] == [0, 1, 0]
    assert [Registration.objects.registered_on(day).count() for day in (date(2026, 3, 1), date(2026, 3, 2))] == [0, 1]


def test_progress_counts_schools_within_a_scope(cast, held):
    make_school(place=cast.school.placements.get().unit, since=date(2025, 7, 1))
    decided(cast, held, examined(cast, submitted(cast, held)))
    progress = round_progress(held)
    assert (progress.schools, progress.registered, progress.missing) == (2, 1, 1)
    assert (progress.submitted, progress.examined, progress.recognised) == (1, 1, 1)
    own = Organization.objects.visible_to(cast.hieu_truong)
    assert round_progress(held, own).schools == 1


def test_items_failed_most_often_of_those_that_apply(cast, held):
    second = make_school(place=cast.school.placements.get().unit, since=date(2025, 7, 1))
    submitted(cast, held, **{"7_5": Given(False), "7_4a": Given(False)})
    submitted(cast, held, actor=cast.truong_phong_xa, school=second, **{"7_4a": Given(False)})
    found = [(each.item.code, each.failed, each.judged) for each in failed_items(held)]
    assert found == [("7.4a", 2, 2), ("7.5", 1, 1)]
    mine = failed_items(held, Organization.objects.filter(pk=second.pk))
    assert [each.item.code for each in mine] == ["7.4a"]


class TestByDay:
    """Sets repeated on any day, with the clock of Ho Chi Minh City."""

    def judged(self, cast, met, now=NOW):
        criteria_set = kept_set("hcm-2021")
        draft = begin_assessment(
            actor=cast.hieu_truong, organization=cast.school, criteria_set=criteria_set, now=now,
            on=now.date(),
        )  # fmt: skip
        answers = {str(number): Given(number <= met) for number in range(1, 11)}
        kept = save_answers(
            actor=cast.hieu_truong, assessment=draft, answers=answers, seen_at=draft.updated_at, now=now
        )
        return submit_assessment(actor=cast.hieu_truong, assessment=kept, now=now)

    def test_six_and_seven_start_a_clock_of_48_hours(self, cast):
        for days, met, hours in ((0, 8, None), (1, 7, 48), (2, 6, 48), (3, 5, None)):
            now = NOW + timedelta(days=days)
            wanted = now + timedelta(hours=hours) if hours else None
            assert self.judged(cast, met, now).cure_by == wanted

    def test_it_is_repeated_and_the_last_counts(self, cast):
        self.judged(cast, 5)
        self.judged(cast, 9, NOW + timedelta(days=1))
        rows = Assessment.objects.all()
        assert rows.met_on(DAY).count() == 0
        assert rows.met_on(DAY + timedelta(days=1)).count() == 1

    def test_not_before_the_text_and_not_in_the_future(self, cast):
        criteria_set = kept_set("hcm-2021")
        given = {"actor": cast.hieu_truong, "organization": cast.school, "criteria_set": criteria_set, "now": NOW}
        with pytest.raises(CannotAssess, match="chưa tới"):
            begin_assessment(on=DAY + timedelta(days=1), **given)
        with pytest.raises(CannotAssess, match="không có hiệu lực"):
            begin_assessment(on=date(2021, 10, 14), **given)
        with pytest.raises(CannotAssess, match="theo đợt"):
            begin_assessment(on=DAY, **(given | {"criteria_set": kept_set()}))

    def test_the_open_case_has_no_class_and_says_why(self, cast):
        draft = begin_assessment(
            actor=cast.hieu_truong, organization=cast.school, criteria_set=kept_set("1467-2020"), on=DAY, now=NOW
        )
        answers = {str(number): Given(number != 4) for number in range(1, 16)}
        kept = save_answers(
            actor=cast.hieu_truong, assessment=draft, answers=answers, seen_at=draft.updated_at, now=NOW
        )
        done = submit_assessment(actor=cast.hieu_truong, assessment=kept, now=NOW)
        assert (done.result, done.result_name, done.passes) == ("", "Chưa xếp loại", False)
        assert done.reason == "chưa xếp loại: thiếu tiêu chí bắt buộc 4"
