"""Background work of the channels, in a lane of its own: nothing slow may run in this queue."""

from procrastinate.contrib.django import app

from truongan.channels import event_jobs as event_jobs  # the worker looks for jobs here
from truongan.channels.actions import forwarding, handing
from truongan.channels.handing_over.waking import HAND_OVER, NEXT_STEPS, QUEUE
from truongan.kernel import clock


@app.task(name=HAND_OVER, queue=QUEUE)
def hand_over(channel: str, message_id: int | None = None) -> None:
    handing.hand_over(channel=channel, message_id=message_id, clock=clock.now)


@app.task(name=NEXT_STEPS, queue=QUEUE)
def take_next_steps() -> None:
    handing.take_next_steps(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.look_after", queue=QUEUE, pass_context=False)
def look_after(timestamp: int) -> None:
    handing.look_after(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.forward_notices", queue=QUEUE, pass_context=False)
def forward_notices(timestamp: int) -> None:
    forwarding.forward_notices(now=clock.now())
