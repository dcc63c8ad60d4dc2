from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from truongan.news.models.pages import Article, Section

LONGEST_TEXT = 200_000  # letters; PostgreSQL refuses an index of more than a megabyte of words


class SearchEntry(models.Model):
    """The words of one published article as readers search them; there is none for a draft.

    `text` is what is shown around a hit. `words` holds `news.words.kept_words` of title and text. Date and section stand here too: a search reads no other table.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_entry")
    section = models.ForeignKey(Section, models.CASCADE, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    text = models.TextField()
    words = SearchVectorField(null=True)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="news_search_by_words", fastupdate=False),
            models.Index(F("published_at").desc(nulls_last=True), F("article").desc(), name="news_search_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}"
