"""Readers write, withdraw and report: one comment a form, nothing shown before a decision, nothing typed lost."""

from datetime import timedelta

import pytest

from tests.comments.making import NOW, make_article, make_comment, make_thread
from tests.conftest import Cast
from truongan.audit.models import Entry
from truongan.comments import codes
from truongan.comments.actions import (
    CannotComment,
    NotAccepted,
    TooMany,
    comment_by_code,
    post_comment,
    posting,
    report_comment,
    withdraw_comment,
)
from truongan.comments.models import Comment, Thread

GOOD = "Cho em xin đi học ạ, cổng trường giờ tan học thông thoáng hơn hẳn."


def post(article, **given) -> Comment:
    given = {"name": "Phụ huynh", "text": GOOD, "form_key": "k" * 64, "code": "AAAA-BBBB-CCCC", "now": NOW, **given}
    return post_comment(article=article, **given)


class TestPosting:
    def test_a_comment_is_held_and_belongs_to_the_pages_unit(self, cast: Cast):
        comment = post(make_article(cast.school), email="a@b.vn")

        assert (comment.state, comment.thread.organization, comment.email) == ("held", cast.school, "a@b.vn")
        assert comment.published_at is None

    def test_the_same_form_sent_again_gives_the_first_comment(self, cast: Cast):
        article = make_article(cast.school)

        assert post(article).pk == post(article).pk
        assert Comment.objects.count() == 1

    def test_a_form_sent_again_with_other_words_is_refused_and_not_swallowed(self, cast: Cast):
        article = make_article(cast.school)
        post(article)

        with pytest.raises(CannotComment, match="gửi lần nữa"):
            post(article, text="Hôm nay trời mưa to quá, cổng trường ngập.")

    def test_text_without_diacritics_is_refused_with_its_reason(self, cast: Cast):
        with pytest.raises(NotAccepted) as refusal:
            post(make_article(cast.school), text="Toi rat dong y voi bai viet nay, cong truong thong thoang hon han.")

        assert [reason.code for reason in refusal.value.reasons] == ["khong-dau"]
        assert not Comment.objects.exists()

    def test_hidden_letters_and_turned_directions_are_taken_out(self, cast: Cast):
        comment = post(make_article(cast.school), text="Tôi đồng\u200b ý với \u202ebài viết\u202c này.")

        assert comment.text == "Tôi đồng ý với bài viết này."

    def test_markup_is_kept_as_the_words_it_is(self, cast: Cast):
        comment = post(make_article(cast.school), text=f"<script>alert(1)</script> {GOOD}")

        assert comment.text.startswith("<script>")

    def test_findings_are_kept_for_moderators(self, cast: Cast):
        comment = post(make_article(cast.school), text=f"{GOOD} Gọi tôi theo số 0912345678 nhé.")

        assert comment.flag_kinds == ["dien-thoai"]
        [flag] = comment.flags
        assert comment.text[flag["start"] : flag["end"]] == "0912345678"

    def test_a_closed_thread_and_an_article_closed_by_its_editors_take_none(self, cast: Cast):
        closed = make_article(cast.school)
        Thread.objects.create(page_id=closed.pk, organization=cast.school, is_open=False, closed_at=NOW)

        for article in (closed, make_article(cast.school, comments_open=False)):
            with pytest.raises(CannotComment, match="không nhận thêm"):
                post(article)

    def test_only_published_comments_of_the_same_page_are_answered(self, cast: Cast):
        thread = make_thread(cast.school)
        article = thread.page.specific
        shown = make_comment(thread, state="published")
        reply = make_comment(thread, state="published", parent=shown)
        others = [make_comment(thread), reply, make_comment(make_thread(cast.school), state="published")]

        assert post(article, parent=shown).parent == shown
        for number, other in enumerate(others):
            with pytest.raises(CannotComment, match="không còn trên trang"):
                post(article, parent=other, form_key=f"{number:064d}x"[-64:], code=f"c{number}")


