"""From a message to the channels: who is tried how, when, and what failing means."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.channels.sending import CHOICES, deliveries_of, later, reached_by, recipient_of, say, work
from tests.conftest import Cast
from tests.factories import NOW, make_person
from truongan.accounts.models import Appointment, User
from truongan.channels.actions import To, answer, note_seen, recall
from truongan.channels.handing_over.pausing import open_again
from truongan.channels.models import Address, ChannelState, Delivery, Message, Notice, Preference, Recipient
from truongan.channels.ways import contract


@pytest.fixture
def head(cast: Cast):
    return cast.hieu_truong.person


class TestSaying:
    def test_everybody_gets_a_notice_once(self, cast: Cast, head, channels):
        message = say(head, head, cast.giao_vien.person)
        say(head)

        assert Notice.objects.filter(recipient__message=message).count() == 2
        assert deliveries_of(head) == [("inbox", "handed")]

    def test_more_people_of_the_same_cause_are_added(self, cast: Cast, head, channels):
        say(head)
        message = say(head, cast.giao_vien.person)

        assert Message.objects.count() == 1
        assert message.recipients.count() == 2

    def test_links_are_secret_and_differ(self, cast: Cast, head, channels):
        message = say(head, cast.giao_vien.person)
        keys = set(message.recipients.values_list("link_key", flat=True))

        assert len(keys) == 2
        assert all(len(key) == 12 for key in keys)

    def test_it_takes_the_same_number_of_statements_for_one_and_for_many(
        self, cast: Cast, channels, django_assert_max_num_queries
    ):
        people = [make_person(organization=cast.school) for _n in range(300)]
        for person in people:
            reached_by(person, "sms")
        with django_assert_max_num_queries(14):
            say(*people, urgency="urgent")

        assert Delivery.objects.filter(channel="sms").count() == 300

    def test_a_drill_says_so_everywhere(self, head, channels):
        reached_by(head, "push")
        say(head, is_drill=True, choices=CHOICES)
        work()

        assert channels["push"].got[0].subject.startswith("[DIỄN TẬP]")
        assert channels["push"].got[0].short.startswith("[DIỄN TẬP]")
        assert Notice.objects.get(recipient__person=head).subject.startswith("[DIỄN TẬP]")

    def test_a_chat_group_is_a_recipient_without_a_notice(self, cast: Cast, channels):
        Address.objects.create(
            place="movement.group.1", channel="zalo_group", value="g1", created_at=NOW, verified_at=NOW
        )
        say(To(place="movement.group.1"), link="/lam-viec/")
        work()

        assert [(each.to, each.place) for each in channels["zalo_group"].got] == [("g1", "movement.group.1")]
        assert not Notice.objects.exists()


class TestOrder:
    def test_the_usual_order_is_push_zalo_sms_email(self, head, channels):
        for name in ("email", "sms", "zalo", "push"):
            reached_by(head, name)
        say(head, urgency="life")
        for seconds in (0, 46, 107, 198):
            work(later(seconds=seconds))

        assert [channel for channel, _state in deliveries_of(head)] == ["inbox", "push", "zalo", "sms", "email"]

    def test_a_person_may_wish_another_order(self, head, channels):
        for name in ("email", "sms", "push"):
            reached_by(head, name)
        Preference.objects.create(person=head, order=["email", "sms"])
        say(head, urgency="urgent")

        assert deliveries_of(head)[1:] == [("email", "waiting")]

    def test_every_browser_of_a_person_is_one_step(self, head, channels):
        reached_by(head, "push", "a")
        reached_by(head, "push", "b")
        say(head, urgency="urgent")

        assert deliveries_of(head)[1:] == [("push", "waiting")] * 2

    def test_unverified_and_closed_addresses_are_not_used(self, head, channels):
        reached_by(head, "email", verified_at=None)
        reached_by(head, "push", closed_at=NOW)
        say(head, urgency="urgent")

        assert deliveries_of(head) == [("inbox", "handed")]

    def test_the_telephone_of_the_register_is_the_last_resort_of_urgent_messages(self, cast: Cast, channels):
        person = make_person(organization=cast.school, phone="0912345678")
        reached_by(person, "email")
        say(person, cause="a")
        say(person, cause="b", urgency="urgent")
        work(later(minutes=16))

        urgent = Delivery.objects.filter(message__cause="b").order_by("pk")
        assert [(each.channel, each.to) for each in urgent][:2] == [
            ("email", f"nguoi{person.pk}@example.vn"),
            ("sms", "0912345678"),
        ]
        assert not Delivery.objects.filter(message__cause="a", channel="sms").exists()

    def test_a_channel_that_is_not_configured_is_passed_over(self, head, channels):
        channels["push"].is_missing = True
        reached_by(head, "push")
        reached_by(head, "email")
        say(head, urgency="urgent")

        assert deliveries_of(head)[1:] == [("email", "waiting")]


class TestQuietHours:
    """NOW is nine in the morning in Viet Nam."""

    def prefer(self, head, since: time, until: time) -> None:
        Preference.objects.create(person=head, quiet_from=since, quiet_to=until)
        reached_by(head, "push")

    def test_they_hold_back_until_they_end(self, head, channels):
        self.prefer(head, time(22), time(9, 30))
        say(head, urgency="urgent")
        work()
        assert channels["push"].got == []
        work(later(minutes=30))

        assert len(channels["push"].got) == 1

    def test_an_evening_before_midnight_lasts_into_the_next_day(self, head, channels):
        self.prefer(head, time(8), time(6))
        say(head, urgency="urgent")

        assert Delivery.objects.get(channel="push").not_before == later(hours=21)

    def test_danger_to_life_does_not_wait(self, head, channels):
        self.prefer(head, time(22), time(9, 30))
        say(head, urgency="life")
        work()

        assert len(channels["push"].got) == 1

    def test_outside_them_nothing_is_held_back(self, head, channels):
        self.prefer(head, time(22), time(6))
        say(head, urgency="urgent")
        work()

        assert len(channels["push"].got) == 1


class TestFallback:
    def test_the_next_channel_is_tried_until_the_person_answers(self, head, channels):
        reached_by(head, "push")
        reached_by(head, "sms")
        message = say(head, choices=CHOICES, urgency="urgent")
        work()
        work(later(minutes=2))
        assert deliveries_of(head)[1:] == [("push", "handed")]
        answer(recipient=recipient_of(message, head), choice="here", via="push", now=later(minutes=2))
        work(later(hours=1))

        assert deliveries_of(head)[1:] == [("push", "handed")]

    def test_what_asks_for_no_answer_stops_once_it_is_seen(self, head, channels):
        reached_by(head, "push")
        reached_by(head, "sms")
        message = say(head, urgency="urgent")
        work()
        note_seen(recipient=recipient_of(message, head), now=later(minutes=1))
        work(later(hours=1))

        assert channels["sms"].got == []

    def test_a_normal_message_without_answers_goes_through_one_channel(self, head, channels):
        reached_by(head, "push")
        reached_by(head, "sms")
        say(head)
        work()
        work(later(days=2))

        assert deliveries_of(head)[1:] == [("push", "handed")]

    def test_but_through_the_next_one_if_the_first_fails(self, head, channels):
        channels["push"].answer = lambda each: contract.dead_for_person("410", "gone", closes_address=True)
        address = reached_by(head, "push")
        reached_by(head, "email")
        say(head)
        work()

        assert deliveries_of(head)[1:] == [("push", "dead"), ("email", "handed")]
        address.refresh_from_db()
        assert address.closed_at == NOW

    def test_one_dead_browser_of_two_is_no_failure(self, head, channels):
        channels["push"].answer = lambda each: (
            contract.dead_for_person("410") if each.address_id == dead.pk else contract.handed()
        )
        dead = reached_by(head, "push", "a")
        reached_by(head, "push", "b")
        reached_by(head, "sms")
        say(head, urgency="urgent")
        work()

        assert deliveries_of(head)[1:] == [("push", "dead"), ("push", "handed")]
        dead.refresh_from_db()
        assert (dead.failing_since, dead.closed_at) == (NOW, None)

    def test_who_has_no_channel_at_all_is_told_by_the_head_of_their_school(self, cast: Cast, channels):
        cast.hieu_truong.person.appointments.update(is_head=True)
        person = make_person(organization=cast.school, name="Phạm Thị Hoa", phone="")
        message = say(person, choices=CHOICES, urgency="urgent")
        work()

        recipient = recipient_of(message, person)
        task = Notice.objects.get(person=cast.hieu_truong.person)
        assert recipient.unreachable_at == NOW
        assert task.subject == "Gọi điện cho Phạm Thị Hoa: Bạn có việc cần xem"
        assert [code for code, _label in task.recipient.message.choices] == ["here", "busy", "unreached"]

    def test_who_leads_since_this_midnight_in_viet_nam_is_asked_not_who_led_before(self, cast: Cast, channels):
        early, today = datetime(2026, 11, 21, 18, 30, tzinfo=UTC), date(2026, 11, 22)  # 01:30 in Viet Nam
        cast.school.appointments.update(valid_to=today)
        new = make_person(organization=cast.school)
        User.objects.create_user("hieu-truong-moi", password="x", person=new)
        Appointment.objects.create(person=new, organization=cast.school, role="leader", valid_from=today)
        say(make_person(organization=cast.school, phone=""), urgency="life", now=early)
        work(early)
        assert Recipient.objects.get(message__kind="channels.manual").person == new

    def test_a_long_subject_is_cut_in_the_colleagues_task(self, cast: Cast, channels):
        say(make_person(organization=cast.school, name="Phạm Thị Hoa"), urgency="life", subject="a" * 300)
        work()
        task = Message.objects.get(kind="channels.manual")
        assert task.subject.startswith("Gọi điện cho Phạm Thị Hoa: aaa") and len(task.subject) == 300

    def test_what_the_colleague_says_answers_for_the_person(self, cast: Cast, channels):
        person = make_person(organization=cast.school)
        message = say(person, choices=CHOICES, urgency="urgent")
        work()
        task = Recipient.objects.get(message__kind="channels.manual")
        answer(recipient=task, choice="busy", via="inbox", now=later(minutes=5))

        recipient = recipient_of(message, person)
        assert (recipient.answer, recipient.answered_via) == ("busy", "manual")

    def test_or_leaves_them_unreachable(self, cast: Cast, channels):
        person = make_person(organization=cast.school)
        message = say(person, urgency="life")
        work()
        task = Recipient.objects.get(message__kind="channels.manual")
        answer(recipient=task, choice="unreached", via="inbox", now=later(minutes=5))

        assert recipient_of(message, person).seen_at is None
        assert recipient_of(message, person).unreachable_at == NOW

    def test_nobody_is_sent_to_tell_of_a_normal_notice(self, cast: Cast, channels):
        person = make_person(organization=cast.school)
        message = say(person)
        work()

        assert recipient_of(message, person).unreachable_at == NOW
        assert not Delivery.objects.filter(channel="manual").exists()

    @pytest.mark.parametrize(("urgency", "asked"), [("urgent", 0), ("life", 1)])
    def test_who_was_told_and_is_silent_is_not_unreachable_unless_lives_are_at_stake(
        self, cast: Cast, channels, urgency, asked
    ):
        person = make_person(organization=cast.school, phone="0912345678")
        message = say(person, choices=CHOICES, urgency=urgency)
        for minutes in range(0, 60, 5):
            work(later(minutes=minutes))

        assert (deliveries_of(person)[0], Delivery.objects.filter(channel="manual").count()) == (
            ("sms", "handed"),
            asked,
        )
        assert message.recipients.filter(unreachable_at=None).count() == 1 - asked

    def test_nobody_is_asked_to_tell_whom_they_were_asked_to_tell(self, cast: Cast, head, channels):
        """A colleague who does not answer a task is not told of by another colleague, and so on for ever."""
        say(make_person(organization=cast.school), urgency="life")
        for minutes in range(0, 60, 5):
            work(later(minutes=minutes))

        assert Delivery.objects.filter(channel="manual").count() == 1

    def test_where_nobody_works_the_delivery_is_dead_and_says_why(self, cast: Cast, channels):
        cast.other_school.appointments.all().delete()
        say(make_person(organization=cast.other_school), urgency="life")
        work()

        delivery = Delivery.objects.get(channel="manual")
        assert (delivery.state, delivery.error_code) == ("dead", "nobody")


class TestRecalling:
    def test_what_waits_is_cancelled(self, head, channels):
        reached_by(head, "push")
        message = say(head, urgency="urgent")
        recall(message=message, now=NOW)
        work(later(hours=2))

        assert deliveries_of(head)[1:] == [("push", "cancelled")]

    def test_nothing_is_sent_after_a_message_has_expired(self, head, channels):
        reached_by(head, "push")
        say(head, urgency="urgent", expires_at=later(minutes=1))
        work(later(minutes=2))

        assert deliveries_of(head)[1:] == [("push", "cancelled")]


class TestProviders:
    def test_an_outage_pauses_the_channel_and_people_go_on_to_the_next(self, cast: Cast, channels):
        """The provider is down for an hour."""
        channels["push"].answer = lambda each: contract.retry("503", "down")
        channels["push"].at_once = 1
        people = [make_person(organization=cast.school) for _n in range(6)]
        for person in people:
            reached_by(person, "push")
            reached_by(person, "email")
        say(*people, urgency="urgent")
        work()

        assert len(channels["push"].got) == 3
        assert ChannelState.objects.get(channel="push").paused_until == later(seconds=30)
        assert len(channels["email"].got) == 6

    def test_when_it_is_back_nobody_is_told_again_who_was_reached_elsewhere(self, cast: Cast, channels):
        self.test_an_outage_pauses_the_channel_and_people_go_on_to_the_next(cast, channels)
        channels["push"].answer = lambda each: contract.handed()
        channels["push"].got.clear()
        work(later(hours=1))
        say(cast.hieu_truong.person, cause="later", now=later(hours=1))

        assert channels["push"].got == []
        assert set(Delivery.objects.filter(channel="push").values_list("state", flat=True)) == {"cancelled"}

    def test_who_has_only_that_channel_is_told_after_an_hour_and_once(self, cast: Cast, channels):
        channels["push"].answer = lambda each: contract.retry("503", "down")
        channels["push"].at_once = 1
        people = [make_person(organization=cast.school) for _n in range(5)]
        for person in people:
            reached_by(person, "push")
        message = say(*people, choices=CHOICES)
        for minutes in range(0, 60, 5):
            work(later(minutes=minutes))
        assert message.recipients.filter(unreachable_at=None).count() == 5
        channels["push"].answer = lambda each: contract.handed()
        channels["push"].got.clear()
        work(later(minutes=75))

        assert sorted(channels["push"].counted.values()) == [1] * 5
        assert ChannelState.objects.get(channel="push").failures == 0

    def test_after_an_outage_one_delivery_goes_ahead_of_the_rest(self, cast: Cast, channels):
        ChannelState.objects.create(channel="push", failures=3, paused_until=NOW)
        channels["push"].answer = lambda each: contract.retry("503", "still down")
        people = [make_person(organization=cast.school) for _n in range(5)]
        for person in people:
            reached_by(person, "push")
        say(*people)
        work(later(seconds=1))

        assert len(channels["push"].got) == 1

    def test_a_refused_secret_stops_the_channel_until_an_administrator_acts(self, cast: Cast, channels):
        channels["sms"].answer = lambda each: contract.parked("401", "khóa bị từ chối")
        people = [make_person(organization=cast.school) for _n in range(3)]
        for person in people:
            reached_by(person, "sms")
            reached_by(person, "email")
        say(*people, urgency="urgent")
        work()
        state = ChannelState.objects.get(channel="sms")
        assert state.needs_admin == "khóa bị từ chối"
        assert len(channels["email"].got) == 3

        channels["sms"].answer = lambda each: contract.handed()
        channels["sms"].got.clear()
        assert open_again("sms", later(minutes=1)) == 3
        say(make_person(organization=cast.school, phone="0987654321"), cause="b", urgency="life", now=later(minutes=1))
        work(later(minutes=1))
        assert [each.to for each in channels["sms"].got] == ["0987654321"]

    def test_half_the_numbers_are_invalid(self, cast: Cast, channels):
        people = [make_person(organization=cast.school) for _n in range(10)]
        for person in people:
            reached_by(person, "sms")
        bad = {each.value for each in Address.objects.order_by("pk")[:5]}
        channels["sms"].answer = lambda each: (
            contract.dead_for_person("refused", "no such number") if each.to in bad else contract.handed()
        )
        message = say(*people, choices=CHOICES)
        work()

        states = list(Delivery.objects.filter(channel="sms").values_list("state", flat=True))
        assert (states.count("dead"), states.count("handed")) == (5, 5)
        assert message.recipients.filter(unreachable_at=NOW).count() == 5
        assert not ChannelState.objects.filter(channel="sms", failures__gt=0).exists()
        assert Address.objects.filter(failing_since=NOW).count() == 5

    def test_a_token_that_ran_out_is_renewed_once(self, head, channels):
        zalo = channels["zalo"]
        zalo.answer = lambda each: contract.handed("z") if zalo.refreshed else contract.refresh_and_retry("-216")
        reached_by(head, "zalo")
        say(head)
        work()

        assert (zalo.refreshed, deliveries_of(head)[1:]) == (1, [("zalo", "handed")])

    def test_a_token_refused_again_waits_for_an_administrator(self, head, channels):
        channels["zalo"].answer = lambda each: contract.refresh_and_retry("-216", "token")
        reached_by(head, "zalo")
        say(head)
        work()

        assert deliveries_of(head)[1:] == [("zalo", "parked")]
        assert ChannelState.objects.get(channel="zalo").needs_admin == "token"

    def test_being_asked_to_slow_down_is_no_outage_and_tried_again_when_told(self, head, channels):
        channels["sms"].answer = lambda each: contract.retry("429", after=timedelta(seconds=7), is_outage=False)
        reached_by(head, "sms")
        say(head)
        work()
        delivery = Delivery.objects.get(channel="sms")

        assert (delivery.state, delivery.not_before) == ("waiting", later(seconds=7))
        assert not ChannelState.objects.filter(failures__gt=0).exists()

    def test_retries_end_in_a_dead_letter(self, head, channels):
        channels["sms"].answer = lambda each: contract.retry("429", "busy", is_outage=False)
        reached_by(head, "sms")
        say(head)
        for hours in range(12):
            work(later(hours=hours))

        assert len(channels["sms"].got) == 10
        assert deliveries_of(head)[1:] == [("sms", "dead")]

    def test_a_way_that_breaks_leaves_doubt_where_keys_are_unknown(self, head, channels):
        def breaks(each):
            raise RuntimeError("bug")

        channels["sms"].answer = breaks
        reached_by(head, "sms")
        reached_by(head, "email")
        say(head, urgency="urgent")
        work()

        assert deliveries_of(head)[1:] == [("sms", "unsure"), ("email", "handed")]

    def test_the_pace_of_a_channel_is_kept(self, cast: Cast, channels):
        slept = []
        channels["sms"].rate = 2
        people = [make_person(organization=cast.school) for _n in range(6)]
        for person in people:
            reached_by(person, "sms")
        say(*people)
        from truongan.channels.actions.handing import hand_over  # here, with a clock of its own

        hand_over(channel="sms", message_id=None, clock=lambda: NOW, budget=60, sleep=slept.append)

        assert len(channels["sms"].got) == 6
        assert len(slept) == 3
        assert all(0 <= each <= 1 for each in slept)


class TestForwardedPreference:
    def test_who_keeps_normal_messages_in_the_inbox_is_left_alone(self, head, channels):
        Preference.objects.create(person=head, forwarding="none")
        reached_by(head, "email")
        say(head)
        say(head, cause="b", urgency="urgent")

        assert [each.message.cause for each in Delivery.objects.filter(channel="email")] == ["b"]


def test_the_table_of_timeouts_covers_every_channel():
    from truongan.channels.models import Channel, Urgency
    from truongan.channels.timeouts import table

    assert len(table()) == len(Urgency) * len(Channel)
    assert all(span > timedelta(0) for _urgency, _channel, span in table())
