from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import make_scheme, make_team
from tests.reports.periodic.conftest import CUT_OFF, UNTIL, hand_in, of
from truongan.audit.models import Entry
from truongan.channels.models import Notice
from truongan.figures.models import Seal
from truongan.reports.actions import (
    CannotReport,
    accept_submission,
    edit_submission,
    return_submission,
    start_submission,
    submit,
    take_notes,
)
from truongan.reports.models import Submission
from truongan.reports.periodic.composing import _on_time
from truongan.reports.periodic.statements import figures_of, live_figures, question_of
from truongan.reports.periodic.texts import gathered_below

LATER = CUT_OFF + timedelta(hours=5)


def accept(cast, submission) -> Submission:
    reviewer = cast.truong_phong_xa if submission.superior == cast.commune_committee else cast.can_bo_tinh
    return accept_submission(actor=reviewer, submission=submission, now=LATER)


@pytest.fixture
def schools_done(cast, cycle):
    """Both schools of the commune handed in and were accepted."""
    accept(cast, hand_in(cycle, cast.school, cast.hieu_truong, difficulties="Thiếu kinh phí.", proposals="Hỗ trợ;"))
    accept(cast, hand_in(cycle, cast.neighbour_school, cast.quantri))


def test_a_school_states_itself_and_an_agency_the_schools_below_it(cast, cycle):
    assert live_figures(question_of(of(cycle, cast.school))).value("schemes.count") == 1
    committee = live_figures(question_of(of(cycle, cast.commune_committee)))
    whole = live_figures(question_of(of(cycle, cast.province_police)))
    assert (committee.value("schools.count"), committee.value("schemes.count")) == (2, 2)
    assert (whole.value("schools.count"), whole.value("schemes.count")) == (3, 2)


def test_opening_new_and_removed_make_the_closing_balance(cast, cycle):
    figure = live_figures(question_of(of(cycle, cast.commune_committee))).figures["schemes.count"]
    assert (figure.opening, figure.added, figure.removed, figure.value) == (1, 1, 0, 2)


def test_what_happened_after_the_cut_off_is_not_in_it(cast, cycle):
    make_scheme(organization=cast.school, name="Điểm hai", on=UNTIL + timedelta(days=1))
    assert live_figures(question_of(of(cycle, cast.school))).value("schemes.count") == 1


def test_beginning_fills_in_sentences_signer_and_place(cast, cycle):
    submission = start_submission(actor=cast.giao_vien, submission=of(cycle, cast.school), now=CUT_OFF)
    assert submission.status == "draft"
    assert "{schemes.count.new}" in submission.results
    assert submission.issuer_name == cast.school.name
    assert submission.superior_name == cast.commune_committee.name
    again = start_submission(actor=cast.hieu_truong, submission=submission, now=LATER)
    assert again.updated_at == CUT_OFF


def test_only_the_schools_own_people_write_for_it(cast, cycle):
    for who in (cast.truong_phong_xa, cast.can_bo_tinh, cast.cong_an_xa, cast.hieu_truong_khac):
        with pytest.raises(PermissionDenied):
            start_submission(actor=who, submission=of(cycle, cast.school), now=CUT_OFF)


def test_a_school_hands_in_and_its_figures_are_frozen(cast, cycle):
    submission = hand_in(cycle, cast.school, cast.hieu_truong)
    make_scheme(organization=cast.school, name="Điểm hai", on=UNTIL)
    assert submission.status == "submitted"
    assert figures_of(of(cycle, cast.school)).value("schemes.count") == 1
    assert Notice.objects.filter(organization=cast.commune_committee, subject__contains="đã nộp").exists()


def test_a_unit_waits_for_those_below_it(cast, cycle):
    hand_in(cycle, cast.school, cast.hieu_truong)
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=CUT_OFF)
    with pytest.raises(CannotReport) as refused:
        submit(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=LATER)
    assert "0/2 đơn vị được duyệt" in str(refused.value)  # handed in is not accepted
    assert cast.school.name in str(refused.value)
    assert of(cycle, cast.commune_committee).status == "draft"


def test_it_goes_on_without_a_missing_one_with_a_reason_that_is_kept(cast, cycle):
    accept(cast, hand_in(cycle, cast.school, cast.hieu_truong))
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=CUT_OFF)
    sent = submit(
        actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), without_reason="Mất điện", now=LATER
    )
    assert (sent.gathered["done"], sent.gathered["total"]) == (1, 2)
    assert sent.without_reason == "Mất điện"
    assert Entry.objects.about(sent).filter(verb="reports.submission.submitted").get().data["without"] == [
        cast.neighbour_school.name
    ]


