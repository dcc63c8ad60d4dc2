"""What a unit owes, and everything it does about one duty."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from truongan.accounts.models import Person
from truongan.directives import rules
from truongan.directives.actions.duties import complete_duty, hand_over_duty, note_progress, return_duty
from truongan.directives.actions.extensions import answer_extension, ask_extension
from truongan.directives.forms.duties import (
    AnswerForm,
    CompleteForm,
    ExtensionForm,
    HandOverForm,
    ProgressForm,
    ReturnForm,
)
from truongan.directives.models import Duty, ExtensionRequest, ProgressFile
from truongan.directives.queries import owed
from truongan.directives.tables.duties import export_duties
from truongan.documents.uploads import saved
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.kernel.working_days import add_working_days
from truongan.organizations.models import Organization
from truongan.web.answering import answer, form_page
from truongan.web.htmx import render_page
from truongan.web.paging import page_of

STATES = (
    ("", gettext_lazy("Tất cả")), (owed.LATE, gettext_lazy("Quá hạn")), (owed.NEAR, gettext_lazy("Sắp đến hạn")),
    (owed.OPEN, gettext_lazy("Đang thực hiện")), (owed.DONE, gettext_lazy("Đã xong")),
)  # fmt: skip
_ASKING = gettext_lazy("Xin gia hạn")


@require_safe
@login_required
def owed_page(request: HttpRequest) -> HttpResponse:
    """What the person's units owe, to whom, by when; with the units beneath on the second tab. Late ones first."""
    user, today = request.user, today_vn()
    near = add_working_days(today, settings.REMIND_BEFORE)
    whose = _whose(request)
    duties = _asked(request, whose)
    counts = owed.counts_of(duties, today, near)
    asking = owed.asking(user) if whose == owed.BELOW else duties.none()
    shown = request.GET.get("xem", "")
    rows = owed.late_first(asking if shown == owed.ASKED else owed.in_state(duties, shown, today, near))
    if request.GET.get("dang") == "xlsx":
        return export_duties(rows, today)
    per_state = {owed.LATE: counts.late, owed.NEAR: counts.near, owed.OPEN: counts.open, owed.DONE: counts.done}
    context = {
        "page": page_of(request, rows),
        "whose": whose,
        "has_own": bool(user.scope.own_ids),
        "has_below": bool(user.scope.areas),
        "today": today,
        "near": near,
        "counts": counts,
        "states": [(code, label, per_state.get(code)) for code, label in STATES]
        + ([(owed.ASKED, _ASKING, asking.count())] if whose == owed.BELOW else []),
    }
    return render_page(request, "directives/owed.html", "directives/_owed.html", context)


def _whose(request: HttpRequest) -> str:
    own, unit = request.user.scope.own_ids, request.GET.get("co_quan", "")
    if request.GET.get("cua") == owed.BELOW or not own:
        return owed.BELOW
    return owed.BELOW if unit.isdecimal() and len(unit) < 19 and int(unit) not in own else owed.OWN


