"""Posting once to many groups: written, looked at, sent, followed, confirmed."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import (
    CannotChangeRegister,
    confirm_posting,
    confirm_receipt,
    post_to_groups,
    recall_post,
    remind_owners,
)
from truongan.movement.actions.posts import CHOICES, text_to_post
from truongan.movement.forms.groups import CorrectionForm, PostForm, RecallForm, ReceiptForm
from truongan.movement.models import ConnectionGroup, GroupKind, GroupPost, GroupPosting, SchemeType
from truongan.movement.queries.posts import progress_of, reach_of, told_in_person
from truongan.movement.tables.groups import group_question
from truongan.movement.tables.narrowing import Asked, narrowed
from truongan.movement.views.answering import answer, bound
from truongan.organizations.models import Organization, SchoolLevel
from truongan.web.answering import form_page, press, sent_to
from truongan.web.paging import page_of


@require_safe
@login_required
def post_list(request: HttpRequest) -> HttpResponse:
    rows = GroupPost.objects.visible_to(request.user).select_related("organization").order_by("-created_at", "-pk")
    context = {"page": page_of(request, rows), "may_post": rules.may_post(request.user)}
    return render(request, "movement/post_list.html", context)


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Filters in the address choose the groups; the text is shown as it will stand before it is sent."""
    require(rules.may_post(request.user))
    ask = group_question(request)
    groups = _chosen(request, ask)
    form = bound(request, PostForm, initial={"token": secrets.token_urlsafe(24)})
    context = {
        "form": form, "ask": ask, "reach": reach_of(groups, today_vn()), "levels": SchoolLevel.choices,
        "types": list(SchemeType.objects.order_by("pk")), "kinds": list(GroupKind.objects.order_by("pk")),
        "query": request.GET.urlencode(),
    }  # fmt: skip
    if not form.is_bound or not form.is_valid():
        return render(request, "movement/post_new.html", context, status=422 if form.is_bound else 200)
    if request.POST.get("viec") != "dang":
        return render(request, "movement/post_new.html", {**context, "preview": form.cleaned_data})
    try:
        post = post_to_groups(
            actor=request.user, organization=_speaker(request), groups=groups.values_list("pk", flat=True),
            audience=_words(ask), now=now(), **form.cleaned_data,
        )  # fmt: skip
    except CannotChangeRegister as reason:
        form.add_error(None, str(reason))
        return render(request, "movement/post_new.html", context, status=422)
    messages.success(request, _("Đã giao đăng."))
    return sent_to(post)


@require_safe
@login_required
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come, unit by unit."""
    shown = _seen(request, pk)
    units = progress_of(shown, today_vn())
    context = {
        "post": shown, "units": units, "full_text": text_to_post(shown),
        "may_keep": rules.may_keep_post(request.user, shown) and not shown.recalled_at,
        "posted": sum(unit.posted for unit in units), "waiting": sum(unit.waiting for unit in units),
        "lost": sum(unit.lost for unit in units), "read": shown.receipts.count(),
        "total": sum(len(unit.lines) for unit in units), "told": told_in_person(shown),
    }  # fmt: skip
    return render(request, "movement/post.html", context)


@form_page
@login_required
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """What the owner has to copy, and where; colleagues who write for the school may do it for them."""
    shown = get_object_or_404(GroupPost.objects.select_related("organization"), pk=pk)
    writable = ConnectionGroup.objects.writable_by(request.user).values("pk")
    mine = Q(owner=request.user.person_id) if request.user.person_id else Q()  # type: ignore[union-attr]  # signed in
    postings = list(
        shown.postings.filter(mine | Q(group__in=writable))
        .select_related("group__organization", "owner")
        .order_by("state", "pk")[:200]
    )
    if not postings:
        _seen(request, pk)
        require(False)
    if request.method == "POST":
        return _confirmed(request, shown, postings)
    context = {"post": shown, "postings": postings, "full_text": text_to_post(shown), "choices": CHOICES}
    return render(request, "movement/post_task.html", context)


@require_POST
@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _kept(request, pk)
    return press(
        request, lambda: remind_owners(actor=request.user, post=shown, now=now()), to=shown,
        done=lambda count: _("Đã nhắc %(n)s trưởng nhóm.") % {"n": count},
    )  # fmt: skip


@form_page
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _kept(request, pk)
    form = bound(request, RecallForm)
    return answer(
        request, form, lambda: recall_post(actor=request.user, post=shown, now=now(), **form.cleaned_data),
        to=shown.get_absolute_url(), done=_("Đã rút bài."), heading=_("Rút bài đã đăng"), about=shown, label=_("Rút bài"), tone="danger",
        warning=_("Việc còn chờ được đóng lại; trưởng nhóm đã đăng được nhắc gỡ bài."),
    )  # fmt: skip


@form_page
@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The corrected wording goes to the same groups as a post of its own."""
    shown = _kept(request, pk)
    form = bound(
        request, CorrectionForm, initial={"token": secrets.token_urlsafe(24), "text": _("ĐÍNH CHÍNH: ") + shown.text}
    )
    return answer(
        request, form,
        lambda: post_to_groups(
            actor=request.user, organization=shown.organization, groups=shown.postings.values_list("group", flat=True),
            link=shown.link, audience=shown.audience, tells_members=shown.tells_members, corrects=shown, now=now(),
            **form.cleaned_data,
        ),
        to=GroupPost.get_absolute_url, done=_("Đã giao đăng bài đính chính."), heading=_("Đính chính bài đã đăng"),
        about=shown, back=shown.get_absolute_url(), label=_("Đăng đính chính"),
    )  # fmt: skip


