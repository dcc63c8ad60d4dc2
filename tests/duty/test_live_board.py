"""The board of a roll-call is told of what changes, and watches until the result stands."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.duty.test_rollcalls import LATER, call, recipient_of, tap
from tests.duty.things import NOW, make_network
from truongan.duty.actions import close_roll, note_answer, prove_rollcall, tell_boards


def announced(action) -> list[str]:
    """Topics the action announces."""
    with CaptureQueriesContext(connection) as queries:
        action()
    return [each["sql"].split("'")[3] for each in queries if "pg_notify" in each["sql"]]


def test_every_answer_the_closing_and_the_result_are_announced(cast):
    _group, hanh, son = make_network(cast)
    rollcall = call(cast)
    asked = rollcall.asked.get(person=son)

    assert rollcall.topic in announced(lambda: tap(rollcall, hanh))
    assert rollcall.topic in announced(lambda: note_answer(actor=cast.truong_phong_xa, asked=asked, now=LATER))
    assert rollcall.topic in announced(lambda: close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=LATER))
    assert rollcall.topic in announced(lambda: prove_rollcall(rollcall=rollcall, now=LATER))


def test_who_was_given_up_lately_brings_open_boards_to_look_again(cast):
    _group, hanh, _son = make_network(cast)
    rollcall = call(cast)
    rows = rollcall.asked.values("person")
    recipient = recipient_of(rollcall, hanh)
    type(recipient).objects.filter(person__in=rows).update(unreachable_at=None)
    assert tell_boards(now=LATER) == 0

    type(recipient).objects.filter(pk=recipient.pk).update(unreachable_at=LATER - timedelta(seconds=30))

    assert announced(lambda: tell_boards(now=LATER)) == [rollcall.topic]
    assert tell_boards(now=LATER + timedelta(hours=1)) == 0


def test_the_board_watches_until_the_result_stands(cast, as_):
    make_network(cast)
    rollcall = call(cast)
    client = as_("truong_phong_xa")

    def shown() -> str:
        return client.get(rollcall.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert f'data-watch="{rollcall.topic}"' in shown() and "every 10s" not in shown()
    close_roll(actor=cast.truong_phong_xa, rollcall=rollcall, now=NOW + timedelta(minutes=20))
    assert "data-watch" in shown()  # the worker still works out what it proves
    prove_rollcall(rollcall=rollcall, now=NOW + timedelta(minutes=21))
    assert "data-watch" not in shown() and "Im lặng không chứng minh" in shown()
