"""Everybody answers at once: real connections, the first message and the reminder in the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.duty.test_rollcalls import call
from tests.duty.things import NOW
from tests.factories import make_group, make_person
from truongan.channels.actions import answer
from truongan.channels.models import Recipient
from truongan.duty.actions import remind
from truongan.duty.queries import board


@pytest.mark.django_db(transaction=True)
def test_each_answer_counts_once_however_many_come_in_together(cast):
    people = [make_person(organization=cast.school) for _n in range(8)]
    make_group(organization=cast.school, members=people)
    rollcall = call(cast)
    soon = NOW + timedelta(minutes=15)
    remind(actor=cast.truong_phong_xa, rollcall=rollcall, now=soon)
    rows = list(Recipient.objects.filter(message__kind="duty.rollcall").order_by("pk"))
    assert len(rows) == 16  # each twice: the question and its reminder
    start, failures = threading.Barrier(len(rows)), []

    def tap(recipient: Recipient, choice: str) -> None:
        try:
            start.wait(timeout=20)
            answer(recipient=recipient, choice=choice, via="sms", now=soon + timedelta(minutes=1))
        except Exception as fault:  # shown below: a thread's own is lost
            failures.append(fault)
        finally:
            connection.close()

    taps = [threading.Thread(target=tap, args=(each, "here" if n % 2 else "away")) for n, each in enumerate(rows)]
    for each in taps:
        each.start()
    for each in taps:
        each.join()

    assert failures == []
    found = board.totals(rollcall.asked.all(), rollcall)
    assert (found.asked, found.answered, found.here + found.away) == (8, 8, 8)
    assert not Recipient.objects.filter(
        message__kind="duty.rollcall", answered_at=None, next_at__isnull=False
    ).exists()
