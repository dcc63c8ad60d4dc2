"""Writing an activity down, correcting it, taking it back; drafts that wait."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongan.activities import rules
from truongan.activities.actions import (
    CannotChangeActivities,
    FormUsed,
    Recorded,
    change_activity,
    discard_draft,
    record_activity,
    save_draft,
    void_activity,
)
from truongan.activities.facts import facts_of
from truongan.activities.forms import ActivityForm, VoidForm, first_values, initial_of, shows_children, typed_before
from truongan.activities.models import Activity, ActivityDraft
from truongan.activities.queries.choices import choices_for, organizations_to_record_for, own_organization
from truongan.activities.views.answering import changeable, number
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.web.answering import answer, form_page, sent_to

_NOT_KEPT = {"csrfmiddlewaretoken", "viec", "photos"}


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    require(rules.may_record_somewhere(request.user))
    organization = _organization(request)
    if organization is None:
        return _chooser(request)
    scheme = _scheme_named(request)
    choices = choices_for(request.user, organization, today_vn(), named=scheme)
    draft = _draft(request, organization)
    if request.POST.get("viec") == "luu-nhap":
        return _kept(request, organization)
    if request.method == "POST":
        form = ActivityForm(request.POST, request.FILES, choices=choices)
        if form.is_valid():
            answer = _recorded(request, organization, form, draft)
            if answer is not None:
                return answer
    else:
        form = ActivityForm(initial=first_values(today_vn(), choices, request.GET), choices=choices)
        if draft is not None:
            form.initial = {**form.initial, **typed_before(draft.fields, form)}
    context = {"form": form, "organization": organization, "draft": draft, "may_change_place": _has_others(request)}
    return render(request, "activities/new.html", context, status=422 if form.is_bound else 200)


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    activity = changeable(request, pk)
    choices = choices_for(request.user, activity.organization, activity.on, activity=activity)
    seen_at = _moment(request.POST.get("seen_at", "")) if request.method == "POST" else None
    if request.method == "POST":
        form = ActivityForm(request.POST, choices=choices, with_photos=False)
        if form.is_valid():
            try:
                change_activity(
                    actor=request.user, activity=activity, facts=form.facts(),
                    seen_at=seen_at or activity.recorded_at, now=now(),
                )  # fmt: skip
            except CannotChangeActivities as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, _("Đã sửa hoạt động. Bản trước còn trong lịch sử thay đổi."))
                return sent_to(activity)
    else:
        form = ActivityForm(initial=initial_of(facts_of(activity)), choices=choices, with_photos=False)
    stamp = seen_at or activity.changed_at or activity.recorded_at
    context = {"form": form, "activity": activity, "organization": activity.organization, "seen_at": stamp.isoformat()}
    return render(request, "activities/edit.html", context, status=422 if form.is_bound else 200)


@form_page
@login_required
def void(request: HttpRequest, pk: int) -> HttpResponse:
    activity = changeable(request, pk)
    form = VoidForm(request.POST if request.method == "POST" else None)
    return answer(
        request, form, lambda: void_activity(actor=request.user, activity=activity, now=now(), **form.cleaned_data),
        template="activities/void.html", to=activity, activity=activity,
        done=_("Đã hủy. Hoạt động không còn được tính, bản ghi vẫn xem lại được."),
    )  # fmt: skip


@require_POST
@login_required
def draft_save(request: HttpRequest) -> HttpResponse:
    """Autosave: answers the line that says when the draft was kept; what is recorded already is no draft."""
    organization = get_object_or_404(_writable(request), pk=number(request.GET.get("truong", "")))
    token = _uuid(request.POST.get("token", ""))
    draft = None
    if not Activity.objects.visible_to(request.user).filter(token=token).exists():
        draft = save_draft(actor=request.user, organization=organization, fields=_fields(request), now=now())
    return render(request, "activities/_draft_note.html", {"draft": draft})


@require_POST
@login_required
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(ActivityDraft.objects.filter(user=request.user.pk), pk=pk)
    to = f"{request.path_info.rsplit('nhap/', 1)[0]}?truong={draft.organization_id}"
    discard_draft(actor=request.user, draft=draft)
    messages.success(request, _("Đã bỏ bản nháp."))
    return sent_to(to)


def _recorded(
    request: HttpRequest, organization: Organization, form: ActivityForm, draft: ActivityDraft | None
) -> HttpResponse | None:
    """Where to go after recording; None when it was refused and the form says why."""
    try:
        done = record_activity(
            actor=request.user,
            organization=organization,
            facts=form.facts(),
            token=form.cleaned_data["token"] or uuid4(),
            photos=form.cleaned_data["photos"],
            shows_children=shows_children(form.cleaned_data["shows_children"]),
            draft=draft,
            now=now(),
        )
    except CannotChangeActivities as reason:
        form.add_error(None, str(reason))
        if isinstance(reason, FormUsed):
            afresh = request.POST.copy()
            afresh["token"] = str(uuid4())
            form.data = afresh
        return None
    _say(request, done)
    return sent_to(done.activity.get_absolute_url())


def _say(request: HttpRequest, done: Recorded) -> None:
    if done.was_there:
        messages.info(request, _("Biểu mẫu này đã được ghi trước đó; không ghi thêm lần nữa."))
    else:
        messages.success(request, _("Đã ghi hoạt động. Biên bản điền sẵn chờ bạn in và ký."))
    for reason in done.refused:
        messages.warning(request, _("Ảnh không được giữ: %(reason)s") % {"reason": reason})


def _organization(request: HttpRequest) -> Organization | None:
    """The one named in the address, else the person's own; None when it must be chosen."""
    asked = request.GET.get("truong", "")
    if asked:
        return get_object_or_404(_writable(request), pk=number(asked))
    scheme = _scheme_named(request)
    if scheme is not None and request.user.scope.may_write(scheme.organization):  # type: ignore[union-attr]  # signed in
        return scheme.organization
    return None if request.GET.get("chon") else own_organization(request.user)


def _writable(request: HttpRequest):
    return Organization.objects.visible_to(request.user).writable_by(request.user).filter(closed_on=None)


def _has_others(request: HttpRequest) -> bool:
    scope = request.user.scope  # type: ignore[union-attr]  # signed in
    own = {each.organization_id for each in scope.own if each.may_write}
    return any(area.may_write for area in scope.areas) or len(own) > 1


def _chooser(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    context = {"words": words, "organizations": organizations_to_record_for(request.user, words)}
    return render(request, "activities/choose.html", context)


def _scheme_named(request: HttpRequest) -> Scheme | None:
    asked = request.GET.get("mo_hinh", "")
    if not asked:
        return None
    schemes = Scheme.objects.visible_to(request.user).select_related("organization", "type")
    return get_object_or_404(schemes, pk=number(asked))


def _draft(request: HttpRequest, organization: Organization) -> ActivityDraft | None:
    return ActivityDraft.objects.filter(user=request.user.pk, organization=organization).first()


def _kept(request: HttpRequest, organization: Organization) -> HttpResponse:
    save_draft(actor=request.user, organization=organization, fields=_fields(request), now=now())
    words = _("Đã lưu bản nháp. Mở lại mục này để làm tiếp.")
    if request.FILES.getlist("photos"):
        words += " " + _("Ảnh không lưu trong nháp, khi ghi hãy chọn lại.")
    messages.success(request, words)
    return sent_to(f"{request.path}?truong={organization.pk}")


def _fields(request: HttpRequest) -> dict[str, Any]:
    """As typed, sound or not; without NUL, which PostgreSQL does not store."""
    return {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT
    }


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:  # well written, but no day of the calendar
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
