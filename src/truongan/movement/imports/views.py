"""Pages of the import: files sent, a file's preview, doubts settled, and what came of it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from truongan.accounts.models import User
from truongan.kernel import clock
from truongan.kernel.refusals import require
from truongan.movement.imports.corrections import fix_key
from truongan.movement.imports.format import KINDS
from truongan.movement.imports.forms import UploadForm
from truongan.movement.imports.importing import returned_name
from truongan.movement.imports.pages import Preview
from truongan.movement.imports.template_files import template_for
from truongan.movement.imports.uploads import (
    KEPT,
    agree_to_import,
    answer_doubts,
    cancel_upload,
    kinds_for,
    may_decide,
    sees_contents,
    send_workbook,
    uploads_visible_to,
)
from truongan.web.htmx import is_fragment_request, redirect_to
from truongan.web.paging import page_of
from truongan.workbooks.actions import CannotChange
from truongan.workbooks.models import Upload
from truongan.workbooks.problems import CannotRead

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def import_list(request: HttpRequest) -> HttpResponse:
    """Files sent, newest first; while one is underway the list looks again by itself."""
    found = uploads_visible_to(request.user).select_related("uploaded_by__person").defer("preview")
    found = found.order_by("-created_at", "-pk")
    page = page_of(request, found)
    context = {
        "page": page,
        "kinds": {kind: KINDS[kind] for kind in kinds_for(request.user)},
        "is_underway": any(each.is_underway for each in page.object_list),
    }
    template = "_upload_table.html" if is_fragment_request(request) else "list.html"
    return render(request, f"movement/imports/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_upload(request: HttpRequest) -> HttpResponse:
    kinds = kinds_for(request.user)
    if not kinds:
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        try:
            upload = send_workbook(actor=request.user, file=file, filename=file.name, kind=kind, now=clock.now())
        except CannotRead as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect_to(request, reverse("movement:import_preview", args=[upload.pk]))
    context = {"form": form, "kinds": {kind: KINDS[kind] for kind in kinds}}
    return render(request, "movement/imports/upload.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A file at whatever stage it is: underway, waiting for its sender, in the register, or back."""
    upload = _upload(request, pk)
    return render(request, "movement/imports/preview.html", _shown(request, upload))


@require_safe
@login_required
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that moves; when the work is done the page is shown anew."""
    upload = _upload(request, pk)
    if not upload.is_underway or not is_fragment_request(request):
        return redirect_to(request, reverse("movement:import_preview", args=[pk]))
    return render(request, "movement/imports/_progress.html", {"upload": upload})


@require_POST
@login_required
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    ready_only = request.POST.get("phan") == "san-sang"
    try:
        agree_to_import(actor=request.user, upload=upload, ready_only=ready_only, now=clock.now())
    except CannotChange as reason:
        messages.error(request, str(reason))
    return redirect("movement:import_preview", pk)


@require_POST
@login_required
def import_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers to doubts (`chon-…`) and suggested fixes accepted (`sua`, one cell or all of them)."""
    upload = _upload(request, pk)
    asked = {each["key"] for each in upload.preview.get("questions", [])}
    answers = {key: request.POST[f"chon-{key}"] for key in asked if request.POST.get(f"chon-{key}")}
    fixes = _fixes(upload, request.POST.get("sua", ""))
    if not answers and not fixes:
        messages.error(request, _("Chưa chọn gì. Chọn một cách cho ít nhất một chỗ chưa rõ."))
        return redirect("movement:import_preview", pk)
    try:
        answer_doubts(actor=request.user, upload=upload, answers=answers, fixes=fixes, now=clock.now())
    except CannotChange as reason:
        messages.error(request, str(reason))
    return redirect("movement:import_preview", pk)


def _fixes(upload: Upload, wanted: str) -> dict[str, str]:
    offered = {
        fix_key(each["sheet"], each["row"], each["key"]): each["fix"]
        for each in upload.preview.get("errors", [])
        if each["fix"]
    }
    return offered if wanted == "tat-ca" else {key: fix for key, fix in offered.items() if key == wanted}


@require_POST
@login_required
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    upload = _upload(request, pk)
    try:
        cancel_upload(actor=request.user, upload=upload, now=clock.now())
    except CannotChange as reason:
        messages.error(request, str(reason))
        return redirect("movement:import_preview", pk)
    messages.success(request, _("Đã hủy tệp “%(name)s”, không nhập gì.") % {"name": upload.filename})
    return redirect("movement:import_list")


@require_safe
@login_required
def import_returned(request: HttpRequest, pk: int) -> FileResponse:
    """The workbook to mend: cells coloured, with what to do. It holds every phone of the file."""
    upload = _upload(request, pk)
    require(sees_contents(request.user, upload))
    name = upload.returned_file.name if upload.returned_file else None
    if not name or not upload.returned_file.storage.exists(name):
        raise Http404
    return FileResponse(
        upload.returned_file.open("rb"),
        as_attachment=True,
        filename=returned_name(upload.filename),
        content_type=_XLSX,
    )


@require_safe
@login_required
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook with the sender's own schools to choose from."""
    if kind not in kinds_for(request.user):
        raise PermissionDenied if kind in KINDS else Http404
    response = HttpResponse(template_for(request.user, kind), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="truong-an-{kind}.xlsx"'
    return response


def _upload(request: HttpRequest, pk: int) -> Upload:
    return get_object_or_404(uploads_visible_to(request.user).select_related("uploaded_by__person"), pk=pk)


def _shown(request: HttpRequest, upload: Upload) -> dict[str, object]:
    user = cast(User, request.user)
    is_long, is_open = request.GET.get("het") == "1", sees_contents(user, upload)
    tab, sheet = request.GET.get("the", ""), request.GET.get("trang-tinh", "")
    return {
        "upload": upload,
        "preview": Preview(upload, tab, sheet, is_long=is_long, is_open=is_open),
        "sees_contents": is_open,
        "may_decide": may_decide(user, upload),
        "kept_until": upload.created_at + KEPT,
        "status": Upload.Status,
    }
