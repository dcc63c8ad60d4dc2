"""Changes heard through PostgreSQL itself: at commit, over a lost connection, and by every table a page is read from."""

import re
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.web.page_cache.applications import Counted, ask
from truongan.web.page_cache import changed
from truongan.web.page_cache.front import PageCache

CACHED = (
    ("/", ["figures", "documents"]),
    ("/so-lieu/", ["figures"]),
    ("/so-lieu/?theo=type", ["figures"]),
    ("/so-lieu/?nhom=hoat-dong", ["figures"]),
    ("/so-lieu.json", ["figures"]),
    ("/van-ban/", ["documents"]),
)
_WATCHED = """
SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = ANY(%s)
"""


def until(holds: Callable[[], object], seconds: float = 1.0) -> float:
    """Seconds it took until this held; fails after the time an edit may take to be seen."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds
        time.sleep(0.002)
    return time.monotonic() - began


@pytest.fixture
def fronts(transactional_db, settings):
    """Two workers' caches, each with a line of its own."""
    made = [PageCache(Counted(), 10_000_000) for _ in range(2)]
    for each in made:
        each.listener.ensure()
        until(lambda each=each: each.store.is_attached, 5)
    yield made
    for each in made:
        each.listener.stop()


def keep_everywhere(fronts, path: str = "/phuong-phap/") -> None:
    for each in fronts:
        ask(each, path)
        assert len(each.store) == 1


@pytest.mark.usefixtures("cast")
def test_a_change_is_seen_in_every_worker_and_only_after_the_commit(fronts):
    keep_everywhere(fronts, "/van-ban/")
    with transaction.atomic():
        changed("documents")
        for each in fronts:
            ask(each, "/van-ban/")
        assert [len(each.store) for each in fronts] == [1, 1]

    until(lambda: [len(each.store) for each in fronts] == [0, 0])


@pytest.mark.usefixtures("cast")
def test_what_was_rolled_back_is_not_announced(fronts):
    keep_everywhere(fronts, "/van-ban/")
    with pytest.raises(RuntimeError), transaction.atomic():
        changed("documents")
        raise RuntimeError
    changed("other")  # sent later, so heard later
    until(lambda: all("other" in each.store._last for each in fronts))
    assert [len(each.store) for each in fronts] == [1, 1]


def test_a_lost_line_keeps_readers_reading_and_is_taken_up_again(fronts):
    [front, _] = fronts
    keep_everywhere(fronts)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'truongan pages' "
            "AND datname = current_database()"
        )
    until(lambda: not front.store.is_attached)
    assert ask(front, "/phuong-phap/").status == 200
    assert front.application.entered == 1

    until(lambda: front.store.is_attached, 5)
    assert len(front.store) == 0  # it may have missed something


def test_hanging_up_ends_the_thread_and_the_connection(fronts):
    [front, _] = fronts
    thread = front.listener._thread
    front.listener.stop()
    assert not thread.is_alive()
    front.listener.ensure()  # as a new process would
    until(lambda: front.store.is_attached, 5)


@pytest.mark.parametrize(("address", "topics"), CACHED)
def test_every_table_a_kept_page_is_read_from_announces_its_changes(cast, client, address, topics):
    """Written by whom- and wherever: an import, a rebuild of the ledger, a repair by hand."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    read = {table for each in asked for table in re.findall(r'(?:FROM|JOIN)\s+"?([a-z]+_[a-z]+)"?', each["sql"])}
    with connection.cursor() as cursor:
        cursor.execute(_WATCHED, [[f"announce_{topic}" for topic in topics]])
        watched = {name for [name] in cursor.fetchall()}

    # Articles are announced by Wagtail's own signals when they are published: see news.receivers.
    read = {table for table in read if not table.startswith(("news_", "wagtailcore_"))}
    assert read
    assert read <= watched


def test_a_table_announces_each_kind_of_statement_once_a_transaction(fronts, cast):
    [front, _] = fronts
    keep_everywhere(fronts, "/so-lieu/")
    before = front.store.begin()
    with transaction.atomic(), connection.cursor() as cursor:
        for _ in range(5):
            cursor.execute("UPDATE movement_ledgerrow SET day = day")
            cursor.execute("DELETE FROM movement_ledgerbalance")

    until(lambda: len(front.store) == 0)
    assert front.store.begin() == before + 1