def test_units_are_called_by_their_short_names_and_a_later_day_does_not_contradict_in_time(cast, cycle):
    """A committee's full name is a line long; the first handing in counts, the day shown is the last one's."""
    cast.commune_committee.short_name = "BCĐ phường Nếnh"
    cast.commune_committee.save()
    rows = gathered_below(of(cycle, cycle.issuer))["rows"]
    (row,) = [each for each in rows if each["name"] == "BCĐ phường Nếnh"]
    due = row["due_on"]
    assert _on_time({"submitted_on": due, "due_on": due, "late": False}) == "Đúng hạn"
    assert _on_time({"submitted_on": "2027-01-01", "due_on": due, "late": False}) == "Đúng hạn, nộp lại"
    assert _on_time({"submitted_on": "2027-01-01", "due_on": due, "late": True}) == "Trễ"


def test_a_missing_one_may_still_come_later(cast, cycle):
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=CUT_OFF)
    submit(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), without_reason="Bão", now=CUT_OFF)
    accept(cast, hand_in(cycle, cast.school, cast.hieu_truong, now=LATER))
    assert of(cycle, cast.commune_committee).gathered["done"] == 0  # what it said then stays


def test_the_reason_is_not_kept_where_nobody_was_missing(cast, cycle, schools_done):
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=LATER)
    sent = submit(
        actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), without_reason="Thừa", now=LATER
    )
    assert sent.without_reason == ""


def test_notes_of_accepted_units_are_there_when_the_agency_begins(cast, cycle, schools_done):
    started = start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=LATER)
    assert started.difficulties == f"- Thiếu kinh phí ({cast.school.name})"
    assert started.proposals == f"- Hỗ trợ ({cast.school.name})"


def test_notes_that_come_later_are_added_once_and_nothing_written_is_lost(cast, cycle):
    start_submission(actor=cast.truong_phong_xa, submission=of(cycle, cast.commune_committee), now=CUT_OFF)
    Submission.objects.filter(organization=cast.commune_committee).update(difficulties="Lời của tôi")
    accept(cast, hand_in(cycle, cast.school, cast.hieu_truong, difficulties="Thiếu kinh phí"))
    committee = of(cycle, cast.commune_committee)
    assert take_notes(actor=cast.truong_phong_xa, submission=committee, now=LATER) == 1
    assert take_notes(actor=cast.truong_phong_xa, submission=committee, now=LATER) == 0
    assert of(cycle, cast.commune_committee).difficulties == f"Lời của tôi\n- Thiếu kinh phí ({cast.school.name})"


def test_what_is_returned_carries_the_reason_and_comes_again_with_new_figures(cast, cycle):
    sent = hand_in(cycle, cast.school, cast.hieu_truong)
    returned = return_submission(actor=cast.truong_phong_xa, submission=sent, reason="Thiếu tổ 2", now=LATER)
    assert (returned.status, returned.return_reason) == ("returned", "Thiếu tổ 2")
    assert not Seal.objects.exists()
    assert Notice.objects.get(organization=cast.school, urgency="urgent").text == "Thiếu tổ 2"

    make_team(scheme=cast.school.schemes.get(), on=UNTIL)
    submit(actor=cast.hieu_truong, submission=returned, now=LATER)
    assert figures_of(of(cycle, cast.school)).value("teams.count") == 2
    assert of(cycle, cast.school).return_reason == ""


def test_returning_needs_a_reason_and_the_superiors_people(cast, cycle):
    sent = hand_in(cycle, cast.school, cast.hieu_truong)
    with pytest.raises(CannotReport, match="lý do"):
        return_submission(actor=cast.truong_phong_xa, submission=sent, reason=" ", now=LATER)
    for who in (cast.hieu_truong, cast.cong_an_xa, cast.hieu_truong_khac):
        with pytest.raises(PermissionDenied):
            return_submission(actor=who, submission=sent, reason="Sai", now=LATER)
        with pytest.raises(PermissionDenied):
            accept_submission(actor=who, submission=sent, now=LATER)


