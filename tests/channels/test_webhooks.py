"""What Zalo tells us: believed when signed, kept once, worked on by a worker; repeats and latecomers change nothing."""

import json
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests.channels.standin import zalo_webhooks as said
from tests.channels.standin.zalo import APP_ID
from tests.channels.zalo_at_hand import NOW
from tests.channels.zalo_at_hand import account as account
from tests.channels.zalo_at_hand import there as there
from truongan.channels.actions import incoming
from truongan.channels.actions.sending import To, send
from truongan.channels.actions.zalo_links import ask_zalo_code
from truongan.channels.models import Address, Channel, Delivery, IncomingEvent, Notice, Recipient
from truongan.channels.ways.zalo import webhooks

AT = int(NOW.timestamp() * 1000)


@pytest.fixture(autouse=True)
def _no_counts(db):
    cache.clear()


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr("truongan.channels.views.webhooks.now", lambda: NOW)


def post(body: bytes, signature: str | None = None):
    mac = said.signature(body) if signature is None else signature
    return Client().post("/webhook/zalo/", body, content_type="application/json", headers={"X-ZEvent-Signature": mac})


@pytest.fixture
def replies(monkeypatch) -> list[tuple[str, str]]:
    """What the account answers in chats, instead of a job for each."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr("truongan.channels.actions.zalo_events.reply", lambda user, text: found.append((user, text)))
    return found


def work(body: bytes, now=NOW) -> str:
    """Arrives and is worked on; what came of it."""
    assert post(body).status_code == 200
    event = IncomingEvent.objects.latest("pk")
    incoming.work_event(event_id=event.pk, now=now)
    event.refresh_from_db()
    return event.outcome


# Signature


def test_the_signature_is_the_documented_one():
    body = b'{"app_id":"1","event_name":"follow","timestamp":"1700000000000"}'
    mac = "mac=a7033fc51122285e4273626f5b22e3df0b75181f8ca40da57c63ddfb5226a323"
    assert webhooks.is_signed(body, mac, app_id="1", secret="k")
    assert said.signature(body, "k") == mac


@pytest.mark.parametrize(
    ("body", "header", "app_id", "secret"),
    [
        (b'{"app_id":"1","timestamp":"1"} ', None, "1", "k"),  # a byte more than was signed
        (b'{"app_id":"1","timestamp":"1"}', None, "2", "k"),  # another application's
        (b'{"app_id":"1","timestamp":"1"}', None, "1", ""),  # no secret: nothing is believed
        (b'{"app_id":"1","timestamp":"1"}', "mac=", "1", "k"),
        (b'{"app_id":"1","timestamp":"1"}', "", "1", "k"),
        (b'{"app_id":"1","timestamp":"1"}', "mac=ký", "1", "k"),
        (b"[" * 100_000, "mac=00", "1", "k"),
        (b"\xff\xfe", "mac=00", "1", "k"),
        (b"null", "mac=00", "1", "k"),
    ],
)
def test_what_is_not_signed_as_it_came_is_not_believed(body, header, app_id, secret):
    signed = said.signature(b'{"app_id":"1","timestamp":"1"}', secret or "k") if header is None else header
    assert not webhooks.is_signed(body, signed, app_id=app_id, secret=secret)


def test_a_forged_event_is_refused_and_not_kept(there):
    body = said.follow("u1")
    for forged in (said.signature(body, "another-secret"), "mac=" + "0" * 64, "", "ký tên"):
        assert post(body, forged.encode().decode("latin-1")).status_code == 403
    assert not IncomingEvent.objects.exists()


def test_before_the_secret_is_set_every_event_is_refused(there, settings):
    settings.ZALO_OA_SECRET = ""
    body = said.follow("u1")
    assert post(body, said.signature(body, "")).status_code == 403


# Taking


def test_an_event_is_kept_as_it_came_and_a_worker_is_called(there, django_assert_max_num_queries):
    body = said.text_from("u1", "Xin chào")
    with django_assert_max_num_queries(8):  # four of them begin and end transactions
        assert post(body).status_code == 200
    event = IncomingEvent.objects.get()
    assert (bytes(event.raw), event.name, event.worked_at) == (body, "user_send_text", None)


def test_the_answer_takes_milliseconds_whatever_has_to_be_done(there, account):
    post(said.follow("u0"))  # what is loaded once
    there.zalo.seconds = 5  # nothing of Zalo's is waited for
    started = time.perf_counter()
    for number in range(20):
        post(said.text_from("u1", "Xin chào", msg_id=f"m-{number}"))
    assert (time.perf_counter() - started) / 20 < 0.2


def test_the_same_event_again_is_answered_and_kept_once(there):
    body = said.text_from("u1", "Xin chào", msg_id="m-7")
    later = said.text_from("u1", "Xin chào", msg_id="m-7", at=1_795_300_009_000)  # repeated with a time of its own
    assert [post(each).status_code for each in (body, body, later)] == [200, 200, 200]
    assert IncomingEvent.objects.count() == 1


def test_an_event_nobody_knows_is_kept_and_no_error(there):
    for body in (said.event("oa_changed_its_hat", at=AT, hat={"colour": "green"}), said.event("", at=AT), _odd()):
        assert work(body) == "không dùng"


def _odd() -> bytes:
    """Signed by Zalo, of no shape the documentation tells of."""
    told = {"app_id": APP_ID, "timestamp": AT, "event_name": ["x"], "message": "text", "sender": 5, "follower": None}
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "message", [{"text": {"a": 1}, "msg_id": None}, {"text": "\x00"}, {"msg_ids": "all"}, [], 7, {"text": "x" * 9000}]
)
def test_a_text_of_an_unexpected_shape_breaks_nothing(there, replies, message):
    body = said.event("user_send_text", at=AT, sender={"id": "u1"}, message=message)
    assert work(body) == "chưa liên kết"


def test_a_body_of_a_megabyte_is_turned_away_unread(there):
    body = said.event("user_send_text", message={"text": "x" * 1_000_000})
    assert post(body).status_code == 413
    assert not IncomingEvent.objects.exists()


def test_other_methods_are_not_for_this_address(there):
    assert Client().get("/webhook/zalo/").status_code == 405


def test_an_event_whose_job_was_lost_is_worked_on_by_the_next_look(there, replies):
    post(said.text_from("u1", "Xin chào", at=AT))
    assert incoming.work_left_events(now=NOW + timedelta(minutes=1)) == 1
    assert incoming.work_left_events(now=NOW + timedelta(minutes=2)) == 0


def test_an_event_nobody_can_work_on_keeps_none_of_the_others_waiting(there, replies, monkeypatch):
    post(said.text_from("u1", "Xin chào", at=AT))
    post(said.text_from("u2", "Xin chào", at=AT))
    work_on = incoming._works["zalo"]

    def stumble(event, now):
        if b"u1" in bytes(event.raw):
            raise KeyError("of no shape we know")
        return work_on(event, now)

    monkeypatch.setitem(incoming._works, "zalo", stumble)
    incoming.work_left_events(now=NOW + timedelta(minutes=1))
    assert [b"u1" in bytes(each.raw) for each in IncomingEvent.objects.filter(worked_at=None)] == [True]


def test_events_are_forgotten_after_a_month_and_one_as_old_is_not_worked_on(there, account, cast, replies):
    code = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    body = said.text_from("u1", code.text, at=AT)
    post(body)
    assert incoming.forget_events(now=NOW + timedelta(days=31)) == 1
    assert work(body, NOW + timedelta(days=31)) == "quá cũ"
    assert not Address.objects.filter(channel=Channel.ZALO).exists()


# Linking


def test_a_code_sent_to_the_account_links_its_person(there, account, cast, replies):
    code = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    assert work(said.text_from("u1", code.text, at=AT)) == "đã liên kết"
    address = Address.objects.get(channel=Channel.ZALO)
    assert (address.person, address.value, address.verified_at) == (cast.hieu_truong.person, "u1", NOW)
    assert replies[0][0] == "u1" and "Đã liên kết" in replies[0][1]
    assert Notice.objects.filter(person=cast.hieu_truong.person, link="/lam-viec/kenh/zalo/cua-toi/").exists()


@pytest.mark.parametrize("shape", ["{}", " {} ", "lower", "spaces", "no TA"])
def test_a_code_is_understood_however_it_is_typed(there, account, cast, replies, shape):
    text = ask_zalo_code(actor=cast.hieu_truong, now=NOW).text
    typed = {"lower": text.lower(), "spaces": text.replace("-", " "), "no TA": text[3:]}.get(shape, shape.format(text))
    assert work(said.text_from("u1", typed, at=AT)) == "đã liên kết"


def test_a_used_an_expired_and_a_wrong_code_are_answered_kindly_and_link_nobody(there, account, cast, replies):
    old = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    used = ask_zalo_code(actor=cast.hieu_truong, now=NOW + timedelta(seconds=1))
    work(said.text_from("u1", used.text, at=AT, msg_id="a"), NOW + timedelta(seconds=2))
    for number, text in enumerate((used.text, old.text, "TA-2222-2222")):
        work(said.text_from("u2", text, at=AT, msg_id=f"b{number}"), NOW + timedelta(seconds=3))
    assert [text.split(".")[0] for user, text in replies if user == "u2"] == [
        "Mã này đã được dùng", "Mã này đã hết hạn", "Mã này không đúng",
    ]  # fmt: skip
    assert list(Address.objects.filter(channel=Channel.ZALO).values_list("value", flat=True)) == ["u1"]


def test_a_code_is_good_for_a_quarter_of_an_hour(there, account, cast, replies):
    code = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    late = NOW + timedelta(minutes=15)
    work(said.text_from("u1", code.text, at=AT), late)
    assert "hết hạn" in replies[0][1]


def test_who_guesses_codes_is_answered_five_times_a_day_and_then_by_silence(there, account, replies):
    for number in range(8):
        work(said.text_from("u1", "TA-2222-2222", at=AT, msg_id=f"m{number}"))
    assert len(replies) == 5


def test_the_same_code_twice_at_once_links_once(there, account, cast, replies):
    code = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    body = said.text_from("u1", code.text, at=AT)
    work(body)
    event = IncomingEvent.objects.get()
    incoming.work_event(event_id=event.pk, now=NOW)  # the job once more
    assert Address.objects.filter(channel=Channel.ZALO).count() == len(replies) == 1


def test_nobody_is_known_by_the_name_they_chose(there, account, cast, replies):
    name = cast.hieu_truong.person.name
    body = said.event(
        "user_send_text", at=AT, sender={"id": "u9", "name": name}, message={"text": name, "msg_id": "m"},
        info={"display_name": name},
    )  # fmt: skip
    assert work(body) == "chưa liên kết"
    assert not Address.objects.exists()


def test_a_zalo_that_changes_hands_leaves_its_old_person(there, account, cast, replies):
    first = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    work(said.text_from("u1", first.text, at=AT, msg_id="a"))
    second = ask_zalo_code(actor=cast.giao_vien, now=NOW)
    work(said.text_from("u1", second.text, at=AT, msg_id="b"))
    in_use = Address.objects.in_use().filter(channel=Channel.ZALO)
    assert [each.person for each in in_use] == [cast.giao_vien.person]


def test_a_greeting_is_answered_once_a_day(there, account, replies):
    for number in range(3):
        work(said.text_from("u1", "Xin chào", at=AT, msg_id=f"m{number}"))
    assert len(replies) == 1 and "gửi mã" in replies[0][1]


# Answers


@pytest.fixture
def linked(cast, account) -> Address:
    return _link(cast.hieu_truong, "u1")


def _link(user, zalo_id: str) -> Address:
    return Address.objects.create(
        person=user.person, channel=Channel.ZALO, value=zalo_id, created_at=NOW, verified_at=NOW, details={}
    )


def _delivery(recipient: Recipient) -> Delivery:
    return recipient.deliveries.get(channel=Channel.ZALO)


def _asked(
    user, cause: str, *, choices=(("here", "Tôi có mặt"), ("no", "Tôi bận")), ref: str = "", **more
) -> Recipient:
    """A question that has been handed to the person's Zalo."""
    message = send(
        cause=cause, to=[To(person_id=user.person_id)], subject=f"Điểm danh {cause}", choices=choices, now=NOW, **more
    )
    recipient = message.recipients.get()
    changed = recipient.deliveries.filter(channel=Channel.ZALO).update(state="handed", provider_ref=ref)
    assert changed == 1
    return recipient


