from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.accounts.workplace import watched_topics
from truongan.channels.actions import open_notice, read_everything
from truongan.channels.links import task_path
from truongan.channels.models import Notice
from truongan.channels.querysets import NoticeQuerySet
from truongan.kernel.clock import now
from truongan.web.htmx import render_page
from truongan.web.paging import page_of

_PER_PAGE = 20


@never_cache
@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What the person and their organizations were told: unread first, then the newest."""
    user = request.user
    mine = Notice.objects.visible_to(user)
    kinds = {"chua-doc": mine.unread_by(user), "cho-tra-loi": mine.asking(user, now())}
    wanted = request.GET.get("xem", "")
    rows = kinds.get(wanted, mine).with_reading(user).select_related("organization", "recipient__message")
    page = page_of(request, rows.order_by("is_read", "-created_at", "-pk"), _PER_PAGE)
    page.object_list = _with_answers(page.object_list, kinds["cho-tra-loi"])
    context = {
        "page": page,
        "only": wanted if wanted in kinds else "",
        "unread_count": kinds["chua-doc"].count(),
        "asking_count": kinds["cho-tra-loi"].count(),
        "topics": watched_topics(user) if page.number == 1 else (),
    }
    return render_page(request, "channels/inbox.html", "channels/_notices.html", context)


def _with_answers(rows, asking: NoticeQuerySet) -> list[Notice]:
    """Each with `answers` and the address that takes them, so that one tap in the inbox is enough."""
    found = list(rows)
    waiting = set(asking.filter(pk__in=[each.pk for each in found if each.recipient_id]).values_list("pk", flat=True))
    for each in found:
        if each.pk in waiting:
            each.answers = each.recipient.message.choices
            each.task = task_path(each.recipient_id, each.recipient.link_key)
    return found


@never_cache  # the browser must ask again, else the second opening of a page would not be noted
@require_safe
@login_required
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Note it as read and go where it leads; back to the inbox when it leads nowhere."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        open_notice(actor=request.user, notice=notice, now=now())
    return redirect(_where_it_leads(notice) or "channels:inbox")


def _where_it_leads(notice: Notice) -> str:
    """To the page that asks for the answer while one is wanted; else to what the notice is about."""
    recipient = notice.recipient
    if recipient and (recipient.message.choices or recipient.message.recalled_at or not notice.link):
        return task_path(recipient.pk, recipient.link_key)
    return notice.link


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    count = read_everything(actor=request.user, now=now())
    messages.success(request, _("Đã đánh dấu %(n)s thông báo là đã đọc.") % {"n": count})
    return redirect("channels:inbox")
