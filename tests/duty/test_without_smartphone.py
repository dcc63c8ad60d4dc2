"""A person without a smartphone, or without any telephone, is still reached: by SMS, or by a colleague."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.alerts.things import WORDS
from tests.channels.conftest import channels as channels
from tests.channels.sending import work
from tests.duty.test_rollcalls import call
from tests.duty.things import make_head
from tests.factories import make_group, make_person
from truongan.alerts.actions import propose_alert
from truongan.channels.links import task_path
from truongan.channels.models import Message, Recipient
from truongan.duty.actions import close_roll
from truongan.duty.network import Part
from truongan.kernel import clock


@pytest.fixture
def member(cast):
    """In a group of the school, without account, address or number; the head of school has an account."""
    make_head(cast)
    person = make_person(organization=cast.school, name="Phạm Thị Hoa", phone="")
    make_group(organization=cast.school, members=[person])
    return person


def page_of(recipient: Recipient) -> str:
    return task_path(recipient.pk, recipient.link_key, "sms")


def task_of_the_colleague(cast) -> Recipient:
    return Recipient.objects.get(message__kind="channels.manual", person=cast.hieu_truong.person)


def test_a_roll_call_reaches_who_has_no_telephone_through_a_colleague_one_tap_each(cast, member, channels):
    now = clock.now()
    rollcall = call(cast, now=now, is_drill=False)
    work(now)
    assert Recipient.objects.get(message__cause=rollcall.cause, person=member).unreachable_at is not None

    task, phone = task_of_the_colleague(cast), Client()  # the colleague is not signed in on that telephone
    page = phone.get(page_of(task)).content.decode()
    assert "Phạm Thị Hoa" in page and "Họ nói: “Tôi có mặt”" in page
    phone.post(page_of(task), {"tra_loi": "here"})

    asked = rollcall.asked.get(person=member)
    assert (asked.answer, asked.via) == ("here", "manual")


def test_a_colleague_who_finds_nobody_says_so_and_the_person_stays_out_of_reach(cast, member, channels):
    now = clock.now()
    rollcall = call(cast, now=now)
    work(now)
    Client().post(page_of(task_of_the_colleague(cast)), {"tra_loi": "unreached"})

    assert rollcall.asked.get(person=member).answered_at is None


def test_a_closed_roll_call_asks_no_colleague_to_telephone_any_more(cast, member, channels):
    now = clock.now()
    rollcall = call(cast, now=now)
    work(now)
    close_roll(actor=rollcall.called_by, rollcall=rollcall, now=now)

    page = Client().get(page_of(task_of_the_colleague(cast))).content.decode()
    assert "Bạn không phải làm gì" in page and "Họ nói" not in page


def test_what_a_colleague_has_answered_is_not_taken_back_with_the_roll_call(cast, member, channels):
    now = clock.now()
    rollcall = call(cast, now=now)
    work(now)
    phone = Client()
    phone.post(page_of(task_of_the_colleague(cast)), {"tra_loi": "here"})
    close_roll(actor=rollcall.called_by, rollcall=rollcall, now=now)

    assert "Đã trả lời" in phone.get(page_of(task_of_the_colleague(cast))).content.decode()


def test_an_alert_reaches_them_the_same_way(cast, member, channels):
    now = clock.now()
    alert = propose_alert(
        actor=cast.hieu_truong, key="mot", organization=cast.school, part=Part(school=cast.school, parts=("groups",)),
        words=WORDS, valid_until=now + timedelta(hours=6), now=now,
    )  # fmt: skip
    work(now)
    task = task_of_the_colleague(cast)
    Client().post(page_of(task), {"tra_loi": "got"})

    told = alert.message.recipients.get(person=member)
    assert (told.answer, told.answered_via) == ("got", "manual")


def test_an_ordinary_telephone_gets_an_sms_whose_link_answers_without_signing_in(cast, channels):
    make_head(cast)
    person = make_person(organization=cast.school, phone="0912345678")
    make_group(organization=cast.school, members=[person])
    now = clock.now()
    rollcall = call(cast, now=now)
    work(now)

    (sent,) = channels["sms"].got
    assert sent.to == "0912345678" and sent.url
    Client().post("/viec/" + sent.url.split("/viec/")[1], {"tra_loi": "here"})

    asked = rollcall.asked.get(person=person)
    assert (asked.answer, asked.via) == ("here", "sms")
    assert not Message.objects.filter(kind="channels.manual").exists()
