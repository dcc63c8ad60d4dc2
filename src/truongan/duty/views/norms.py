"""The norm by which a roll-call proves that groups live: read by all who call, kept by the installation."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.duty import rules
from truongan.duty.actions import set_norm, withdraw_norm
from truongan.duty.forms.norms import NormForm
from truongan.duty.models import LivenessNorm
from truongan.duty.views.answering import answer
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import form_page, press


@require_safe
@login_required
def norm_list(request: HttpRequest) -> HttpResponse:
    """Every norm, the one in force marked."""
    day = today_vn()
    context = {
        "norms": LivenessNorm.objects.order_by("-valid_from"), "today": day, "in_force": LivenessNorm.objects.on(day),
        "may_keep": rules.may_keep_norm(request.user),
    }  # fmt: skip
    return render(request, "duty/norm_list.html", context)


@form_page
@login_required
def norm_set(request: HttpRequest) -> HttpResponse:
    require(rules.may_keep_norm(request.user))
    day = today_vn()
    held = LivenessNorm.objects.on(day)
    initial = {
        "valid_from": day + timedelta(days=1),
        "least_percent": held.least_percent if held else 50,
        "needs_officer": held.needs_officer if held else True,
    }
    form = NormForm(request.POST or None, initial=initial)
    return answer(
        request, form, lambda: set_norm(actor=request.user, now=now(), **form.cleaned_data),
        to=reverse("rollcalls:norms"), done=_("Đã đặt mức."), heading=_("Đặt mức nhóm còn hoạt động"),
        section=_("Điểm danh"), section_url="rollcalls:list", back=reverse("rollcalls:norms"),
    )  # fmt: skip


@require_POST
@login_required
def norm_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_keep_norm(request.user))
    norm = get_object_or_404(LivenessNorm, pk=pk)
    return press(
        request, lambda: withdraw_norm(actor=request.user, norm=norm, now=now()), done=_("Đã bỏ mức chưa có hiệu lực."),
        to=reverse("rollcalls:norms"),
    )  # fmt: skip
