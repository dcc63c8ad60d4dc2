"""The list of plans of a school year."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.kernel.dates import vn_date
from truongan.movement.tables.narrowing import Asked, asked, narrowed
from truongan.plans.models import GuidanceComment, Measure, Plan
from truongan.plans.querysets import PlanQuerySet
from truongan.plans.rules import waits_for
from truongan.plans.school_years import is_school_year, school_year_of
from truongan.plans.states import Progress, Status
from truongan.web.paging import ordering
from truongan.workbooks.exporting import ExportColumn

SORTS = {"truong": "organization__sort_key", "trinh": "submitted_on", "duyet": "approved_on", "sua": "updated_at"}
STATES = (
    ("dang-soan", gettext_lazy("Đang soạn")),
    ("cho-duyet", gettext_lazy("Chờ duyệt")),
    ("tra-lai", gettext_lazy("Trả lại")),
    ("da-duyet", gettext_lazy("Đã duyệt")),
    ("dang-sua-doi", gettext_lazy("Đang sửa đổi")),
)
WORK = ("cho-toi", "tra-lai", "gop-y", "qua-han")
_STATUS = {"cho-duyet": Status.SUBMITTED, "tra-lai": Status.RETURNED}
TONES = {Status.DRAFT: "", Status.SUBMITTED: "soon", Status.RETURNED: "late", Status.APPROVED: "ok"}
COLUMNS = (
    ExportColumn("Trường, đơn vị", 40),
    ExportColumn("Mã", 16),
    ExportColumn("Cấp học", 12),
    ExportColumn("Năm học", 12),
    ExportColumn("Kế hoạch", 50),
    ExportColumn("Tình trạng", 16),
    ExportColumn("Trình lần đầu", 14, "date"),
    ExportColumn("Duyệt lần đầu", 14, "date"),
    ExportColumn("Số", 16),
    ExportColumn("Biện pháp", 10, "number"),
    ExportColumn("Đã làm xong", 12, "number"),
    ExportColumn("Quá hạn", 10, "number"),
    ExportColumn("Góp ý chưa khép", 14, "number"),
)


@dataclass(frozen=True)
class Tally:
    """Measures of a plan: those that count, done, overdue; and advice not yet closed."""

    counted: int = 0
    done: int = 0
    late: int = 0
    comments: int = 0


@dataclass(frozen=True)
class PlanRow:
    plan: Plan
    tally: Tally
    label: str
    tone: str


def plan_question(request: HttpRequest) -> Asked:
    return asked(request, ("nam_hoc", "tt", "viec"))


def year_asked(ask: Asked) -> str:
    """The school year of the URL, else that of the day looked at."""
    year = ask.values["nam_hoc"]
    return year if is_school_year(year) else school_year_of(ask.day)


def plans_in_scope(user, ask: Asked) -> PlanQuerySet:
    """Scope, school year, unit, level, words and what waits (`viec`); the counts beside the states are over these.

    What waits for a person is shown of every school year unless one is asked for.
    """
    work = ask.values["viec"]
    rows = Plan.objects.visible_to(user)
    if work not in WORK or ask.values["nam_hoc"]:
        rows = rows.of_year(year_asked(ask))
    return narrowed(rows.filter(_waiting(user, work, ask.day)) if work in WORK else rows, ask)


def plans_asked(user, ask: Asked) -> PlanQuerySet:
    """Plans this person sees that answer the URL."""
    return in_state(plans_in_scope(user, ask), ask.values["tt"])


def _waiting(user, work: str, day: date) -> Q:
    """What somebody's own organizations still have to do about their plans, or decide about others'."""
    own = Q(organization__in=user.scope.own_ids)
    match work:
        case "cho-toi":
            return waits_for(user, day)
        case "tra-lai":
            return own & Q(status=Status.RETURNED)
        case "gop-y":
            return own & Q(pk__in=GuidanceComment.objects.filter(resolved_at=None).values("plan"))
        case _:
            return own & Q(submitted_on__isnull=False, pk__in=Measure.objects.overdue_on(day).values("plan"))


def in_state(rows: PlanQuerySet, state: str) -> PlanQuerySet:
    match state:
        case "dang-soan":
            return rows.filter(status=Status.DRAFT, approved_on=None)
        case "da-duyet":
            return rows.filter(approved_on__isnull=False)
        case "dang-sua-doi":
            return rows.filter(approved_on__isnull=False).exclude(status=Status.APPROVED)
        case "cho-duyet" | "tra-lai":
            return rows.filter(status=_STATUS[state])
        case _:
            return rows


def state_counts(rows: PlanQuerySet, user, day: date) -> dict[str, int]:
    """How many in all, waiting, returned, approved, and waiting for this person: one query."""
    waiting = Q(status=Status.SUBMITTED)
    return rows.order_by().aggregate(
        all=Count("pk"),
        waiting=Count("pk", filter=waiting),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
        approved=Count("pk", filter=Q(approved_on__isnull=False)),
        made=Count("pk", filter=Q(submitted_on__isnull=False)),
        mine=Count("pk", filter=waits_for(user, day)),
    )


def ordered(rows: PlanQuerySet, request: HttpRequest) -> PlanQuerySet:
    return rows.select_related("organization").order_by(*ordering(request, SORTS, "truong"))


def plan_rows(page: list[Plan], day: date) -> list[PlanRow]:
    """Lines of one page in two queries."""
    tallies = tallies_of([plan.pk for plan in page], day)
    return [PlanRow(plan, tallies.get(plan.pk, Tally()), *state_of(plan)) for plan in page]


def tallies_of(plan_ids: Collection[int], day: date) -> dict[int, Tally]:
    """Measures and open advice of many plans in two queries."""
    waiting = Q(progress__in=(Progress.NOT_STARTED, Progress.ONGOING))
    measures = Measure.objects.filter(plan__in=plan_ids).counted().order_by().values("plan")
    counted = measures.annotate(
        n=Count("pk"),
        finished=Count("pk", filter=Q(progress=Progress.DONE)),
        behind=Count("pk", filter=waiting & Q(ends_on__lt=day)),
    )
    comments = GuidanceComment.objects.filter(plan__in=plan_ids, resolved_at=None).order_by().values_list("plan")
    advice = dict(comments.annotate(n=Count("pk")))
    found = {each["plan"]: (each["n"], each["finished"], each["behind"]) for each in counted}
    return {plan: Tally(*found.get(plan, (0, 0, 0)), advice.get(plan, 0)) for plan in {*found, *advice}}


def state_of(plan: Plan) -> tuple[str, str]:
    """State in words and its tone; an approved plan that is open again says so."""
    if plan.is_being_amended:
        words = {Status.SUBMITTED: _("Sửa đổi, chờ duyệt"), Status.RETURNED: _("Sửa đổi, bị trả lại")}
        return words.get(Status(plan.status), _("Đang sửa đổi")), TONES[Status(plan.status)] or "soon"
    words = {Status.SUBMITTED: _("Chờ duyệt")}
    return words.get(Status(plan.status), plan.get_status_display()), TONES[Status(plan.status)]


def exported(rows: PlanQuerySet, day: date, batch: int = 1000) -> Iterator[tuple]:
    """Lines of the whole list for a workbook, read in batches."""
    chunk: list[Plan] = []
    for plan in rows.iterator(chunk_size=batch):
        chunk.append(plan)
        if len(chunk) == batch:
            yield from map(_cells, plan_rows(chunk, day))
            chunk = []
    yield from map(_cells, plan_rows(chunk, day))


def _cells(row: PlanRow) -> tuple:
    plan, organization, tally = row.plan, row.plan.organization, row.tally
    return (
        organization.name, organization.code, organization.get_school_level_display(), plan.school_year, plan.title,
        row.label, plan.submitted_on, plan.approved_on, plan.number_label, tally.counted, tally.done, tally.late,
        tally.comments,
    )  # fmt: skip


def export_meta(user, ask: Asked) -> list[str]:
    """Lines above an export: whose scope, which school year and day, how it is counted."""
    place = ask.unit.full_name if ask.unit else _("Toàn phạm vi của %(name)s") % {"name": user.display_name}
    return [
        _("Phạm vi: %(place)s") % {"place": place},
        _("Năm học %(year)s; tình trạng lúc tải, quá hạn tính đến ngày %(day)s")
        % {"year": year_asked(ask), "day": vn_date(ask.day)},
        _("Kế hoạch đã lập là kế hoạch đã trình cấp trên ít nhất một lần; biện pháp thôi làm không tính."),
    ]
