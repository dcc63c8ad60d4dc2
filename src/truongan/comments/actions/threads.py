"""Threads: one for each page, owned by the unit that wrote it, open until somebody closes it."""

from datetime import datetime

from django.db import transaction

from truongan.audit.actions import record
from truongan.comments.models import Thread
from truongan.comments.rules import may_moderate
from truongan.kernel.refusals import require
from truongan.news.models import Article
from truongan.web.page_cache import changed


def thread_of(article: Article) -> Thread:
    """The thread of a page, made at its first use."""
    made, _is_new = Thread.objects.get_or_create(page_id=article.pk, defaults={"organization": article.author_unit})
    return made


def follow_article(*, article: Article) -> Thread:
    """A page was published: its comments belong to the unit that stands as its author now."""
    thread = thread_of(article)
    if thread.organization_id != article.author_unit_id:
        thread.organization = article.author_unit
        thread.save(update_fields=["organization"])
    return thread


@transaction.atomic
def close_thread(*, actor, thread: Thread, now: datetime) -> Thread:
    """Take no more comments on a page; those published stay, those held are still decided on."""
    return _turn(actor, thread, is_open=False, now=now)


@transaction.atomic
def reopen_thread(*, actor, thread: Thread, now: datetime) -> Thread:
    return _turn(actor, thread, is_open=True, now=now)


def _turn(actor, thread: Thread, *, is_open: bool, now: datetime) -> Thread:
    thread = Thread.objects.select_for_update(of=("self",)).select_related("organization", "page").get(pk=thread.pk)
    require(may_moderate(actor, thread))
    if thread.is_open == is_open:
        return thread
    thread.is_open = is_open
    thread.closed_at, thread.closed_by = (None, None) if is_open else (now, actor)
    thread.save(update_fields=["is_open", "closed_at", "closed_by"])
    changed(thread.topic)
    verb = "comments.thread.reopened" if is_open else "comments.thread.closed"
    record(actor=actor, verb=verb, target=thread, now=now, organization=thread.organization)
    return thread
