"""Which articles were brought in from elsewhere, so that the same one comes in once."""

from django.conf import settings
from django.db import models

from truongan.news.models.pages import Article


class ArticleImport(models.Model):
    """One existing article read from a file: what it became, and what of the page was left out, with the reasons.

    `key` is of the article itself (date and text), so another encoding or another page around it is the same one.
    """

    key = models.CharField(max_length=64)
    article = models.OneToOneField(Article, models.CASCADE, related_name="imported")
    filename = models.CharField(max_length=200)
    left_out = models.JSONField(default=list)  # [line, reason] each
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="article_import_once")]

    def __str__(self) -> str:
        return self.filename
