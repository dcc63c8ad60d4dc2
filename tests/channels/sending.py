"""Saying something and playing the worker, for the tests of the outbox."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.factories import NOW
from truongan.accounts.models import Person
from truongan.channels.actions import To, send
from truongan.channels.actions.handing import hand_over, take_next_steps
from truongan.channels.links import task_path
from truongan.channels.models import Address, Delivery, Message, Recipient
from truongan.channels.ways import contract

CHOICES = [("here", "Tôi có mặt"), ("busy", "Tôi bận")]


def say(*people: Person | To, now: datetime = NOW, cause: str = "test:1", **given) -> Message:
    to = [
        each if isinstance(each, To) else To(person_id=each.pk, organization_id=each.organization_id)
        for each in people
    ]
    given.setdefault("subject", "Bạn có việc cần xem")
    return send(cause=cause, to=to, now=now, **given)


def reached_by(person: Person, channel: str, value: str = "", **fields) -> Address:
    value = value or {"email": f"nguoi{person.pk}@example.vn", "sms": f"09{person.pk:08d}"}.get(
        channel, f"{channel}-{person.pk}"
    )
    fields.setdefault("verified_at", NOW)
    return Address.objects.create(person=person, channel=channel, value=value, created_at=NOW, **fields)


def work(now: datetime = NOW, *channels: str) -> None:
    """What workers do at this moment: hand over all that is due, take next steps, again until nothing is left."""
    for _round in range(20):
        done = take_next_steps(now=now)
        due = (
            Delivery.objects.filter(state="waiting", not_before__lte=now).order_by().values_list("channel", flat=True)
        )
        handed = [
            hand_over(channel=each, message_id=None, clock=lambda: now, budget=60, sleep=lambda _s: None)
            for each in channels or sorted(set(due))
        ]
        if not done and not any(handed):
            return


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def deliveries_of(person: Person) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(recipient__person=person).order_by("pk")
    return list(rows.values_list("channel", "state"))


def recipient_of(message: Message, person: Person) -> Recipient:
    return message.recipients.get(person=person)


def task_code(cast) -> str:
    """What stands in the address of a task that waits for an answer, of a person of the school."""
    person = cast.giao_vien.person
    message = say(person, cause="task", choices=CHOICES, urgency="urgent", text="Bấm một nút để trả lời.")
    return task_path(recipient_of(message, person).pk, recipient_of(message, person).link_key).split("/")[2]


def channel_arguments(cast) -> dict[str, list]:
    """What the routes of channels need, by their names."""
    code, address = task_code(cast), reached_by(cast.giao_vien.person, "email")
    return {
        "channel_tasks:task": [code],
        "channel_tasks:seen": [code],
        "my_channels:ask": ["email"],
        "my_channels:confirm": ["email"],
        "my_channels:close": [address.pk],
        "channel_desk:open": ["sms"],
    }


class Way(contract.Way):
    """A channel of the tests: counts what it gets, answers as told."""

    def __init__(self, name: str, **traits) -> None:
        self.name = name
        self.got: list[contract.Outgoing] = []
        self.answer: Callable[[contract.Outgoing], contract.Outcome] = lambda each: contract.handed(each.key)
        self.is_missing = False
        self.refreshed = 0
        for trait, value in traits.items():
            setattr(self, trait, value)

    def missing(self) -> list[str]:
        return ["Chưa khai"] if self.is_missing else []

    def send_many(self, deliveries, *, now):
        self.got.extend(deliveries)
        return [self.answer(each) for each in deliveries]

    def refresh(self, *, now) -> bool:
        self.refreshed += 1
        return True

    @property
    def counted(self) -> dict[str, int]:
        keys = [each.key for each in self.got]
        return {key: keys.count(key) for key in keys}
