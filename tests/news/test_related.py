"""What stands beside an article."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from truongan.kernel.clock import now
from truongan.news.models import ArticleRelation
from truongan.news.queries import neighbours, published_page, related_articles


def test_the_editors_choice_comes_first_then_the_same_topics_then_the_newest_of_the_section(
    written, django_assert_num_queries
):
    at = now()
    old, alike, *newer = [
        written(f"Bài {number}", now=at + timedelta(hours=number), topics=["Giao thông"] if number == 1 else [])
        for number in range(6)
    ]
    article = written("Bài đang đọc", now=at + timedelta(hours=9), topics=["Giao thông"])
    written("Bài nháp", published=False, now=at + timedelta(hours=10))
    ArticleRelation.objects.create(article=article, related=old)  # chosen, given no order
    topics = list(article.topics.all())

    with django_assert_num_queries(1):
        found = related_articles(article, topics)

    assert [each.title for each in found] == [each.title for each in (old, alike, newer[-1], newer[-2])]


def test_the_articles_before_and_after_are_read_from_this_one_on_however_many_there_are(written):
    at = now()
    _first, same, article, last = [
        written(f"Bài {number}", now=at + timedelta(hours=hour)) for number, hour in enumerate((0, 1, 1, 2))
    ]
    with CaptureQueriesContext(connection) as asked:
        found = published_page(article.url_path.removeprefix("/tin-tuc/"))
    assert {side: title for side, (title, _address) in neighbours(found).items()} == {
        "older": same.title,  # of the same minute: the one written before
        "newer": last.title,
    }

    with connection.cursor() as cursor:
        for way in ("seqscan", "bitmapscan", "sort"):  # a handful of rows would be read whole and sorted
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {asked[0]['sql']}")
        plan = "\n".join(line for [line] in cursor.fetchall())
    assert "Index Cond: (published_at <= news_article.published_at)" in plan
    assert "Index Cond: (published_at >= news_article.published_at)" in plan
