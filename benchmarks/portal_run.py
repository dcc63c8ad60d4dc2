"""Speed of an article's page beside stock Wagtail and plain Django, and how soon a change is seen in every worker.

Ratios of one run on one machine; the requests a second are of that machine and of what else it was doing.
"""

import os
import time
from collections.abc import Callable
from functools import partial

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.management import call_command  # noqa: E402 - as above
from django.db import connection  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402 - as above

from benchmarks.load import Connection, Rate, granian, processor_time, product, rate  # noqa: E402 - as above
from benchmarks.portal_browser import first_visit  # noqa: E402 - as above
from benchmarks.portal_content import TWIN, fill, held_comment, measured_article  # noqa: E402 - as above
from benchmarks.timing import median_ms  # noqa: E402 - as above
from truongan.accounts.models import User  # noqa: E402 - as above
from truongan.comments.actions import approve_comment  # noqa: E402 - as above
from truongan.kernel.clock import now  # noqa: E402 - as above
from truongan.news.models import Article  # noqa: E402 - as above

ARTICLES, COMMENTS = 30_000, 1_000_000
FIGURES = "/so-lieu.json"
_QUIET = {**os.environ, "TRUONGAN_LOG_LEVEL": "INFO"}  # the line of every request is part of the price
_CONNECTIONS = 24  # over two workers: one without any of them is one in eight million


def main() -> None:
    call_command("migrate", verbosity=0)
    article = measured_article()
    path = article.get_absolute_url()
    print(f"-- {Article.objects.count()} articles, {_comments()} comments")
    measure_cold(path)
    measure_rates(path)
    measure_changes(article, path)
    measure_visit(path)
    fill(article, ARTICLES, COMMENTS)
    print(f"-- {Article.objects.count()} articles, {_comments()} comments")
    measure_cold(path)
    measure_rates(path)
    measure_changes(article, path)


def _comments() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM comments_comment")
        return int(cursor.fetchone()[0])


def measure_cold(path: str) -> None:
    """Through the whole of Django in one process, nothing kept."""
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        reader = Client()  # one: with a new one Django would be built up anew
        reader.get(path)
        with CaptureQueriesContext(connection) as queries:
            status = reader.get(path).status_code
        count = len(queries)
        began = time.process_time()
        took = median_ms(lambda: reader.get(path), runs=15)
        own = (time.process_time() - began) / 16 * 1000
    found = f"{took:.0f} ms, of it {own:.0f} ms of processor in Python, {count} queries ({status})"
    say("cold page", found, "50 ms, 12 queries")


def measure_rates(path: str) -> None:
    with product(_QUIET) as (port, pid):
        time.sleep(1)  # its line to the database
        warm = Connection(port)
        for _ in range(3):
            _status, page = warm.get(path)
        size = len(page) - page.find(b"\r\n\r\n") - 4
        ours, compressed = rate(port, pid, path), rate(port, pid, path, "br")
    say("ours, from the cache", _rate(ours))
    say("the same as Brotli", _rate(compressed))
    with granian("benchmarks.beside.stock_wagtail:application", {**_QUIET, "DJANGO_SETTINGS_MODULE": ""}) as found:
        stock = rate(*found, measured_article(TWIN).get_absolute_url())  # live figures are not its own
    plain_environment = {**os.environ, "BENCH_BODY_SIZE": str(size), "DJANGO_SETTINGS_MODULE": ""}
    with granian("benchmarks.beside.plain_django:application", plain_environment) as found:
        plain = rate(*found, "/x/")
    say("stock Wagtail, the same article", _rate(stock), beside=_times(ours, stock), aim="30")
    say(f"plain Django, constant {size} bytes", _rate(plain), beside=_times(ours, plain), aim="1")


def _rate(each: Rate) -> str:
    return f"{each.per_second:8.0f} requests/s, {each.processor_us:8.0f} µs of processor each"


def _times(ours: Rate, other: Rate) -> str:
    return (
        f"ours x{ours.per_second / other.per_second:.1f} requests, "
        f"x{other.processor_us / ours.processor_us:.1f} by processor time"
    )


def measure_changes(article: Article, path: str) -> None:
    """From the commit until every connection, over two workers, reads the change; the slowest of five."""
    moderator = User.objects.get(username="quantri")
    with product(_QUIET, workers=2) as (port, pid):
        readers = [Connection(port) for _ in range(_CONNECTIONS)]
        for label, address, change in (
            ("an edit", path, lambda number: _edit(article, number)),
            ("a moderation decision", path, lambda number: _approve(article, moderator, number)),
            ("a changed figure", FIGURES, _count_one_more),
        ):
            rounds = [_seen_after(readers, pid, address, partial(change, number)) for number in range(5)]
            slowest, used = max(rounds)
            found = (
                f"{slowest * 1000:.0f} ms after the commit, of it {used * 1000:.0f} ms of processor in both workers"
            )
            say(f"{label} is seen by every reader", found, "1000 ms")


def _seen_after(readers: list[Connection], pid: int, path: str, change: Callable[[], object]) -> tuple[float, float]:
    """Seconds until every reader has seen the change, and of the workers' processor in them."""
    for _ in range(2):  # kept in both workers
        for reader in readers:
            reader.get(path)
    before = [_etag(reader, path) for reader in readers]
    assert len(set(before)) == 1, "both workers keep the same page"
    change()
    began, used = time.monotonic(), processor_time(pid)
    waiting = list(readers)
    while waiting:
        waiting = [reader for reader in waiting if _etag(reader, path) == before[0]]
        assert time.monotonic() - began < 30, "never seen"
    return time.monotonic() - began, processor_time(pid) - used


def _etag(reader: Connection, path: str) -> bytes:
    _, received = reader.get(path)
    head = received[: received.find(b"\r\n\r\n")].lower()
    at = head.find(b"etag:")
    assert at >= 0, "not from the cache"
    return head[at : head.find(b"\r", at)]


def _edit(article: Article, number: int) -> None:
    latest = Article.objects.get(pk=article.pk)
    latest.lead = f"Một bài như mọi bài, để đo; sửa lúc {time.time()} lần {number}."
    latest.save_revision().publish(skip_permission_checks=True)


def _approve(article: Article, moderator: User, number: int) -> None:
    approve_comment(actor=moderator, comment=held_comment(article, number), now=now())


def _count_one_more(number: int) -> None:
    # The newest row: older ones are in the balances of later years already.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE movement_ledgerrow SET teams = teams + 1 WHERE id = "
            "(SELECT id FROM movement_ledgerrow WHERE teams > 0 ORDER BY day DESC, id DESC LIMIT 1)"
        )


def measure_visit(path: str) -> None:
    with product(_QUIET) as (port, _pid):
        for _ in range(3):
            Connection(port).get(path, "br")
        visit = first_visit(f"http://localhost:{port}{path}")
    for kind, size in visit.kilobytes.items():
        say(f"first visit, {kind}", f"{size:.1f} kB")
    say("first visit, without pictures", f"{sum(visit.kilobytes.values()):.1f} kB", "40 kB")
    say("largest contentful paint, 1.6 Mbit/s, 150 ms", f"{visit.lcp_ms:.0f} ms", "1000 ms")


def say(label: str, found: str, aim: str = "", beside: str = "") -> None:
    print(f"{label:<46}{found}{f'  {beside}' if beside else ''}{f'  aim {aim}' if aim else ''}", flush=True)


if __name__ == "__main__":
    assert not settings.DEBUG
    main()
