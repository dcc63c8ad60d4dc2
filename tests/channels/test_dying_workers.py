"""What a worker had in hand when it died: sent again under the same key, or given up for the next channel."""

import pytest

from tests.channels.sending import deliveries_of, later, reached_by, say, work
from tests.conftest import Cast
from tests.factories import NOW
from truongan.channels.actions.handing import look_after
from truongan.channels.handing_over.claiming import claim
from truongan.channels.models import Delivery


@pytest.fixture
def head(cast: Cast):
    return cast.hieu_truong.person


class TestDyingWorkers:
    def in_hand(self, head, channel: str) -> Delivery:
        reached_by(head, channel)
        reached_by(head, "email")
        say(head, urgency="urgent")
        claim(channel=channel, message_id=None, at_most=10, now=NOW)
        return Delivery.objects.get(channel=channel)

    def test_what_was_in_hand_is_sent_again_under_the_same_key_where_keys_are_known(self, head, channels):
        channels["zalo"].deduplicates = True
        delivery = self.in_hand(head, "zalo")
        look_after(now=later(minutes=1))
        assert channels["zalo"].got == []
        look_after(now=later(minutes=2))
        work(later(minutes=2))

        assert [each.key for each in channels["zalo"].got] == [delivery.key]

    def test_else_nobody_can_tell_and_the_next_channel_is_tried(self, head, channels):
        self.in_hand(head, "sms")
        look_after(now=later(minutes=2))
        work(later(minutes=2))

        assert deliveries_of(head)[1:] == [("sms", "unsure"), ("email", "handed")]
        assert channels["sms"].got == []

    def test_two_workers_never_hold_the_same_delivery(self, cast: Cast, head, channels):
        reached_by(head, "sms")
        say(head)

        assert len(claim(channel="sms", message_id=None, at_most=10, now=NOW)) == 1
        assert claim(channel="sms", message_id=None, at_most=10, now=NOW) == []

    def test_a_worker_whose_clock_runs_ahead_never_sends_twice_without_keys(self, head, channels):
        """Three minutes ahead it believes the other one dead: it gives up the delivery, but does not repeat it."""
        self.in_hand(head, "sms")
        look_after(now=later(minutes=3))
        work(later(minutes=3))

        assert channels["sms"].got == []