def test_a_number_answers_the_question_that_waits(there, linked, cast, replies):
    recipient = _asked(cast.hieu_truong, "a")
    assert work(said.text_from("u1", " 2 ", at=AT)) == "đã trả lời"
    recipient.refresh_from_db()
    assert (recipient.answer, recipient.answered_via) == ("no", "zalo")
    assert replies == [("u1", "Đã ghi “Tôi bận” cho: Điểm danh a")]


def test_a_reply_to_one_message_answers_that_one_else_the_last(there, linked, cast, replies):
    first, second = _asked(cast.hieu_truong, "a", ref="msg-a"), _asked(cast.hieu_truong, "b", ref="msg-b")
    work(
        said.event(
            "user_send_text", at=AT, sender={"id": "u1"}, message={"text": "1", "msg_id": "x", "quote_msg_id": "msg-a"}
        )
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer, second.answer) == ("here", "")
    work(said.text_from("u1", "2", at=AT, msg_id="y"))
    second.refresh_from_db()
    assert second.answer == "no"


def test_a_number_that_is_no_answer_and_a_number_without_a_question_are_told(there, linked, cast, replies):
    work(said.text_from("u1", "1", at=AT, msg_id="a"))
    recipient = _asked(cast.hieu_truong, "a")
    work(said.text_from("u1", "7", at=AT, msg_id="b"))
    recipient.refresh_from_db()
    assert recipient.answered_at is None
    assert ["không" in text for _user, text in replies] == [True, False] and "từ 1 đến 2" in replies[1][1]


