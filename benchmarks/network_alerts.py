"""An alert to the 5,103 members of the demonstration's groups, and to 100,000: from commit to hand-over.

With a worker process of its own. First its SMS adapter takes everything at once, which measures all that is ours;
then it speaks HTTP to a gateway on loopback, one request for each message.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from statistics import quantiles

from django.core.management import call_command
from django.db import connection, transaction

from truongan.accounts.models import Person
from truongan.channels.actions import To, send
from truongan.channels.models import Address, Delivery, Message, Recipient
from truongan.channels.queries import board
from truongan.organizations.models import Organization

MEMBERS, MANY = 5_103, 100_000
_PATIENCE = 600  # seconds


def main() -> None:
    call_command("migrate", verbosity=0)
    people = _people(MANY)
    with _worker("adapter"):
        _broadcast(people[:1], "warm")
        _measure("alert to 5,103, adapter takes all at once", people[:MEMBERS], "members", target=2.0)
        _measure("message to 100,000, adapter takes all at once", people, "many", urgency="urgent")
    with _gateway() as address, _worker("gateway", address):
        _broadcast(people[:1], "warm-http")
        _measure("alert to 5,103, SMS gateway over HTTP", people[:MEMBERS], "http")


def _people(count: int) -> list[int]:
    """People of one unit with a verified number each; made once."""
    home = Organization.objects.filter(code="BENCH-NETWORK").first()
    if home is None:
        home = Organization(code="BENCH-NETWORK", name="Đo tốc độ mạng lưới", sector="union", level="nation")
        home.derive_keys()
        home.save()
        people = [Person(name=f"Nguyễn Đo {number}", organization=home) for number in range(count)]
        for each in people:
            each.derive_keys()
        Person.objects.bulk_create(people, batch_size=5000)
        now = datetime.now(UTC)
        Address.objects.bulk_create(
            [
                Address(person=each, channel="sms", value=f"09{number:08d}", created_at=now, verified_at=now)
                for number, each in enumerate(people)
            ],
            batch_size=5000,
        )
    return list(Person.objects.filter(organization=home).order_by("pk").values_list("pk", flat=True))


def _broadcast(people: list[int], name: str, urgency: str = "life") -> tuple[Message, float, float]:
    """(message, seconds until committed, moment of the commit), once all is handed over."""
    started = time.time()
    with transaction.atomic():
        message = send(
            cause=f"bench.{name}.{started}", to=[To(person_id=pk) for pk in people], subject="Thử cảnh báo",
            urgency=urgency, now=datetime.now(UTC),
        )  # fmt: skip
    committed = time.time()
    waiting = Delivery.objects.filter(message=message, state__in=("waiting", "sending"), channel="sms")
    while waiting.exists():
        if time.time() > committed + _PATIENCE:
            raise RuntimeError(f"{waiting.count()} deliveries were not handed over")
        time.sleep(0.1)
    return message, committed - started, committed


def _measure(label: str, people: list[int], name: str, target: float = 0, urgency: str = "life") -> None:
    message, saying, committed = _broadcast(people, name, urgency)
    rows = Delivery.objects.filter(message=message, channel="sms", state="handed").values_list("handed_at", flat=True)
    spans = sorted(each.timestamp() - committed for each in rows)
    if len(spans) != len(people):
        raise RuntimeError(f"{len(people) - len(spans)} of {len(people)} were not handed over")
    cuts = quantiles(spans, n=100)
    aim = f"  target {target:.1f} s" if target else ""
    print(f"{label:<48}{len(people):8d}   p50 {cuts[49]:6.2f} s   p99 {cuts[98]:6.2f} s{aim}", flush=True)
    print(
        f"{'  saying it (one transaction), then handing over':<48}{saying:8.2f} s  {len(spans) / spans[-1]:9.0f} a second"
    )
    _beside(message, people, saying + spans[-1])
    if name == "many":
        started = time.perf_counter()
        board(message)
        print(f"{'  its board':<48}{time.perf_counter() - started:8.2f} s")
    message.delete()


def _beside(message: Message, people: list[int], ours: float) -> None:
    """The same rows written and marked as handed over without planning, queue, lease, worker or record of attempts."""
    by_hand = _rolled_back(lambda: _raw_rows(message))
    few = people[:500]
    default = _rolled_back(lambda: _one_by_one(message, few)) * len(people) / len(few)
    label = "  beside: raw SQL; plain Django row by row"
    print(f"{label:<48}{by_hand:8.2f} s (x{by_hand / ours:.2f}){default:9.2f} s (x{default / ours:.2f})", flush=True)


def _rolled_back(write) -> float:
    started = time.perf_counter()
    with transaction.atomic():
        write()
        taken = time.perf_counter() - started
        transaction.set_rollback(True)
    return taken


def _raw_rows(message: Message) -> None:
    with connection.cursor() as cursor:
        for table in ("channels_recipient", "channels_delivery"):
            cursor.execute(f"CREATE TEMP TABLE plain_{table} (LIKE {table} INCLUDING INDEXES) ON COMMIT DROP")
            cursor.execute(f"INSERT INTO plain_{table} SELECT * FROM {table} WHERE message_id = %s", [message.pk])
        cursor.execute("UPDATE plain_channels_delivery SET state = 'handed', handed_at = now() WHERE channel = 'sms'")


def _one_by_one(message: Message, people: list[int]) -> None:
    rows = list(Delivery.objects.filter(message=message, channel="sms", recipient__person__in=people))
    message.recipients.filter(person__in=people).delete()
    for pk, row in zip(people, rows, strict=True):
        recipient = Recipient.objects.create(message=message, person_id=pk, link_key=str(pk))
        delivery = Delivery.objects.create(
            message=message, recipient=recipient, channel="sms", to=row.to, not_before=row.not_before,
            created_at=row.created_at,
        )  # fmt: skip
        delivery.state, delivery.handed_at = "handed", datetime.now(UTC)
        delivery.save(update_fields=["state", "handed_at"])


class _worker:
    """A worker process; `kind` says which SMS adapter it has."""

    def __init__(self, kind: str, gateway: str = "http://127.0.0.1:9") -> None:
        self.environment = {
            **os.environ, "TRUONGAN_SMS_URL": f"{gateway}/sms", "TRUONGAN_SMS_RATE": "0",
            "TRUONGAN_SMS_TAKES_KEYS": "1",
        }  # fmt: skip
        self.code = _ADAPTER if kind == "adapter" else _PLAIN
        # This process plans: for it the channel must be configured too.
        from django.conf import settings

        settings.SMS_URL = f"{gateway}/sms"

    def __enter__(self) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", self.code], env=self.environment, stdout=subprocess.DEVNULL
        )
        time.sleep(8)

    def __exit__(self, *exception) -> None:
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(timeout=60)


class _gateway:
    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [sys.executable, "-m", "tests.channels.standin", "--port", str(port)]
        self.child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(2)
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *exception) -> None:
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(timeout=60)


_PLAIN = """
import django
django.setup()
from django.core.management import call_command
call_command("worker")
"""
_ADAPTER = """
import django
django.setup()
from truongan.channels.ways import contract, sms
sms.Way.send_many = lambda self, deliveries, *, now: [contract.handed(each.key) for each in deliveries]
from django.core.management import call_command
call_command("worker")
"""
