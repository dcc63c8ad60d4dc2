"""Background work of duty. Each job calls one action, told the time."""

import logging

from procrastinate.contrib.django import app

from truongan.duty.actions import PROVE, call_due, close_overdue, prove_rollcall, tell_boards
from truongan.duty.models import RollCall
from truongan.kernel import clock

log = logging.getLogger(__name__)


@app.task(name=PROVE, queue="duty")
def prove(rollcall_id: int) -> None:
    prove_rollcall(rollcall=RollCall.objects.get(pk=rollcall_id), now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="duty.keep_rollcalls", queue="duty")
def keep_rollcalls(timestamp: int) -> None:
    """Call what is due this minute, close what is over, show on open boards who is out of reach."""
    now = clock.now()
    call_due(now=now)
    close_overdue(now=now)
    tell_boards(now=now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="duty.prove_left", queue="duty")
def prove_left(timestamp: int) -> None:
    """Go on with what a killed worker left; a group noted already is not noted again."""
    for rollcall in RollCall.objects.filter(closed_at__isnull=False, evidence_at=None):
        try:
            prove_rollcall(rollcall=rollcall, now=clock.now())
        except Exception:  # one that cannot be proved keeps none of the others waiting
            log.exception("roll-call %s could not be proved", rollcall.pk)
