"""Writing a draft: begun, filed, worded, addressed, given its tasks."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongan.directives.actions import (
    CannotDirect,
    address_directive,
    attach_file,
    detach_file,
    discard_directive,
    draft_directive,
    edit_directive,
    file_incoming,
    file_signed,
    set_tasks,
)
from truongan.directives.forms.drafting import (
    ComposeForm,
    FiledForm,
    FileSignedForm,
    IncomingForm,
    NewDirectiveForm,
    RecipientsForm,
)
from truongan.directives.forms.tasks import SeenForm, days_of, task_formset, tasks_of
from truongan.directives.models import Directive
from truongan.directives.queries.detail import places_below
from truongan.directives.recipients import Rule, kinds_in_reach, left_out, recipients_of
from truongan.directives.views.finding import draft_of_own, offices_of, visible_directive
from truongan.kernel.clock import now, today_vn
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.kernel.working_days import holiday_name, is_working_day, next_working_day
from truongan.web import answering
from truongan.web.answering import form_page, press
from truongan.web.htmx import is_fragment_request

_form = partial(answering.answer, template="directives/form.html")

_SAMPLE = 6


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin a document here; `?thuc_hien=` the directive it implements, `?thay_the=` the one it replaces."""
    offices = offices_of(request)
    require(offices.exists())
    above, before = _named(request, "thuc_hien"), _named(request, "thay_the")
    initial = {"issuer": before.kept_by if before else offices.first(), "kind": "KH" if above else "CV"}
    if before or above:
        initial["subject"] = (before or above).subject  # type: ignore[union-attr]  # one of them is there
    form = NewDirectiveForm(request.POST or None, issuers=offices, initial=initial)
    return _form(
        request, form,
        lambda: draft_directive(actor=request.user, **form.cleaned_data, implements=above, replaces=before, now=now()),
        to=lambda directive: reverse("directives:edit", args=[directive.pk]), above=above, before=before,
        done=_("Đã lập dự thảo. Viết lời, chọn nơi nhận, ghi nhiệm vụ rồi ban hành."), heading=_("Soạn văn bản"),
        label=_("Lập dự thảo"),
    )  # fmt: skip


def _named(request: HttpRequest, parameter: str) -> Directive | None:
    number = request.GET.get(parameter, "")
    if not (number.isdecimal() and len(number) < 19):
        return None
    return get_object_or_404(
        Directive.objects.visible_to(request.user).given_out().select_related("kept_by"), pk=number
    )


@form_page
@login_required
def file_paper(request: HttpRequest) -> HttpResponse:
    """Put a signed document into the register of outgoing documents."""
    offices = offices_of(request)
    require(offices.exists())
    form = FileSignedForm(
        request.POST or None, request.FILES or None, issuers=offices, initial={"issuer": offices.first()}
    )

    def act() -> Directive:
        fields = form.directive_fields
        issuer, file = fields.pop("issuer"), fields.pop("file")
        return file_signed(actor=request.user, issuer=issuer, fields=fields, file=file, now=now())

    return _form(
        request, form, act, to=lambda directive: reverse("directives:recipients", args=[directive.pk]),
        done=_("Đã giữ bản ký. Chọn nơi nhận rồi ban hành để vào sổ."), heading=_("Vào sổ văn bản đã ký"),
        label=_("Giữ bản ký"),
    )  # fmt: skip


@form_page
@login_required
def file_incoming_paper(request: HttpRequest) -> HttpResponse:
    """Put a document of an outside body into the register of incoming documents."""
    offices = offices_of(request)
    require(offices.exists())
    initial = {"keeper": offices.first(), "arrived_on": today_vn()}
    form = IncomingForm(request.POST or None, request.FILES or None, issuers=offices, initial=initial)

    def act() -> Directive:
        fields = dict(form.cleaned_data)
        named = {name: fields.pop(name) for name in ("keeper", "issuer_name", "arrived_on", "file")}
        return file_incoming(actor=request.user, **named, fields=fields, now=now())

    return _form(
        request, form, act, done=_("Đã vào sổ văn bản đến."), heading=_("Vào sổ văn bản đến"), label=_("Vào sổ")
    )


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    directive = draft_of_own(request, pk)
    kind = ComposeForm if directive.is_composed else FiledForm
    form = kind(request.POST or None, instance=directive)

    def act() -> Directive:
        fields = dict(form.cleaned_data)
        seen_at = fields.pop("seen_at")
        return edit_directive(
            actor=request.user, directive=Directive(pk=pk), fields=fields, seen_at=seen_at, now=now()
        )

    return _form(
        request, form, act, to=directive, done=_("Đã lưu dự thảo."), heading=_("Sửa dự thảo"),
        label=_("Lưu dự thảo"), directive=visible_directive(request, pk), draft_key=f"van-ban-{pk}",
    )  # fmt: skip


