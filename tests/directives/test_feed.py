import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.directives.conftest import Office
from tests.factories import NOW
from truongan.accounts.models import Appointment
from truongan.directives.actions import Task
from truongan.directives.actions.feeds import make_feed, revoke_feed
from truongan.directives.icalendar import DueDay, calendar, escaped, fold
from truongan.directives.models import DueFeed, Duty

FEED = reverse("directives:feed")


def parsed(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar file, read as RFC 5545 says: lines unfolded, then values unescaped."""
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[1], lines[-2]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines[1:-2]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            events[-1][name] = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)
    return events


class TestFormat:
    def test_a_day_is_an_all_day_event_whose_end_is_the_next_day(self):
        due = DueDay(
            "duty-1@truongan", date(2026, 12, 31), "Hạn: Lập kế hoạch; gửi, ký", "Dòng 1\nDòng 2", "https://x.vn/1"
        )
        [event] = parsed(calendar("Hạn", [due], now=datetime(2026, 11, 22, 2, tzinfo=UTC)))

        assert event["DTSTART;VALUE=DATE"] == "20261231"
        assert event["DTEND;VALUE=DATE"] == "20270101"
        assert event["DTSTAMP"] == "20261122T020000Z"
        assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Hạn: Lập kế hoạch; gửi, ký", "Dòng 1\nDòng 2")
        assert (event["UID"], event["URL"]) == ("duty-1@truongan", "https://x.vn/1")

    @given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
    def test_whatever_a_task_says_the_file_can_be_read(self, text):
        [event] = parsed(calendar("Hạn", [DueDay("1", date(2026, 1, 1), text)], now=NOW))
        kept = text.replace("\r\n", "\n").replace("\r", "\n")
        assert event["SUMMARY"] == "".join(letter for letter in kept if letter in "\n\t" or letter >= " ")

    @given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
    def test_folding_never_cuts_a_letter_and_nothing_is_lost(self, text):
        first, *rest = fold(text)
        assert all(len(piece.encode()) <= 75 for piece in (first, *rest))
        assert all(piece.startswith(" ") for piece in rest)
        assert first + "".join(piece[1:] for piece in rest) == text

    def test_a_task_cannot_end_its_event(self):
        assert escaped("a\nEND:VEVENT\r\nb") == r"a\nEND:VEVENT\nb"


@pytest.fixture
def duty(office: Office, cast) -> Duty:
    office.issued("school:THCS", tasks=(Task("Lập kế hoạch", date(2099, 12, 15)), Task("Thường xuyên")))
    return Duty.objects.get(organization=cast.school, assignment__position=1)


def file_of(token: str):
    return Client().get(reverse("directives:feed_file", args=[token]))


class TestLink:
    def test_who_holds_the_link_sees_what_the_persons_units_owe(self, cast, duty):
        answer = file_of(make_feed(actor=cast.hieu_truong, now=NOW))

        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        [event] = parsed(answer.content)
        assert event["SUMMARY"] == "Hạn: Lập kế hoạch"
        assert event["URL"].endswith(duty.get_absolute_url())

    def test_no_person_is_named(self, cast, duty):
        Duty.objects.update(responsible=cast.giao_vien.person)
        said = file_of(make_feed(actor=cast.hieu_truong, now=NOW)).content.decode().replace("\r\n ", "")

        for user in (cast.hieu_truong, cast.giao_vien, cast.can_bo_tinh):
            assert user.display_name not in said
            assert user.username not in said

    def test_what_is_done_leaves_the_calendar(self, cast, duty):
        token = make_feed(actor=cast.hieu_truong, now=NOW)
        Duty.objects.update(status="done", done_on=date(2026, 12, 1), done_at=NOW)
        assert parsed(file_of(token).content) == []

    def test_only_the_hash_is_kept(self, cast, duty):
        token = make_feed(actor=cast.hieu_truong, now=NOW)
        feed = DueFeed.objects.get()
        assert token not in (feed.token_hash, str(feed))
        assert len(feed.token_hash) == 64

    def test_a_new_link_ends_the_old_one_and_revoking_ends_both(self, cast, duty):
        old = make_feed(actor=cast.hieu_truong, now=NOW)
        new = make_feed(actor=cast.hieu_truong, now=NOW)
        assert [file_of(token).status_code for token in (old, new, "khong-co")] == [404, 200, 404]
        revoke_feed(actor=cast.hieu_truong, now=NOW)
        assert file_of(new).status_code == 404

    def test_who_left_the_school_sees_nothing_and_who_was_suspended_has_no_link(self, cast, duty):
        token = make_feed(actor=cast.hieu_truong, now=NOW)
        Duty.objects.update(responsible=cast.hieu_truong.person)  # still the one named, which no longer opens anything
        Appointment.objects.filter(person=cast.hieu_truong.person).update(valid_to="2022-01-01")
        assert parsed(file_of(token).content) == []
        cast.hieu_truong.is_active = False
        cast.hieu_truong.save()
        assert file_of(token).status_code == 404

    def test_the_page_shows_the_link_once(self, cast, duty, as_):
        browser = as_("hieu_truong")
        shown = browser.post(FEED)
        link = re.search(r'value="(http[^"]+\.ics)"', shown.text)[1]
        assert Client().get(link).status_code == 200
        assert "no-store" in shown["Cache-Control"]
        assert ".ics" not in browser.get(FEED).text

        browser.post(reverse("directives:feed_revoke"))
        assert Client().get(link).status_code == 404
