"""The schools of a round with their stage; filters in the URL, order, export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.assessments.models import AssessmentRound
from truongan.assessments.queries.progress import followed_schools
from truongan.assessments.states import HANDED_IN, TONES, Status
from truongan.kernel.clock import today_vn
from truongan.kernel.dates import vn_date
from truongan.organizations.models import Organization, SchoolLevel
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.territory.models import AdministrativeUnit
from truongan.web.paging import ordering
from truongan.web.scoping import view_scope
from truongan.workbooks.exporting import ExportColumn

STAGES = (
    ("chua-dang-ky", gettext_lazy("Chưa đăng ký")),
    ("da-dang-ky", gettext_lazy("Đã đăng ký, chưa nộp")),
    ("cho-tham-dinh", gettext_lazy("Chờ thẩm định")),
    ("tra-lai", gettext_lazy("Trả lại")),
    ("da-tham-dinh", gettext_lazy("Đã thẩm định")),
    ("cong-nhan", gettext_lazy("Được công nhận")),
    ("khong-cong-nhan", gettext_lazy("Không công nhận")),
    ("thu-hoi", gettext_lazy("Đã thu hồi")),
)
_STATUS = {
    "cho-tham-dinh": Status.SUBMITTED, "tra-lai": Status.RETURNED, "da-tham-dinh": Status.EXAMINED,
    "cong-nhan": Status.RECOGNISED, "khong-cong-nhan": Status.REFUSED, "thu-hoi": Status.REVOKED,
}  # fmt: skip
SORTS = {"ten": "sort_key", "dk": "registered", "dat": "met_count"}
COLUMNS = (
    ExportColumn("Trường", 40),
    ExportColumn("Mã", 16),
    ExportColumn("Cấp học", 12),
    ExportColumn("Tình trạng", 24),
    ExportColumn("Ngày đăng ký", 14, "date"),
    ExportColumn("Tiêu chí đạt", 12, "number"),
    ExportColumn("Tiêu chí áp dụng", 12, "number"),
    ExportColumn("Xếp loại", 24),
)


@dataclass(frozen=True)
class SchoolRow:
    school: Organization
    label: str
    tone: str
    registered_on: date | None
    is_late: bool
    result: str
    met_count: int | None
    applicable_count: int | None


@dataclass(frozen=True)
class Asked:
    """What the URL asks of the list."""

    words: str
    level: str
    stage: str
    unit_code: str
    unit: AdministrativeUnit | None

    @property
    def is_lost(self) -> bool:
        return bool(self.unit_code) and self.unit is None


def asked(request: HttpRequest) -> Asked:
    """Nonsense is left out, never an error; a unit that does not exist gives an empty list that says so."""
    given, scope = request.GET, view_scope(request)
    level, stage = given.get("cap", ""), given.get("tt", "")
    units = AdministrativeUnit.objects.on(scope.day or today_vn())
    return Asked(
        words=given.get("q", "").strip()[:100],
        level=level if level in SchoolLevel.values else "",
        stage=stage if stage in dict(STAGES) else "",
        unit_code=scope.unit,
        unit=units.filter(code=scope.unit).first() if scope.unit else None,
    )


def schools_asked(held: AssessmentRound, scope: OrganizationQuerySet, ask: Asked) -> OrganizationQuerySet:
    return in_stage(narrowed(followed_schools(held, scope), ask), ask.stage)


def narrowed(schools: OrganizationQuerySet, ask: Asked) -> OrganizationQuerySet:
    if ask.unit_code:
        if ask.unit is None:
            return schools.none()
        schools = schools.filter(place_path__startswith=ask.unit.path)
    if ask.level:
        schools = schools.filter(school_level=ask.level)
    return schools.search(ask.words) if ask.words else schools


def in_stage(schools: OrganizationQuerySet, stage: str) -> OrganizationQuerySet:
    if stage == "chua-dang-ky":
        return schools.filter(registered=None)
    if stage == "da-dang-ky":
        handed_in = Q(stage__in=[*HANDED_IN, Status.RETURNED])
        return schools.filter(Q(stage=None) | ~handed_in, registered__isnull=False)
    return schools.filter(stage=_STATUS[stage]) if stage else schools


def ordered(schools: OrganizationQuerySet, request: HttpRequest) -> OrganizationQuerySet:
    return schools.order_by(*ordering(request, SORTS, "ten"))


def school_rows(schools, held: AssessmentRound) -> Iterator[SchoolRow]:
    for school in schools:
        label, tone = _stage_of(school)
        late = bool(school.registered and held.register_by and school.registered > held.register_by)
        yield SchoolRow(
            school, label, tone, school.registered, late, school.result_name or "", school.met_count,
            school.applicable_count,
        )  # fmt: skip


def _stage_of(school) -> tuple[str, str]:
    if school.stage:
        return str(Status(school.stage).label), TONES[Status(school.stage)]
    if school.registered:
        return _("Đã đăng ký"), "info"
    return _("Chưa đăng ký"), "late"


def exported(schools, held: AssessmentRound) -> Iterator[tuple]:
    for row in school_rows(schools.iterator(chunk_size=1000), held):
        school = row.school
        yield (
            school.name, school.code, school.get_school_level_display(), row.label, row.registered_on,
            row.met_count, row.applicable_count, row.result,
        )  # fmt: skip


def export_meta(user, held: AssessmentRound, ask: Asked) -> list[str]:
    """Lines above an export: which round, whose scope, how it is counted."""
    place = ask.unit.full_name if ask.unit else _("Toàn phạm vi của %(name)s") % {"name": user.display_name}
    return [
        _("%(round)s, kỳ từ %(start)s đến %(end)s")
        % {"round": held.name, "start": vn_date(held.starts_on), "end": vn_date(held.last_day)},
        _("Phạm vi: %(place)s") % {"place": place},
        _(
            "Mỗi dòng một trường thuộc diện áp dụng; trường không thuộc cấp học của bộ tiêu chí không có trong danh sách."
        ),
    ]
