"""Advice, and how far measures are."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.plans import rules
from truongan.plans.actions import CannotPlan, comment_on_plan, record_progress, resolve_comment
from truongan.plans.forms.plans import CommentForm, ProgressForm, ResolveForm
from truongan.plans.models import GuidanceComment, Measure, Plan
from truongan.plans.views.answering import answer, visible_plan
from truongan.plans.views.page import plan_page
from truongan.web.answering import form_page, sent_to


@require_POST
@login_required
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    require(rules.may_guide(request.user, plan))
    form = CommentForm(request.POST, measures=list(plan.measures.order_by("position", "pk")))
    if form.is_valid():
        try:
            made = comment_on_plan(actor=request.user, plan=plan, now=now(), **form.cleaned_data)
        except CannotPlan as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Đã gửi góp ý; đơn vị nhận được thông báo."))
            return sent_to(f"{plan.get_absolute_url()}#gop-y-{made.pk}")
    return plan_page(request, plan, comment_form=form, status=422)


@form_page
@login_required
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a comment with how it was taken up."""
    plans = Plan.objects.visible_to(request.user).values("pk")
    found = get_object_or_404(GuidanceComment.objects.select_related("plan__organization"), pk=pk, plan__in=plans)
    require(rules.may_resolve(request.user, found))
    form = ResolveForm(request.POST if request.method == "POST" else None)
    return answer(
        request, form, lambda: resolve_comment(actor=request.user, comment=found, now=now(), **form.cleaned_data),
        plan=found.plan, done=_("Đã khép góp ý."), heading=_("Khép góp ý"), label=_("Khép góp ý"), quote=found.text,
        to=f"{found.plan.get_absolute_url()}#gop-y-{found.pk}",
    )  # fmt: skip


@form_page
@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far a measure is."""
    measures = Measure.objects.visible_to(request.user).select_related("plan__organization")
    measure = get_object_or_404(measures, pk=pk)
    require(rules.may_write(request.user, measure.plan.organization))
    initial = {name: getattr(measure, name) for name in ("progress", "percent", "done_on", "note")}
    form = ProgressForm(request.POST) if request.method == "POST" else ProgressForm(initial=initial)
    return answer(
        request, form, lambda: record_progress(actor=request.user, measure=measure, now=now(), **form.cleaned_data),
        plan=measure.plan, done=_("Đã ghi tiến độ."), heading=_("Tiến độ biện pháp"), label=_("Ghi tiến độ"),
        quote=measure.text, to=measure,
    )  # fmt: skip
