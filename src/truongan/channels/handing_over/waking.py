"""Calling a worker, in the transaction of what there is to do: a job is a call, the outbox rows are the work."""

from datetime import datetime

from procrastinate.contrib.django import app

from truongan.channels.models.names import Urgency

QUEUE, HAND_OVER, NEXT_STEPS = "channels", "channels.hand_over", "channels.take_next_steps"
_PRIORITY = {Urgency.LIFE_SAFETY: 20, Urgency.URGENT: 10, Urgency.NORMAL: 0}
_LANES = 2  # jobs of one message and channel side by side


def call_hand_over(
    channel: str,
    *,
    message_id: int | None,
    urgency: str = Urgency.NORMAL,
    at: datetime | None = None,
    lanes: int = _LANES,
) -> None:
    """Have what waits for this channel handed over: of one message, or whatever is due; the most urgent first."""
    task = app.configure_task(HAND_OVER, queue=QUEUE, priority=_PRIORITY[Urgency(urgency)], schedule_at=at)
    for _lane in range(lanes):
        task.defer(channel=channel, message_id=message_id)


def call_next_steps(at: datetime) -> None:
    """Look again at that time who has to be tried through the next channel."""
    app.configure_task(NEXT_STEPS, queue=QUEUE, priority=_PRIORITY[Urgency.URGENT], schedule_at=at).defer()
