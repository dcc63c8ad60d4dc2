"""Which articles hold what a reader looks for, nearest first; counted and read from the index alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils.functional import cached_property

from truongan.news.models import Article, SearchEntry, Section
from truongan.news.words import Asked


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
    (`is_loose`).
    """

    def __init__(self, asked: Asked, filters: Filters) -> None:
        self.asked, self.filters = asked, filters

    @cached_property
    def _found(self) -> tuple[bool, int]:
        near = self._matching(self.asked.side_by_side())
        count = _counted(near)
        if count or not self.asked.pairs:
            return False, count
        count = _counted(self._matching(self.asked.anywhere()))
        return count > 0, count

    @property
    def is_loose(self) -> bool:
        return self._found[0]

    def __len__(self) -> int:
        return self._found[1]

    def __getitem__(self, wanted):
        asked = self.asked.anywhere() if self.is_loose else self.asked.side_by_side()
        rows = self._matching(asked)
        order = [F("published_at").desc(nulls_last=True), "-pk"]
        if not self.filters.newest_first:
            rows, order = rows.annotate(nearness=self._nearness()), ["-nearness", *order]
        with _by_index():
            return list(rows.order_by(*order).values_list("pk", flat=True)[wanted])

    def _matching(self, query: str) -> QuerySet[SearchEntry]:
        rows = SearchEntry.objects.filter(words=WrittenQuery(query))
        filters = self.filters
        if filters.section:
            rows = rows.filter(section=filters.section)
        if filters.since:
            rows = rows.filter(published_at__gte=filters.since)
        return rows.filter(published_at__lt=filters.until) if filters.until else rows

    def _nearness(self):
        """Whole title first: the phrase there, then its beginning; in the text, by how many pairs of words stand so."""
        phrase = self.asked.phrase
        in_title = Case(
            When(title_folded__contains=f" {phrase} ", then=1000),
            When(title_folded__contains=f" {phrase}", then=500),
            default=0,
            output_field=IntegerField(),
        )
        return sum((self._stands(each) for each in self.asked.pair_queries()), start=in_title)

    def _stands(self, query: str) -> Case:
        held = SearchEntry.objects.filter(words=WrittenQuery(query)).values("pk")
        return Case(When(pk__in=held, then=1), default=0, output_field=IntegerField())


def _counted(rows: QuerySet[SearchEntry]) -> int:
    with _by_index():
        return rows.count()


class _by_index(transaction.Atomic):
    """The planner takes a whole scan for cheap, not knowing that it would unpack every article's words."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __enter__(self) -> None:
        super().__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def shown_articles(keys: Sequence[int]) -> list[Article]:
    """Published articles of these keys in this order, with cover and `search_entry.text`; one query."""
    found = Article.objects.live().select_related("cover", "search_entry").defer("body", "search_entry__words")
    by_key = found.in_bulk(list(keys))
    return [by_key[key] for key in keys if key in by_key]
