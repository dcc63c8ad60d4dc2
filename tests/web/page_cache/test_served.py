"""`truongan serve` with two processes: a change seen in both, and readers who read on while the database is away."""

import http.client
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.config.programs import COMMAND, free_port, migrated, processes_of, read, surroundings, truongan

pytestmark = pytest.mark.slow
_WRITE = "from truongan.news.models import NewsIndex; NewsIndex.objects.update(intro='{words}')"
_ANNOUNCE = "; from truongan.web.page_cache import changed; changed('news')"


@pytest.fixture
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")  # short: PostgreSQL's socket lies in it
    migrated(folder)
    assert truongan(folder, "collectstatic", "--noinput", "--verbosity", "0").returncode == 0
    yield folder
    for pid in processes_of(folder):
        with suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()


@pytest.fixture
def port(home):
    free = free_port()
    command = [*COMMAND, "serve", "--no-worker", "--workers", "2", "--port", str(free)]
    process = subprocess.Popen(
        command, env=surroundings(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    read(f"http://127.0.0.1:{free}/readyz")
    yield free
    process.terminate()
    process.wait(timeout=40)


class Reader:
    """One kept connection: it stays with one of the processes."""

    def __init__(self, port: int):
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def get(self, path: str) -> http.client.HTTPResponse:
        self._line.request("GET", path)
        answer = self._line.getresponse()
        answer.text = answer.read().decode()
        return answer

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def readers(port):
    """Twelve of them over two processes: one process without any is one run in two thousand."""
    made = [Reader(port) for _ in range(12)]
    yield made
    for each in made:
        each.close()


def test_a_change_reaches_both_processes_and_readers_read_on_without_the_database(home, readers):
    until(lambda: all(reader.get("/tin-tuc/").headers["ETag"] for reader in readers), 20)
    for reader in readers * 2:  # rendered before the line to the database stood, a page is not kept
        reader.get("/tin-tuc/")

    write(home, _WRITE.format(words="Chưa báo"))
    assert not any("Chưa báo" in reader.get("/tin-tuc/").text for reader in readers)  # kept in both
    write(home, _WRITE.format(words="Đã báo") + _ANNOUNCE)
    until(lambda: all("Đã báo" in reader.get("/tin-tuc/").text for reader in readers), 1)

    stop_database(home)
    until(lambda: all(reader.get("/tin-tuc/").headers["Warning"] for reader in readers), 10)
    kept, other = readers[0].get("/tin-tuc/"), readers[0].get("/so-lieu/?ngay=2021-09-14")
    assert (kept.status, kept.headers["Warning"]) == (200, '111 - "Revalidation Failed"')
    assert "Đã báo" in kept.text
    assert (other.status, other.headers["Retry-After"]) == (503, "30")
    assert "Sổ đăng ký tạm thời không trả lời" in other.text


def write(home: Path, statements: str) -> None:
    done = truongan(home, "shell", "-c", statements)
    assert done.returncode == 0, done.stderr


def until(holds, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def stop_database(home: Path) -> None:
    [postmaster] = [int(line) for line in (home / "postgresql" / "postmaster.pid").read_text().splitlines()[:1]]
    os.kill(postmaster, signal.SIGINT)  # "fast": every connection is closed
    with suppress(psutil.NoSuchProcess):
        psutil.Process(postmaster).wait(timeout=20)
