"""Organizations that have not made the plan of a school year."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from truongan.movement.tables.narrowing import Asked
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.plans.models import Plan
from truongan.plans.states import Status
from truongan.plans.tables.plans import year_asked
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

SORTS = {"truong": "sort_key"}
COLUMNS = (
    ExportColumn("Trường, đơn vị", 40),
    ExportColumn("Mã", 16),
    ExportColumn("Cấp học", 12),
    ExportColumn("Báo cáo lên", 36),
    ExportColumn("Tình trạng", 16),
    ExportColumn("Điện thoại cơ quan", 18),
)


@dataclass(frozen=True)
class MissingRow:
    """A school without the plan; `draft` when it has begun and this person may know it."""

    organization: Organization
    draft: Plan | None

    @property
    def label(self) -> str:
        return _("Đang soạn") if self.draft else _("Chưa bắt đầu")


def schools_in_view(user, ask: Asked) -> OrganizationQuerySet:
    """Schools of the scope that exist on the day, within unit, level and words: the N of "n of N"."""
    rows = Organization.objects.visible_to(user).schools().on(ask.day)
    if ask.unit_code:
        rows = _within(rows, ask)
    if ask.level:
        rows = rows.filter(school_level=ask.level)
    return rows.search(ask.words) if ask.words else rows


def missing_asked(user, ask: Asked) -> OrganizationQuerySet:
    """Those of them whose plan of the school year had not been submitted by the day."""
    made = Plan.objects.made_on(ask.day, year_asked(ask)).values("organization")
    return schools_in_view(user, ask).exclude(pk__in=made)


def ordered(rows: OrganizationQuerySet, request: HttpRequest) -> QuerySet[Organization]:
    return rows.select_related("reports_to").order_by(*ordering(request, SORTS, "truong"))


def missing_rows(page: list[Organization], user, ask: Asked) -> list[MissingRow]:
    """Lines of one page in one query; drafts only as far as this person may see them."""
    drafts = Plan.objects.visible_to(user).of_year(year_asked(ask)).filter(status=Status.DRAFT)
    begun = {plan.organization_id: plan for plan in drafts.filter(organization__in=[each.pk for each in page])}
    return [MissingRow(each, begun.get(each.pk)) for each in page]


def exported(rows: QuerySet[Organization], user, ask: Asked, batch: int = 1000) -> Iterator[tuple]:
    chunk: list[Organization] = []
    for each in rows.iterator(chunk_size=batch):
        chunk.append(each)
        if len(chunk) == batch:
            yield from map(_cells, missing_rows(chunk, user, ask))
            chunk = []
    yield from map(_cells, missing_rows(chunk, user, ask))


def _cells(row: MissingRow) -> tuple:
    each = row.organization
    superior = each.reports_to.name if each.reports_to else ""
    return each.name, each.code, each.get_school_level_display(), superior, row.label, each.phone


def _within(rows: OrganizationQuerySet, ask: Asked) -> OrganizationQuerySet:
    if ask.unit is None:
        return rows.none()
    if ask.geography == ask.today:
        return rows.filter(place_path__startswith=ask.unit.path)
    return rows.within(ask.unit, ask.geography)
