"""The pages one process keeps: bounded in bytes, dropped by topic, never older than what was announced.

Order that makes a stale page impossible: a writer commits, PostgreSQL delivers, we count the announcement. A page is
kept only if none of its topics was announced since its rendering began, so it saw every change announced before;
and what is announced later drops it.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable

from truongan.web.page_cache.addresses import Address
from truongan.web.page_cache.bodies import Page

_MOST_TOPICS = 20_000  # remembered with the number of their last announcement
STALE_AT_MOST = 24 * 3600  # seconds pages outlive the connection that announces changes


class _Shelf:
    """Pages in the order they were last read, the oldest let go first."""

    def __init__(self, capacity: int):
        self.capacity, self.weight = capacity, 0
        self.pages: OrderedDict[Address, Page] = OrderedDict()

    def put(self, address: Address, page: Page) -> list[tuple[Address, Page]]:
        self.pages[address] = page
        self.weight += page.weight
        let_go = []
        while self.weight > self.capacity:
            gone, its_page = self.pages.popitem(last=False)
            self.weight -= its_page.weight
            let_go.append((gone, its_page))
        return let_go

    def pop(self, address: Address) -> Page | None:
        page = self.pages.pop(address, None)
        if page:
            self.weight -= page.weight
        return page


class Store:
    """Safe between threads. `capacity` in bytes; a quarter is for addresses with a query, so no flood of them
    can push out the pages everybody reads."""

    def __init__(self, capacity: int):
        self._lock = threading.Lock()
        self._shelves = {True: _Shelf(capacity - capacity // 4), False: _Shelf(capacity // 4)}
        self._by_topic: dict[str, set[Address]] = {}
        self._announced = 0  # announcements heard so far
        self._last: dict[str, int] = {}  # topic → number of its last announcement
        self._floor = 1  # what began rendering below this number may have missed an announcement
        self._detached_at: float | None = None
        self.is_attached = False

    def find(self, address: Address, moment: float) -> Page | None:
        """The page kept under this address, if it still holds at `moment` (seconds since the epoch).

        While changes cannot be heard, a page is read on past its day: a reader is better served than turned away.
        """
        with self._lock:
            pages = self._shelves[address.is_plain].pages
            page = pages.get(address)
            if page is None:
                return None
            if self._is_over(page, moment):
                self._remove(address)
                return None
            pages.move_to_end(address)
            return page

    def _is_over(self, page: Page, moment: float) -> bool:
        if self.is_attached or self._detached_at is None:
            return page.ends_at <= moment
        return moment - self._detached_at > STALE_AT_MOST

    def begin(self) -> int:
        """To be asked before the rendering begins, and handed back with the page."""
        return self._announced

    def keep(self, address: Address, page: Page, begun: int) -> bool:
        """Whether the page was kept: not if something it shows was announced while it was rendered."""
        with self._lock:
            shelf = self._shelves[address.is_plain]
            if not self.is_attached or begun < self._floor or page.weight > shelf.capacity // 4:
                return False
            if any(self._last.get(topic, 0) > begun for topic in page.topics):
                return False
            self._remove(address)
            for gone, its_page in shelf.put(address, page):
                self._unlist(gone, its_page)
            for topic in page.topics:
                self._by_topic.setdefault(topic, set()).add(address)
            return True

    def drop(self, topics: Iterable[str]) -> None:
        """Something of these topics changed, and the change can be read."""
        with self._lock:
            self._announced += 1
            if len(self._last) > _MOST_TOPICS:
                self._last.clear()
                self._floor = self._announced
            for topic in topics:
                self._last[topic] = self._announced
                for address in list(self._by_topic.get(topic, ())):
                    self._remove(address)

    def attach(self) -> None:
        """From now on every change is heard; what was kept before may have missed some and goes."""
        with self._lock:
            self._announced += 1
            self._floor = self._announced
            self._empty()
            self.is_attached, self._detached_at = True, None

    def detach(self, moment: float) -> None:
        """Changes cannot be heard: nothing more is kept, what is kept is read on."""
        with self._lock:
            if self.is_attached:
                self.is_attached, self._detached_at = False, moment

    def forget(self) -> None:
        """As new: a child process inherits pages of which it heard nothing."""
        with self._lock:
            self._empty()
            self.is_attached, self._detached_at = False, None

    @property
    def weight(self) -> int:
        return sum(shelf.weight for shelf in self._shelves.values())

    def __len__(self) -> int:
        return sum(len(shelf.pages) for shelf in self._shelves.values())

    def _empty(self) -> None:
        for shelf in self._shelves.values():
            shelf.pages.clear()
            shelf.weight = 0
        self._by_topic.clear()
        self._last.clear()

    def _remove(self, address: Address) -> None:
        page = self._shelves[address.is_plain].pop(address)
        if page:
            self._unlist(address, page)

    def _unlist(self, address: Address, page: Page) -> None:
        for topic in page.topics:
            listed = self._by_topic.get(topic, set())
            listed.discard(address)
            if not listed:
                self._by_topic.pop(topic, None)
