"""What stands beside an article."""

from datetime import timedelta

from truongan.kernel.clock import now
from truongan.news.models import ArticleRelation
from truongan.news.queries import related_articles


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
