"""The articles a school's page shows: those it wrote, and those that name it beyond doubt."""

import re
from typing import Any

from django.db.models import F, Q

from truongan.news.models import Article, SearchEntry
from truongan.news.queries import with_covers
from truongan.news.search import WrittenQuery
from truongan.news.words import Asked, folded_words
from truongan.organizations.models import Organization

_LOOKED_AT = 30  # newest that hold the words of a name; whether they name it is read in their text


def articles_about(organization: Organization, most: int = 4) -> list[Article]:
    """The newest published articles this unit wrote or that name it, with covers; four queries.

    A name that another unit bears too names nobody: then only what it wrote itself.
    """
    named = [] if _has_namesake(organization) else _naming(organization.name)
    found = Article.objects.live().filter(Q(author_unit=organization) | Q(pk__in=named))
    return with_covers(found.newest_first().select_related("cover").defer("body")[:most])


def _has_namesake(organization: Organization) -> bool:
    alike = Organization.objects.filter(sort_key=organization.sort_key, name__iexact=organization.name)
    return alike.exclude(pk=organization.pk).exists()


def _naming(name: str) -> list[int]:
    words = tuple(folded_words(name))
    if len(words) < 3:  # "Trường Nếnh" may be said of any
        return []
    found = SearchEntry.objects.filter(words=WrittenQuery(Asked(words).whole()))
    rows: Any = found.order_by(F("published_at").desc(nulls_last=True), "-pk").values_list(
        "pk", "article__title", "text"
    )
    return [pk for pk, title, text in rows[:_LOOKED_AT] if is_named(name, f"{title}\n{text}")]


def is_named(name: str, text: str) -> bool:
    """Whether the whole name stands there, and not the beginning of a longer one (`Trường THCS Nếnh Số 2`)."""
    for found in re.finditer(re.escape(name), text, re.IGNORECASE):
        goes_on = re.match(r"[^\S\n]?(\w)", text[found.end() : found.end() + 2])
        if not goes_on or not (goes_on[1].isupper() or goes_on[1].isdigit() or text[found.end()] == goes_on[1]):
            return True
    return False
