"""Duties and recipients as workbooks."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from truongan.directives.models import Directive, Duty, Receipt
from truongan.kernel.dates import vn_date
from truongan.workbooks.exporting import ExportColumn, Exported, export_rows

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BATCH = 2000


def export_duties(rows: QuerySet[Duty], today: date) -> HttpResponse:
    """What is owed, as the page filters and orders it."""
    columns = [
        ExportColumn(_("Đơn vị"), 40), ExportColumn(_("Văn bản"), 24), ExportColumn(_("Cơ quan giao"), 34),
        ExportColumn(_("Nhiệm vụ"), 60), ExportColumn(_("Hạn"), 13, "date"), ExportColumn(_("Tình trạng"), 18),
        ExportColumn(_("Tiến độ (%)"), 11, "number"), ExportColumn(_("Hoàn thành ngày"), 15, "date"),
        ExportColumn(_("Người phụ trách"), 24),
    ]  # fmt: skip
    content = export_rows(_("Nhiệm vụ được giao"), columns, _duty_cells(rows, today), [_as_of(today)])
    return _file(content, f"nhiem-vu-{today:%Y%m%d}.xlsx")


def _duty_cells(rows: QuerySet[Duty], today: date) -> Iterator[list[Exported]]:
    for duty in rows.iterator(chunk_size=_BATCH):
        directive = duty.directive
        yield [
            duty.organization.name, directive.name, directive.issuer_name, duty.assignment.task, duty.due_on,
            state_of(duty, today), duty.percent, duty.done_on, str(duty.responsible or ""),
        ]  # fmt: skip


def export_recipients(directive: Directive, receipts: QuerySet[Receipt], today: date) -> HttpResponse:
    """Every recipient a person sees, with the number of its duties; receipts and duties meet in the database."""
    columns = [
        ExportColumn(_("Mã"), 14), ExportColumn(_("Đơn vị"), 44), ExportColumn(_("Thuộc"), 26),
        ExportColumn(_("Gửi lúc"), 17, "datetime"), ExportColumn(_("Tiếp nhận lúc"), 17, "datetime"),
        ExportColumn(_("Số đến"), 9, "number"), ExportColumn(_("Bổ sung sau"), 12),
        ExportColumn(_("Nhiệm vụ"), 10, "number"), ExportColumn(_("Đã xong"), 10, "number"),
        ExportColumn(_("Quá hạn"), 10, "number"),
    ]  # fmt: skip
    meta = [f"{directive.name}: {directive.subject}", _as_of(today)]
    content = export_rows(_("Tình hình thực hiện"), columns, _receipt_cells(directive, receipts, today), meta)
    return _file(content, f"thuc-hien-{directive.pk}-{today:%Y%m%d}.xlsx")


def _receipt_cells(directive: Directive, receipts: QuerySet[Receipt], today: date) -> Iterator[list[Exported]]:
    owed: dict[int, list[int]] = {}
    duties = Duty.objects.filter(directive=directive).exclude(status="cancelled")
    for organization, status, due_on in duties.values_list("organization_id", "status", "due_on").iterator():
        mine = owed.setdefault(organization, [0, 0, 0])
        mine[0] += 1
        mine[1] += status == "done"
        mine[2] += bool(status == "open" and due_on and due_on < today)
    rows = receipts.select_related("organization__reports_to").order_by("path", "organization__sort_key", "pk")
    for each in rows.iterator(chunk_size=_BATCH):
        superior = each.organization.reports_to
        yield [
            each.organization.code, each.organization.name, superior.name if superior else "", each.received_at,
            each.acknowledged_at, each.arrival_number, _("có") if each.is_late_joiner else "",
            *owed.get(each.organization_id, (0, 0, 0)),
        ]  # fmt: skip


def state_of(duty: Duty, today: date) -> str:
    if duty.is_open and duty.due_on and duty.due_on < today:
        return _("Quá hạn %(n)s ngày") % {"n": (today - duty.due_on).days}
    return str(duty.get_status_display())


def _as_of(today: date) -> str:
    return _("Tính đến ngày %(day)s") % {"day": vn_date(today)}


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
