"""Nothing stale is kept, and no flood takes more memory than there is."""

import pytest

from truongan.web.page_cache.addresses import Address
from truongan.web.page_cache.bodies import page_of
from truongan.web.page_cache.store import STALE_AT_MOST, Store

NOON = 1_000_000.0


def at(path: str = "/", query: str = "", host: str = "localhost") -> Address:
    return Address("http", host, path, query, is_plain=not query)


def page(*topics: str, size: int = 10, ends_at: float = NOON + 100):
    return page_of(b"x" * size, [("Content-Type", "image/png")], topics, NOON, ends_at)


@pytest.fixture
def store() -> Store:
    made = Store(400_000)
    made.attach()
    return made


def test_what_was_kept_is_found_until_its_topic_changes(store):
    store.keep(at("/a"), page("news"), store.begin())
    store.keep(at("/b"), page("figures", "news"), store.begin())
    store.keep(at("/c"), page("documents"), store.begin())

    store.drop(["figures"])

    assert [path for path in ("/a", "/b", "/c") if store.find(at(path), NOON)] == ["/a", "/c"]


def test_a_page_begun_before_its_topic_changed_is_not_kept_after(store):
    begun = store.begin()
    store.drop(["news"])
    assert not store.keep(at(), page("news"), begun)
    assert store.keep(at(), page("news"), store.begin())


def test_another_topics_change_does_not_matter(store):
    begun = store.begin()
    store.drop(["news"])
    assert store.keep(at(), page("figures"), begun)


def test_nothing_is_kept_while_changes_cannot_be_heard(store):
    store.detach(NOON)
    assert not store.keep(at(), page("news"), store.begin())


def test_a_page_begun_before_the_line_was_lost_is_not_kept_after_it_is_back(store):
    begun = store.begin()
    store.detach(NOON)
    store.attach()
    assert not store.keep(at(), page("news"), begun)


def test_pages_are_read_on_while_changes_cannot_be_heard_and_go_when_they_can_again(store):
    store.keep(at(), page("news", ends_at=NOON + 10), store.begin())
    store.detach(NOON)

    assert store.find(at(), NOON + 3600)
    assert store.find(at(), NOON + STALE_AT_MOST + 1) is None

    store.keep(at(), page("news"), store.begin())
    store.attach()
    assert store.find(at(), NOON) is None


def test_a_page_ends_with_its_day(store):
    store.keep(at(), page("news", ends_at=NOON + 10), store.begin())
    assert store.find(at(), NOON + 9.9)
    assert store.find(at(), NOON + 10) is None
    assert store.weight == 0


def test_what_was_read_last_stays_when_room_is_needed(store):
    for name in "abcd":
        store.keep(at(f"/{name}"), page("news", size=70_000), store.begin())
    store.find(at("/a"), NOON)

    store.keep(at("/e"), page("news", size=70_000), store.begin())

    assert store.find(at("/a"), NOON)
    assert store.find(at("/b"), NOON) is None
    assert store.weight <= 300_000


def test_a_flood_of_queries_leaves_the_pages_everybody_reads(store):
    store.keep(at("/"), page("news", size=10_000), store.begin())
    for number in range(1000):
        store.keep(at("/so-lieu/", f"ngay={number}"), page("figures", size=10_000), store.begin())

    assert store.find(at("/"), NOON)
    assert store.weight <= 400_000
    assert len(store) < 20


def test_the_index_of_topics_holds_nothing_that_is_gone(store):
    for number in range(1000):
        store.keep(at(f"/{number}"), page(f"comments:{number}", size=10_000), store.begin())
    assert len(store._by_topic) == len(store)


def test_a_page_larger_than_a_quarter_of_its_shelf_is_not_kept(store):
    assert not store.keep(at(), page("news", size=80_000), store.begin())


def test_many_topics_announced_take_bounded_memory_and_lose_no_change(store, monkeypatch):
    monkeypatch.setattr("truongan.web.page_cache.store._MOST_TOPICS", 10)
    begun = store.begin()
    store.drop(["news"])
    for number in range(50):
        store.drop([f"comments:{number}"])

    assert len(store._last) <= 12
    assert not store.keep(at(), page("news"), begun)
    assert store.keep(at(), page("news"), store.begin())


def test_a_page_kept_anew_is_weighed_once(store):
    store.keep(at(), page("news", size=5000), store.begin())
    weight = store.weight
    store.keep(at(), page("news", size=5000), store.begin())
    assert (store.weight, len(store)) == (weight, 1)
