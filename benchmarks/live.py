"""Two thousand open pages on one machine: what their stream holds in memory, and how long a change takes to reach all.

Runs the stream as `truongan live` does, in a process of its own, over the benchmarks' database.
"""

import asyncio
import contextlib
import resource
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

import psutil

_PAGES = 2000
_ROUNDS = 5


@dataclass(frozen=True)
class Viewer:
    pk: int


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = subprocess.Popen([sys.executable, "-m", "truongan.config.cli", "live", "--port", str(port)])
    try:
        asyncio.run(_measure(port, server.pid))
    finally:
        server.terminate()
        server.wait(timeout=30)


async def _measure(port: int, pid: int) -> None:
    await _until_it_hears(port)
    empty = _memory(pid)
    lines = [await _open(port, number) for number in range(_PAGES)]
    for reader, _writer in lines:
        await _until(reader, b"event: ready")
    held, plain = _memory(pid), await asyncio.to_thread(_plain_memory)
    print(f"live stream, {_PAGES} open pages: memory (RSS)  {held:8.1f} MB  (empty {empty:.1f})  aim 500")
    print(f"  beside: plain asyncio, lines held and nothing known  {plain:8.1f} MB (x{plain / held:.2f})")
    seconds = [await _round(lines, number) for number in range(_ROUNDS)]
    print(f"a change until the last of {_PAGES} pages knows   {1000 * max(seconds):8.0f} ms  (slowest of {_ROUNDS})")
    for _reader, writer in lines:
        writer.close()


async def _round(lines: list, number: int) -> float:
    heard = [asyncio.create_task(_until(reader, b"data: bench.all")) for reader, _writer in lines]
    await asyncio.sleep(0)
    began = time.perf_counter()
    await asyncio.to_thread(_announce)
    await asyncio.wait_for(asyncio.gather(*heard), 60)
    return time.perf_counter() - began


def _announce() -> None:
    from django.db import connection, transaction

    from truongan.web.live import announce

    with transaction.atomic():
        announce("bench.all")
    connection.close()


async def _open(port: int, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    from truongan.web.live import live_pass
    from truongan.web.live.passes import ticket_for

    viewer = Viewer(number)
    ticket = ticket_for(viewer, [live_pass(viewer, f"person.{number}", "bench.all")])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /?ve={ticket} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await writer.drain()
    return reader, writer


async def _until(reader: asyncio.StreamReader, text: bytes) -> None:
    while text not in await reader.readline():
        pass


async def _until_it_hears(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.readline()
            writer.close()
            if b"200" in answer:
                return
        await asyncio.sleep(0.2)


def _memory(pid: int) -> float:
    return psutil.Process(pid).memory_info().rss / 1e6


# A server that only holds its lines: neither tickets nor topics, no database.
_PLAIN = """
import asyncio, sys
async def hold(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\n\\r\\nevent: ready\\n\\n")
    await writer.drain()
    await reader.read()
async def main():
    server = await asyncio.start_server(hold, "127.0.0.1", int(sys.argv[1]), backlog=4096)
    await server.serve_forever()
asyncio.run(main())
"""


def _plain_memory() -> float:
    """Megabytes of that server with as many lines open."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", _PLAIN, str(port)])
    try:
        return asyncio.run(_plain_lines(port, server.pid))
    finally:
        server.terminate()
        server.wait(timeout=30)


async def _plain_lines(port: int, pid: int) -> float:
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    while len(lines) < _PAGES:
        with contextlib.suppress(ConnectionRefusedError):  # it is not up yet
            lines.append(await asyncio.open_connection("127.0.0.1", port))
    for _reader, writer in lines:
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for reader, _writer in lines:
        await _until(reader, b"event: ready")
    held = _memory(pid)
    for _reader, writer in lines:
        writer.close()
    return held
