"""Background work of the API: events are read and told every minute, old answers forgotten every hour."""

from procrastinate.contrib.django import app

from truongan.api.actions import deliver_due, forget_old, read_events
from truongan.kernel import clock

_ROUNDS = 20  # of fifty deliveries: no minute's job runs for hours while an address is slow


@app.periodic(cron="* * * * *")
@app.task(name="api.tell_others", queue="api", queueing_lock="api.tell_others", pass_context=False)
def tell_others(timestamp: int) -> None:
    """What happened since the last minute, and what is to be tried again."""
    while read_events(now=clock.now()):
        pass
    for _round in range(_ROUNDS):
        if not deliver_due(now=clock.now()):
            break


@app.periodic(cron="17 * * * *")
@app.task(name="api.forget_old", queue="api", pass_context=False)
def forget(timestamp: int) -> None:
    forget_old(now=clock.now())
