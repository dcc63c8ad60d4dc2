"""Setting a scheme up in one sitting, with drafts that wait."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement import rules
from truongan.movement.actions import CannotChangeRegister, discard_draft, save_draft, set_up_scheme
from truongan.movement.forms.setup import SetupSheet
from truongan.movement.models import SetupDraft
from truongan.movement.queries.candidates import neighbours, own_people, writable_organizations
from truongan.movement.views.groups import chosen_school, school_chooser
from truongan.organizations.models import Organization
from truongan.web.answering import form_page, sent_to

_NOT_KEPT = {"csrfmiddlewaretoken", "viec"}


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    require(rules.may_write_somewhere(request.user))
    organization = chosen_school(request)
    if organization is None:
        return school_chooser(request, _("Thêm điểm mô hình"))
    draft = _draft(request, organization)
    sheet = _sheet(request, organization, draft)
    if request.method == "POST":
        work = request.POST.get("viec", "")
        if work == "luu-nhap":
            return _kept(request, organization, draft)
        if sheet.judges and sheet.is_valid():
            try:
                scheme = set_up_scheme(actor=request.user, plan=sheet.plan(), draft=draft, now=now())
            except CannotChangeRegister as reason:
                sheet.form.add_error(None, str(reason))
            else:
                messages.success(request, _("Đã lập điểm mô hình. Bộ giấy tờ điền sẵn chờ bạn in và ký."))
                return sent_to(scheme)
    context = {"sheet": sheet, "organization": organization, "draft": draft}
    return render(request, "movement/setup.html", context, status=422 if sheet.judges else 200)


@require_POST
@login_required
def draft_save(request: HttpRequest) -> HttpResponse:
    """Autosave: answers the line that says when the draft was kept."""
    organization = get_object_or_404(writable_organizations(request.user), pk=_number(request.GET.get("truong", "")))
    draft = _draft(request, organization)
    draft = save_draft(actor=request.user, fields=_fields(request), organization=organization, draft=draft, now=now())
    return render(request, "movement/_draft_note.html", {"draft": draft})


@require_POST
@login_required
def draft_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(SetupDraft.objects.filter(user=request.user.pk), pk=pk)
    to = f"{request.path_info.rsplit('nhap/', 1)[0]}?truong={draft.organization_id}"
    discard_draft(actor=request.user, draft=draft)
    messages.success(request, _("Đã bỏ bản nháp."))
    return sent_to(to)


def _draft(request: HttpRequest, organization: Organization) -> SetupDraft | None:
    drafts = SetupDraft.objects.filter(user=request.user.pk, organization=organization)
    return drafts.order_by("-updated_at").first()


def _sheet(request: HttpRequest, organization: Organization, draft: SetupDraft | None) -> SetupSheet:
    options: dict[str, Any] = {
        "organization": organization,
        "people": own_people(organization),
        "neighbours": neighbours(organization, today_vn()),
    }
    if request.method != "POST":
        return SetupSheet(**options, data=draft.fields if draft else None, is_draft=True)
    work = request.POST.get("viec", "")
    return SetupSheet(**options, data=request.POST, growing=work if work.startswith(("them-", "luu-")) else "")


def _kept(request: HttpRequest, organization: Organization, draft: SetupDraft | None) -> HttpResponse:
    save_draft(actor=request.user, fields=_fields(request), organization=organization, draft=draft, now=now())
    messages.success(request, _("Đã lưu bản nháp. Mở lại mục này để làm tiếp."))
    return sent_to(f"{request.path}?truong={organization.pk}")


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items() if name not in _NOT_KEPT}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0
