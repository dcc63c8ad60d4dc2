"""Background work of comments. Each job calls one action, told the time."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from truongan.comments import actions
from truongan.comments.actions.deciding import TELL_WRITER
from truongan.kernel import clock


# A mail server that does not answer is tried again for about an hour.
@app.task(name=TELL_WRITER, queue="comments", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def tell_writer(comment_id: int) -> None:
    actions.tell_writer(comment_id=comment_id)


# 07:40 and 13:40 in Viet Nam, at the beginning of each half of the working day; cron counts in UTC.
@app.periodic(cron="40 0,6 * * *")
@app.task(name="comments.tell_moderators", queue="comments")
def tell_moderators(timestamp: int) -> None:
    actions.tell_moderators(now=clock.now())


@app.periodic(cron="25 19 * * *")
@app.task(name="comments.forget_writers", queue="comments")
def forget_writers(timestamp: int) -> None:
    actions.forget_writers(now=clock.now())