@never_cache
@form_page
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """A member confirms to have read the post: signed in with one tap, else with their own number.

    The answer is the same whether the number is in a roster or not: nobody learns here who is in a group.
    """
    shown = get_object_or_404(GroupPost.objects.select_related("organization"), code=code)
    known = request.user.person if request.user.is_authenticated else None
    form = ReceiptForm(request.POST or None, now=now())
    is_done = False
    if request.method == "POST" and (known or form.is_valid()):
        phone = "" if known else form.cleaned_data["phone"]
        confirm_receipt(post=shown, person=known, phone=phone, now=now())
        is_done = True
    status = 422 if request.method == "POST" and not is_done else 200
    return render(
        request,
        "movement/receipt.html",
        {"post": shown, "form": form, "known": known, "is_done": is_done},
        status=status,
    )


def _confirmed(request: HttpRequest, shown: GroupPost, postings: list[GroupPosting]) -> HttpResponse:
    posting = next((each for each in postings if str(each.pk) == request.POST.get("nhom")), None)
    to, choice = reverse("movement:post_task", args=[shown.pk]), request.POST.get("tra_loi", "")
    if posting is None:
        return sent_to(to)
    return press(
        request, lambda: confirm_posting(actor=request.user, posting=posting, choice=choice, now=now()), to=to,
        done=_("Đã ghi."),
    )  # fmt: skip


def _seen(request: HttpRequest, pk: int) -> GroupPost:
    return get_object_or_404(GroupPost.objects.visible_to(request.user).select_related("organization"), pk=pk)


def _kept(request: HttpRequest, pk: int) -> GroupPost:
    shown = _seen(request, pk)
    require(rules.may_keep_post(request.user, shown))
    return shown


def _chosen(request: HttpRequest, ask: Asked):
    rows = narrowed(ConnectionGroup.objects.writable_by(request.user), ask).in_stock_on(today_vn())
    if ask.values["loai"]:
        rows = rows.filter(scheme__type__code=ask.values["loai"])
    if ask.values["kieu"]:
        usual = Q(kind=None) if GroupKind.objects.filter(code=ask.values["kieu"], is_default=True).exists() else Q()
        rows = rows.filter(Q(kind__code=ask.values["kieu"]) | usual if usual else Q(kind__code=ask.values["kieu"]))
    return rows


def _words(ask: Asked) -> str:
    parts = (
        ask.unit.full_name if ask.unit else "",
        dict(SchoolLevel.choices).get(ask.level, ""),
        ask.values["loai"],
        ask.values["kieu"],
        ask.words,
    )
    return ", ".join(str(part) for part in parts if part) or _("mọi nhóm trong phạm vi")


def _speaker(request: HttpRequest) -> Organization:
    """In whose name: the first organization in which this person writes; the office itself for the installation's administrator."""
    own = [each.organization_id for each in request.user.scope.own if each.may_write]  # type: ignore[union-attr]  # signed in
    rows = Organization.objects.writable_by(request.user)
    return (
        rows.filter(pk__in=own).first()
        or (request.user.person.organization if request.user.person else None)
        or rows.order_by("pk")[0]
    )  # type: ignore[union-attr]
