"""Moderators decide: each decision once, on the record, by whoever answers for the page."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.comments.making import NOW, make_comment, make_thread
from tests.conftest import Cast
from tests.factories import make_user
from truongan.audit.models import Entry
from truongan.comments.actions import (
    CannotModerate,
    Outcome,
    answer_comment,
    approve_comment,
    close_thread,
    decide_many,
    edit_comment,
    follow_article,
    keep_comment,
    reject_comment,
    reopen_thread,
    restore_comment,
)
from truongan.comments.models import Comment, Complaint


def verbs(target) -> list[str]:
    return list(Entry.objects.about(target).order_by("pk").values_list("verb", flat=True))


def state(comment: Comment) -> str:
    comment.refresh_from_db()
    return comment.state


class TestDecisions:
    def test_approving_publishes_and_is_on_the_record_without_the_readers_words(self, cast: Cast):
        comment = make_comment(make_thread(cast.school), "Đây là lời riêng của tôi.")
        approve_comment(actor=cast.giao_vien, comment=comment, now=NOW)

        comment.refresh_from_db()
        assert (comment.state, comment.published_at, comment.decided_by) == ("published", NOW, cast.giao_vien)
        [entry] = Entry.objects.about(comment)
        assert entry.organization_id == cast.school.pk
        assert "riêng" not in f"{entry.label} {entry.data}"

    def test_refusing_needs_a_reason_of_the_list(self, cast: Cast):
        comment = make_comment(make_thread(cast.school))
        with pytest.raises(ValueError, match="vì thích"):
            reject_comment(actor=cast.giao_vien, comment=comment, reason="vì thích", now=NOW)
        reject_comment(actor=cast.giao_vien, comment=comment, reason="advert", note="Bỏ đường dẫn", now=NOW)

        comment.refresh_from_db()
        assert (comment.state, comment.reason, comment.note) == ("rejected", "advert", "Bỏ đường dẫn")

    def test_what_was_published_is_taken_down_and_returns_to_its_place(self, cast: Cast):
        comment = make_comment(make_thread(cast.school), state="published")
        shown_at = comment.published_at
        reject_comment(actor=cast.giao_vien, comment=comment, reason="personal", now=NOW)
        assert state(comment) == "removed"
        restore_comment(actor=cast.giao_vien, comment=comment, now=NOW)

        assert state(comment) == "published"
        assert (comment.published_at, comment.reason) == (shown_at, "")
        assert verbs(comment) == ["comments.comment.removed", "comments.comment.restored"]

    def test_what_was_refused_waits_again_when_restored(self, cast: Cast):
        comment = make_comment(make_thread(cast.school), state="rejected", reason="other")
        restore_comment(actor=cast.giao_vien, comment=comment, now=NOW)

        assert state(comment) == "held"
        assert comment.decided_at is None

    @pytest.mark.parametrize("now_is", ["published", "rejected", "removed", "withdrawn"])
    def test_a_colleagues_decision_is_not_overwritten(self, cast: Cast, now_is):
        reason = "other" if now_is in ("rejected", "removed") else ""
        comment = make_comment(make_thread(cast.school), state=now_is, reason=reason)

        with pytest.raises(CannotModerate, match="đồng nghiệp"):
            approve_comment(actor=cast.giao_vien, comment=comment, now=NOW)

    def test_withdrawn_stays_withdrawn(self, cast: Cast):
        comment = make_comment(make_thread(cast.school), state="withdrawn")
        for act in (restore_comment, approve_comment):
            with pytest.raises(CannotModerate):
                act(actor=cast.giao_vien, comment=comment, now=NOW)

    def test_the_original_is_kept_through_several_edits(self, cast: Cast):
        comment = make_comment(make_thread(cast.school), "Gọi tôi số 0912345678.", flags=[{"kind": "x"}])
        for text in ("Gọi tôi.", "Gọi tôi nhé."):
            edit_comment(actor=cast.giao_vien, comment=comment, text=text, now=NOW)

        comment.refresh_from_db()
        assert (comment.text, comment.original, comment.flags) == ("Gọi tôi nhé.", "Gọi tôi số 0912345678.", [])
        assert comment.search_fold.endswith("goi toi nhe.")

    @pytest.mark.parametrize("text", ["", "  ", "a" * 2001])
    def test_an_edit_leaves_words_and_not_too_many(self, cast: Cast, text):
        with pytest.raises(CannotModerate):
            edit_comment(actor=cast.giao_vien, comment=make_comment(make_thread(cast.school)), text=text, now=NOW)

    def test_reports_are_settled_by_keeping_and_by_taking_down(self, cast: Cast):
        comments = [make_comment(make_thread(cast.school), state="published") for _each in range(2)]
        for comment in comments:
            Complaint.objects.create(comment=comment, reason="insult", form_key=f"{comment.pk:064d}", sent_at=NOW)

        assert keep_comment(actor=cast.giao_vien, comment=comments[0], now=NOW) == 1
        reject_comment(actor=cast.giao_vien, comment=comments[1], reason="insult", now=NOW)
        assert not Complaint.objects.open().exists()
        assert verbs(comments[0]) == ["comments.complaint.settled"]

    def test_the_database_wants_a_reason_exactly_where_something_was_taken_down(self, cast: Cast):
        comment = make_comment(make_thread(cast.school))
        for wrong in ({"state": "rejected"}, {"reason": "other"}):
            with pytest.raises(IntegrityError, match="with_a_reason"), transaction.atomic():
                Comment.objects.filter(pk=comment.pk).update(**wrong)


class TestAnswers:
    def test_a_unit_answers_and_what_it_answers_is_published_with_it(self, cast: Cast):
        comment = make_comment(make_thread(cast.school))
        answer = answer_comment(
            actor=cast.giao_vien, comment=comment, organization=cast.school, text="Cảm ơn anh chị.", now=NOW
        )

        assert state(comment) == "published"
        assert (answer.parent, answer.organization, answer.state) == (comment, cast.school, "published")
        assert verbs(answer) == ["comments.comment.answered"]

    def test_nobody_speaks_for_a_unit_they_stand_over(self, cast: Cast):
        comment = make_comment(make_thread(cast.school))
        with pytest.raises(PermissionDenied):
            answer_comment(actor=cast.can_bo_tinh, comment=comment, organization=cast.school, text="Chào.", now=NOW)
        own = answer_comment(
            actor=cast.can_bo_tinh, comment=comment, organization=cast.province_police, text="Chào.", now=NOW
        )
        assert own.name == cast.province_police.name

    def test_there_are_two_levels(self, cast: Cast):
        thread = make_thread(cast.school)
        reply = make_comment(thread, state="published", parent=make_comment(thread, state="published"))
        with pytest.raises(CannotModerate, match="bậc trên"):
            answer_comment(actor=cast.giao_vien, comment=reply, organization=cast.school, text="Chào.", now=NOW)


class TestWhoDecides:
    @pytest.mark.parametrize("who", ["quantri", "can_bo_tinh", "hieu_truong", "giao_vien"])
    def test_the_pages_unit_and_the_provinces_office(self, cast: Cast, who):
        comment, user = make_comment(make_thread(cast.school)), getattr(cast, who)

        assert Comment.objects.visible_to(user).get() == comment
        approve_comment(actor=user, comment=comment, now=NOW)

    @pytest.mark.parametrize("who", ["so_gd", "so_yt", "cong_an_xa", "truong_phong_xa", "y_te_xa", "hieu_truong_khac"])
    def test_nobody_else_not_even_the_commune_over_the_school(self, cast: Cast, who):
        comment, user = make_comment(make_thread(cast.school)), getattr(cast, who)

        assert not Comment.objects.visible_to(user).exists()
        for act in (approve_comment, restore_comment, keep_comment):
            with pytest.raises(PermissionDenied):
                act(actor=user, comment=comment, now=NOW)
        with pytest.raises(PermissionDenied):
            decide_many(actor=user, ids=[comment.pk], now=NOW)
        with pytest.raises(PermissionDenied):
            close_thread(actor=user, thread=comment.thread, now=NOW)

    def test_a_page_of_no_unit_is_the_provinces(self, cast: Cast):
        make_comment(make_thread(None))

        assert Comment.objects.visible_to(cast.can_bo_tinh).count() == 1
        assert Comment.objects.visible_to(cast.hieu_truong).count() == 0

    def test_a_reader_of_the_unit_decides_nothing(self, cast: Cast):
        reader = make_user("theo-doi", cast.school, "reader")
        make_comment(make_thread(cast.school))

        assert not Comment.objects.visible_to(reader).exists()


class TestMany:
    def test_what_is_still_held_is_decided_and_the_rest_left(self, cast: Cast):
        thread = make_thread(cast.school)
        held, decided = [make_comment(thread) for _each in range(3)], make_comment(thread, state="published")
        outcome = decide_many(actor=cast.giao_vien, ids=[*(c.pk for c in held), decided.pk], now=NOW)

        assert outcome == Outcome(3, 1)
        assert {state(comment) for comment in held} == {"published"}
        assert all(verbs(comment) == ["comments.comment.approved"] for comment in held)

    def test_many_are_refused_for_one_reason(self, cast: Cast):
        comments = [make_comment(make_thread(cast.school)) for _each in range(2)]
        decide_many(actor=cast.can_bo_tinh, ids=[each.pk for each in comments], reason="advert", now=NOW)

        assert [state(each) for each in comments] == ["rejected", "rejected"]

    def test_one_that_is_not_ones_own_stops_all(self, cast: Cast):
        own, other = make_comment(make_thread(cast.school)), make_comment(make_thread(cast.other_school))
        with pytest.raises(PermissionDenied):
            decide_many(actor=cast.giao_vien, ids=[own.pk, other.pk], now=NOW)

        assert state(own) == "held"

    def test_a_hundred_cost_what_three_cost(self, cast: Cast, django_assert_max_num_queries):
        thread = make_thread(cast.school)
        ids = [make_comment(thread).pk for _each in range(100)]
        with django_assert_max_num_queries(9):
            decide_many(actor=cast.giao_vien, ids=ids, now=NOW)


class TestThreads:
    def test_closing_and_reopening_are_on_the_record_once(self, cast: Cast):
        thread = make_thread(cast.school)
        for _each in range(2):
            close_thread(actor=cast.giao_vien, thread=thread, now=NOW)
        assert not Comment.objects.exists()
        reopened = reopen_thread(actor=cast.can_bo_tinh, thread=thread, now=NOW)

        assert (reopened.is_open, reopened.closed_at) == (True, None)
        assert verbs(thread) == ["comments.thread.closed", "comments.thread.reopened"]

    def test_a_page_published_under_another_unit_takes_its_comments_along(self, cast: Cast):
        thread = make_thread(cast.school)
        article = thread.page.specific
        article.author_unit = cast.other_school
        follow_article(article=article)

        assert make_comment(thread.__class__.objects.get()).thread.organization == cast.other_school

    def test_publishing_through_the_news_makes_the_thread(self, cast: Cast):
        from tests.comments.making import make_article
        from truongan.comments.models import Thread

        article = make_article(cast.school, live=False)
        article.save_revision().publish()

        assert Thread.objects.get(page=article.pk).organization == cast.school


class TestWriters:
    def test_who_left_an_address_is_told_by_the_job(self, cast: Cast):
        from truongan.comments.actions import tell_writer

        thread = make_thread(cast.school)
        shown = make_comment(thread, email="a@b.vn", state="published")
        refused = make_comment(thread, email="c@d.vn", state="rejected", reason="advert", note="Bỏ đường dẫn.")
        silent = make_comment(thread, state="published")
        for comment in (shown, refused, silent, make_comment(thread, email="x@y.vn")):
            tell_writer(comment_id=comment.pk)

        assert [(each.to, each.subject) for each in mail.outbox] == [
            (["a@b.vn"], "Ý kiến của bạn đã được đăng"),
            (["c@d.vn"], "Ý kiến của bạn không được đăng"),
        ]
        assert "Quảng cáo" in mail.outbox[1].body
        assert "Bỏ đường dẫn." in mail.outbox[1].body

    def test_a_mail_server_that_does_not_answer_is_tried_again(self):
        from procrastinate.jobs import Job

        from truongan.comments.jobs import tell_writer

        def again(attempts: int):
            job = Job(
                id=1, queue="comments", lock=None, queueing_lock=None, task_name=tell_writer.name, attempts=attempts
            )
            return tell_writer.get_retry_exception(ConnectionRefusedError(), job)

        assert again(0) is not None
        assert again(5) is None  # and not for ever