def _asked(request: HttpRequest, whose: str):
    duties = owed.duties_of(request.user, whose)
    for name, field in (("van_ban", "directive"), ("co_quan", "organization")):
        asked = request.GET.get(name, "")
        if asked.isdecimal() and len(asked) < 19:
            duties = duties.filter(**{field: int(asked)})
    return duties


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: what is asked, how far it is, who had it, which later days were asked for."""
    duty = _visible(request, pk)
    is_live = duty.is_open and duty.directive.is_in_force
    may_work = is_live and rules.may_work_on(request.user, duty)
    may_answer = rules.may_answer(request.user, duty.directive)
    asked = duty.extensions.select_related("asked_by__person", "decided_by__person").order_by("-asked_at", "-pk")
    pending = next((each for each in asked if each.state == "asked"), None)
    context = {
        "duty": duty,
        "today": today_vn(),
        "near": add_working_days(today_vn(), settings.REMIND_BEFORE),
        "may_work": may_work,
        "may_return": may_answer and duty.status == "done" and duty.directive.is_in_force,
        "may_ask": may_work and duty.due_on is not None and pending is None,
        "pending": pending,
        "may_answer": may_answer and is_live and pending is not None,
        "progress": duty.progress.select_related("author__person").prefetch_related("files").order_by("-at", "-pk"),
        "extensions": asked,
        "hand_overs": duty.hand_overs.select_related(
            "from_organization", "to_organization", "from_person", "to_person"
        ).order_by("-at", "-pk"),
    }
    return render(request, "directives/duty.html", context)


@form_page
@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _workable(request, pk)
    form = ProgressForm(request.POST or None, request.FILES or None, initial={"percent": duty.percent or None})
    return _answer(
        request, duty, form, lambda given: note_progress(actor=request.user, duty=duty, now=now(), **given),
        heading=_("Ghi tiến độ"), done=_("Đã ghi tiến độ."),
    )  # fmt: skip


@form_page
@login_required
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _workable(request, pk)
    form = CompleteForm(request.POST or None, request.FILES or None, initial={"done_on": today_vn()})
    wanted = duty.assignment.evidence_required
    return _answer(
        request, duty, form, lambda given: complete_duty(actor=request.user, duty=duty, now=now(), **given),
        heading=_("Báo hoàn thành"), done=_("Đã báo hoàn thành."),
        note=_("Phải kèm minh chứng: %(wanted)s.") % {"wanted": wanted} if wanted else "",
    )  # fmt: skip


@form_page
@login_required
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _answerable(request, _visible(request, pk))
    form = ReturnForm(request.POST or None)
    return _answer(
        request, duty, form, lambda given: return_duty(actor=request.user, duty=duty, now=now(), **given),
        heading=_("Trả lại, làm tiếp"), done=_("Đã trả lại; đơn vị được báo."),
    )  # fmt: skip


@form_page
@login_required
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _workable(request, pk)
    user, today = request.user, today_vn()
    beneath = Organization.objects.visible_to(user).on(today).exclude(pk=duty.organization_id)
    people = Person.objects.visible_to(user).filter(
        pk__in=duty.organization.appointments.on(today).values("person")
    )  # fmt: skip
    form = HandOverForm(
        request.POST or None, duty=duty, people=people.order_by("sort_key", "pk"),
        organizations=beneath.filter(place_path__startswith=duty.organization.place_path).order_by("sort_key", "pk"),
        initial={"person": duty.responsible_id},
    )  # fmt: skip
    return _answer(
        request, duty, form, lambda given: hand_over_duty(actor=user, duty=duty, now=now(), **given),
        heading=_("Chuyển giao nhiệm vụ"), done=_("Đã chuyển giao; nơi nhận được báo."),
    )  # fmt: skip


@form_page
@login_required
def extension_ask(request: HttpRequest, pk: int) -> HttpResponse:
    duty = _workable(request, pk)
    form = ExtensionForm(request.POST or None)
    return _answer(
        request, duty, form, lambda given: ask_extension(actor=request.user, duty=duty, now=now(), **given),
        heading=_("Đề nghị gia hạn"), done=_("Đã gửi đề nghị đến cơ quan giao nhiệm vụ."),
        note=_("Ngày nghỉ tự chuyển sang ngày làm việc kế tiếp."),
    )  # fmt: skip


@form_page
@login_required
def extension_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the duty's: one question stands open at a time."""
    duty = _answerable(request, _visible(request, pk))
    asked = get_object_or_404(ExtensionRequest, duty=duty, state="asked")
    form = AnswerForm(request.POST or None)
    return _answer(
        request, duty, form,
        lambda _given: answer_extension(actor=request.user, request=asked, now=now(), **form.given),
        heading=_("Trả lời đề nghị gia hạn"), done=_("Đã trả lời; đơn vị được báo."),
        note=_("%(unit)s đề nghị lùi hạn từ %(old)s đến %(new)s. Lý do: %(why)s")
        % {"unit": duty.organization, "old": f"{asked.due_on:%d/%m/%Y}", "new": f"{asked.asked_until:%d/%m/%Y}",
           "why": asked.reason},
    )  # fmt: skip


@require_safe
@login_required
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a progress note, for whoever sees the duty."""
    duties = Duty.objects.visible_to(request.user).values("pk")
    kept = get_object_or_404(ProgressFile, pk=pk, progress__duty__in=duties)
    return saved(kept.file, name=kept.filename, content_type=kept.content_type)


def _visible(request: HttpRequest, pk: int) -> Duty:
    duties = Duty.objects.visible_to(request.user).exclude(directive__status="draft")
    return get_object_or_404(
        duties.select_related("assignment", "directive__kept_by", "organization", "responsible", "done_by__person"),
        pk=pk,
    )


def _workable(request: HttpRequest, pk: int) -> Duty:
    duty = _visible(request, pk)
    require(rules.may_work_on(request.user, duty))
    return duty


def _answerable(request: HttpRequest, duty: Duty) -> Duty:
    require(rules.may_answer(request.user, duty.directive))
    return duty


def _answer(
    request: HttpRequest, duty: Duty, form: forms.Form, act: Callable, *, heading: str, done: str,
    note: str | Promise = "",
) -> HttpResponse:  # fmt: skip
    """One page with one form about a duty: show it, or do what it asks and go back to the duty."""

    def do() -> None:
        given = dict(form.cleaned_data)
        if "file" in given:
            file = given.pop("file")
            given["files"] = [file] if file else []
        act(given)

    def onward(_result: None) -> Duty | str:
        # Handed to another place it may be out of one's sight.
        seen = Duty.objects.visible_to(request.user).filter(pk=duty.pk).exists()
        return duty if seen else "directives:owed"

    return answer(
        request, form, do, template="directives/duty_form.html", to=onward, done=done, duty=duty, heading=heading,
        hint=note, label=_("Gửi"),
    )  # fmt: skip
