"""In-process domain events, delivered only after the transaction commits."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.db import transaction

Event = TypeVar("Event")
_receivers: dict[type, list[Callable]] = defaultdict(list)


def receives(event_type: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register a function to run once an event of this type is committed."""

    def register(function: Callable[[Event], None]) -> Callable[[Event], None]:
        _receivers[event_type].append(function)
        return function

    return register


def publish(event: object) -> None:
    for receiver in _receivers[type(event)]:
        transaction.on_commit(partial(receiver, event))
