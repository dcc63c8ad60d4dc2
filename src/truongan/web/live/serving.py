"""Running the stream in a process of its own."""

import asyncio
import signal

from truongan.web.live.application import Stream
from truongan.web.live.hub import Hub


def run(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    asyncio.run(_run(host, port))


async def _run(host: str, port: int) -> None:
    from granian.constants import Interfaces  # heavy: only where the stream is served
    from granian.server.embed import Server

    hub = Hub()
    stream = Stream(hub)

    async def application(scope, receive, send):
        await stream(scope, receive, send)

    server = Server(
        application, address=host, port=port, interface=Interfaces.ASGINL, websockets=False, log_enabled=False
    )
    loop = asyncio.get_running_loop()
    hearing = loop.create_task(hub.listen())
    serving = loop.create_task(server.serve())
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, server.stop)
    await serving
    hearing.cancel()
