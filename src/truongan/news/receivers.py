"""What follows when pages of the news change, and when an installation is set up."""

from django.db import transaction
from procrastinate.contrib.django import app
from wagtail.models import Page, PageLogEntry, TaskState

from truongan.audit.actions import record
from truongan.news.actions import MAKE_RENDITIONS, ensure_places, index_articles, notices
from truongan.news.actions.places import MAILS
from truongan.news.models import Article
from truongan.news.models.pages import NewsPage
from truongan.news.queries import first_directive
from truongan.web.page_cache import changed

_VERBS = {
    "wagtail.create": "created",
    "wagtail.publish": "published",
    "wagtail.publish.scheduled": "published",
    "wagtail.publish.schedule": "scheduled",
    "wagtail.schedule.cancel": "unscheduled",
    "wagtail.unpublish": "unpublished",
    "wagtail.unpublish.scheduled": "unpublished",
    "wagtail.delete": "deleted",
    "wagtail.move": "moved",
    "wagtail.rename": "renamed",
    "wagtail.revert": "reverted",
    "wagtail.workflow.start": "submitted",
    "wagtail.workflow.resume": "submitted",
    "wagtail.workflow.approve": "approved",
    "wagtail.workflow.reject": "returned",
    "wagtail.workflow.cancel": "withdrawn",
}


def prepare_places(**kwargs) -> None:
    """After every migration: the tree and the groups exist, also in a database that was emptied."""
    ensure_places()


def after_publishing(instance, revision=None, **kwargs) -> None:
    """Wagtail also announces pages whose hour has not come: these are not live."""
    if not isinstance(instance, NewsPage) or not instance.live:
        return
    with transaction.atomic():
        if isinstance(instance, Article):
            _date_and_index(instance)
            if revision:
                notices.tell_of_publication(page=instance, revision=revision)
        changed("news")


def _date_and_index(article: Article) -> None:
    if article.published_at is None:
        article.published_at = article.first_published_at
        Article.objects.filter(pk=article.pk).update(published_at=article.published_at)
    if article.directive_id is None and (shown := first_directive(article.body)):
        # Whoever shows a directive's card writes about it: its thread tells the article.
        article.directive = shown
        Article.objects.filter(pk=article.pk).update(directive=shown)
    index_articles([article])
    app.configure_task(MAKE_RENDITIONS, queue="news").defer(article_id=article.pk)


def after_unpublishing(instance, **kwargs) -> None:
    if not isinstance(instance, NewsPage):
        return
    with transaction.atomic():
        if isinstance(instance, Article):
            index_articles([instance])
        changed("news")


def after_moving(instance, **kwargs) -> None:
    """The section stands in the search entry and in the address."""
    with transaction.atomic():
        if isinstance(moved := instance.specific, Article):
            index_articles([moved])
        changed("news")


def after_removing(sender, **kwargs) -> None:
    """A page, picture or file is gone: what shows it changes."""
    changed("news")


def note_in_record(instance: PageLogEntry, created: bool, **kwargs) -> None:
    """Wagtail's own log may be emptied and is chained to nothing: what counts goes into the audit record too."""
    verb = _VERBS.get(instance.action)
    if not created or verb is None:
        return
    page = instance.page.specific_deferred
    if not isinstance(page, NewsPage) or _made_by_the_installation(instance, page):
        return
    with transaction.atomic():
        record(
            actor=instance.user,
            verb=f"news.page.{verb}",
            target=page,
            now=instance.timestamp,
            organization=getattr(page, "author_unit", None),
            **({"note": _renamed(instance)} if verb == "renamed" else {}),
        )


def _made_by_the_installation(entry: PageLogEntry, page: NewsPage) -> bool:
    """The tree of an empty installation is nobody's deed: its record begins with what somebody did."""
    return entry.user_id is None and entry.action == "wagtail.create" and not isinstance(page, Article)


def _renamed(entry: PageLogEntry) -> str:
    title = entry.data.get("title") or {}
    return f"{title.get('old', '')} → {title.get('new', '')}"


def after_submission(instance: TaskState, user=None, **kwargs) -> None:
    if isinstance(instance.workflow_state.content_object, Page):
        notices.tell_of_submission(step=instance, sender=user)


def after_approval(instance: TaskState, **kwargs) -> None:
    if isinstance(instance.workflow_state.content_object, Page):
        notices.tell_of_approval(step=instance)


def after_return(instance: TaskState, **kwargs) -> None:
    if isinstance(instance.workflow_state.content_object, Page):
        notices.tell_of_return(step=instance)


def without_mail(instance, **kwargs) -> None:
    """Whoever comes to the editors' screens for the first time asks for no mail: the inbox is the product's own."""
    for name in MAILS:
        setattr(instance, name, False)