def test_a_question_that_has_ended_is_not_answered(there, linked, cast, replies):
    _asked(cast.hieu_truong, "a", expires_at=NOW + timedelta(minutes=5))
    assert work(said.text_from("u1", "1", at=AT), NOW + timedelta(minutes=6)) == "không có câu hỏi"


def test_a_stranger_answers_nothing(there, linked, cast, replies):
    recipient = _asked(cast.hieu_truong, "a")
    assert work(said.text_from("u2", "1", at=AT)) == "chưa liên kết"
    recipient.refresh_from_db()
    assert recipient.answered_at is None


def test_a_message_opens_the_chat_again(there, linked, replies):
    Address.objects.update(failing_since=NOW)
    work(said.text_from("u1", "Xin chào", at=AT - 60_000))
    linked.refresh_from_db()
    assert linked.failing_since is None
    assert linked.details["last_interaction_at"] == (NOW - timedelta(minutes=1)).isoformat()


# Following


def test_who_leaves_is_not_written_to_and_who_comes_back_is(there, linked, replies):
    work(said.unfollow("u1", at=AT))
    linked.refresh_from_db()
    assert linked.closed_at == NOW
    work(said.follow("u1", at=AT + 1000), NOW + timedelta(seconds=1))
    linked.refresh_from_db()
    assert linked.closed_at is None and replies == []


