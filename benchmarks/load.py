"""A server under load: requests a second and processor time for each, measured from outside.

The client is ours: one connection a process, kept open, the next request sent when the answer is whole. It shares the
processors with the server, so the fast side is understated more than the slow one; processor time is not.
"""

import multiprocessing
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

HOST = "127.0.0.1"
_START = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian(sys.argv[1], address="127.0.0.1", port=int(sys.argv[2]), interface=Interfaces.WSGI, workers=1,
        blocking_threads=4, websockets=False, log_enabled=False).serve()
"""


@dataclass(frozen=True)
class Rate:
    per_second: float
    processor_us: float  # of the server's processes, for each request


class Connection:
    """Keep-alive, one request at a time."""

    def __init__(self, port: int):
        self._socket = socket.create_connection((HOST, port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, encoding: str = "identity") -> tuple[int, bytes]:
        """Status and everything received, head included."""
        self._socket.sendall(request(path, encoding))
        return self.read()

    def send(self, asked: bytes) -> None:
        self._socket.sendall(asked)

    def read(self) -> tuple[int, bytes]:
        received = self._socket.recv(65536)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        at = received[:end].lower().find(b"content-length:")
        length = int(received[at + 15 : received.find(b"\r", at)]) if at >= 0 else 0
        while len(received) < end + 4 + length:
            received += self._more()
        return int(received[9:12]), received

    def _more(self) -> bytes:
        part = self._socket.recv(262_144)
        if not part:
            raise ConnectionError("closed by the server")
        return part


def request(path: str, encoding: str = "identity") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: {encoding}\r\n\r\n".encode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def granian(application: str, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server for this application: one process, four threads, as `truongan serve`."""
    port = free_port()
    with _running([sys.executable, "-c", _START, application, str(port)], environment, port) as pid:
        yield port, pid


@contextmanager
def product(environment: dict[str, str], workers: int = 1) -> Iterator[tuple[int, int]]:
    """(port, process id) of `truongan serve` itself."""
    port = free_port()
    command = [sys.executable, "-m", "truongan.config.cli", "serve", "--no-worker"]
    command += ["--port", str(port), "--workers", str(workers)]
    with _running(command, environment, port) as pid:
        yield port, pid


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[int]:
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not _answers(port):
            if time.monotonic() > deadline or server.poll() is not None:
                raise RuntimeError(f"{command[-1]} did not start")
            time.sleep(0.2)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


def _answers(port: int) -> bool:
    try:
        return Connection(port).get("/healthz")[0] > 0
    except OSError:
        return False


def rate(port: int, pid: int, path: str, encoding: str = "identity", seconds: float = 5.0, clients: int = 4) -> Rate:
    """Requests a second over `clients` connections, after two to warm up; raises where an answer is not 200."""
    for _ in range(2):
        status, _body = Connection(port).get(path, encoding)
        assert status == 200, f"{path}: {status}"
    # Forked, a client stands at once; spawned, each would set up Django anew and be late on a busy machine.
    forked = multiprocessing.get_context("fork")
    queue: multiprocessing.Queue = forked.Queue()
    start = time.time() + 0.5  # all have been started by then
    arguments = (port, request(path, encoding), start, seconds, queue)
    running = [forked.Process(target=_ask, args=arguments) for _ in range(clients)]
    for each in running:
        each.start()
    time.sleep(max(0.0, start - time.time()))
    before = processor_time(pid)
    counts = [queue.get(timeout=seconds + 60) for _ in running]
    used = processor_time(pid) - before
    for each in running:
        each.join()
    return Rate(sum(counts) / seconds, used / sum(counts) * 1e6)


def _ask(port: int, asked: bytes, start: float, seconds: float, queue) -> None:
    connection, count = Connection(port), 0
    time.sleep(max(0.0, start - time.time()))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        connection.send(asked)
        status, _ = connection.read()
        if status != 200:
            raise RuntimeError(f"status {status}")
        count += 1
    queue.put(count)


def processor_time(pid: int) -> float:
    """Seconds of processor of a server and its children so far, the database's left out."""
    server = psutil.Process(pid)
    times = [each.cpu_times() for each in (server, *server.children(recursive=True)) if each.name() != "postgres"]
    return sum(each.user + each.system for each in times)
