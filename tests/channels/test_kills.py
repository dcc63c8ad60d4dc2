"""kill -9 of the worker, the database and the web server in the middle of a broadcast, counted at the gateway.

Real processes on a home of their own, started again as a service manager would. The gateway of the first run knows no
keys: whatever reaches it twice is a fault of ours. That of the second knows them: whatever is lost is.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.channels.standin import StandIn
from tests.config.programs import migrated

PEOPLE = 1200
_WAIT = 900  # seconds: a machine shared with others is slow

_PREPARE = f"""
from datetime import datetime, UTC
from truongan.accounts.models import Person
from truongan.channels.models import Address
from truongan.organizations.models import Organization
home = Organization(code="K1", name="Trường Thử", sector="school", level="school"); home.derive_keys(); home.save()
people = [Person(name=f"Nguyễn Thử {{n}}", organization=home) for n in range({PEOPLE})]
for each in people: each.derive_keys()
Person.objects.bulk_create(people)
now = datetime.now(UTC)
Address.objects.bulk_create([Address(person=each, channel=channel, value=value, created_at=now, verified_at=now)
    for n, each in enumerate(people) for channel, value in
    (("sms", f"09{{n:08d}}"), ("email", f"n{{n}}@example.vn"))])
"""
_BROADCAST = """
from datetime import datetime, UTC
from truongan.accounts.models import Person
from truongan.channels.actions import To, send
send(cause="kill", to=[To(person_id=pk) for pk in Person.objects.values_list("pk", flat=True)], subject="Thử",
     urgency="normal", now=datetime.now(UTC))
"""
_LATER = """
from datetime import datetime, timedelta, UTC
from truongan.channels.actions.handing import look_after
from truongan.channels.models import Delivery
look_after(now=datetime.now(UTC) + timedelta(minutes=3))
# What it took back is due at that later time: here it is now, and a worker is called.
Delivery.objects.filter(state="waiting").update(not_before=datetime.now(UTC))
look_after(now=datetime.now(UTC))
"""
_STATES = """
import json
from collections import Counter
from truongan.channels.models import Delivery, Message
from truongan.channels.queries import board
counts = Counter("-".join(row) for row in Delivery.objects.values_list("channel", "state"))
found = board(Message.objects.get(cause="kill"))
lost = found.message.recipients.exclude(deliveries__state__in=("handed", "delivered")).count()
print("STATES " + json.dumps([counts, found.channels, found.total.told, found.total.handed, lost]))
"""


class Installation:
    def __init__(self, home: Path, gateway: str, takes_keys: bool) -> None:
        body = '{"to":"{to}","text":"{text}"' + (',"key":"{key}"}' if takes_keys else "}")
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")},
            "TRUONGAN_HOME": str(home), "TRUONGAN_SMS_URL": f"{gateway}/sms", "TRUONGAN_SMS_BODY": body,
            "TRUONGAN_SMS_TAKES_KEYS": "01"[takes_keys], "TRUONGAN_SMS_RATE": "150", "TRUONGAN_LOG_LEVEL": "ERROR",
        }  # fmt: skip
        self.running: list[subprocess.Popen] = []

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "truongan.config.cli", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=_WAIT)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def shell(self, code: str) -> str:
        return self.run("shell", "--verbosity", "0", "--command", code)

    def start(self, *arguments: str) -> subprocess.Popen:
        with (self.home / f"{arguments[0]}.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "truongan.config.cli", *arguments], env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(child)
        return child

    def kill(self, child: subprocess.Popen) -> None:
        """The process and all that it started but the database, at once."""
        family = [psutil.Process(child.pid), *psutil.Process(child.pid).children(recursive=True)]
        for each in family:
            if "postgres" not in each.name():
                each.send_signal(signal.SIGKILL)
        child.wait(timeout=20)

    def kill_database(self) -> None:
        postmaster = int((self.home / "postgresql" / "postmaster.pid").read_text().split()[0])
        for each in [psutil.Process(postmaster), *psutil.Process(postmaster).children()]:
            each.send_signal(signal.SIGKILL)

    def stop(self) -> None:
        for child in self.running:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for child in self.running:
            try:
                child.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill(child)
        mark = self.home / "postgresql" / "postmaster.pid"
        if mark.exists():
            psutil.Process(int(mark.read_text().split()[0])).send_signal(signal.SIGINT)


def until(found, what: str) -> None:
    end = time.monotonic() + _WAIT
    while not found():
        assert time.monotonic() < end, what
        time.sleep(0.05)


@pytest.fixture
def home():
    """Not below pytest's own folder: started as root, the embedded server runs as another user and must get in."""
    folder = Path(tempfile.mkdtemp(prefix="truongan-kills-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
@pytest.mark.parametrize("takes_keys", [False, True])
def test_nothing_is_lost_and_nobody_told_twice(home: Path, takes_keys: bool):
    with StandIn() as there:
        _take_time(there)
        ours = Installation(home, there.url, takes_keys)
        try:
            _broadcast_among_kills(ours, there)
            _settled(ours, there, takes_keys)
        finally:
            ours.stop()


def _take_time(there: StandIn) -> None:
    """Let each message take as long as elsewhere, so that a kill falls among messages under way."""
    taken = there.sms.answer

    def slowly(asked):
        time.sleep(0.05)
        return taken(asked)

    there.sms.answer = slowly


def _broadcast_among_kills(ours: Installation, there: StandIn) -> None:
    migrated(ours.home)
    ours.shell(_PREPARE)
    web = ours.start("serve", "--no-worker", "--no-live", "--port", "0")
    worker = ours.start("worker")
    ours.shell(_BROADCAST)
    until(lambda: len(there.sms.sent) > PEOPLE * 0.15, "the broadcast did not begin")
    ours.kill(worker)
    worker = ours.start("worker")
    until(lambda: len(there.sms.sent) > PEOPLE * 0.35, "the second worker did not go on")
    ours.kill_database()
    ours.kill(web)
    # The service manager: whatever ended is started again, and the first to start brings the database back.
    ours.start("serve", "--no-worker", "--no-live", "--port", "0")
    end = time.monotonic() + 20
    while worker.poll() is None and time.monotonic() < end:
        time.sleep(0.2)
    if worker.poll() is not None:
        ours.start("worker")
    until(lambda: len(there.sms.sent) > PEOPLE * 0.6, "nobody went on after the database came back")


def _settled(ours: Installation, there: StandIn, takes_keys: bool) -> None:
    def states():
        return json.loads(ours.shell(_STATES).split("STATES ")[-1])

    def is_done() -> bool:
        counts = states()[0]
        if any(name.endswith("-sending") for name in counts):
            ours.shell(_LATER)  # leases end after two minutes: told a later time, we need not wait
        return not any(name.endswith(("-waiting", "-sending")) for name in counts)

    until(is_done, "deliveries are left")
    counts, channels, told, handed, lost = states()
    by_number = Counter(each["to"] for each in there.sms.sent)
    print(f"\ntakes_keys={takes_keys} at the gateway {len(there.sms.sent)}, states {counts}")
    assert max(by_number.values()) == 1
    assert (told, handed, lost) == (PEOPLE, PEOPLE, 0)
    assert channels["sms"].get("handed", 0) <= len(by_number)
    unsure = counts.get("sms-unsure", 0)
    letters = len(list((ours.home / "mail").glob("*.eml")))
    if takes_keys:
        assert (len(by_number), letters) == (PEOPLE, 0)
    else:
        # Who may not have been reached by SMS has a letter, and nobody else has.
        assert counts.get("sms-handed", 0) + unsure == PEOPLE
        assert letters == counts.get("email-handed", 0) == unsure