def test_a_follow_that_comes_late_does_not_undo_the_leaving_after_it(there, linked, replies):
    work(said.unfollow("u1", at=AT))
    work(said.follow("u1", at=AT - 60_000))
    linked.refresh_from_db()
    assert linked.closed_at == NOW


def test_a_stranger_who_follows_learns_how_to_link(there, account, replies):
    work(said.follow("u5", at=AT))
    assert "gửi mã" in replies[0][1]


def test_who_ended_the_link_here_is_not_linked_by_following(there, linked, cast, replies):
    Address.objects.update(closed_at=NOW, closed_why="Người dùng bỏ liên kết.")
    work(said.follow("u1", at=AT + 1000), NOW + timedelta(seconds=2))
    linked.refresh_from_db()
    assert linked.closed_at is not None


# Receipts


def test_a_receipt_says_when_it_arrived_and_again_changes_nothing(there, linked, cast, replies):
    recipient = _asked(cast.hieu_truong, "a", ref="msg-a")
    work(said.received("u1", "msg-a", at=AT - 5000))
    work(said.received("u1", "msg-a", at=AT - 1000, extra="a repeat with other bytes"))
    delivery = _delivery(recipient)
    assert (delivery.state, delivery.delivered_at) == ("delivered", NOW - timedelta(seconds=5))


