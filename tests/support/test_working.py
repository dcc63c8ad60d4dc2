"""What the unit does: assigns, answers, forwards, asks back; and when the clock runs, stands and begins anew."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_person
from tests.support.conftest import DAY, NOW, at
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.support.actions import (
    CannotSupport,
    add_to_question,
    answer_question,
    ask_back,
    assign_question,
    forward_question,
    note_on_question,
    rate_answer,
    refuse_question,
    reopen_question,
    reveal_contact,
    save_draft,
    withdraw_question,
)
from truongan.support.actions.revealing import MOST_AN_HOUR
from truongan.support.models import Question, Step
from truongan.support.states import QuestionState, StepKind

pytestmark = pytest.mark.django_db


def test_an_answer_closes_in_time_and_counts_its_working_days(desk):
    question = answer_question(actor=None, question=desk.ask(), text="Có.", now=at(date(2026, 11, 30)))
    assert (question.state, question.closed_on, question.worked_days) == ("answered", date(2026, 11, 30), 4)


def test_the_clock_stands_while_the_asker_is_asked_back(desk):
    question = desk.ask()  # due Tuesday 08/12
    ask_back(actor=None, question=question, text="Cổng nào?", now=at(date(2026, 11, 26)))
    add_to_question(question=question, text="Cổng chính.", token_key="a" * 64, now=at(date(2026, 12, 1)))
    question.refresh_from_db()
    assert question.due_on == date(2026, 12, 11)  # three working days later
    assert question.state == QuestionState.WORKING
    assert answer_question(actor=None, question=question, text="Rồi.", now=at(date(2026, 12, 3))).worked_days == 4


def test_what_was_late_before_it_was_asked_back_stays_late(desk):
    question = desk.ask()
    ask_back(actor=None, question=question, text="Cổng nào?", now=at(date(2026, 12, 10)))
    add_to_question(question=question, text="Cổng chính.", token_key="a" * 64, now=at(date(2026, 12, 17)))
    question.refresh_from_db()
    assert question.is_overdue_on(date(2026, 12, 17))


def test_an_answer_may_be_given_while_the_clock_stands(desk):
    question = ask_back(actor=None, question=desk.ask(), text="Cổng nào?", now=at(date(2026, 11, 25)))
    question = answer_question(actor=None, question=question, text="Cả hai cổng.", now=at(date(2026, 11, 30)))
    assert (question.worked_days, question.waited_days, question.paused_on) == (1, 3, None)


def test_asking_back_twice_is_refused(desk):
    question = ask_back(actor=None, question=desk.ask(), text="Cổng nào?", now=NOW)
    with pytest.raises(CannotSupport, match="Đang chờ"):
        ask_back(actor=None, question=question, text="Nữa?", now=NOW)


def test_forwarding_keeps_the_due_day_while_half_of_it_is_left(desk, cast):
    question = forward_question(
        actor=None, question=desk.ask(), organization=cast.province_police, reason="Thuộc tỉnh", now=at(DAY)
    )
    assert question.due_on == date(2026, 12, 8)
    assert question.organization == cast.province_police
    assert Notice.objects.filter(organization=cast.province_police).count() == 1


def test_late_forwarding_leaves_half_the_days_once_and_not_again(desk, cast):
    question = desk.ask()
    forward_question(
        actor=None, question=question, organization=cast.province_police, reason="Tỉnh", now=at(date(2026, 12, 7))
    )
    question.refresh_from_db()
    assert question.due_on == date(2026, 12, 14)  # five working days from Monday 07/12
    forward_question(
        actor=None, question=question, organization=cast.commune_committee, reason="Xã", now=at(date(2026, 12, 14))
    )
    question.refresh_from_db()
    assert (question.due_on, question.forward_count) == (date(2026, 12, 14), 2)


def test_forwarding_starts_a_standing_clock_and_forgets_who_was_responsible(desk, cast):
    question = desk.ask()
    assign_question(actor=None, question=question, person=cast.truong_phong_xa.person, now=NOW)
    ask_back(actor=None, question=question, text="?", now=at(date(2026, 11, 25)))
    forward_question(
        actor=None, question=question, organization=cast.province_police, reason="Tỉnh", now=at(date(2026, 11, 27))
    )
    question.refresh_from_db()
    assert (question.responsible, question.paused_on, question.state) == (None, None, "new")
    assert question.waited_days == 2


@pytest.mark.parametrize("target", ["commune_committee", "health_station"])
def test_forwarding_to_itself_or_to_a_unit_that_answers_nothing_is_refused(desk, cast, target):
    with pytest.raises(CannotSupport):
        forward_question(actor=None, question=desk.ask(), organization=getattr(cast, target), reason="x", now=NOW)


def test_only_people_of_the_unit_are_assigned_and_they_are_told(desk, cast):
    question = desk.ask()
    with pytest.raises(CannotSupport, match="chức vụ"):
        assign_question(actor=None, question=question, person=make_person(), now=NOW)
    assign_question(actor=None, question=question, person=cast.truong_phong_xa.person, now=NOW)
    assert Notice.objects.filter(person=cast.truong_phong_xa.person).exists()
    question.refresh_from_db()
    assert question.state == QuestionState.WORKING


def test_a_draft_is_kept_and_gone_with_the_answer(desk, cast):
    question = save_draft(actor=cast.truong_phong_xa, question=desk.ask(), text="Đang viết", now=NOW)
    assert question.answer_draft == "Đang viết"
    assert not question.steps.for_asker().filter(text="Đang viết").exists()
    assert answer_question(actor=None, question=question, text="Xong.", now=NOW).answer_draft == ""


@pytest.mark.parametrize("act", [answer_question, ask_back, note_on_question])
def test_empty_words_are_refused(desk, act):
    with pytest.raises(CannotSupport):
        act(actor=None, question=desk.ask(), text=" \u200b ", now=NOW)


def test_a_refusal_needs_a_reason_and_a_closed_question_takes_nothing_more(desk, cast):
    question = desk.ask()
    with pytest.raises(CannotSupport):
        refuse_question(actor=None, question=question, reason="", now=NOW)
    refuse_question(actor=None, question=question, reason="Không có nội dung.", now=NOW)
    for attempt in (
        lambda: answer_question(actor=None, question=question, text="x", now=NOW),
        lambda: add_to_question(question=question, text="x", token_key="b" * 64, now=NOW),
        lambda: withdraw_question(question=question, now=NOW),
        lambda: forward_question(
            actor=None, question=question, organization=cast.province_police, reason="x", now=NOW
        ),
    ):
        with pytest.raises(CannotSupport, match="kết thúc"):
            attempt()


def test_reopening_gives_a_new_day_and_takes_the_rating_back(desk):
    question = desk.answered()
    rate_answer(question=question, score=1, remark="Chưa rõ", now=at(date(2026, 11, 30)))
    question = reopen_question(actor=None, question=question, reason="Trả lời thiếu", now=at(date(2026, 12, 1)))
    assert (question.state, question.satisfaction, question.closed_on) == ("working", None, None)
    assert question.due_on == date(2026, 12, 15)


def test_a_withdrawn_question_is_not_reopened(desk):
    question = withdraw_question(question=desk.ask(), now=NOW)
    with pytest.raises(CannotSupport):
        reopen_question(actor=None, question=question, reason="x", now=NOW)


def test_an_answer_is_rated_once_and_only_after_it_was_given(desk):
    question = desk.ask()
    with pytest.raises(CannotSupport, match="đã được trả lời"):
        rate_answer(question=question, score=5, now=NOW)
    answer_question(actor=None, question=question, text="Rồi.", now=NOW)
    with pytest.raises(CannotSupport, match="1 đến 5"):
        rate_answer(question=question, score=6, now=NOW)
    rate_answer(question=question, score=5, remark="Tốt", now=NOW)
    with pytest.raises(CannotSupport, match="đã đánh giá"):
        rate_answer(question=question, score=1, now=NOW)
    assert Question.objects.get().satisfaction == 5


def test_an_addition_sent_twice_is_written_once(desk):
    question = desk.ask()
    for _twice in range(2):
        add_to_question(question=question, text="Thêm", token_key="c" * 64, now=NOW)
    assert Step.objects.filter(kind=StepKind.ADDED).count() == 1


# ---- who may


@pytest.mark.parametrize("who", ["hieu_truong", "giao_vien", "y_te_xa", "so_gd", "hieu_truong_khac", "cong_an_xa"])
def test_others_neither_see_nor_answer(desk, cast, who):
    user, question = getattr(cast, who), desk.ask()
    assert not Question.objects.visible_to(user).exists()
    with pytest.raises(PermissionDenied):
        answer_question(actor=user, question=question, text="x", now=NOW)


def test_the_unit_sees_its_own_the_superior_sees_it_too_and_may_only_forward(desk, cast):
    cast.commune_committee.reports_to = cast.province_police
    cast.commune_committee.save()
    question = desk.ask()
    assert Question.objects.visible_to(cast.truong_phong_xa).get() == question
    assert Question.objects.visible_to(cast.can_bo_tinh).get() == question
    with pytest.raises(PermissionDenied):
        answer_question(actor=cast.can_bo_tinh, question=question, text="x", now=NOW)
    forward_question(
        actor=cast.can_bo_tinh, question=question, organization=cast.province_police, reason="Nhận", now=NOW
    )


def test_who_passed_a_question_on_still_reads_it(desk, cast):
    question = desk.ask()
    forward_question(
        actor=cast.truong_phong_xa, question=question, organization=cast.province_police, reason="Tỉnh", now=NOW
    )
    assert Question.objects.visible_to(cast.truong_phong_xa).get() == question
    with pytest.raises(PermissionDenied):
        answer_question(actor=cast.truong_phong_xa, question=question, text="x", now=NOW)


def test_contact_is_shown_elsewhere_for_a_reason_on_the_record_and_not_in_bulk(desk, cast):
    question = desk.ask(phone="0912345678")
    with pytest.raises(CannotSupport, match="lý do"):
        reveal_contact(actor=cast.quantri, question=question, reason="xem", now=NOW)
    shown = reveal_contact(actor=cast.quantri, question=question, reason="Gọi xác minh nội dung", now=NOW)
    assert shown.phone == "0912345678"
    entry = Entry.objects.get(verb="support.contact.revealed")
    assert "0912345678" not in str(entry.data) + entry.label
    for _each in range(MOST_AN_HOUR - 1):
        reveal_contact(actor=cast.quantri, question=question, reason="Gọi xác minh nội dung", now=NOW)
    with pytest.raises(CannotSupport, match="một giờ"):
        reveal_contact(actor=cast.quantri, question=question, reason="Gọi xác minh nội dung", now=NOW)
    with pytest.raises(PermissionDenied):
        reveal_contact(actor=cast.giao_vien, question=question, reason="Gọi xác minh nội dung", now=NOW)


def test_the_record_says_what_happened_and_nothing_of_the_asker(desk, cast):
    question = desk.ask(phone="0912345678", email="man@example.vn")
    forward_question(
        actor=cast.truong_phong_xa, question=question, organization=cast.province_police,
        reason="Bà Mận ở tổ 3 hỏi", now=NOW,
    )  # fmt: skip
    answer_question(actor=None, question=question, text="Chào bà Mận", now=NOW + timedelta(days=1))
    verbs = list(Entry.objects.filter(verb__startswith="support.question").values_list("verb", flat=True))
    assert verbs == [f"support.question.{each}" for each in ("received", "forwarded", "answered")]
    assert "Mận" not in " ".join(f"{each.label} {each.data}" for each in Entry.objects.all())
