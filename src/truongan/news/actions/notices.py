"""Who hears what of an article on its way: in the product's inbox, in the transaction of what happened.

The time of each notice is that of its cause, so that nothing here reads a clock.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from truongan.accounts.models import User
from truongan.channels.actions import NewNotice, notify_each
from truongan.kernel.dates import vn_date
from truongan.news.approvals import people_of


def tell_of_submission(*, step: TaskState, sender: User | None) -> None:
    """An article waits at a step: everybody whose post lets them take it, but not whoever sent it there."""
    page, names = step.workflow_state.content_object, step.task.specific.groups.values_list("name", flat=True)
    people = people_of(frozenset(names), timezone.localdate(step.started_at))
    subject = _("Bài chờ bạn ở bước “%(step)s”: %(title)s") % {"step": step.task.name, "title": _title(page)}
    author = step.workflow_state.requested_by
    text = _("Người gửi: %(name)s.") % {"name": author.display_name} if author else ""
    messages = [
        NewNotice(subject, f"news.step.{step.pk}:{person}", person_id=person, text=text, link=_editor(page))
        for person in sorted(people - {sender.person_id if sender else None})
    ]
    notify_each(messages=messages, now=step.started_at)


def tell_of_return(*, step: TaskState) -> None:
    """Changes are asked for: the author, with the comment."""
    page = step.workflow_state.content_object
    _tell_author(step, "returned", _("Bài được trả lại để sửa: %(title)s") % {"title": _title(page)})


def tell_of_approval(*, step: TaskState) -> None:
    """A step is passed: the author, unless the article went up with it, which `tell_of_publication` says."""
    way = step.workflow_state
    page = way.content_object
    if way.status == WorkflowState.STATUS_IN_PROGRESS:
        said = _("Bài đã qua bước “%(step)s”: %(title)s")
        _tell_author(step, "approved", said % {"step": step.task.name, "title": _title(page)})
    elif way.status == WorkflowState.STATUS_APPROVED and (hour := _hour_to_come(page)):
        said = _("Bài đã duyệt, sẽ đăng lúc %(hour)s: %(title)s")
        _tell_author(step, "scheduled", said % {"hour": hour, "title": _title(page)})


def tell_of_publication(*, page: Page, revision: Revision) -> None:
    """An article or its new wording is up: who sent it on its way, else who owns it; never who put it up."""
    author, by, comment = _sent_and_put_up(page, revision)
    if author is None or not author.person_id or author.pk == by:
        return
    message = NewNotice(
        _("Bài đã đăng: %(title)s") % {"title": _title(page)},
        f"news.revision.{revision.pk}:published",
        person_id=author.person_id, link=page.get_absolute_url(), text=comment,
    )  # fmt: skip
    notify_each(messages=[message], now=page.last_published_at)


def _sent_and_put_up(page: Page, revision: Revision) -> tuple[User | None, int | None, str]:
    """Who is to hear of it, who put it up, and what was said with the last approval."""
    way = page.workflow_states.select_related("current_task_state").order_by("-pk").first()
    step = way.current_task_state if way else None
    if step and way.status == WorkflowState.STATUS_APPROVED and step.finished_at >= revision.created_at:
        return way.requested_by, step.finished_by_id, step.comment
    # Put up past the steps, by whoever wrote this revision.
    on_its_way = way and way.status == WorkflowState.STATUS_IN_PROGRESS
    return (way.requested_by if on_its_way else page.owner), revision.user_id, ""


def _tell_author(step: TaskState, what: str, subject: str) -> None:
    author = step.workflow_state.requested_by
    if author is None or not author.person_id or author.pk == step.finished_by_id:
        return
    key, link = f"news.step.{step.pk}:{what}", _editor(step.workflow_state.content_object)
    message = NewNotice(subject, key, person_id=author.person_id, text=step.comment, link=link)
    notify_each(messages=[message], now=step.finished_at)


def _hour_to_come(page: Page) -> str:
    """When the article goes up by itself; empty when no hour is set."""
    hour = page.scheduled_revision.approved_go_live_at if page.scheduled_revision else None
    local = timezone.localtime(hour) if hour else None
    return f"{local:%H:%M}, {vn_date(local.date())}" if local else ""


def _title(page: Page) -> str:
    """As last written: the published title may be an older one."""
    return page.draft_title or page.title


def _editor(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
