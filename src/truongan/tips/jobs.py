"""Background work of confidential tips. Each job calls one action, told the time."""

from procrastinate.contrib.django import app

from truongan.kernel import clock
from truongan.tips import actions


@app.periodic(cron="0 * * * *")
@app.task(name="tips.tell_handlers", queue="tips")
def tell_handlers(timestamp: int) -> None:
    actions.tell_handlers(now=clock.now())


@app.periodic(cron="41 18 * * *")  # in the night of Viet Nam
@app.task(name="tips.delete_due", queue="tips")
def delete_due(timestamp: int) -> None:
    actions.delete_due_tips(now=clock.now())


@app.periodic(cron="11 * * * *")
@app.task(name="tips.tidy", queue="tips")
def tidy(timestamp: int) -> None:
    """Who has left reads no more; counts and unlocked keys that have served are forgotten."""
    now = clock.now()
    actions.retire_departed(now=now)
    actions.forget_counts(now=now)
