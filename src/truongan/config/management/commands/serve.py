import gc
import multiprocessing
import os
import socket
import threading
from typing import Any

from django.conf import settings
from django.core.management import execute_from_command_line
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from truongan.config import environment


def work() -> None:
    """Run the worker in this process, in a session of its own: Ctrl-C reaches every process of the terminal, and the
    worker is to be stopped by the server."""
    os.setsid()
    execute_from_command_line(["truongan", "worker"])


class Worker:
    """The worker as a child process, started again when it dies, stopped with the server."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        # The first one is forked: it shares what this process has loaded, a hundred megabytes. No thread runs yet.
        connections.close_all()
        self.child = self._start("fork")
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self, method: str) -> multiprocessing.process.BaseProcess:
        child = multiprocessing.get_context(method).Process(target=work)  # type: ignore[attr-defined]  # every context has it
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

    def handle(self, *args, **options):
        from granian import Granian  # all heavy: only this command needs them
        from granian.constants import Interfaces
        from granian.log import LogLevels

        self._refuse_a_taken_port(options["host"], options["port"])
        logging: dict[str, Any] = settings.LOGGING
        worker = None
        self.stdout.write(f"Trường An: http://{options['host']}:{options['port']}/")
        # What is loaded by now is shared with worker and web; left alone by the collector, it stays shared.
        gc.freeze()
        try:
            worker = None if options["no_worker"] else Worker()
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
                log_dictconfig={**logging, "loggers": {**logging["loggers"], "_granian": {}}},
            ).serve()
        finally:
            if worker:
                worker.stop()

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
