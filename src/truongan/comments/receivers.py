"""What pages of the news mean for their comments."""

from typing import Any

from truongan.comments.actions import follow_article
from truongan.news.models import Article


def article_published(sender: type, instance: Any, **_given: Any) -> None:
    """Wagtail's signal: a page was published, by hand, by schedule or by a command."""
    if isinstance(instance, Article):
        follow_article(article=instance)
