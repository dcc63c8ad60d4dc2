"""Published articles by month and by topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from truongan.news.models import Article, Topic
from truongan.news.querysets import ArticleQuerySet
from truongan.web.formats import VIETNAM


@dataclass(frozen=True)
class Month:
    year: int
    month: int
    count: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)


def months(year: int | None = None) -> list[Month]:
    """Months in which something was published, newest first; one query."""
    rows: QuerySet = Article.objects.live()
    if year:
        rows = in_year(year)
    counted = (
        rows.filter(published_at__isnull=False)
        .order_by()
        .values(begins=TruncMonth("published_at", tzinfo=VIETNAM))
        .annotate(count=Count("pk"))
        .order_by("-begins")
    )
    return [Month(each["begins"].year, each["begins"].month, each["count"]) for each in counted]


def years(found: list[Month]) -> Iterator[tuple[int, int, list[Month]]]:
    """(year, articles, months) of a list of months."""
    for year, group in groupby(found, key=lambda each: each.year):
        listed = list(group)
        yield year, sum(each.count for each in listed), listed


def in_year(year: int) -> ArticleQuerySet:
    return Article.objects.live().dated(_first(year, 1), _first(year + 1, 1))


def in_month(year: int, month: int) -> ArticleQuerySet:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return Article.objects.live().dated(_first(year, month), _first(*following))


def _first(year: int, month: int) -> datetime:
    return datetime(year, month, 1, tzinfo=VIETNAM)


def topics() -> QuerySet[Topic]:
    """Topics of published articles with `count`, those of most articles first; one query."""
    published = Count("articles", filter=Q(articles__content_object__live=True))
    return Topic.objects.annotate(count=published).filter(count__gt=0).order_by("-count", "name")


def of_topic(topic: Topic) -> ArticleQuerySet:
    return Article.objects.live().filter(topic_items__tag=topic)
