"""The prepared texts, kept by the installation's administrator."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.alerts import rules
from truongan.alerts.actions import close_template, save_template
from truongan.alerts.forms import TemplateForm
from truongan.alerts.models import AlertTemplate
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.web.answering import answer, form_page, sent_to


@require_safe
@login_required
def template_list(request: HttpRequest) -> HttpResponse:
    rows = AlertTemplate.objects.visible_to(request.user).order_by("closed_at", "name")
    context = {"rows": rows, "may_keep": rules.may_keep_templates(request.user)}
    return render(request, "alerts/template_list.html", context)


@form_page
@login_required
def template_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, AlertTemplate())


@form_page
@login_required
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(AlertTemplate.objects.visible_to(request.user), pk=pk))


@require_POST
@login_required
def template_close(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(AlertTemplate.objects.visible_to(request.user), pk=pk)
    close_template(actor=request.user, template=template, now=now())
    return sent_to("alerts:template_list")


def _edit(request: HttpRequest, template: AlertTemplate) -> HttpResponse:
    require(rules.may_keep_templates(request.user))
    form = TemplateForm(request.POST or None, instance=template)
    return answer(
        request, form,
        lambda: save_template(actor=request.user, template=template, fields=form.cleaned_data, now=now()),
        template="alerts/template_form.html", to="alerts:template_list", done=_("Đã lưu mẫu cảnh báo."), kept=template,
    )  # fmt: skip
