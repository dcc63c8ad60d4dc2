"""The list as a workbook."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.organizations.models import Organization
from truongan.workbooks.exporting import ExportColumn, Exported, export_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_organizations(rows: QuerySet[Organization], day: date) -> HttpResponse:
    """Every row of the list as it is filtered, with the place of that day; read in pieces of 2,000."""
    columns = [
        ExportColumn(_("Mã"), 16),
        ExportColumn(_("Tên"), 44),
        ExportColumn(_("Ngành"), 14),
        ExportColumn(_("Cấp học"), 14),
        ExportColumn(_("Địa bàn"), 26),
        ExportColumn(_("Thuộc"), 26),
        ExportColumn(_("Báo cáo lên"), 36),
        ExportColumn(_("Địa chỉ"), 36),
        ExportColumn(_("Điện thoại"), 16),
        ExportColumn(_("Giải thể từ"), 14, "date"),
    ]
    meta = [_("Tính đến ngày %(day)s") % {"day": vn_date(day)}]
    content = export_rows(_("Trường học và đơn vị"), columns, _cells(rows.select_related("reports_to")), meta)
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="don-vi-{day:%Y%m%d}.xlsx"'}
    )


def _cells(rows: QuerySet[Organization]) -> Iterator[list[Exported]]:
    for each in rows.iterator(chunk_size=2000):
        places = each.places  # type: ignore[attr-defined]  # set by with_places
        place = places[0].unit if places else None
        yield [
            each.code,
            each.name,
            each.get_sector_display(),
            each.get_school_level_display(),
            place.full_name if place else "",
            place.parent.full_name if place and place.parent else "",
            each.reports_to.name if each.reports_to else "",
            each.address,
            each.phone,
            each.closed_on,
        ]
