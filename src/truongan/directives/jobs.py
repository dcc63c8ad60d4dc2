"""Background work of the chain of command. Each job calls one action, told the time."""

from datetime import timedelta

from procrastinate.contrib.django import app

from truongan.directives.actions import DISTRIBUTE, cancel_duties_of_dissolved, distribute
from truongan.directives.actions.reminding import remind_of_duties
from truongan.directives.models import Directive
from truongan.kernel import clock

STALLED = timedelta(minutes=1)  # sending takes seconds: later than this its worker was killed


@app.task(name=DISTRIBUTE, queue="directives")
def distribute_directive(directive_id: int) -> None:
    distribute(directive_id=directive_id, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="directives.pick_up_stalled", queue="directives", pass_context=False)
def pick_up_stalled(timestamp: int) -> None:
    """Go on with what a killed worker left; doing it twice at once writes nothing twice.

    One that cannot be sent is tried again the next minute and keeps no other waiting.
    """
    now = clock.now()
    failed: list[Exception] = []
    for pk in Directive.objects.undistributed(before=now - STALLED).values_list("pk", flat=True):
        try:
            distribute(directive_id=pk, now=now)
        except Exception as reason:  # whatever it is, it is raised below
            failed.append(reason)
    if failed:
        raise ExceptionGroup("directives that could not be sent", failed)


@app.periodic(cron="0 0,6 * * *")  # 7 in the morning and, should that have been missed, 13 in Viet Nam
@app.task(name="directives.remind_of_duties", queue="directives")
def remind(timestamp: int) -> None:
    remind_of_duties(now=clock.now())


@app.periodic(cron="23 1 * * *")
@app.task(name="directives.settle_dissolved", queue="directives")
def settle_dissolved(timestamp: int) -> None:
    cancel_duties_of_dissolved(day=clock.today_vn(), now=clock.now())
