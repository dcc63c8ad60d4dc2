"""How long a person has to answer (or to see) through one channel before the next one is tried.

Seconds, by urgency and channel. A normal message that asks for no answer goes through one working channel only:
silence is no reason to send it again elsewhere, failure is. docs/reference/channels.md repeats the table.
"""

from datetime import timedelta

from truongan.channels.models.names import Channel, Urgency

_SECONDS = {
    Urgency.LIFE_SAFETY: {Channel.INBOX: 30, Channel.PUSH: 45, Channel.ZALO: 60, Channel.SMS: 90, Channel.EMAIL: 180},
    Urgency.URGENT: {Channel.INBOX: 180, Channel.PUSH: 180, Channel.ZALO: 300, Channel.SMS: 300, Channel.EMAIL: 900},
    Urgency.NORMAL: {Channel.INBOX: 3600, Channel.PUSH: 3600, Channel.ZALO: 7200, Channel.SMS: 7200, Channel.EMAIL: 14400},
}  # fmt: skip
_GROUP = 3600  # a chat group has one channel: after it, nothing is left to try

LEASE = timedelta(minutes=2)  # a chunk takes seconds: later than this its worker was killed
TRIES = 10  # of one delivery, about two hours in all; an outage pauses the channel and costs none
_FIRST, _LONGEST = timedelta(seconds=15), timedelta(minutes=30)
OUTAGES_IN_A_ROW = 3  # chunks in which nothing was handed over until the channel is paused
_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)


def until_next_channel(urgency: str, channel: str) -> timedelta:
    return timedelta(seconds=_SECONDS[Urgency(urgency)].get(Channel(channel), _GROUP))


def table() -> list[tuple[str, str, timedelta]]:
    """(urgency, channel, how long) for every pair."""
    return [(str(each), str(name), until_next_channel(each, name)) for each in Urgency for name in Channel]


def back_off(tries: int, chance: float) -> timedelta:
    """How long after try number `tries` the next one comes; `chance` in [0, 1) spreads it by half, so that ten
    thousand refused at once do not come back at once."""
    return min(_FIRST * 2 ** (tries - 1), _LONGEST) * (0.75 + chance / 2)


def pause(failures: int) -> timedelta:
    """How long a channel rests after so many outages in a row."""
    return min(_PAUSE * 2 ** min(failures - OUTAGES_IN_A_ROW, 10), _LONGEST_PAUSE)