def test_a_template_is_found_by_the_deliverys_key(there, linked, cast, replies):
    delivery = _delivery(_asked(cast.hieu_truong, "a"))
    told = {"msg_id": "zns-1", "tracking_id": delivery.key}
    work(said.event("user_received_message", at=AT, recipient={"id": "u1"}, message=told))
    delivery.refresh_from_db()
    assert delivery.state == "delivered"


def test_a_receipt_before_we_have_written_down_what_it_is_for_waits(there, linked, cast, replies):
    body = said.received("u1", "msg-a", at=AT)
    assert work(body) == ""
    recipient = _asked(cast.hieu_truong, "a", ref="msg-a")
    incoming.work_left_events(now=NOW + timedelta(minutes=1))
    assert _delivery(recipient).state == "delivered"


def test_a_receipt_for_nothing_of_ours_is_given_up(there, account, replies):
    post(said.received("u1", "somebody-elses", at=AT))
    incoming.work_left_events(now=NOW + timedelta(minutes=16))
    assert IncomingEvent.objects.get().outcome == "không khớp tin nào"


def test_seen_in_the_chat_is_seen_and_asks_nobody_elsewhere(there, linked, cast, replies):
    told = _asked(cast.hieu_truong, "a", ref="msg-a", choices=())
    asked = _asked(cast.hieu_truong, "b", ref="msg-b")
    work(said.seen("u1", "msg-a", "msg-b", at=AT))
    told.refresh_from_db()
    asked.refresh_from_db()
    assert (told.seen_at, told.next_at) == (NOW, None)
    assert asked.seen_at == NOW and asked.next_at is not None  # seen is no answer


def test_a_clock_that_runs_ahead_does_not_date_anything_in_the_future(there, linked, cast, replies):
    recipient = _asked(cast.hieu_truong, "a", ref="msg-a")
    work(said.received("u1", "msg-a", at=AT + 3_600_000))
    assert _delivery(recipient).delivered_at == NOW


# Replies


def test_a_reply_goes_out_under_a_renewed_token_and_a_refusal_is_let_be(there, account):
    from truongan.channels.actions.zalo_replies import CannotSayNow, say

    there.zalo.people.update({"u1": 0, "u2": -232})
    there.zalo.expire_access()
    say(user_id="u1", text="Đã liên kết.", now=NOW)
    say(user_id="u2", text="Đã liên kết.", now=NOW)
    assert [each["to"] for each in there.zalo.sent] == ["u1"]
    there.zalo.status = 503
    with pytest.raises(CannotSayNow):
        say(user_id="u1", text="Đã liên kết.", now=NOW)
