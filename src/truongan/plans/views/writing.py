"""Beginning and writing a plan, with drafts that wait."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.plans import rules
from truongan.plans.actions import (
    CannotPlan,
    copy_plan,
    discard_draft,
    discard_plan,
    edit_plan,
    save_draft,
    start_plan,
)
from truongan.plans.forms.plans import COPY, NewPlanForm, WhoseForm
from truongan.plans.forms.sheet import PlanSheet
from truongan.plans.models import Plan, PlanDraft
from truongan.plans.queries import choices
from truongan.plans.school_years import school_year_of
from truongan.plans.starters import BrokenStarter, Starter, starters_for
from truongan.plans.views.answering import visible_plan
from truongan.web.answering import form_page, press, sent_to

_NOT_KEPT = {"csrfmiddlewaretoken", "viec"}
_EARLIER = 3


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """First whose plan (`truong`, when a person writes for several), then the school year and what to begin from."""
    require(rules.may_write_somewhere(request.user))
    organization = _chosen(request)
    if organization is None:
        return _whose(request)
    form = _new_form(request, organization)
    if form.is_bound and form.is_valid():
        try:
            plan = _begun(request, organization, form)
        except CannotPlan as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Đã lập kế hoạch. Sửa lời, phân công từng biện pháp rồi trình."))
            return sent_to(f"{plan.get_absolute_url()}sua/")
    status = 422 if form.is_bound else 200
    return render(request, "plans/new.html", {"form": form, "organization": organization}, status=status)


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Texts and measures on one page. Another's change meanwhile is never overwritten; what was typed is kept."""
    plan = visible_plan(request, pk)
    require(rules.may_write(request.user, plan.organization))
    if not plan.is_open and request.method != "POST":
        messages.error(request, _("Kế hoạch đang chờ duyệt hoặc đã duyệt, chưa sửa được."))
        return sent_to(plan)
    work = request.POST.get("viec", "")
    draft = PlanDraft.objects.filter(user=request.user.pk, plan=plan).first()
    if request.method == "POST" and work == "luu-nhap":
        save_draft(actor=request.user, plan=plan, fields=_fields(request), now=now())
        messages.success(request, _("Đã lưu bản nháp, chỉ bạn thấy. Mở lại trang sửa để làm tiếp."))
        return sent_to(plan)
    sheet = _sheet(request, plan, draft, growing=work.startswith("them-"))
    if sheet.judges:
        if sheet.is_valid() and _saved(request, plan, sheet):
            messages.success(request, _("Đã lưu kế hoạch."))
            return sent_to(plan)
        draft = save_draft(actor=request.user, plan=plan, fields=_fields(request), now=now())
    context = {"plan": plan, "sheet": sheet, "draft": draft, "is_stale": bool(draft) and _is_stale(plan, sheet)}
    return render(request, "plans/edit.html", context, status=422 if sheet.judges else 200)


