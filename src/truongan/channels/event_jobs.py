"""Background work of what providers send to us, and of the official account itself."""

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from truongan.channels.actions import incoming, zalo_account, zalo_replies
from truongan.channels.actions.zalo_events import REPLY
from truongan.channels.handing_over.waking import QUEUE
from truongan.kernel import clock


@app.task(name=incoming.WORK_EVENT, queue=QUEUE, retry=RetryStrategy(max_attempts=3, wait=5))
def work_event(event_id: int) -> None:
    close_old_connections()
    incoming.work_event(event_id=event_id, now=clock.now())


@app.task(name=REPLY, queue=QUEUE, retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def reply(user_id: str, text: str) -> None:
    close_old_connections()
    zalo_replies.say(user_id=user_id, text=text, now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="channels.work_left_events", queue=QUEUE, pass_context=False)
def work_left_events(timestamp: int) -> None:
    close_old_connections()
    incoming.work_left_events(now=clock.now())


@app.periodic(cron="23 18 * * *")  # in the night of Viet Nam
@app.task(name="channels.zalo_daily", queue="default", pass_context=False)
def zalo_daily(timestamp: int) -> None:
    close_old_connections()
    zalo_account.keep_zalo_token(now=clock.now())
    incoming.forget_events(now=clock.now())
