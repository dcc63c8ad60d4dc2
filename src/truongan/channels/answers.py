"""Whose business an answer is: upper contexts say what follows from a tap on a message of theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Answers:
    """What a kind of message does with an answer, and what the page of its one task may show.

    `take(recipient, choice, via, now)` runs in the transaction of the answer; it may raise `CannotAnswer`, whose
    text is shown. `describe(message, recipient)` gives sentences for the page behind the signed link: no name of a
    child, nothing a forwarded link must not tell. `over` says what it means that a message of this kind was taken
    back, where that is no mistake of the sender: somebody else has taken the case. `asks_colleagues`: somebody no
    channel reaches is told by a colleague. `lock(message)` locks what `take` is going to change, before the row of
    whoever answers: an action that holds it and takes the message back would else wait for that row, and it for the
    action.
    """

    take: Callable[[Any, str, str, datetime], None]
    describe: Callable[[Any, Any], list[str]] | None = None
    over: str | Promise = ""
    asks_colleagues: bool = True
    lock: Callable[[Any], object] | None = None


_kinds: dict[str, Answers] = {}


def contribute_answers(kind: str, answers: Answers) -> None:
    """Say what follows from answers to messages of this kind. Called in the context's AppConfig.ready()."""
    _kinds[kind] = answers


def answers_of(kind: str) -> Answers | None:
    return _kinds.get(kind)


def kinds_without_colleagues() -> list[str]:
    """Of whose messages nobody is asked to tell those no channel reaches."""
    return [kind for kind, answers in _kinds.items() if not answers.asks_colleagues]
