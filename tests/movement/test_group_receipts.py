"""A member told in person confirms with one tap of their own link; every way of confirming is one receipt."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_group, make_person
from truongan.channels.actions import CannotAnswer, answer
from truongan.channels.handing_over.planning import plan
from truongan.channels.links import task_path
from truongan.channels.models import Message, Recipient
from truongan.kernel import clock
from truongan.movement.actions import confirm_receipt, post_to_groups, recall_post
from truongan.movement.models import GroupPost, GroupReceipt


def make_post(cast, *people, tells_members=True, now=NOW) -> GroupPost:
    group = make_group(
        organization=cast.school, owner=cast.giao_vien.person, members=[cast.giao_vien.person, *people, 5]
    )
    return post_to_groups(
        actor=cast.cong_an_xa, organization=cast.commune_police, groups=[group.pk], text="Mai nghỉ học",
        token="bieu-mau-bao-rieng", tells_members=tells_members, now=now,
    )  # fmt: skip


def told(post: GroupPost, person) -> Recipient:
    return Recipient.objects.get(message__cause=f"movement.group_post.{post.pk}.members", person=person)


def test_members_are_told_once_each_and_owners_have_their_task(cast):
    member = make_person(organization=cast.school)
    post = make_post(cast, member)

    message = Message.objects.get(cause=f"movement.group_post.{post.pk}.members")
    assert [each.person for each in message.recipients.all()] == [member]
    assert message.choices == [["read", "Đã nhận"]]
    assert "Mai nghỉ học" in message.text


def test_nobody_is_told_in_person_unless_that_was_asked_for(cast):
    post = make_post(cast, make_person(organization=cast.school), tells_members=False)
    assert not Message.objects.filter(cause__endswith=".members").exists()
    assert post.postings.count() == 1


def test_the_members_own_link_confirms_without_signing_in_and_counts_once(cast):
    member = make_person(organization=cast.school, phone="0912345678")
    post = make_post(cast, member, now=clock.now())
    recipient = told(post, member)
    path, stranger = task_path(recipient.pk, recipient.link_key, "sms"), Client()

    assert "Mai nghỉ học" in stranger.get(path).content.decode()
    assert not post.receipts.exists()  # opening confirms nothing
    stranger.post(path, {"tra_loi": "read"})
    stranger.post(path, {"tra_loi": "read"})
    assert confirm_receipt(post=post, phone="0912345678", now=clock.now())
    assert confirm_receipt(post=post, person=member, now=clock.now())

    assert list(post.receipts.values_list("person", flat=True)) == [member.pk]


def test_confirming_at_the_address_below_the_text_ends_the_own_message(cast):
    member = make_person(organization=cast.school)
    post = make_post(cast, member)

    assert confirm_receipt(post=post, person=member, now=NOW + timedelta(minutes=1))

    recipient = told(post, member)
    assert (recipient.answer, recipient.next_at) == ("read", None)


def test_a_recalled_post_takes_no_tap(cast):
    member = make_person(organization=cast.school)
    post = make_post(cast, member)
    recall_post(actor=cast.cong_an_xa, post=post, reason="Nhầm ngày", now=NOW)

    with pytest.raises(CannotAnswer):
        answer(recipient=told(post, member), choice="read", via="sms", now=NOW)
    assert not GroupReceipt.objects.exists()


def test_no_colleague_is_sent_to_tell_of_an_ordinary_post(cast):
    """Somebody without any channel reads it in the group; an alarm would send a colleague (channels)."""
    member = make_person(organization=cast.school, phone="")
    post = make_post(cast, member)
    for hours in (0, 2, 4):
        plan(now=NOW + timedelta(hours=hours))

    assert not told(post, member).deliveries.filter(channel="manual").exists()


def test_the_form_offers_it_and_the_page_says_how_many_were_told(cast, as_):
    member = make_person(organization=cast.school)
    make_group(organization=cast.school, owner=cast.giao_vien.person, members=[member])
    client = as_("hieu_truong")
    sent = {"text": "Họp lúc 7 giờ", "token": "bieu-mau-tu-trang-web", "tells_members": "on", "viec": "dang"}

    assert client.post(reverse("movement:post_new"), sent).status_code == 303

    page = client.get(GroupPost.objects.get().get_absolute_url()).content.decode()
    assert "1 thành viên được báo riêng" in page


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_the_same_moment_are_one_receipt(cast):
    """The own link and the address below the text, on two real connections: neither waits for the other for ever."""
    people = [make_person(organization=cast.school) for _n in range(6)]
    post = make_post(cast, *people)
    rows = {person: told(post, person) for person in people}
    start, failures = threading.Barrier(2 * len(people)), []

    def together(action) -> None:
        try:
            start.wait(timeout=20)
            action()
        except Exception as fault:  # shown below: a thread's own is lost
            failures.append(fault)
        finally:
            connection.close()

    threads = []
    for person, recipient in rows.items():
        for action in (
            lambda recipient=recipient: answer(recipient=recipient, choice="read", via="sms", now=NOW),
            lambda person=person: confirm_receipt(post=post, person=person, now=NOW),
        ):
            threads.append(threading.Thread(target=together, args=(action,)))
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert failures == []
    assert sorted(post.receipts.values_list("person", flat=True)) == sorted(person.pk for person in people)