class TestPressure:
    def test_beyond_what_a_page_takes_in_a_minute_writers_are_asked_to_wait(self, cast: Cast, monkeypatch):
        monkeypatch.setattr(posting, "MOST_A_MINUTE_ON_PAGE", 3)
        thread = make_thread(cast.school)
        for _each in range(3):
            make_comment(thread, posted_at=NOW - timedelta(seconds=10))

        with pytest.raises(TooMany, match="đợi một phút"):
            post(thread.page.specific)
        assert post(make_article(cast.school)).is_held  # another page is not under pressure
        assert post(thread.page.specific, form_key="m" * 64, code="x", now=NOW + timedelta(minutes=1)).is_held

    def test_the_whole_installation_has_a_limit_too(self, cast: Cast, monkeypatch):
        monkeypatch.setattr(posting, "MOST_A_MINUTE", 2)
        for _each in range(2):
            make_comment(make_thread(cast.school), posted_at=NOW - timedelta(seconds=1))

        with pytest.raises(TooMany):
            post(make_article(cast.school))

    def test_ten_thousand_posts_in_a_minute_leave_the_limit_behind_and_cost_the_same_each(
        self, cast: Cast, django_assert_num_queries
    ):
        thread = make_thread(cast.school)
        article = thread.page.specific
        kept = 0
        for number in range(1000):  # the ten-thousandth is refused as the thousandth is: the counts stop at the limit
            try:
                post(article, form_key=f"{number:064d}"[-64:], code=f"c{number}", text=f"{GOOD} Lần thứ {number}.")
            except TooMany:
                break
            kept += 1

        assert kept == posting.MOST_A_MINUTE_ON_PAGE
        with django_assert_num_queries(6), pytest.raises(TooMany):  # form, thread, counts, and the savepoint around
            post(article, form_key="z" * 64, code="z")


class TestCodes:
    def test_the_same_form_shows_the_same_code_and_only_a_hash_is_kept(self, cast: Cast):
        code = codes.code_of("token")
        comment = post(make_article(cast.school), code=code)

        assert code == codes.code_of("token") != codes.code_of("token2")
        assert code not in comment.code_hash
        assert comment_by_code(code) == comment

    def test_a_code_is_read_as_people_type_it(self, cast: Cast):
        comment = post(make_article(cast.school), code="OIBK-QMXR-ANDF")

        assert comment_by_code(" oibk qmxr andf ") == comment == comment_by_code("018k-qmxr-andf")

    @pytest.mark.parametrize("code", ["", "x", "----", "AAAA-BBBB-CCCD", "Đ" * 40])
    def test_a_code_nobody_was_given_finds_nothing(self, cast: Cast, code):
        post(make_article(cast.school))
        make_comment(make_thread(cast.school), organization=cast.school, state="published")

        assert comment_by_code(code) is None


class TestWithdrawing:
    @pytest.mark.parametrize("state", ["held", "published"])
    def test_a_writer_takes_a_comment_back_for_good_and_the_email_goes_at_once(self, cast: Cast, state):
        comment = make_comment(make_thread(cast.school), code="K", email="a@b.vn", state=state)

        withdraw_comment(code="K", now=NOW)
        withdraw_comment(code="K", now=NOW + timedelta(days=1))  # again: nothing more happens

        comment.refresh_from_db()
        assert (comment.state, comment.email, comment.decided_at) == ("withdrawn", "", NOW)
        [entry] = Entry.objects.about(comment)
        assert (entry.verb, entry.actor) == ("comments.comment.withdrawn", None)

    @pytest.mark.parametrize("state", ["rejected", "removed"])
    def test_what_is_not_shown_cannot_be_withdrawn(self, cast: Cast, state):
        make_comment(make_thread(cast.school), code="K", state=state, reason="insult")

        with pytest.raises(CannotComment):
            withdraw_comment(code="K", now=NOW)

    def test_a_code_nobody_was_given_withdraws_nothing(self, cast: Cast):
        with pytest.raises(CannotComment, match="Không có ý kiến"):
            withdraw_comment(code="sai", now=NOW)


class TestReporting:
    def test_a_report_counts_once_a_form_and_no_more_than_twenty_are_kept(self, cast: Cast):
        comment = make_comment(make_thread(cast.school), state="published")
        for number in (0, 0, *range(1, 30)):
            report_comment(comment=comment, reason="insult", form_key=f"{number:064d}"[-64:], now=NOW)

        assert comment.complaints.count() == posting.MOST_COMPLAINTS
