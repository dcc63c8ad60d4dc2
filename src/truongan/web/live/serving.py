"""Running the stream in a process of its own."""

import asyncio
import resource
import signal

from truongan.web.live.application import MOST, Stream
from truongan.web.live.hub import Hub


def run(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # every open page is a file to the system
    asyncio.run(_run(host, port))


async def _run(host: str, port: int) -> None:
    from granian.constants import Interfaces  # heavy: only where the stream is served
    from granian.server.embed import Server

    hub = Hub()
    stream = Stream(hub)

    async def application(scope, receive, send):
        await stream(scope, receive, send)

    server = Server(
        application, address=host, port=port, interface=Interfaces.ASGINL, websockets=False, log_enabled=False,
        backlog=2048, backpressure=MOST + 1000,  # its own limit would hold the 129th page back for ever
    )  # fmt: skip
    loop = asyncio.get_running_loop()
    hearing = loop.create_task(hub.listen())
    serving = loop.create_task(server.serve())

    def stop() -> None:
        hub.close()  # the server waits for answers under way, and a stream never ends by itself
        server.stop()

    # Not loop.add_signal_handler: it hears of a signal through the loop's own pipe, and a thousand pages that go in the
    # same moment fill that pipe; the signal would be lost.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _number, _frame: loop.call_soon_threadsafe(stop))
    await serving
    hearing.cancel()
