"""Who watches what in this process, and one database connection that hears what changed."""

import asyncio
import logging
from collections import defaultdict

import psycopg
from django.db import connections

from truongan.web.live.topics import CHANNEL, EVERYTHING

log = logging.getLogger("truongan.live")
_RETRY = 1.0  # seconds
_ALIVE = 30.0  # seconds without a word until the connection is asked whether it still is one


class Watcher:
    """One open page: the topics that changed since it was last told."""

    __slots__ = ("changed", "event", "is_dismissed", "leaving", "topics")

    def __init__(self, topics: list[str], leaving: str = "") -> None:
        self.topics = [*topics, leaving] if leaving else topics
        self.leaving, self.is_dismissed = leaving, False
        self.changed: set[str] = set()
        self.event = asyncio.Event()

    def tell(self, topic: str) -> None:
        if topic == self.leaving:
            self.is_dismissed = True
        else:
            self.changed.add(topic)
        self.event.set()

    def take(self) -> list[str]:
        """What changed, forgotten here: however many changes, a slow reader costs no memory."""
        taken, self.changed = sorted(self.changed), set()
        self.event.clear()
        return taken


class Hub:
    """Brings each announced topic to the pages that watch it."""

    def __init__(self) -> None:
        self._watching: dict[str, set[Watcher]] = defaultdict(set)
        self.watchers = 0
        self.is_hearing = False
        self.is_closing = False

    def close(self) -> None:
        """Let every page go: they come back when there is a stream again."""
        self.is_closing = True
        self.publish_everything()

    def count_of(self, topic: str) -> int:
        """How many pages watch it."""
        return len(self._watching.get(topic, ()))

    def enter(self, topics: list[str], leaving: str = "") -> Watcher:
        """`leaving`: the topic that ends this stream; it is never told to the page."""
        watcher = Watcher(topics, leaving)
        for topic in watcher.topics:
            self._watching[topic].add(watcher)
        self.watchers += 1
        return watcher

    def leave(self, watcher: Watcher) -> None:
        for topic in watcher.topics:
            self._watching[topic].discard(watcher)
            if not self._watching[topic]:
                del self._watching[topic]
        self.watchers -= 1

    def publish(self, payload: str) -> None:
        for topic in payload.split():
            for watcher in self._watching.get(topic, ()):
                watcher.tell(topic)

    def publish_everything(self) -> None:
        """Something may have been missed: every page looks again."""
        for watchers in self._watching.values():
            for watcher in watchers:
                watcher.tell(EVERYTHING)

    async def listen(self) -> None:
        """Hear until cancelled; a database that went away is awaited."""
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as reason:
                if self.is_hearing:
                    log.warning("changes cannot be heard, pages ask by themselves: %s", str(reason).strip())
            self.is_hearing = False
            await asyncio.sleep(_RETRY)

    async def _hear(self) -> None:
        parameters = connections.create_connection("default").get_connection_params()
        parameters.pop("cursor_factory", None)  # Django's, which is not made for waiting
        parameters["application_name"] = "truongan live"
        async with await psycopg.AsyncConnection.connect(**parameters, autocommit=True) as line:
            await line.execute(f"LISTEN {CHANNEL}")
            self.is_hearing = True
            self.publish_everything()
            while True:
                async for notice in line.notifies(timeout=_ALIVE):
                    self.publish(notice.payload)
                await line.execute("SELECT 1")