def test_what_is_accepted_is_neither_edited_nor_returned_nor_handed_in_again(cast, cycle):
    done = accept(cast, hand_in(cycle, cast.school, cast.hieu_truong))
    for attempt in (
        lambda: edit_submission(
            actor=cast.hieu_truong, submission=done, fields={}, seen_at=done.updated_at, now=LATER
        ),
        lambda: submit(actor=cast.hieu_truong, submission=done, now=LATER),
        lambda: return_submission(actor=cast.truong_phong_xa, submission=done, reason="Sai", now=LATER),
        lambda: accept_submission(actor=cast.truong_phong_xa, submission=done, now=LATER),
    ):
        with pytest.raises(CannotReport, match="Đã duyệt"):
            attempt()


def test_nothing_is_handed_in_before_the_period_is_over(cast, cycle):
    early = datetime(2026, 9, 13, 2, tzinfo=UTC)
    with pytest.raises(CannotReport, match="chưa kết thúc"):
        hand_in(cycle, cast.school, cast.hieu_truong, now=early)


@pytest.mark.parametrize(("minute", "late"), [(0, False), (1, True)])
def test_late_is_after_midnight_in_viet_nam(cast, cycle, minute, late):
    """The schools' deadline is 15/09; 16:59 UTC is still that day in Viet Nam, 17:00 is not."""
    moment = datetime(2026, 9, 15, 16, 59, tzinfo=UTC) + timedelta(minutes=minute)
    assert hand_in(cycle, cast.school, cast.hieu_truong, now=moment).is_late is late


def test_what_was_in_time_and_came_back_after_the_deadline_is_not_late(cast, cycle):
    sent = hand_in(cycle, cast.school, cast.hieu_truong)
    returned = return_submission(actor=cast.truong_phong_xa, submission=sent, reason="Sai", now=LATER)
    assert submit(actor=cast.hieu_truong, submission=returned, now=CUT_OFF + timedelta(days=9)).is_late is False


def test_two_windows_do_not_overwrite_each_other(cast, cycle):
    submission = start_submission(actor=cast.hieu_truong, submission=of(cycle, cast.school), now=CUT_OFF)
    seen = submission.updated_at
    edit_submission(actor=cast.hieu_truong, submission=submission, fields={"work": "Một"}, seen_at=seen, now=LATER)
    with pytest.raises(CannotReport, match="Người khác vừa sửa"):
        edit_submission(actor=cast.giao_vien, submission=submission, fields={"work": "Hai"}, seen_at=seen, now=LATER)
    assert of(cycle, cast.school).work == "Một"


def test_at_the_top_handing_in_is_accepting(cast, cycle):
    start_submission(actor=cast.can_bo_tinh, submission=of(cycle, cast.province_police), now=CUT_OFF)
    top = submit(
        actor=cast.can_bo_tinh, submission=of(cycle, cast.province_police), without_reason="Báo cáo nhanh", now=LATER
    )
    assert (top.status, top.accepted_at) == ("accepted", LATER)


def test_a_text_that_names_no_figure_is_refused(cast, cycle):
    from truongan.reports.narrative import UnknownFigure

    submission = start_submission(actor=cast.hieu_truong, submission=of(cycle, cast.school), now=CUT_OFF)
    for text in ("{schemes.cuont}", "{schemes.count.newer}"):
        with pytest.raises(UnknownFigure):
            edit_submission(
                actor=cast.hieu_truong, submission=submission, fields={"results": text}, now=LATER,
                seen_at=submission.updated_at,
            )  # fmt: skip


def test_what_several_say_in_the_same_words_is_said_once_and_names_give_way_on_the_way_up(cast, cycle):
    for school, who in ((cast.school, cast.hieu_truong), (cast.neighbour_school, cast.quantri)):
        accept(cast, hand_in(cycle, school, who, difficulties="- Thiếu kinh phí (50 triệu);\nThiếu người."))
    sent = hand_in(cycle, cast.commune_committee, cast.truong_phong_xa, now=LATER)
    both = f"{cast.school.name}, {cast.neighbour_school.name}"
    assert sorted(both.split(", ")) == sorted(
        sent.difficulties.splitlines()[0].removeprefix("- Thiếu kinh phí (50 triệu) (").removesuffix(")").split(", ")
    )
    accept(cast, sent)
    top = start_submission(actor=cast.can_bo_tinh, submission=of(cycle, cast.province_police), now=LATER)
    assert top.difficulties.splitlines() == [
        f"- Thiếu kinh phí (50 triệu) ({cast.commune_committee.name})",
        f"- Thiếu người ({cast.commune_committee.name})",
    ]