@form_page
@login_required
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who receives it; the count follows the choice, nothing is saved until the person says so."""
    directive = draft_of_own(request, pk)
    today = today_vn()
    form = RecipientsForm(
        request.POST or None,
        initial=RecipientsForm.initial_of(directive),
        kinds=kinds_in_reach(directive.kept_by, today),
        places=places_below(directive.kept_by),
    )
    counts_only = request.POST.get("viec") == "dem"
    if form.is_bound and form.is_valid() and not counts_only:
        given = form.cleaned_data
        try:
            address_directive(
                actor=request.user, directive=directive, rule=form.rule, seen_at=given["seen_at"], now=now()
            )
        except CannotDirect as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Đã lưu nơi nhận."))
            for _code, why in left_out(directive.kept_by, form.rule.codes, today)[:_SAMPLE]:
                messages.warning(request, _("Không gửi được: %(why)s.") % {"why": why})
            return redirect(directive)
    shown = {"directive": directive, "form": form, **_counted(directive, form, today)}
    if counts_only and is_fragment_request(request):
        return render(request, "directives/_recipient_count.html", shown)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "directives/recipients.html", shown, status=status)


def _counted(directive: Directive, form: RecipientsForm, day: date) -> dict:
    """How many the rule on the page means today, some of them, and single units that would get nothing."""
    if form.is_bound and not form.is_valid():
        return {"count": None}
    rule = form.rule if form.is_bound else Rule.of(directive.recipient_rule)
    found = recipients_of(directive.kept_by, rule, day)
    return {
        "count": found.count(),
        "sample": list(found.order_by("sort_key", "pk").values_list("name", flat=True)[:_SAMPLE]),
        "left_out": left_out(directive.kept_by, rule.codes, day),
    }


@form_page
@login_required
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """What it asks for, by when. A due day that is no working day is pointed out; moving it is up to the person."""
    directive = draft_of_own(request, pk)
    posted = request.POST if request.method == "POST" else None
    formset = task_formset(directive, posted)
    seen = SeenForm(posted, initial={"seen_at": directive.updated_at.isoformat()})
    refusal = ""
    if posted is not None and formset.is_valid() and seen.is_valid():
        try:
            set_tasks(
                actor=request.user, directive=directive, tasks=tasks_of(formset),
                seen_at=seen.cleaned_data["seen_at"], now=now(),
            )  # fmt: skip
        except CannotDirect as reason:
            refusal = str(reason)
        else:
            for words in _days_off(days_of(formset)):
                messages.warning(request, words)
            if posted.get("viec") == "them":
                return redirect("directives:tasks", pk)
            messages.success(request, _("Đã lưu nhiệm vụ."))
            return redirect(directive)
    shown = {"directive": directive, "formset": formset, "seen": seen, "refusal": refusal}
    bad = posted is not None
    return render(request, "directives/tasks.html", shown, status=422 if bad else 200)


def _days_off(days: list[date]) -> list[str]:
    return [
        _("Hạn %(day)s là ngày nghỉ%(name)s; ngày làm việc tiếp theo là %(next)s. Hạn giữ nguyên như đã ghi.")
        % {
            "day": vn_date(day), "name": f" ({holiday_name(day)})" if holiday_name(day) else "",
            "next": vn_date(next_working_day(day)),
        }
        for day in dict.fromkeys(days)
        if not is_working_day(day)
    ]  # fmt: skip


@require_POST
@login_required
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one more file with a draft; `chinh` replaces the signed PDF."""
    directive = draft_of_own(request, pk)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Chưa chọn tệp."))
        return redirect(directive)
    is_main = bool(request.POST.get("chinh"))
    return press(
        request, lambda: attach_file(
            actor=request.user, directive=directive, file=file, is_main=is_main, seen_at=directive.updated_at, now=now()
        ),
        to=directive, done=_("Đã giữ tệp."),
    )  # fmt: skip


@require_POST
@login_required
def detach(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    directive = draft_of_own(request, pk)
    file = get_object_or_404(directive.files.filter(is_main=False), pk=file_pk)
    return press(
        request, lambda: detach_file(actor=request.user, directive=directive, file=file, now=now()), to=directive,
        done=_("Đã gỡ tệp."),
    )  # fmt: skip


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    directive = draft_of_own(request, pk)
    return press(
        request, lambda: discard_directive(actor=request.user, directive=directive, now=now()), back=directive,
        to="directives:outgoing", done=_("Đã bỏ dự thảo."),
    )  # fmt: skip
