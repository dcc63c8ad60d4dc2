"""Background work of incidents. Each job calls one action, told the time."""

import logging

from procrastinate.contrib.django import app

from truongan.incidents.actions import ESCALATE, escalate, wipe_due
from truongan.incidents.models import Incident
from truongan.kernel import clock

log = logging.getLogger(__name__)


@app.task(name=ESCALATE, queue="channels")
def escalate_incident(incident_id: int) -> None:
    escalate(incident_id=incident_id, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="incidents.escalate_overdue", queue="channels", pass_context=False)
def escalate_overdue(timestamp: int) -> None:
    """Go on with what a killed worker left; doing it twice tells nobody twice."""
    now = clock.now()
    for pk in Incident.objects.due_for_escalation(now).values_list("pk", flat=True)[:500]:
        try:
            escalate(incident_id=pk, now=now)
        except Exception:  # one case that cannot be told of keeps none of the others waiting
            log.exception("case %s could not be escalated", pk)


@app.periodic(cron="41 18 * * *")  # 1:41 in the night in Viet Nam
@app.task(name="incidents.wipe_unsubstantiated", queue="incidents")
def wipe_unsubstantiated(timestamp: int) -> None:
    wipe_due(day=clock.today_vn(), now=clock.now())
