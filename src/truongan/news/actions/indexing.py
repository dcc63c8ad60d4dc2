"""The words of published articles, kept for search in the writing transaction."""

from collections.abc import Iterable, Iterator

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import Func, TextField, Value
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from truongan.kernel.text import nfc
from truongan.news.models import Article, SearchEntry
from truongan.news.models.searching import LONGEST_TEXT
from truongan.news.words import kept_words


@transaction.atomic
def index_articles(articles: Iterable[Article]) -> None:
    """Write the search entries of published articles anew, and remove those of drafts.

    Three statements, and one more for every two hundred articles.
    """
    listed = list(articles)
    SearchEntry.objects.filter(article__in=[each.pk for each in listed if not each.live]).delete()
    live = [each for each in listed if each.live]
    sections = dict(Page.objects.filter(path__in={_above(each) for each in live}).values_list("path", "pk"))
    SearchEntry.objects.bulk_create(
        [_entry(each, sections.get(_above(each))) for each in live],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["section", "published_at", "text", "words"],
    )


def _above(article: Article) -> str:
    return article.path[: -Article.steplen]


def _entry(article: Article, section: int | None) -> SearchEntry:
    text = nfc(" ".join([article.lead, *words_of(article.body), article.byline]))[:LONGEST_TEXT]
    return SearchEntry(
        article=article,
        section_id=section,
        published_at=article.dated_at,
        text=text,
        words=vector_of(article.title, text),
    )


def vector_of(title: str, text: str) -> Func:
    """The index of a title and a text, as an expression: the words are ours, PostgreSQL sorts them."""
    words = Value(kept_words(title, text), output_field=ArrayField(TextField()))
    return Func(words, function="array_to_tsvector", output_field=SearchVectorField())


def words_of(body) -> Iterator[str]:
    """Everything readers read in a body, without the numbers that change."""
    for block in body:
        yield from _words_of_block(block.block_type, block.value)


def _words_of_block(kind: str, value) -> Iterator[str]:
    if kind == "text":
        yield get_text_for_indexing(value.source)
    elif kind == "gallery":
        for photo in value["photos"]:
            yield from _words_of_block("photo", photo)
    elif kind == "directive":
        yield f"{value['directive'].name} {value['directive'].subject}" if value["directive"] else ""
    else:
        yield from (strip_tags(value.get(name) or "") for name in ("caption", "alt", "text", "who", "title", "note"))
