"""One connection per process that hears what changed."""

import atexit
import logging
import os
import selectors
import socket
import threading
import time

import psycopg
from django.db import DatabaseError, connections

from truongan.web.page_cache.store import Store
from truongan.web.page_cache.topics import CHANNEL

log = logging.getLogger("truongan.page_cache")
_HEARTBEAT = 5.0  # seconds; a connection that died silently is found out after two of them
_RETRY = 0.5
# libpq finds out about a server that vanished without a word.
_TCP = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 2}
_TCP |= {"tcp_user_timeout": 5000}


class Listener:
    """Drops pages from the store as changes are announced; a thread started with the first request of a process."""

    def __init__(self, store: Store):
        self._store = store
        self._pid = 0
        self._starting = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._wake: tuple[socket.socket, socket.socket] | None = None

    def ensure(self) -> None:
        """Listening in this very process: a thread does not survive a fork."""
        if self._pid != os.getpid():
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._pid == os.getpid():
                return
            self._store.forget()
            self._stopping = threading.Event()
            self._wake = socket.socketpair()
            self._thread = threading.Thread(target=self._run, name="page-cache-listener", daemon=True)
            self._thread.start()
            self._pid = os.getpid()
        atexit.register(self.stop)

    def stop(self) -> None:
        """Hang up and end the thread; the pages kept are not to be used any more."""
        if self._pid != os.getpid() or self._thread is None or self._wake is None:
            return
        self._stopping.set()
        self._wake[1].send(b".")
        self._thread.join(timeout=2)
        self._store.forget()
        self._pid = 0
        for each in self._wake:
            each.close()
        atexit.unregister(self.stop)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except (psycopg.Error, DatabaseError, OSError) as reason:
                if self._store.is_attached:
                    log.warning("changes cannot be heard, kept pages are read on: %s", str(reason).strip())
            finally:
                self._store.detach(time.time())
            self._stopping.wait(_RETRY)

    def _listen(self) -> None:
        wrapper = connections.create_connection("default")  # for the parameters only: thread and life are our own
        parameters = {**wrapper.get_connection_params(), **_TCP, "application_name": "truongan pages"}
        with psycopg.connect(**parameters, autocommit=True) as line:
            line.add_notify_handler(lambda notice: self._store.drop([notice.payload]))
            line.execute(f"LISTEN {CHANNEL}")
            # Only now: what was committed before is seen by every rendering from here on.
            self._store.attach()
            with selectors.DefaultSelector() as selector:
                selector.register(line.fileno(), selectors.EVENT_READ)
                selector.register(self._wake[0], selectors.EVENT_READ)  # type: ignore[index]  # made before the thread
                while not self._stopping.is_set():
                    self._hear(line, selector)

    def _hear(self, line: psycopg.Connection, selector: selectors.BaseSelector) -> None:
        if not selector.select(_HEARTBEAT):
            line.execute("SELECT 1")
            return
        if self._stopping.is_set():
            return
        line.pgconn.consume_input()
        while notice := line.pgconn.notifies():
            self._store.drop([notice.extra.decode()])
