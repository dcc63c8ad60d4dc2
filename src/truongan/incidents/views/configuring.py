"""The data of incidents: categories, degrees, diseases, limits of the law, version by version."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.incidents import rules
from truongan.incidents.actions import end_row, set_row
from truongan.incidents.forms.configuring import KINDS, EndForm
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import answer, form_page, press, sent_to


@require_safe
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every row with its source and days, for the installation's administrator."""
    require(rules.may_configure(request.user))
    today = today_vn()
    tables = [
        {"kind": kind, "label": label, "rows": _rows(form.Meta.model, today)} for kind, (label, form) in KINDS.items()
    ]
    return render(request, "incidents/catalogue.html", {"tables": tables})


@form_page
@login_required
def row(request: HttpRequest, kind: str, pk: int = 0) -> HttpResponse:
    """A new row, or the next version of one."""
    require(rules.may_configure(request.user))
    label, form_class = _kind(kind)
    model = form_class.Meta.model
    before = get_object_or_404(model.objects.visible_to(request.user), pk=pk) if pk else None
    initial = {"since": today_vn(), **({"code": before.code} if before else {})}
    form = form_class(request.POST if request.method == "POST" else None, instance=before, initial=initial)

    def save() -> None:
        told = dict(form.cleaned_data)
        code, since = told.pop("code"), told.pop("since")
        set_row(actor=request.user, model=model, code=code, since=since, fields=told, now=now())

    return answer(
        request, form, save, template="incidents/row.html", to="incidents:catalogue", done=_("Đã lưu."), label=label,
        before=before, kind=kind, may_end=before is not None and before.valid_to is None, end_form=EndForm(),
    )  # fmt: skip


@require_POST
@login_required
def end(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Offer a row no more from a day on."""
    require(rules.may_configure(request.user))
    _label, form_class = _kind(kind)
    found = get_object_or_404(form_class.Meta.model.objects.visible_to(request.user), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ghi ngày như 22/11/2026."))
        return sent_to("incidents:catalogue")
    until = form.cleaned_data["until"]
    return press(
        request, lambda: end_row(actor=request.user, row=found, until=until, now=now()), to="incidents:catalogue",
        done=_("Đã lưu."),
    )  # fmt: skip


def _kind(kind: str) -> tuple[Any, Any]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _rows(model: Any, today) -> list[dict[str, Any]]:
    in_force = set(model.objects.on(today).values_list("pk", flat=True))
    rows = model.objects.order_by("position", "code", "-valid_from")
    return [{"row": each, "in_force": each.pk in in_force} for each in rows]
