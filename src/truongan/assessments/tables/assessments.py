"""Assessments in scope, of rounds and of single days; filters in the URL, order, export."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.utils.translation import gettext as _

from truongan.assessments.models import Assessment
from truongan.assessments.querysets import AssessmentQuerySet
from truongan.assessments.states import Status
from truongan.assessments.tables.schools import Asked
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

SORTS = {"ngay": "on", "ten": "organization__sort_key", "dat": "met_count"}
COLUMNS = (
    ExportColumn("Trường", 40),
    ExportColumn("Mã", 16),
    ExportColumn("Cấp học", 12),
    ExportColumn("Bộ tiêu chí", 40),
    ExportColumn("Ngày đánh giá", 14, "date"),
    ExportColumn("Tình trạng", 24),
    ExportColumn("Tiêu chí đạt", 12, "number"),
    ExportColumn("Tiêu chí áp dụng", 12, "number"),
    ExportColumn("Xếp loại", 30),
    ExportColumn("Lý do", 50),
)


def assessments_asked(user, request: HttpRequest, ask: Asked) -> AssessmentQuerySet:
    """Those this person sees that answer the URL."""
    rows = Assessment.objects.visible_to(user)
    if ask.unit_code:
        rows = rows.filter(organization__place_path__startswith=ask.unit.path) if ask.unit else rows.none()
    if ask.level:
        rows = rows.filter(organization__school_level=ask.level)
    if ask.words:
        rows = rows.search(ask.words)
    if code := request.GET.get("bo", ""):
        rows = rows.filter(criteria_set__code=code[:40])
    if (status := request.GET.get("tinh_trang", "")) in Status.values:
        rows = rows.filter(status=status)
    if request.GET.get("loai") == "chua-xep":
        rows = rows.exclude(submitted_at=None).filter(result="")
    elif request.GET.get("loai") == "theo-dot":
        rows = rows.filter(round__isnull=False)
    return rows


def ordered(rows: AssessmentQuerySet, request: HttpRequest) -> AssessmentQuerySet:
    shown = rows.select_related("organization", "criteria_set", "round")
    return shown.order_by(*ordering(request, SORTS, "-ngay"))


def exported(rows: AssessmentQuerySet) -> Iterator[tuple]:
    for row in rows.iterator(chunk_size=1000):
        school = row.organization
        yield (
            school.name, school.code, school.get_school_level_display(), str(row.criteria_set), row.on,
            row.get_status_display(), row.met_count, row.applicable_count, row.result_name, row.reason,
        )  # fmt: skip


def export_meta(user) -> list[str]:
    return [
        _("Phạm vi của %(name)s") % {"name": user.display_name},
        _("Mỗi dòng một lần đánh giá; một trường có thể có nhiều dòng. Số trường đếm ở trang của đợt."),
    ]
