"""A person's own addresses and wishes, what is announced outside, and answers by SMS."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client

from tests.channels.sending import CHOICES, deliveries_of, later, reached_by, recipient_of, say, work
from tests.conftest import Cast
from tests.factories import NOW, make_person
from truongan.audit.models import Entry
from truongan.channels.actions import notify
from truongan.channels.actions.addresses import ask_code, close_address, confirm_code, preference_of, set_preference
from truongan.channels.actions.administering import give_up_deliveries, open_channel, resend_deliveries
from truongan.channels.actions.forwarding import forward_notices
from truongan.channels.actions.incoming import work_left_events
from truongan.channels.actions.refusals import CannotVerify
from truongan.channels.actions.sms_replies import choice_in
from truongan.channels.actions.trying import send_trial
from truongan.channels.models import Address, ChannelState, Claim, Delivery, IncomingEvent, Message, Notice, Preference
from truongan.channels.ways import contract

MINE = "/lam-viec/kenh/cua-toi/"


def code_sent() -> str:
    return next(word for word in mail.outbox[-1].body.replace(".", " ").split() if word.isdigit() and len(word) == 6)


class TestProving:
    def test_the_code_makes_the_address_ones_own(self, cast: Cast):
        claim = ask_code(actor=cast.giao_vien, channel="email", value="co@example.vn", now=NOW)
        made = confirm_code(actor=cast.giao_vien, channel="email", code=code_sent(), now=later(minutes=5))

        assert (made.person, made.value) == (cast.giao_vien.person, "co@example.vn")
        assert code_sent() not in Claim.objects.get(pk=claim.pk).code_hash
        assert "Mở để xem" not in mail.outbox[-1].body  # a letter with a code leads nowhere
        assert Entry.objects.filter(verb="channels.address.verified").count() == 1

    def test_after_a_quarter_of_an_hour_it_proves_nothing(self, cast: Cast):
        ask_code(actor=cast.giao_vien, channel="email", value="co@example.vn", now=NOW)
        with pytest.raises(CannotVerify):
            confirm_code(actor=cast.giao_vien, channel="email", code=code_sent(), now=later(minutes=15))

    def test_five_wrong_tries_close_it(self, cast: Cast):
        ask_code(actor=cast.giao_vien, channel="email", value="co@example.vn", now=NOW)
        right = code_sent()
        for _n in range(5):
            with pytest.raises(CannotVerify):
                confirm_code(actor=cast.giao_vien, channel="email", code="abc", now=NOW)
        with pytest.raises(CannotVerify):
            confirm_code(actor=cast.giao_vien, channel="email", code=right, now=NOW)

    def test_another_person_s_code_is_no_use(self, cast: Cast):
        ask_code(actor=cast.giao_vien, channel="email", value="co@example.vn", now=NOW)
        with pytest.raises(CannotVerify):
            confirm_code(actor=cast.hieu_truong, channel="email", code=code_sent(), now=NOW)

    def test_few_codes_an_hour_by_person_and_by_address(self, cast: Cast):
        for _n in range(4):
            ask_code(actor=cast.giao_vien, channel="email", value="co@example.vn", now=NOW)
        for who in (cast.giao_vien, cast.hieu_truong):
            with pytest.raises(CannotVerify, match="nhiều mã"):
                ask_code(actor=who, channel="email", value="co@example.vn", now=NOW)
        ask_code(actor=cast.giao_vien, channel="email", value="co@example.vn", now=later(hours=2))

    def test_who_proves_it_now_has_it(self, cast: Cast):
        old = reached_by(cast.hieu_truong.person, "email", "chung@example.vn")
        ask_code(actor=cast.giao_vien, channel="email", value="chung@example.vn", now=NOW)
        confirm_code(actor=cast.giao_vien, channel="email", code=code_sent(), now=NOW)

        old.refresh_from_db()
        assert old.closed_at == NOW

    def test_given_up_nothing_goes_there(self, cast: Cast, channels):
        person = cast.giao_vien.person
        address = reached_by(person, "email")
        close_address(actor=cast.giao_vien, address=address, now=NOW)
        say(person, urgency="urgent")

        assert deliveries_of(person) == [("inbox", "handed")]


class TestPage:
    def test_it_goes_from_address_to_proof(self, cast: Cast, as_):
        browser = as_("giao_vien")
        assert browser.post(f"{MINE}dia-chi/email/", {"email-value": "Co@Example.vn"}).status_code == 302
        assert "co@example.vn" in browser.get(MINE).content.decode()
        assert browser.post(f"{MINE}xac-nhan/email/", {"ma-email-code": "000"}).status_code == 422
        assert browser.post(f"{MINE}xac-nhan/email/", {"ma-email-code": code_sent()}).status_code == 302
        address = Address.objects.get(person=cast.giao_vien.person)
        browser.post(f"{MINE}bo/{address.pk}/")

        address.refresh_from_db()
        assert address.closed_at is not None

    def test_a_wrong_address_stays_typed(self, as_):
        answered = as_("giao_vien").post(f"{MINE}dia-chi/email/", {"email-value": "không phải thư"})

        assert answered.status_code == 422
        assert "không phải thư" in answered.content.decode()

    def test_wishes_are_kept(self, cast: Cast, as_):
        given = {"first": "sms", "second": "sms", "third": "email", "fourth": "push", "quiet_from": "22:00",
                 "quiet_to": "06:00", "forwarding": "all"}  # fmt: skip
        assert as_("giao_vien").post(MINE, given).status_code == 302
        found = Preference.objects.get(person=cast.giao_vien.person)

        assert found.order == ["sms", "email", "push"]
        assert (found.quiet_from, found.quiet_to, found.forwarding) == (time(22), time(6), "all")

    @pytest.mark.parametrize(
        ("since", "until"), [("22:00", ""), ("", "06:00"), ("08:00", "08:00"), ("25:00", "06:00")]
    )
    def test_half_a_quiet_time_is_refused(self, as_, since: str, until: str):
        given = {"first": "sms", "quiet_from": since, "quiet_to": until, "forwarding": "none"}

        assert as_("giao_vien").post(MINE, given).status_code == 422


class TestForwarding:
    def prefer(self, cast: Cast, forwarding: str) -> None:
        reached_by(cast.giao_vien.person, "email")
        preference_of(cast.giao_vien.person.pk)
        Preference.objects.update(forwarding=forwarding)

    def tell(self, cast: Cast, key: str, urgency: str = "normal") -> None:
        notify(person=cast.giao_vien.person, subject="Có việc", key=key, urgency=urgency, now=NOW)

    def test_several_notices_are_one_letter_and_never_two(self, cast: Cast, channels):
        self.prefer(cast, "all")
        self.tell(cast, "a")
        self.tell(cast, "b", "urgent")
        notify(organization=cast.school, subject="Cho trường", key="c", now=NOW)
        assert forward_notices(now=later(minutes=2)) == 1
        assert forward_notices(now=later(minutes=3)) == 0
        work(later(minutes=3))

        assert [each.subject for each in channels["email"].got] == ["Bạn có 3 thông báo mới, 1 khẩn"]
        assert not Notice.objects.filter(recipient__isnull=False).exists()

    def test_whose_post_ended_at_this_midnight_in_viet_nam_reads_no_letters_of_it_any_more(self, cast: Cast, channels):
        self.prefer(cast, "all")
        early = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)  # 01:30 of the 23rd in Viet Nam
        cast.giao_vien.person.appointments.update(valid_to=date(2026, 11, 23))
        notify(organization=cast.school, subject="Cho trường", key="c", now=early)

        assert forward_notices(now=early + timedelta(minutes=2)) == 0

    def test_only_urgent_ones_where_that_is_wished(self, cast: Cast, channels):
        self.prefer(cast, "urgent")
        self.tell(cast, "a")
        assert forward_notices(now=later(minutes=2)) == 0
        self.tell(cast, "b", "urgent")
        assert forward_notices(now=later(minutes=4)) == 1

    def test_a_wish_changed_while_the_worker_announces_announces_nothing_again(self, cast: Cast, monkeypatch):
        def read_then_moved_on(person_id: int) -> Preference:
            found = preference_of(person_id)
            Preference.objects.update(forwarded_to=70)  # by the worker, in the same moment
            return found

        self.prefer(cast, "all")
        monkeypatch.setattr("truongan.channels.actions.addresses.preference_of", read_then_moved_on)
        set_preference(
            actor=cast.giao_vien, order=["email"], quiet_from=None, quiet_to=None, forwarding="all", now=NOW
        )
        assert Preference.objects.get().forwarded_to == 70

    def test_none_where_none_are_wished(self, cast: Cast, channels):
        self.prefer(cast, "none")
        self.tell(cast, "a", "urgent")

        assert forward_notices(now=later(minutes=2)) == 0

    def test_what_was_read_is_not_announced(self, cast: Cast, as_, channels):
        self.prefer(cast, "all")
        self.tell(cast, "a")
        as_("giao_vien").get(Notice.objects.get(key="a").get_absolute_url())

        assert forward_notices(now=later(minutes=2)) == 0

    def test_messages_of_several_channels_are_not_announced_again(self, cast: Cast, channels):
        self.prefer(cast, "all")
        say(cast.giao_vien.person, urgency="urgent")

        assert forward_notices(now=later(minutes=2)) == 0

    def test_old_notices_are_not_announced_when_somebody_begins(self, cast: Cast, channels):
        self.tell(cast, "old", "urgent")
        reached_by(cast.giao_vien.person, "email")
        set_preference(
            actor=cast.giao_vien, order=[], quiet_from=None, quiet_to=None, forwarding="all", now=later(minutes=1)
        )

        assert forward_notices(now=later(minutes=5)) == 0


SECRET = "bi-mat"


class TestSmsReplies:
    @pytest.fixture(autouse=True)
    def _secret(self, settings):
        settings.SMS_SECRET = SECRET

    def ask(self, cast: Cast):
        person = make_person(organization=cast.school, phone="0912345678")
        message = say(person, choices=CHOICES, urgency="urgent")
        work()
        return message, person

    def reply(self, text: str, sender: str = "+84 912 345 678", number: str = "1", secret: str = SECRET):
        body = json.dumps({"from": sender, "text": text, "id": number})
        answered = Client().post("/webhook/sms/", body, "application/json", headers={"X-Secret": secret})
        work_left_events(now=later(days=3650))
        return answered

    def test_a_number_answers_the_newest_question(self, cast: Cast, channels):
        message, person = self.ask(cast)
        assert self.reply("2").status_code == 200

        recipient = recipient_of(message, person)
        assert (recipient.answer, recipient.answered_via) == ("busy", "sms")

    def test_the_same_reply_again_does_nothing(self, cast: Cast, channels):
        self.ask(cast)
        self.reply("1")
        self.reply("2")

        assert IncomingEvent.objects.count() == 1

    def test_of_two_who_share_a_number_the_one_who_was_asked_answers(self, cast: Cast, channels):
        """The register has it beside one name, another has proved it."""
        reached_by(make_person(organization=cast.school), "sms", "0912345678")
        message, person = self.ask(cast)
        self.reply("1")

        assert recipient_of(message, person).answer == "here"

    def test_a_number_answers_nothing_that_was_asked_of_another(self, cast: Cast, channels):
        """Whoever proves the number only now was asked by another one."""
        message, person = self.ask(cast)
        reached_by(person, "sms", "0987654321")
        self.reply("1", sender="0987654321")

        assert recipient_of(message, person).answer == ""
        assert IncomingEvent.objects.get().outcome == "không có câu hỏi nào đang chờ"

    def test_without_the_secret_it_is_refused(self, cast: Cast, channels, settings):
        assert self.reply("1", secret="khác").status_code == 403
        settings.SMS_SECRET = ""
        assert self.reply("1", secret="").status_code == 403
        assert not IncomingEvent.objects.exists()

    def test_a_form_is_read_too(self, cast: Cast, channels):
        message, person = self.ask(cast)
        Client().post("/webhook/sms/?secret=bi-mat", {"msisdn": "84912345678", "message": "Toi co mat."})
        work_left_events(now=later(days=3650))

        assert recipient_of(message, person).answer == "here"

    @pytest.mark.parametrize(("text", "outcome"), [("???", "không hiểu câu trả lời"), ("1", "số lạ")])
    def test_what_cannot_be_used_is_kept_and_says_why(self, cast: Cast, channels, text: str, outcome: str):
        self.ask(cast)
        self.reply(text, sender="0987654321" if outcome == "số lạ" else "0912345678")

        assert IncomingEvent.objects.get().outcome == outcome

    @pytest.mark.parametrize("body", ["", "[]", "{", '{"text": "1"}', "[" * 15_000])
    def test_nonsense_is_refused(self, cast: Cast, body: str):
        answered = Client().post("/webhook/sms/?secret=bi-mat", body, "application/json")

        assert answered.status_code == 400

    def test_half_a_letter_is_kept_as_a_question_mark(self, cast: Cast):
        self.reply("\ud83d")
        assert b"?" in bytes(IncomingEvent.objects.get().raw)

    def test_a_reply_of_a_book_is_turned_away(self, cast: Cast):
        assert self.reply("a" * 30_000).status_code == 413

    def test_how_answers_may_be_written(self):
        said = ["1", " 1. ", "HERE", "Tôi có mặt", "toi co mat!", "3", "", "co"]

        assert [choice_in(each, [list(each) for each in CHOICES]) for each in said] == ["here"] * 5 + [None] * 3


class TestDesk:
    def failed(self, cast: Cast, channels) -> Delivery:
        channels["sms"].answer = lambda each: contract.dead_for_person("refused", "no such number")
        person = make_person(organization=cast.school, phone="0912345678")
        say(person, urgency="urgent", choices=CHOICES)
        work()
        return Delivery.objects.get(channel="sms")

    def test_an_administrator_sees_why_and_sends_again(self, cast: Cast, as_, channels):
        delivery = self.failed(cast, channels)
        page = as_("quantri").get("/lam-viec/kenh/khong-toi/?kenh=sms&loi=refused").content.decode()
        assert "no such number" in page
        assert "0912345678" not in page
        channels["sms"].answer = lambda each: contract.handed("ok")
        as_("quantri").post("/lam-viec/kenh/khong-toi/gui-lai/", {"tin": [delivery.pk]})
        work(later(days=3650))

        delivery.refresh_from_db()
        assert delivery.state == "handed"
        assert {each.key for each in channels["sms"].got} == {delivery.key}
        assert Entry.objects.filter(verb="channels.delivery.resent").count() == 1

    def test_all_that_the_filter_shows_at_once(self, cast: Cast, as_, channels):
        self.failed(cast, channels)
        as_("quantri").post("/lam-viec/kenh/khong-toi/gui-lai/", {"tat_ca": "1", "loi": "other"})
        assert Delivery.objects.get(channel="sms").state == "dead"
        as_("quantri").post("/lam-viec/kenh/khong-toi/gui-lai/", {"tat_ca": "1", "loi": "refused"})
        assert Delivery.objects.get(channel="sms").state == "waiting"

    def test_what_has_expired_is_not_sent_again(self, cast: Cast, channels):
        delivery = self.failed(cast, channels)
        Message.objects.update(expires_at=later(hours=1))

        assert resend_deliveries(actor=cast.quantri, ids=[delivery.pk], now=later(hours=2)) == 0

    def test_giving_up_empties_the_list(self, cast: Cast, channels):
        delivery = self.failed(cast, channels)

        assert give_up_deliveries(actor=cast.quantri, ids=[delivery.pk], now=NOW) == 1
        assert not Delivery.objects.failed().exists()

    def test_a_stopped_channel_says_what_to_do_and_is_opened(self, cast: Cast, as_, channels):
        ChannelState.objects.create(channel="sms", needs_admin="khóa bị từ chối")
        assert "khóa bị từ chối" in as_("quantri").get("/lam-viec/kenh/").content.decode()
        open_channel(actor=cast.quantri, channel="sms", now=NOW)

        assert ChannelState.objects.get(channel="sms").needs_admin == ""

    def test_the_command_lists_them(self, cast: Cast, channels, capsys):
        from django.core.management import call_command

        self.failed(cast, channels)
        call_command("deliveries", "list", "--dead", "--format", "json")
        rows = json.loads(capsys.readouterr().out)
        call_command("deliveries", "list", "--dead")

        assert [(row["channel"], row["error_code"]) for row in rows] == [("sms", "refused")]
        assert "refused no such number" in capsys.readouterr().out


class TestTrial:
    def test_it_goes_as_an_urgent_message_to_oneself_and_one_tap_answers(self, cast: Cast, channels, as_):
        reached_by(cast.giao_vien.person, "push")
        browser = as_("giao_vien")
        browser.post(f"{MINE}thu/")

        message = Message.objects.get(kind="channels.trial")
        assert deliveries_of(cast.giao_vien.person) == [("inbox", "handed"), ("push", "waiting")]
        [notice] = browser.get("/lam-viec/thong-bao/?xem=cho-tra-loi").context["page"]
        browser.post(notice.task, {"tra_loi": "got"})
        assert recipient_of(message, cast.giao_vien.person).answered_via == "inbox"

    def test_nobody_is_asked_to_tell_of_it(self, cast: Cast, channels):
        assert send_trial(actor=cast.giao_vien, now=NOW) == send_trial(actor=cast.giao_vien, now=NOW)
        for minutes in range(0, 30, 5):
            work(later(minutes=minutes))

        assert not Delivery.objects.filter(channel="manual").exists()
