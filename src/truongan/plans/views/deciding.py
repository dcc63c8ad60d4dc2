"""Submission, return, approval, amendment."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.plans import rules
from truongan.plans.actions import amend_plan, approve_plan, return_plan, submit_plan, take_back_plan
from truongan.plans.forms.plans import AmendForm, ReturnForm
from truongan.plans.views.answering import answer, press, visible_plan
from truongan.web.answering import form_page


@require_POST
@login_required
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    require(rules.may_submit(request.user, plan, today_vn()))
    return press(
        request, plan, lambda seen: submit_plan(actor=request.user, plan=plan, seen_at=seen, now=now()),
        done=_("Đã trình kế hoạch."),
    )  # fmt: skip


@require_POST
@login_required
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    require(rules.may_submit(request.user, plan, today_vn()))
    return press(
        request, plan, lambda seen: take_back_plan(actor=request.user, plan=plan, seen_at=seen, now=now()),
        done=_("Đã rút lại, sửa tiếp được."),
    )  # fmt: skip


@require_POST
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    require(rules.may_decide(request.user, plan, today_vn()))
    return press(
        request, plan, lambda seen: approve_plan(actor=request.user, plan=plan, seen_at=seen, now=now()),
        done=_("Đã duyệt; kế hoạch có số và ngày."),
    )  # fmt: skip


@form_page
@login_required
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return with what has to be put right."""
    plan = visible_plan(request, pk)
    require(rules.may_decide(request.user, plan, today_vn()))
    form = ReturnForm(initial={"seen_at": plan.updated_at.isoformat()})
    if request.method == "POST":
        form = ReturnForm(request.POST)
    return answer(
        request, form, lambda: return_plan(actor=request.user, plan=plan, now=now(), **form.cleaned_data),
        plan=plan, to=plan, done=_("Đã trả lại để sửa."), heading=_("Trả lại kế hoạch"), label=_("Trả lại"),
    )  # fmt: skip


@form_page
@login_required
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved plan again."""
    plan = visible_plan(request, pk)
    require(rules.may_submit(request.user, plan, today_vn()))
    form = AmendForm(initial={"seen_at": plan.updated_at.isoformat()})
    if request.method == "POST":
        form = AmendForm(request.POST)
    return answer(
        request, form, lambda: amend_plan(actor=request.user, plan=plan, now=now(), **form.cleaned_data),
        plan=plan, done=_("Đã mở lần sửa đổi. Bản đã duyệt vẫn có hiệu lực đến khi lần sửa đổi được duyệt."),
        heading=_("Sửa đổi kế hoạch"), label=_("Mở lần sửa đổi"), to=f"{plan.get_absolute_url()}sua/",
        hint=_("Bản đã duyệt giữ nguyên và vẫn có hiệu lực. Lần sửa đổi phải trình và duyệt lại, lấy số mới."),
    )  # fmt: skip
