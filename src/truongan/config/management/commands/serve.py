import gc
import logging
import multiprocessing
import os
import socket
import threading
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from truongan.config import environment
from truongan.web.live import serving as live

log = logging.getLogger("truongan.serve")


def work() -> None:
    """Run the worker in this process, in a session of its own: Ctrl-C reaches every process of the terminal, and the
    worker is to be stopped by the server."""
    os.setsid()
    execute_from_command_line(["truongan", "worker"])


def stream(host: str, port: int) -> None:
    """Serve the live stream in this process; a session of its own as above."""
    os.setsid()
    django.setup()  # does nothing in a fork
    live.run(host, port)


class Child:
    """A part of the server in a process of its own, started again when it dies, stopped with the server."""

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        self.stopping = threading.Event()
        self.target, self.arguments = target, arguments
        # The first one is forked: it shares what this process has loaded, a hundred megabytes.
        connections.close_all()
        self.child = self._start("fork")

    def watch(self) -> None:
        """Only after the last fork: a thread does not survive one."""
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self, method: str) -> multiprocessing.process.BaseProcess:
        context = multiprocessing.get_context(method)
        child = context.Process(target=self.target, args=self.arguments)  # type: ignore[attr-defined]  # every context has it
        child.start()
        return child

    def _watch(self) -> None:
        while not self.stopping.is_set():
            self.child.join()
            if not self.stopping.wait(timeout=2):
                self.child = self._start("spawn")

    def stop(self) -> None:
        self.stopping.set()
        self.child.terminate()
        self.child.join(timeout=15)
        if self.child.is_alive():
            self.child.kill()
            self.child.join()


class Command(BaseCommand):
    help = "Chạy máy chủ web và các việc nền trên một máy; dừng sạch bằng Ctrl-C hoặc SIGTERM."

    def add_arguments(self, parser):
        parser.add_argument("--host", default=environment.value("TRUONGAN_HOST"))
        parser.add_argument("--port", type=int, default=int(environment.value("TRUONGAN_PORT")))
        parser.add_argument("--workers", type=int, default=int(environment.value("TRUONGAN_WORKERS")))
        parser.add_argument("--no-worker", action="store_true", help="không chạy việc nền trong tiến trình này")
        parser.add_argument("--no-live", action="store_true", help="không mở luồng cập nhật trực tiếp ở cổng kế tiếp")

    def handle(self, *args, **options):
        from granian import Granian  # all heavy: only this command needs them
        from granian.constants import Interfaces
        from granian.log import LogLevels

        self._refuse_a_taken_port(options["host"], options["port"])
        logs: dict[str, Any] = settings.LOGGING
        children: list[Child] = []
        self.stdout.write(f"Trường An: http://{options['host']}:{options['port']}/")
        # What is loaded by now is shared with worker and web; left alone by the collector, it stays shared.
        gc.freeze()
        try:
            if not options["no_worker"]:
                children.append(Child(work))
            if not options["no_live"]:
                children += self._streams(options["host"], options["port"] + 1)
            for each in children:
                each.watch()
            Granian(
                "truongan.config.wsgi:application",
                address=options["host"],
                port=options["port"],
                interface=Interfaces.WSGI,
                workers=options["workers"],
                blocking_threads=4,
                respawn_failed_workers=True,
                workers_kill_timeout=8,
                websockets=False,
                log_access=False,
                log_level=LogLevels(environment.value("TRUONGAN_LOG_LEVEL").lower()),
                log_dictconfig={**logs, "loggers": {**logs["loggers"], "_granian": {}}},
            ).serve()
        finally:
            for each in children:
                each.stop()

    def _streams(self, host: str, port: int) -> list[Child]:
        """The live stream, on the port after the pages' own; without it pages ask by themselves."""
        try:
            self._refuse_a_taken_port(host, port)
        except CommandError:
            log.warning("port %s is taken: no live stream, open pages ask every minute instead", port)
            return []
        if not settings.LIVE_URL and not settings.SESSION_COOKIE_SECURE:  # behind HTTPS the proxy must lead there
            settings.LIVE_URL = f":{port}"  # the web processes are forked from here
            # Browsers know no address of IPv6 in a policy: there pages ask every minute.
            names = ["*" + each if each[0] == "." else each for each in settings.ALLOWED_HOSTS if each[0] != "["]
            settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"] += [
                f"http://{name}:{port}" for name in names
            ]
        return [Child(stream, host, port)]

    def _refuse_a_taken_port(self, host: str, port: int) -> None:
        """Fail with a sentence before any child process starts."""
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as reason:
                raise CommandError(
                    f"Không mở được cổng {host}:{port} ({reason.strerror}). "
                    "Chọn cổng khác bằng --port hoặc TRUONGAN_PORT."
                ) from reason
