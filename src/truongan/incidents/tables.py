"""The queue of cases: filters in the URL, order, lines, workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.incidents.models import Category, Incident, Severity
from truongan.incidents.querysets import IncidentQuerySet
from truongan.incidents.states import Outcome, State
from truongan.kernel.dates import vn_date
from truongan.movement.tables.narrowing import Asked, asked
from truongan.organizations.models import Organization
from truongan.web.paging import Merged, ordering
from truongan.web.scoping import day_or_none
from truongan.workbooks.exporting import ExportColumn

SORTS = {"bao": "reported_at", "xay_ra": "occurred_at"}
OPEN = "mo"
COLUMNS = (
    ExportColumn("Số", 12),
    ExportColumn("Trường, đơn vị", 36),
    ExportColumn("Mã", 14),
    ExportColumn("Loại", 36),
    ExportColumn("Mức độ", 18),
    ExportColumn("Xảy ra lúc", 18, "datetime"),
    ExportColumn("Báo lúc", 18, "datetime"),
    ExportColumn("Nhận lúc", 18, "datetime"),
    ExportColumn("Nơi xảy ra", 30),
    ExportColumn("Do ai gây ra", 20),
    ExportColumn("Số người", 10, "number"),
    ExportColumn("Bị thương", 10, "number"),
    ExportColumn("Tình trạng", 22),
    ExportColumn("Kết luận", 20),
)


@dataclass(frozen=True)
class Narrowing:
    """What the URL asks; what makes no sense is left out."""

    ask: Asked
    state: str
    category: str
    severity: str
    start: datetime | None
    end: datetime | None  # exclusive
    organization: int | None
    only_unheard: bool
    only_clusters: bool = False

    @property
    def is_narrow(self) -> bool:
        return bool(self.category or self.severity or self.start or self.end)


def narrowing(request: HttpRequest) -> Narrowing:
    ask = asked(request, ("tt", "loai", "muc", "tu", "den", "co_quan", "can"))
    given = ask.values
    until = day_or_none(given["den"])
    organization = given["co_quan"]
    return Narrowing(
        ask=ask,
        state=given["tt"] if given["tt"] in {OPEN, *State.values, *Outcome.values} else "",
        category=given["loai"][:30],
        severity=given["muc"][:30],
        start=_instant(day_or_none(given["tu"])),
        end=_instant(until + timedelta(days=1)) if until else None,
        organization=int(organization) if organization.isdecimal() and len(organization) < 19 else None,
        only_unheard=given["can"] == "chua-ai-nhan",
        only_clusters=given["can"] == "chum-ca",
    )


def _instant(day) -> datetime | None:
    return datetime.combine(day, time(), timezone.get_default_timezone()) if day else None


def cases_asked(user, wanted: Narrowing) -> IncidentQuerySet:
    """Cases this person sees that answer the URL; duplicates only where they are asked for."""
    return _asked_of(Incident.objects.visible_to(user), wanted)


def queue(user, wanted: Narrowing, request: HttpRequest) -> Merged:
    """The same in the order of the URL, for one page of it."""
    area, besides = ([_asked_of(part, wanted) for part in parts] for parts in Incident.objects.parts_visible_to(user))
    return Merged(area, besides, ordered(Incident.objects.visible_to(user), request), ordering(request, SORTS, "-bao"))


def _asked_of(rows: IncidentQuerySet, wanted: Narrowing) -> IncidentQuerySet:
    rows = in_view(rows, wanted)
    if wanted.state == Outcome.DUPLICATE:
        return rows.filter(outcome=Outcome.DUPLICATE)
    rows = rows.standing()
    if wanted.state == OPEN:
        rows = rows.open()
    elif wanted.state in State.values:
        rows = rows.filter(state=wanted.state)
    elif wanted.state:
        rows = rows.filter(outcome=wanted.state)
    if wanted.only_clusters:
        rows = rows.in_clusters()
    return rows.filter(unheard_at__isnull=False, state=State.REPORTED) if wanted.only_unheard else rows


def in_view(rows: IncidentQuerySet, wanted: Narrowing) -> IncidentQuerySet:
    """Within unit, words, days, kind and organization, whatever the state."""
    ask = wanted.ask
    if ask.unit_code:
        rows = rows.filter(place_path__startswith=ask.unit.path) if ask.unit else rows.none()
    if ask.level:
        rows = rows.filter(organization__school_level=ask.level)
    if ask.words:
        rows = rows.search(ask.words)
    for name, value in (
        ("category__code", wanted.category),
        ("severity__code", wanted.severity),
        ("occurred_at__gte", wanted.start),
        ("occurred_at__lt", wanted.end),
        ("organization", wanted.organization),
    ):
        if value:
            rows = rows.filter(**{name: value})
    return rows


def ordered(rows: IncidentQuerySet, request: HttpRequest) -> IncidentQuerySet:
    related = ("organization", "category", "severity", "disease", "responsible", "holder")
    # The account and the kept levels are read on the page of one case alone.
    rows = rows.select_related(*related).defer("what", "conclusion", "levels", "rules_considered", "askings")
    return rows.order_by(*ordering(request, SORTS, "-bao"))


def named_in(user, wanted: Narrowing) -> list[tuple[str, str, str]]:
    """What the list is narrowed to by links from elsewhere: (parameter, words, value)."""
    if wanted.organization is None:
        return []
    found = Organization.objects.visible_to(user).filter(pk=wanted.organization).first()
    return [("co_quan", found.name[:60], str(found.pk))] if found else []


def codes_offered(model: type[Category] | type[Severity]) -> list[tuple[str, str]]:
    """Every code ever used, under its newest name: old cases must be found, too."""
    rows = model.objects.order_by("position", "code", "-valid_from").values_list("code", "name")
    found: dict[str, str] = {}
    for code, name in rows:
        found.setdefault(code, name)
    return list(found.items())


def exported(rows: IncidentQuerySet) -> Iterator[tuple[Any, ...]]:
    """Lines for a workbook, read in batches. No account, no name."""
    people = rows.annotate(people=Sum("involved__count"), hurt=Sum("involved__injured_count"))
    return map(_cells, people.iterator(chunk_size=1000))


def _cells(case: Incident) -> tuple[Any, ...]:
    return (
        case.label, case.organization.name, case.organization.code, case.category.name, case.severity.name,
        case.occurred_at, case.reported_at, case.acknowledged_at, case.place, case.get_causer_display(),
        case.people, case.hurt,  # type: ignore[attr-defined]  # annotated
        case.get_state_display(), case.get_outcome_display() if case.outcome else "",
    )  # fmt: skip


def export_meta(user, wanted: Narrowing) -> list[str]:
    """Lines above an export: whose scope, which days, how it is counted."""
    unit = wanted.ask.unit
    place = unit.full_name if unit else _("Toàn phạm vi của %(name)s") % {"name": user.display_name}
    return [
        _("Phạm vi: %(place)s") % {"place": place},
        _("Lập ngày %(day)s") % {"day": vn_date(wanted.ask.today)},
        _("Vụ: mỗi vụ một dòng, vụ trùng không tính. Người: cộng theo vai trò; không nêu tên."),
    ]
