"""The digest of what waits, working hours, and what is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.comments.making import NOW, make_comment, make_thread
from tests.conftest import Cast
from truongan.channels.models import Notice
from truongan.comments.actions import forget_writers, tell_moderators
from truongan.comments.waiting import waited


def vn(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour of November 2026 in Viet Nam; the 20th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


class TestWaiting:
    @pytest.mark.parametrize(
        ("since", "now", "hours", "words"),
        [
            (vn(20, 9), vn(20, 9, 30), 0, "dưới 1 giờ làm việc"),
            (vn(20, 9), vn(20, 11), 2, "2 giờ làm việc"),
            (vn(20, 11), vn(20, 14), 1, "1 giờ làm việc"),  # over the noon rest
            (vn(20, 16, 30), vn(23, 8, 30), 2, "2 giờ làm việc"),  # over the week-end
            (vn(21, 9), vn(22, 20), 0, "dưới 1 giờ làm việc"),
            (vn(20, 7, 30), vn(23, 7, 30), 8, "1 ngày làm việc"),
            (vn(16, 7, 30), vn(20, 17, 30), 40, "5 ngày làm việc"),
            (vn(20, 10), vn(20, 9), 0, "dưới 1 giờ làm việc"),
        ],
    )
    def test_only_hours_that_offices_work_are_counted(self, since, now, hours, words):
        assert (waited(since, now).hours, waited(since, now).label) == (hours, words)

    def test_a_day_off_of_the_place_is_left_out(self):
        assert waited(vn(19, 7, 30), vn(20, 17, 30), {vn(20, 9).date(): False}).hours == 8

    def test_long_waits_stand_out(self):
        assert [waited(vn(16, 8), vn(day, 17)).tone for day in (16, 20)] == ["soon", "late"]


class TestDigest:
    def test_each_unit_hears_once_in_half_a_day_how_many_wait(self, cast: Cast):
        thread = make_thread(cast.school)
        for _each in range(2):
            make_comment(thread, posted_at=vn(20, 7, 30))
        make_comment(make_thread(cast.other_school), state="published")
        for hour in (8, 9):
            tell_moderators(now=vn(20, hour))
        tell_moderators(now=vn(20, 14))

        notices = Notice.objects.order_by("pk")
        assert [(each.organization, each.subject) for each in notices] == [
            (cast.school, "2 ý kiến bạn đọc chờ duyệt"),
            (cast.school, "2 ý kiến bạn đọc chờ duyệt"),
        ]
        assert notices[0].link == "/lam-viec/binh-luan/"

    def test_the_provinces_office_hears_of_what_nobody_decided_in_a_working_day(self, cast: Cast):
        make_comment(make_thread(cast.school), posted_at=vn(19, 8))
        tell_moderators(now=vn(20, 8, 30))

        told = set(Notice.objects.values_list("organization__name", flat=True))
        assert told == {cast.school.name, cast.province_police.name}

    def test_comments_of_no_unit_are_the_offices_at_once(self, cast: Cast):
        make_comment(make_thread(None), posted_at=vn(20, 8))
        tell_moderators(now=vn(20, 8, 30))

        assert [each.organization for each in Notice.objects.all()] == [cast.province_police]

    def test_nothing_waiting_nobody_told(self, cast: Cast):
        assert tell_moderators(now=NOW) == 0


class TestForgetting:
    def test_addresses_go_after_their_term_and_others_stay(self, cast: Cast):
        thread = make_thread(cast.school)
        old = make_comment(thread, email="a@b.vn", posted_at=NOW - timedelta(days=91))
        decided = make_comment(thread, email="b@b.vn", state="published", posted_at=NOW - timedelta(days=31))
        fresh = make_comment(thread, email="c@b.vn", posted_at=NOW - timedelta(days=89))

        assert forget_writers(now=NOW) == 2
        for comment in (old, decided, fresh):
            comment.refresh_from_db()
        assert [each.email for each in (old, decided, fresh)] == ["", "", "c@b.vn"]

    def test_withdrawn_words_go_after_a_month_once(self, cast: Cast):
        thread = make_thread(cast.school)
        gone = make_comment(
            thread, "Lời của tôi.", state="withdrawn", original="Nguyên văn", posted_at=NOW - timedelta(days=31)
        )
        lately = make_comment(thread, "Lời của tôi.", state="withdrawn", posted_at=NOW - timedelta(days=29))

        assert [forget_writers(now=NOW), forget_writers(now=NOW)] == [1, 0]
        gone.refresh_from_db()
        lately.refresh_from_db()
        assert (gone.name, gone.text, gone.original, gone.search_fold) == ("(đã rút)", "(đã rút)", "", "")
        assert lately.text == "Lời của tôi."
