"""Background work of periodic reports. Each job calls one action, told the time."""

from procrastinate.contrib.django import app

from truongan.kernel import clock
from truongan.reports import actions
from truongan.reports.actions.cycles import GATHER


@app.task(name=GATHER, queue="reports")
def gather_participants(cycle_id: int) -> None:
    actions.gather_participants(cycle_id=cycle_id, now=clock.now())


# Early in the working day in Viet Nam (07:10); cron counts in UTC.
@app.periodic(cron="10 0 * * *")
@app.task(name="reports.open_regular_cycles", queue="reports")
def open_regular_cycles(timestamp: int) -> None:
    actions.open_regular_cycles(now=clock.now())


@app.periodic(cron="20 0 * * *")
@app.task(name="reports.remind_owing", queue="reports")
def remind_owing(timestamp: int) -> None:
    actions.remind_owing(now=clock.now())
