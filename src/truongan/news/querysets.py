"""Which articles readers see."""

from datetime import datetime

from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet


class ArticleQuerySet(PageQuerySet):
    def visible_to(self, user) -> "ArticleQuerySet":
        """What everybody may read, whoever asks: what is published. No part of the tree can be closed (editors_urls)."""
        return self.live()

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk")

    def in_section(self, section: Page) -> "ArticleQuerySet":
        return self.filter(path__startswith=section.path, depth=section.depth + 1)

    def dated(self, since: datetime | None = None, until: datetime | None = None) -> "ArticleQuerySet":
        """Of these moments of the date line; `until` is exclusive."""
        found = self.filter(published_at__gte=since) if since else self
        return found.filter(published_at__lt=until) if until else found


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
