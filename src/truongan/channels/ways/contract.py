"""What a channel is: a class `Way` in `ways/<name>` that hands messages to a provider and says what came of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One delivery, ready to be handed over. Nothing in it identifies a pupil or tells of a case.

    `key` is the same at every try of the same delivery: providers that know idempotency keys get it. `subject` and
    `short` say "[DIỄN TẬP]" first where it is a drill. `url` is absolute: the page of this one task, or for a chat
    group (`place`) the page of the message, which asks to sign in.
    """

    key: str
    delivery_id: int
    to: str  # Address.value, or the telephone of the register; empty where `details` say it all
    subject: str
    short: str  # for telephones: one line, no url in it
    text: str
    url: str
    urgency: str
    is_drill: bool
    attempts: int  # tries before this one
    person_id: int | None = None
    place: str = ""
    organization_id: int | None = None
    address_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)  # Address.details
    choices: tuple[tuple[str, str], ...] = ()
    expires_at: datetime | None = None

    @property
    def line(self) -> str:
        """One line and the address of the page: what a telephone shows."""
        return f"{self.short} {self.url}".strip()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one delivery. Made by the functions below, never directly."""

    kind: Literal["handed", "retry", "refresh", "parked", "dead", "unsure"]
    ref: str = ""
    code: str = ""
    text: str = ""
    after: timedelta | None = None
    is_outage: bool = False
    closes_address: bool = False


def handed(ref: str = "") -> Outcome:
    """The provider took it; `ref` is its own name for it (found again by a receipt)."""
    return Outcome("handed", ref=ref)


def retry(code: str, text: str = "", *, after: timedelta | None = None, is_outage: bool = True) -> Outcome:
    """Not now: tried again with back-off, or after `after`. Outages in a row pause the channel; being asked to slow
    down is no outage (`is_outage=False`)."""
    return Outcome("retry", code=code, text=text, after=after, is_outage=is_outage)


def refresh_and_retry(code: str, text: str = "") -> Outcome:
    """The token has run out: `Way.refresh()` is called once and the delivery tried again once."""
    return Outcome("refresh", code=code, text=text)


def parked(code: str, text: str = "") -> Outcome:
    """Only an administrator can help (secret refused, money used up): the channel stops, `text` says why."""
    return Outcome("parked", code=code, text=text)


def dead_for_person(code: str, text: str = "", *, closes_address: bool = False) -> Outcome:
    """This address will not take it; with `closes_address` it is given up for good, else marked as failing."""
    return Outcome("dead", code=code, text=text, closes_address=closes_address)


def unsure(code: str, text: str = "") -> Outcome:
    """Nobody can tell whether it went out (the line broke while the provider answered): never sent again, the next
    channel is tried. A way that deduplicates says `retry` instead."""
    return Outcome("unsure", code=code, text=text)


class Way(Protocol):
    """A channel. Subclass it; the class of the module must be called `Way`."""

    name: str
    deduplicates: bool = False  # the provider drops a repeated `key`: what may have gone out is sent again
    rate: float = 0  # deliveries a second for the whole installation; 0: as fast as it goes
    at_once: int = 200  # deliveries given to one `send_many`
    explanations: dict[
        str, Any
    ] = {}  # code → what happened and what to do about it, in Vietnamese, for administrators

    def missing(self) -> list[str]:
        """What the configuration lacks and how to mend it, a sentence each; empty: the channel can be used."""
        return []

    def remarks(self) -> list[str]:
        """What an administrator should know although the channel can be used."""
        return []

    def send_many(self, deliveries: list[Outgoing], *, now: datetime) -> list[Outcome]:
        """Hand them over; one outcome each, in the same order. No database transaction is open.

        An exception counts as: nobody knows (`unsure`, or another try where the way deduplicates).
        """
        ...

    def refresh(self, *, now: datetime) -> bool:
        """Get a new token after `refresh_and_retry`; False: it cannot be had, the channel waits for an administrator."""
        return False
