"""Background work of support. Each job calls one action, told the time."""

from procrastinate.contrib.django import app

from truongan.kernel import clock
from truongan.support.actions import forget_askers, remind_of_questions


@app.periodic(cron="10 0,6 * * *")  # 7:10 in the morning and, should that have been missed, 13:10 in Viet Nam
@app.task(name="support.remind_of_questions", queue="support", pass_context=False)
def remind(timestamp: int) -> None:
    remind_of_questions(now=clock.now())


@app.periodic(cron="41 19 * * *")  # at night in Viet Nam
@app.task(name="support.forget_askers", queue="support", pass_context=False)
def forget(timestamp: int) -> None:
    forget_askers(now=clock.now())
