"""One rendering of a page at a time; who asks meanwhile gets the same answer."""

import threading
import time

from truongan.web.page_cache.addresses import Address
from truongan.web.page_cache.bodies import Page

_PATIENCE = 1.0  # seconds: as long as a change may take to be seen, and no longer than a reader waits gladly
_MOST_KNOWN = 10_000


class Flight:
    """A rendering under way. `page` is set when it landed with one, kept or not."""

    def __init__(self) -> None:
        self.started_at = time.monotonic()
        self.landed = threading.Event()
        self.page: Page | None = None


class Flights:
    """Renderings under way, of addresses known to hold pages: two strangers at a form do not wait for one another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[Address, Flight] = {}
        self._known: set[Address] = set()

    def board(self, address: Address) -> tuple[Flight, bool]:
        """The rendering of this address, and whether it is for the caller to do."""
        with self._lock:
            flight = self._under_way.get(address)
            if flight:
                return flight, False
            flight = Flight()
            if address in self._known:
                self._under_way[address] = flight
            return flight, True

    def wait(self, flight: Flight) -> Page | None:
        """What that rendering brought, if it is no older than a change may stay unseen; else render yourself."""
        remaining = flight.started_at + _PATIENCE - time.monotonic()
        if remaining > 0 and flight.landed.wait(remaining):
            return flight.page
        return None

    def land(self, address: Address, flight: Flight, page: Page | None) -> None:
        with self._lock:
            if self._under_way.get(address) is flight:
                del self._under_way[address]
            if page:
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known.add(address)
        flight.page = page
        flight.landed.set()