@require_POST
@login_required
def draft_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave: answers the line that says when the draft was kept."""
    plan = visible_plan(request, pk)
    require(rules.may_write(request.user, plan.organization))
    draft = save_draft(actor=request.user, plan=plan, fields=_fields(request), now=now())
    return render(request, "plans/_draft_note.html", {"draft": draft})


@require_POST
@login_required
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    require(rules.may_write(request.user, plan.organization))
    discard_draft(actor=request.user, plan=plan)
    messages.success(request, _("Đã bỏ bản nháp của bạn."))
    return sent_to(f"{plan.get_absolute_url()}sua/")


@require_POST
@login_required
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    return press(
        request, lambda: discard_plan(actor=request.user, plan=plan, now=now()), back=plan,
        to=request.path_info.split(f"{pk}/", 1)[0], done=_("Đã bỏ dự thảo kế hoạch."),
    )  # fmt: skip


def _chosen(request: HttpRequest) -> Organization | None:
    """The organization named in the address, or the only one this person writes for."""
    own = choices.own_organizations(request.user)
    asked = request.GET.get("truong", "")
    if asked.isdecimal() and len(asked) < 19:
        return get_object_or_404(own, pk=int(asked))
    found = list(own[:2])
    if len(found) == 1:
        return found[0]
    form = WhoseForm(request.GET, organizations=own)
    return form.cleaned_data["don_vi_lap"] if "don_vi_lap" in request.GET and form.is_valid() else None


def _whose(request: HttpRequest) -> HttpResponse:
    asked = request.GET if "don_vi_lap" in request.GET else None
    form = WhoseForm(asked, organizations=choices.own_organizations(request.user))
    return render(request, "plans/whose.html", {"form": form}, status=422 if asked and form.errors else 200)


def _new_form(request: HttpRequest, organization: Organization) -> NewPlanForm:
    earlier = Plan.objects.visible_to(request.user).filter(organization=organization).order_by("-school_year")
    starters, found = _starters(request, organization), list(earlier[:_EARLIER])
    year = request.GET.get("nam_hoc", "") or school_year_of(today_vn())
    past = [plan for plan in found if plan.school_year < year]
    begin = f"{COPY}-{past[0].pk}" if past else (starters[0].code if starters else "")
    directive = request.GET.get("van_ban", "")
    return NewPlanForm(
        request.POST if request.method == "POST" else None,
        starters=starters, earlier=found, directives=choices.directives_for(organization),
        initial={"school_year": year, "begin": begin, "implements": directive},
    )  # fmt: skip


def _starters(request: HttpRequest, organization: Organization) -> list[Starter]:
    try:
        return starters_for(organization)
    except BrokenStarter as reason:  # an administrator's own file: the rest of the page must go on working
        messages.error(request, str(reason))
        return []


def _begun(request: HttpRequest, organization: Organization, form: NewPlanForm) -> Plan:
    found = form.cleaned_data
    if source := form.earlier.get(found["begin"]):
        return copy_plan(
            actor=request.user, source=source, school_year=found["school_year"],
            implements=found["implements"], now=now(),
        )  # fmt: skip
    return start_plan(
        actor=request.user, organization=organization, school_year=found["school_year"],
        starter=form.starters.get(found["begin"]), implements=found["implements"], now=now(),
    )  # fmt: skip


def _sheet(request: HttpRequest, plan: Plan, draft: PlanDraft | None, *, growing: bool) -> PlanSheet:
    options: dict[str, Any] = {
        "plan": plan,
        "people": choices.people_of(plan),
        "schemes": choices.schemes_of(plan),
        "directives": choices.directives_for(plan.organization, choices.chosen_directives(plan)),
    }
    if request.method == "POST":
        return PlanSheet(**options, data=request.POST, growing=growing)
    return PlanSheet(**options, data=draft.fields if draft else None, is_draft=True)


def _saved(request: HttpRequest, plan: Plan, sheet: PlanSheet) -> bool:
    fields = dict(sheet.form.cleaned_data)
    seen_at = fields.pop("seen_at")
    try:
        edit_plan(
            actor=request.user, plan=plan, fields=fields, measures=sheet.texts, seen_at=seen_at, now=now()
        )  # fmt: skip
    except CannotPlan as reason:
        sheet.form.add_error(None, str(reason))
        return False
    return True


def _is_stale(plan: Plan, sheet: PlanSheet) -> bool:
    """Whether the draft was begun from an older state of the plan than the one saved now."""
    seen = sheet.form["seen_at"].value()
    return str(seen) != plan.updated_at.isoformat()


def _fields(request: HttpRequest) -> dict[str, str]:
    """As typed, sound or not; without NUL, which PostgreSQL does not store."""
    return {
        name.replace("\0", ""): str(value).replace("\0", "")
        for name, value in request.POST.items()
        if name not in _NOT_KEPT
    }
