"""Everybody who was told taps in the same moment: real connections, one case, one who has it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.incidents.samples import NOW, make_rule, reported
from truongan.channels.actions import CannotAnswer, answer
from truongan.channels.models import Recipient
from truongan.incidents.actions import CannotChange, take_incident
from truongan.incidents.models import Incident

pytestmark = pytest.mark.django_db(transaction=True)
SOON = NOW + timedelta(minutes=1)


def together(*taps: Callable[[], object]) -> list[Exception]:
    """Each in its own thread and connection, begun at once; what they raised."""
    start, raised = Barrier(len(taps)), []

    def run(tap: Callable[[], object]) -> None:
        try:
            start.wait(timeout=20)
            tap()
        except Exception as reason:  # a thread's own is lost
            raised.append(reason)
        finally:
            connection.close()

    lines = [Thread(target=run, args=(tap,)) for tap in taps]
    for each in lines:
        each.start()
    for each in lines:
        each.join()
    return raised


def test_six_who_tap_at_once_one_takes_it_and_five_read_who_was_quicker(cast):
    told = [cast.hieu_truong, cast.can_bo_tinh, cast.cong_an_xa, cast.truong_phong_xa, cast.y_te_xa, cast.so_gd]
    make_rule(cast, (5, told))
    case = reported(cast)
    rows = list(Recipient.objects.filter(message__kind="incidents.alarm").order_by("pk"))
    assert len(rows) == 6
    raised = together(*[lambda r=each: answer(recipient=r, choice="take", via="sms", now=SOON) for each in rows])
    assert [type(each) for each in raised] == [CannotAnswer] * 5, raised
    case.refresh_from_db()
    assert case.state == "taken"
    assert Incident.objects.get().entries.filter(kind="taken").count() == 1


def test_the_page_and_the_link_pressed_at_once_are_one_answer(cast):
    make_rule(cast, (5, [cast.hieu_truong, cast.cong_an_xa]))
    case = reported(cast)
    mine = Recipient.objects.get(person=cast.hieu_truong.person, message__kind="incidents.alarm")
    raised = together(
        lambda: answer(recipient=mine, choice="take", via="sms", now=SOON),
        lambda: take_incident(actor=cast.hieu_truong, incident=case, now=SOON),
    )
    assert {type(each) for each in raised} <= {CannotAnswer, CannotChange}, raised
    case.refresh_from_db()
    assert (case.state, case.responsible_id) == ("taken", cast.hieu_truong.person_id)
