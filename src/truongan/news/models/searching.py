from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import GeneratedField

from truongan.news.models.pages import Article

LONGEST_TEXT = 200_000  # PostgreSQL refuses an index of more than a megabyte of words


class SearchEntry(models.Model):
    """The words of one published article as readers search them; there is none for a draft.

    `text` is what is shown around a hit; the folded fields are as long, letter by letter (`kernel.text.fold`).
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_entry")
    text = models.TextField()
    title_folded = models.TextField()
    text_folded = models.TextField()
    vector = GeneratedField(
        expression=SearchVector("title_folded", weight="A", config="simple")
        + SearchVector("text_folded", weight="B", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="news_search_by_words")]

    def __str__(self) -> str:
        return f"{self.article_id}"
