"""`truongan serve` on a machine of its own: it answers, and it leaves nothing behind."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.config.programs import COMMAND, free_port, migrated, processes_of, read, surroundings, truongan

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    migrated(folder)
    assert truongan(folder, "collectstatic", "--noinput", "--verbosity", "0").returncode == 0
    return folder


@pytest.fixture
def serve(home):
    """Starts the server and hands over (process, its port); whatever a failed test leaves running is ended."""
    started = []

    def start(**more: str) -> tuple[subprocess.Popen, int]:
        port = free_port()
        process = subprocess.Popen(
            [*COMMAND, "serve", "--port", str(port)],
            env=surroundings(home, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process, port

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=30)
        process.stdout.close()
    for pid in processes_of(home):
        with suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()


def test_it_is_alive_and_ready(serve):
    _, port = serve()
    assert read(f"http://127.0.0.1:{port}/healthz") == (200, '{"status": "ok"}')
    assert read(f"http://127.0.0.1:{port}/readyz") == (200, '{"status": "ready"}')


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_web_worker_and_database(serve, home, name):
    process, port = serve()
    read(f"http://127.0.0.1:{port}/readyz")
    _until_the_worker_listens(home)
    asked = time.monotonic()

    # As Ctrl-C does it: the whole terminal gets SIGINT. A supervisor tells the first process alone.
    os.killpg(process.pid, signal.SIGINT) if name == "SIGINT" else process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=30) == 0
    assert time.monotonic() - asked <= 15
    assert processes_of(home) == set()


def _until_the_worker_listens(home: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(psutil.NoSuchProcess):
            if any(_is_worker(pid) for pid in processes_of(home)):
                time.sleep(3)
                return
        time.sleep(0.1)
    raise AssertionError("the worker did not start")


def test_a_dead_worker_is_started_again_and_the_database_still_stops_at_the_end(serve, home):
    process, port = serve()
    read(f"http://127.0.0.1:{port}/readyz")
    _until_the_worker_listens(home)
    first = _worker(process)
    first.kill()  # leaves its place on the list of those who use the database

    deadline = time.monotonic() + 20
    while (second := _worker(process)) in (None, first) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert second not in (None, first)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert processes_of(home) == set()


def test_after_a_power_cut_it_starts_again(serve, home):
    process, port = serve()
    read(f"http://127.0.0.1:{port}/readyz")
    process.kill()
    for pid in processes_of(home):
        with suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()

    _, port = serve()

    assert read(f"http://127.0.0.1:{port}/readyz")[0] == 200


def _is_worker(pid: int) -> bool:
    """The server's child with a session of its own."""
    process = psutil.Process(pid)
    parent = process.parent()
    started_by_serve = parent is not None and "serve" in parent.cmdline()
    return started_by_serve and os.getsid(pid) == pid and not process.name().startswith("postgres")


def _worker(process: subprocess.Popen) -> psutil.Process | None:
    children = psutil.Process(process.pid).children()
    alive = [each for each in children if each.status() != psutil.STATUS_ZOMBIE and _is_worker(each.pid)]
    return alive[0] if alive else None


def test_the_stream_stands_beside_the_pages_and_open_pages_do_not_hold_up_the_end(serve, home):
    process, port = serve()
    read(f"http://127.0.0.1:{port}/readyz")
    assert _until_it_answers(f"http://127.0.0.1:{port + 1}/healthz") == (200, "ok")
    assert read(f"http://127.0.0.1:{port + 1}/?ve=nonsense")[0] == 403
    with urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/?ve={_ticket(home)}", timeout=10) as page:
        assert page.readline() == b"event: ready\n"
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert time.monotonic() - asked <= 15
    assert processes_of(home) == set()


def _until_it_answers(address: str) -> tuple[int, str]:
    deadline = time.monotonic() + 30
    while (answer := read(address))[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    return answer


def _ticket(home: Path) -> str:
    """Made with the installation's own secret, as its pages make it."""
    code = (
        "from types import SimpleNamespace\n"
        "from truongan.web.live import live_pass\n"
        "from truongan.web.live.passes import ticket_for\n"
        "viewer = SimpleNamespace(pk=1)\n"
        "print(ticket_for(viewer, [live_pass(viewer, 'person.1')]))\n"
    )
    return truongan(home, "shell", "--verbosity", "0", "--command", code).stdout.strip()


def test_a_taken_port_is_said_in_a_sentence(serve, home):
    _, port = serve()
    read(f"http://127.0.0.1:{port}/healthz")

    second = truongan(home, "serve", "--port", str(port))

    assert second.returncode == 1
    assert f"Không mở được cổng 127.0.0.1:{port}" in second.stderr
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr


def test_logs_are_lines_of_json_on_request(serve):
    process, port = serve(TRUONGAN_LOG_FORMAT="json")
    read(f"http://127.0.0.1:{port}/readyz?secret=1")
    process.send_signal(signal.SIGTERM)

    lines = [line for line in process.communicate(timeout=30)[0].splitlines() if not line.startswith("Trường An")]

    entries = [json.loads(line) for line in lines]
    [request] = [entry for entry in entries if entry.get("path") == "/readyz"]
    assert (request["method"], request["status"]) == ("GET", 200)
    assert not any("secret" in line for line in lines)


def test_a_database_without_its_tables_is_not_ready(serve, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    process, port = serve(TRUONGAN_HOME=str(empty))

    assert read(f"http://127.0.0.1:{port}/healthz")[0] == 200
    assert read(f"http://127.0.0.1:{port}/readyz") == (503, '{"status": "unavailable", "reason": "migrations"}')

    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    assert processes_of(empty) == set()


def test_stopped_while_starting_it_leaves_nothing(serve, home):
    process, _ = serve()
    while not processes_of(home) - {process.pid} and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)

    process.wait(timeout=30)
    assert processes_of(home) == set()
