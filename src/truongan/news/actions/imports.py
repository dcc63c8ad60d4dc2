"""An existing article becomes a draft of ours, or a published article, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.news.actions.publishing import draft_article, publish_article
from truongan.news.importing.articles import Block, BlockKind, ImportedArticle
from truongan.news.models import Article, ArticleImport, Section
from truongan.news.rules import may_publish, may_write_in

_QUOTE_LENGTH, _NAME_LENGTH = 1000, 200


@dataclass(frozen=True)
class Imported:
    """`is_new` false: the article had come in before and stays as it is; `published` says what this call did."""

    article: Article
    is_new: bool
    published: bool


def import_article(
    *, actor, found: ImportedArticle, filename: str, section: Section, publish: bool = False, now: datetime
) -> Imported:
    """Bring a recognised article into a section as a draft, with `publish` onto the page; whole or not at all.

    The same article again changes nothing of what editors have made of it since, except that `publish` publishes a
    draft that still waits. Raises PermissionDenied for whoever may not write (or publish) in this section.
    """
    if not may_write_in(actor, section) or (publish and not may_publish(actor, section)):
        raise PermissionDenied(_("Tài khoản này không được viết hoặc đăng bài ở chuyên mục này."))
    known = _known(found.key)
    if known is None:
        try:
            return _bring_in(actor, found, filename, section, publish, now)
        except IntegrityError:  # another import of the same article was quicker
            known = _known(found.key)
            if known is None:
                raise
    return Imported(known, is_new=False, published=publish and _publish_waiting(actor, known, now))


def _known(key: str) -> Article | None:
    return Article.objects.filter(imported__key=key).first()


@transaction.atomic
def _bring_in(
    actor, found: ImportedArticle, filename: str, section: Section, publish: bool, now: datetime
) -> Imported:
    article = draft_article(
        actor=actor, section=section, title=found.title, lead=found.lead, body=stream_of(found.body),
        published_at=found.published_at, byline=found.author[:120], source=found.source[:160], now=now,
    )  # fmt: skip
    ArticleImport.objects.create(
        key=found.key, article=article, filename=filename[:_NAME_LENGTH], imported_by=actor, imported_at=now,
        left_out=[[each.text, each.reason] for each in found.dropped],
    )  # fmt: skip
    if publish:
        article = publish_article(actor=actor, article=article, now=now)
    record(actor=actor, verb="news.article.imported", target=article, now=now, file=filename[:_NAME_LENGTH])
    return Imported(article, is_new=True, published=publish)


@transaction.atomic
def _publish_waiting(actor, article: Article, now: datetime) -> bool:
    """Publish the latest draft of an article that is not on the page; one that is stays as it is."""
    locked = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if not locked.live:
        publish_article(actor=actor, article=locked, now=now)
    return not locked.live


def stream_of(blocks: Iterable[Block]) -> Iterable[tuple[str, object]]:
    """Blocks as the body keeps them. A caption stands in a text of its own, where its picture goes."""
    for kind, group in groupby(blocks, lambda block: _home(block.kind)):
        together = list(group)
        if kind == "quote":
            yield from (("quote", {"text": each.text[:_QUOTE_LENGTH], "who": ""}) for each in together)
        elif kind == "caption":
            yield from (("text", _caption(each)) for each in together)
        else:
            yield "text", _rich_text(together)


def _home(kind: BlockKind) -> str:
    return kind.value if kind in (BlockKind.QUOTE, BlockKind.CAPTION) else "text"


def _caption(block: Block) -> str:
    return format_html("<p><i>{}: {}</i></p>", _("Chú thích ảnh"), block.text)


def _rich_text(blocks: list[Block]) -> str:
    parts = []
    for kind, group in groupby(blocks, lambda block: block.kind):
        texts = [escape(each.text) for each in group]
        if kind == BlockKind.ITEM:
            parts.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        else:
            tag = "h2" if kind == BlockKind.HEADING else "p"
            parts += [f"<{tag}>{text}</{tag}>" for text in texts]
    return SafeString("".join(parts))  # every text in it was escaped above
