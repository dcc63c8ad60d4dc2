"""Which articles hold what a reader looks for, nearest first; counted and read from the index alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils.functional import cached_property

from truongan.news.models import Article, SearchEntry, Section
from truongan.news.words import IN_TITLE, Asked

MOST = 500  # shown: nobody turns fifty pages, and a count stops there too
_SOON = 100


class WrittenQuery(SearchQuery):
    """A tsquery written out: PostgreSQL's parser shall not cut our words again."""

    template = "CAST(%(expressions)s AS tsquery)"

    def __init__(self, text: str) -> None:
        super().__init__(Value(text), search_type="raw")


@dataclass(frozen=True)
class Filters:
    """`until` is exclusive."""

    section: Section | None = None
    since: datetime | None = None
    until: datetime | None = None
    newest_first: bool = False


class Hits(Sequence[int]):
    """Articles found, as their keys in the order they are shown; counts once, reads one slice at a time.

    Those in which every word stands beside one it was typed beside; where there is none, those that hold all words
    (`is_loose`). Counted and shown up to `MOST`.
    """

    def __init__(self, asked: Asked, filters: Filters) -> None:
        self.asked, self.filters = asked, filters
        self._counts: dict[str, int] = {}

    @cached_property
    def is_loose(self) -> bool:
        return bool(self.asked.pairs) and not self._count(self.asked.side_by_side())

    @property
    def has_more(self) -> bool:
        return self._count(self._every) > MOST

    def __len__(self) -> int:
        return min(MOST, self._count(self._every))

    def __getitem__(self, wanted):
        if not self.has_more:
            return self._sorted(wanted)
        found: dict[int, None] = {}
        for query in [self._every] if self.filters.newest_first else [*self._nearer, self._every]:
            if len(found) < wanted.stop:
                found.update(dict.fromkeys(self._newest(query, wanted.stop)))
        return list(found)[wanted]

    @property
    def _every(self) -> str:
        return self.asked.anywhere() if self.is_loose else self.asked.side_by_side()

    @property
    def _nearer(self) -> list[str]:
        """What comes before the rest: in the title, then in the text, as it was typed; each newest first."""
        asked = self.asked
        if self.is_loose:
            return [asked.partly()]
        return [asked.whole(IN_TITLE), asked.side_by_side(IN_TITLE), asked.whole()]

    def _sorted(self, wanted: slice) -> list[int]:
        """All of few hits, put in order."""
        rows = self._matching(self._every)
        order: list[Any] = [F("published_at").desc(nulls_last=True), "-pk"]
        if not self.filters.newest_first:
            places = [When(words=WrittenQuery(query), then=place) for place, query in enumerate(self._nearer)]
            rows, order = rows.annotate(place=Case(*places, default=len(places))), ["place", *order]
        with _read_by("bitmapscan"):
            return list(rows.order_by(*order).values_list("pk", flat=True)[wanted])

    def _newest(self, query: str, count: int) -> list[int]:
        """The newest of one kind of hits among many."""
        rows = self._matching(query).order_by(F("published_at").desc(nulls_last=True), "-pk")
        # Going back from today meets a few of many hits soon; all others the index of words names at once.
        meets_soon = count <= _SOON and self._count(query) > MOST
        with _read_by("indexscan" if meets_soon else "bitmapscan"):
            return list(rows.values_list("pk", flat=True)[:count])

    def _count(self, query: str) -> int:
        """Up to one more than is shown."""
        if query not in self._counts:
            with _read_by("bitmapscan"):
                self._counts[query] = self._matching(query)[: MOST + 1].count()
        return self._counts[query]

    def _matching(self, query: str) -> QuerySet[SearchEntry]:
        rows = SearchEntry.objects.filter(words=WrittenQuery(query))
        filters = self.filters
        if filters.section:
            rows = rows.filter(section=filters.section)
        if filters.since:
            rows = rows.filter(published_at__gte=filters.since)
        return rows.filter(published_at__lt=filters.until) if filters.until else rows


_WAYS = ("seqscan", "indexscan", "bitmapscan")
_SET_WAYS = "SELECT " + ", ".join(
    f"set_config('enable_{each}', %s, true)" for each in _WAYS
)  # until the end of the transaction


@contextmanager
def _read_by(way: str) -> Iterator[None]:
    """Inside, PostgreSQL reads by that kind of scan.

    Left alone it guesses: a whole scan looks cheap to it, for it does not reckon with unpacking the words of every
    article; measured on 30,000 articles, a guess costs up to half a second and the right way a few milliseconds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET_WAYS, ["on" if each == way else "off" for each in _WAYS])
        yield
        cursor.execute(_SET_WAYS, ["on"] * len(_WAYS))


def shown_articles(keys: Sequence[int]) -> list[Article]:
    """Published articles of these keys in this order, with cover and `search_entry.text`; one query."""
    found = Article.objects.live().select_related("cover", "search_entry").defer("body", "search_entry__words")
    by_key = found.in_bulk(list(keys))
    return [by_key[key] for key in keys if key in by_key]
