"""Articles made by other parts of the product (an import, a directive's thread, a report) for a person to finish."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from truongan.kernel.refusals import Refusal, require
from truongan.kernel.text import nfc
from truongan.news.models import Article, Section, Topic
from truongan.news.rules import may_publish, may_write_in

Blocks = Iterable[tuple[str, Any]]  # (block type, its value as stored): ("text", "<p>…</p>"), ("quote", {"text": …})


class CannotPublish(Refusal):
    """The text may be shown."""


@transaction.atomic
def draft_article(
    *,
    actor,
    section: Section,
    title: str,
    lead: str,
    body: Blocks = (),
    topics: Iterable[str] = (),
    now: datetime,
    **fields: Any,
) -> Article:
    """An unpublished article with its first revision, owned by `actor` (None: the console).

    `fields` are those of the model: published_at, cover, author_unit, byline, source, source_url, slug.
    Raises PermissionDenied, CannotPublish for a title or an address that cannot be.
    """
    require(may_write_in(actor, section))
    article = Article(title=nfc(title), lead=nfc(lead), owner=actor, live=False, **fields)
    article.body = [{"type": kind, "value": value} for kind, value in body]  # type: ignore[assignment]  # a stream takes its stored form
    try:
        Section.objects.get(pk=section.pk).add_child(instance=article)  # read anew: siblings may have been added
    except ValidationError as reason:
        raise CannotPublish(" ".join(reason.messages)) from reason
    article.topics.set([_topic(each) for each in topics])
    article.save()
    article.save_revision(user=actor)
    return article


@transaction.atomic
def publish_article(*, actor, article: Page, now: datetime) -> Article:
    """Publish the newest revision; its date line says `now` unless one was written. Raises PermissionDenied."""
    require(may_publish(actor, article))
    revision = article.get_latest_revision() or article.save_revision(user=actor)
    latest = revision.as_object()
    if latest.published_at is None:
        latest.published_at = now
        revision = latest.save_revision(user=actor)
    revision.publish(user=actor, skip_permission_checks=actor is None)
    return Article.objects.get(pk=article.pk)


def _topic(name: str) -> Topic:
    found = Topic.objects.filter(name=nfc(name)).first()
    return found or Topic.objects.create(name=nfc(name))
