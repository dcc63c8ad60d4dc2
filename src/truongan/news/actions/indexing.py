"""The words of published articles, kept for search in the writing transaction."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils.html import strip_tags
from wagtail.rich_text import get_text_for_indexing

from truongan.kernel.text import fold, nfc
from truongan.news.models import Article, SearchEntry
from truongan.news.models.searching import LONGEST_TEXT


@transaction.atomic
def index_articles(articles: Iterable[Article]) -> None:
    """Write the search entries of published articles anew, and remove those of drafts; two statements for any number."""
    listed = list(articles)
    entries = [_entry(each) for each in listed if each.live]
    SearchEntry.objects.filter(article__in=[each.pk for each in listed if not each.live]).delete()
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["text", "title_folded", "text_folded"],
    )


def _entry(article: Article) -> SearchEntry:
    text = nfc(" ".join([article.lead, *words_of(article.body), article.byline]))[:LONGEST_TEXT]
    return SearchEntry(article=article, text=text, title_folded=fold(article.title), text_folded=fold(text))


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
