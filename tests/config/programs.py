"""Running the product as an operator does: the `truongan` command in processes of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from tests.kept_database import bring

COMMAND = (sys.executable, "-m", "truongan.config.cli")


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of an installation under `home`, without what this test run has set for itself."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRUONGAN_", "DJANGO_", "DATABASE_URL"))
    }
    return {**kept, "TRUONGAN_HOME": str(home), **more}


def truongan(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [*COMMAND, *arguments], env=surroundings(home, **more), capture_output=True, text=True, timeout=600
    )


# psql prints what it does, so the name comes out of COPY alone.
_TAKE_OVER = """
from pathlib import Path
from truongan.config.database import _started
server = _started(Path({folder!r}))  # waits: the copy repairs itself as after a power cut
server.psql("DROP DATABASE IF EXISTS truongan")
kept = server.psql("COPY (SELECT min(datname) FROM pg_database WHERE datname LIKE 'test_truongan%') TO STDOUT").strip()
server.psql(f"ALTER DATABASE {{kept}} RENAME TO truongan")
server.cleanup()
"""


def migrated(home: Path) -> None:
    """An empty database of these migrations under `home`: the kept one where there is one, since to migrate takes long."""
    if bring(home / "postgresql"):
        code = _TAKE_OVER.format(folder=str(home / "postgresql"))
        done = subprocess.run(
            [sys.executable, "-c", code], env=surroundings(home), capture_output=True, text=True, timeout=240
        )
    else:
        done = truongan(home, "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr[-2000:]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(address: str, *, within: float = 60) -> tuple[int, str]:
    """Status and text of an address, waiting until something answers there."""
    deadline = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own loopback address
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def processes_of(home: Path) -> set[int]:
    """Everything alive that belongs to the installation under `home`: web, worker and its PostgreSQL."""
    found: set[int] = set()
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            own = process.environ().get("TRUONGAN_HOME") == str(home) or str(home) in process.cmdline()
            if own or str(home / "postgresql") in " ".join(process.cmdline()):
                found |= {process.pid, *(child.pid for child in process.children(recursive=True))}
    return found
