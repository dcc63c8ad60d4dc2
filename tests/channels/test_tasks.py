"""The page behind the link of a message."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.channels.sending import CHOICES, reached_by, recipient_of, say
from tests.conftest import Cast
from tests.factories import make_person
from truongan.channels.actions import answer, recall
from truongan.channels.actions.handing import take_next_steps
from truongan.channels.answers import Answers, contribute_answers
from truongan.channels.links import INBOX, task_of, task_path
from truongan.channels.models import Message, Notice, Recipient
from truongan.kernel import clock


def ask(cast: Cast, **given) -> tuple[Recipient, str]:
    given.setdefault("choices", CHOICES)
    person = cast.giao_vien.person
    message = say(person, now=clock.now(), **given)
    recipient = recipient_of(message, person)
    return recipient, task_path(recipient.pk, recipient.link_key, "sms")


class TestLink:
    def test_opening_it_writes_nothing(self, cast: Cast, channels):
        recipient, path = ask(cast)
        before = Recipient.objects.values().get(pk=recipient.pk)
        answered = Client().get(path)

        assert answered.status_code == 200
        assert Recipient.objects.values().get(pk=recipient.pk) == before
        assert answered["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answered["Cache-Control"]

    def test_it_says_for_whom_without_saying_the_name(self, cast: Cast, channels):
        cast.giao_vien.person.name = "Đỗ Thị Ngọc Mai"
        cast.giao_vien.person.save()
        page = Client().get(ask(cast)[1]).content.decode()

        assert "Đ. T. N. Mai" in page
        assert "Ngọc Mai" not in page

    def test_one_tap_answers_and_notes_the_channel(self, cast: Cast, channels):
        recipient, path = ask(cast)
        answered = Client(enforce_csrf_checks=True).post(path, {"tra_loi": "here"})

        recipient.refresh_from_db()
        assert answered.status_code == 200
        assert "Tôi có mặt" in answered.content.decode()
        assert (recipient.answer, recipient.answered_via) == ("here", "sms")
        assert recipient.seen_at is not None

    def test_used_twice_the_first_answer_stands(self, cast: Cast, channels):
        recipient, path = ask(cast)
        Client().post(path, {"tra_loi": "here"})
        again = Client().post(path, {"tra_loi": "busy"})

        recipient.refresh_from_db()
        assert recipient.answer == "here"
        assert again.status_code == 422
        assert "câu trả lời đầu tiên được giữ" in again.content.decode()
        assert '<button class="btn btn-main"' not in Client().get(path).content.decode()

    def test_the_same_answer_twice_is_no_fault(self, cast: Cast, channels):
        path = ask(cast)[1]
        Client().post(path, {"tra_loi": "here"})

        assert Client().post(path, {"tra_loi": "here"}).status_code == 200

    @pytest.mark.parametrize("wrong", ["1-abcdefgh.s", "x", "1-a", "99999999999999999999-abcdefghij.s"])
    def test_a_wrong_link_is_said_to_be_wrong(self, cast: Cast, channels, wrong: str):
        answered = Client().get(f"/viec/{wrong}/")

        assert answered.status_code == 404
        assert "Đường dẫn bị thiếu ký tự" in answered.content.decode()

    def test_the_secret_of_one_opens_no_other(self, cast: Cast, channels):
        recipient, _path = ask(cast)
        other = recipient_of(
            say(make_person(organization=cast.school), cause="b", choices=CHOICES), Recipient.objects.last().person
        )

        assert task_of(f"{other.pk}-{recipient.link_key}") is None
        assert task_of(f"{other.pk}-{other.link_key}") is not None

    def test_an_expired_one_takes_no_answer(self, cast: Cast, channels):
        recipient, path = ask(cast, expires_at=clock.now() + timedelta(hours=1))
        Message.objects.update(
            created_at=clock.now() - timedelta(hours=2), expires_at=clock.now() - timedelta(hours=1)
        )
        answered = Client().post(path, {"tra_loi": "here"})

        recipient.refresh_from_db()
        assert (answered.status_code, recipient.answer) == (422, "")
        assert "hết hạn" in Client().get(path).content.decode()

    def test_an_old_one_opens_nothing_but_for_its_own_person(self, cast: Cast, as_, channels):
        """Messages are kept for years on telephones that change hands."""
        recipient, path = ask(cast, subject="Họp tổ tự quản")
        Message.objects.update(created_at=clock.now() - timedelta(days=31))
        page = Client().get(path)
        posted = Client().post(path, {"tra_loi": "here"})
        Client().post(f"{path}da-xem/")

        recipient.refresh_from_db()
        assert (page.status_code, posted.status_code) == (410, 410)
        assert "Họp tổ" not in page.content.decode()
        assert (recipient.answer, recipient.seen_at) == ("", None)
        assert as_("giao_vien").get(path).status_code == 200

    def test_whose_school_it_is_stands_there_for_its_own_person_alone(self, cast: Cast, as_, channels):
        """A forwarded link of an alarm must not tell at which school something happened."""
        _recipient, path = ask(cast)
        assert cast.school.called not in Client().get(path).content.decode()
        assert cast.school.called in as_("giao_vien").get(path).content.decode().partition("Dành cho")[2]

    def test_a_recalled_one_says_so(self, cast: Cast, channels):
        recipient, path = ask(cast)
        recall(message=recipient.message, now=clock.now())

        assert "đã được rút lại" in Client().get(path).content.decode()
        assert Client().post(path, {"tra_loi": "here"}).status_code == 422

    def test_whose_answer_took_it_back_reads_their_answer(self, cast: Cast, channels):
        recipient, path = ask(cast)
        now = clock.now()
        answer(recipient=recipient, choice="here", via="inbox", now=now)
        recall(message=recipient.message, now=now)

        assert "Đã trả lời:" in Client().get(path).text

    def test_forwarded_to_somebody_signed_in_it_takes_no_answer(self, cast: Cast, as_, channels):
        recipient, path = ask(cast)
        answered = as_("hieu_truong").post(path, {"tra_loi": "here"})

        recipient.refresh_from_db()
        assert (answered.status_code, recipient.answer) == (422, "")
        assert "tài khoản của người khác" in as_("hieu_truong").get(path).content.decode()

    def test_a_choice_that_is_none_is_refused(self, cast: Cast, channels):
        assert Client().post(ask(cast)[1], {"tra_loi": "nonsense"}).status_code == 422

    def test_what_asks_for_no_answer_has_one_button(self, cast: Cast, channels):
        recipient, path = ask(cast, choices=())
        assert "Tôi đã xem" in Client().get(path).content.decode()
        Client().post(path, {"tra_loi": "da-xem"})

        recipient.refresh_from_db()
        assert recipient.seen_at is not None

    def test_the_script_of_the_page_notes_that_it_was_seen(self, cast: Cast, channels):
        recipient, path = ask(cast)
        assert Client().post(f"{path}da-xem/").status_code == 204

        recipient.refresh_from_db()
        assert recipient.seen_at is not None
        assert recipient.next_at is not None  # an answer is still wanted

    def test_the_kind_may_describe_what_it_is(self, cast: Cast, channels):
        contribute_answers(
            "test.kind", Answers(take=lambda *given: None, describe=lambda m, r: ["Việc ở cổng trường."])
        )

        assert "Việc ở cổng trường." in Client().get(ask(cast, kind="test.kind")[1]).content.decode()


class TestInbox:
    def test_a_notice_that_asks_leads_to_its_answers(self, cast: Cast, as_, channels):
        recipient, _path = ask(cast, link="/lam-viec/")
        notice = Notice.objects.get(recipient=recipient)
        answered = as_("giao_vien").get(notice.get_absolute_url())

        assert answered["Location"] == task_path(recipient.pk, recipient.link_key)
        recipient.refresh_from_db()
        assert recipient.seen_at is not None
        as_("giao_vien").post(answered["Location"], {"tra_loi": "here"})
        recipient.refresh_from_db()
        assert recipient.answered_via == "inbox"

    def test_reading_everything_sees_it(self, cast: Cast, as_, channels):
        recipient, _path = ask(cast, choices=(), urgency="urgent")
        as_("giao_vien").post("/lam-viec/thong-bao/da-doc/")

        recipient.refresh_from_db()
        assert recipient.seen_at is not None
        assert recipient.next_at is None


@pytest.mark.django_db(transaction=True)
class TestTogether:
    def test_everybody_answers_at_once(self, cast: Cast, channels):
        people = [make_person(organization=cast.school) for _n in range(12)]
        message = say(*people, choices=CHOICES, now=clock.now())
        taken = []
        contribute_answers("test.once", Answers(take=lambda recipient, *rest: taken.append(recipient.pk)))
        Message.objects.update(kind="test.once")
        rows = list(message.recipients.all())

        def tap(recipient: Recipient, choice: str) -> None:
            try:
                answer(recipient=recipient, choice=choice, via="sms", now=clock.now())
            finally:
                connection.close()

        # Each of them twice, with different answers.
        taps = [threading.Thread(target=tap, args=(each, choice)) for each in rows for choice in ("here", "busy")]
        for each in taps:
            each.start()
        for each in taps:
            each.join()

        assert sorted(taken) == sorted(each.pk for each in rows)
        assert message.recipients.exclude(answer="").count() == 12

    def test_a_message_taken_back_while_somebody_answers_waits_for_them(self, cast: Cast, channels):
        person = cast.giao_vien.person
        reached_by(person, "email")
        message = say(person, choices=CHOICES, urgency="urgent", now=clock.now())
        take_next_steps(now=clock.now() + timedelta(hours=1))
        recipient = recipient_of(message, person)
        assert recipient.deliveries.filter(state="waiting").exists()
        faults: list[Exception] = []

        def take_back() -> None:
            try:
                recall(message=message, now=clock.now())
            except Exception as fault:  # a thread's own is lost
                faults.append(fault)
            finally:
                connection.close()

        other = threading.Thread(target=take_back)
        with transaction.atomic():  # as an answer does it: the person's row first, then what waits for them
            Recipient.objects.select_for_update().get(pk=recipient.pk)
            other.start()
            _until_somebody_waits()
            recipient.deliveries.filter(state="waiting").update(state="cancelled")
        other.join()
        assert faults == []
        assert Message.objects.get(pk=message.pk).recalled_at is not None


def _until_somebody_waits() -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waited")


def test_the_addresses_written_out_are_those_of_the_pages():
    assert reverse("channels:inbox") == INBOX
    assert reverse("channel_tasks:task", args=["12-abcdefgh.s"]) == task_path(12, "abcdefgh", "sms")
