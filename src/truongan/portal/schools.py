"""The public directory of schools: which there are, where, with which models; no person, phone or number of people."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from truongan.figures.public import served_unit
from truongan.movement.models import ConnectionGroup, FormerHolding, Scheme, Team
from truongan.organizations.models import Organization, Placement, SchoolLevel
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.territory.geography import UnknownUnit
from truongan.territory.models import AdministrativeUnit

OPEN, CLOSED, EVERY = "", "giai-the", "tat-ca"
WITH, WITHOUT = "co", "chua"


@dataclass(frozen=True)
class Wanted:
    """The filters as the address gives them; what means nothing filters nothing."""

    text: str = ""
    level: str = ""
    status: str = OPEN
    models: str = ""
    unit: AdministrativeUnit | None = None  # None: the nation
    top: AdministrativeUnit | None = None  # what this portal serves
    is_lost: bool = False  # a code that is no unit of this portal today

    @classmethod
    def of(cls, query, today: date) -> "Wanted":
        def among(name: str, values) -> str:
            return query.get(name, "") if query.get(name, "") in values else ""

        unit, is_lost = (top := served_unit(today)), False
        code = query.get("don_vi", "")
        if code.isascii() and code.isdecimal():
            try:
                unit = served_unit(today, code[:5])
            except UnknownUnit:
                is_lost = True
        return cls(
            text=query.get("q", "").strip()[:100],
            level=among("cap_hoc", SchoolLevel.values),
            status=among("tinh_trang", (CLOSED, EVERY)),
            models=among("mo_hinh", (WITH, WITHOUT)),
            unit=unit,
            top=top,
            is_lost=is_lost,
        )


def schools_shown(unit: AdministrativeUnit | None) -> OrganizationQuerySet:
    """Every school the portal of this unit knows, also those that are no more."""
    schools = Organization.objects.schools()
    return schools.filter(place_path__startswith=unit.path) if unit else schools


def schools_wanted(wanted: Wanted, today: date) -> OrganizationQuerySet:
    """Those the reader asks for, as of today; not yet ordered."""
    rows = schools_shown(wanted.unit).search(wanted.text)
    if wanted.status == OPEN:
        rows = rows.on(today)
    elif wanted.status == CLOSED:
        rows = rows.closed_by(today)
    if wanted.level:
        rows = rows.filter(school_level=wanted.level)
    if wanted.models:
        has_one = Exists(Scheme.objects.in_stock_on(today).filter(organization=OuterRef("pk")))
        rows = rows.filter(has_one if wanted.models == WITH else ~has_one)
    return rows


class KeysFirst:
    """The rows of a long list for a paginator: it turns pages by keys, which an index holds, then reads one page.

    Measured on 43,000 schools: the last pages cost a sixth of what they do when every row before them is read.
    """

    def __init__(self, rows: OrganizationQuerySet) -> None:
        self._rows = rows
        self.ordered = rows.ordered

    def count(self) -> int:
        return self._rows.count()

    def __getitem__(self, wanted: slice) -> list[Organization]:
        keys = list(self._rows.values_list("pk", flat=True)[wanted])
        found = schools_shown(None).only("pk", "name", "school_level", "closed_on", "place_path").in_bulk(keys)
        return [found[key] for key in keys if key in found]


@dataclass(frozen=True)
class Listed:
    """One line of the directory."""

    school: Organization
    place: str
    model_count: int


def listed(schools: list[Organization], today: date) -> list[Listed]:
    """The lines of one page, in two queries whatever their number."""
    placements = Placement.objects.filter(organization__in=schools).select_related("unit").order_by("valid_from")
    units = {each.organization_id: each.unit for each in placements if each.valid_from <= today}
    schemes = Scheme.objects.in_stock_on(today).filter(organization__in=schools)
    counts = Counter(schemes.values_list("organization", flat=True))
    return [
        Listed(each, units[each.pk].full_name if each.pk in units else "", counts[each.pk])  # a Counter gives 0
        for each in schools
    ]


def places_offered(wanted: Wanted, today: date) -> list[tuple[str, list[AdministrativeUnit]]]:
    """What the list may be narrowed to, in groups: the provinces of a nation, and what lies directly below one."""
    units = AdministrativeUnit.objects.on(today).only("code", "full_name", "path", "parent").in_vietnamese_order()
    province, groups = wanted.top, []
    if wanted.top is None:
        provinces = list(units.provinces())
        groups.append((_("Tỉnh, thành phố"), provinces))
        province = next((each for each in provinces if wanted.unit and each.contains_path(wanted.unit.path)), None)
    if province is not None:
        groups.append((province.full_name, list(units.filter(parent=province))))
    return groups


@dataclass
class Line:
    """A model of the school with how much of it there is today."""

    scheme: Scheme
    team_count: int
    group_count: int
    is_active: bool
    is_paused: bool


@dataclass
class SchoolPage:
    """Everything the page of one school shows."""

    school: Organization
    today: date
    places: list[Placement]
    lines: list[Line]
    left_count: int  # models it had and has no more
    group_count: int
    moved_to: list[Organization] = field(default_factory=list)  # where its models went, as after a merger

    @property
    def is_closed(self) -> bool:
        return self.school.closed_on is not None and self.school.closed_on <= self.today

    @property
    def place(self) -> Placement | None:
        """Where it stands today, or stood last."""
        return next((each for each in reversed(self.places) if each.valid_from <= self.today), None)

    @property
    def team_count(self) -> int:
        return sum(line.team_count for line in self.lines)


def school_page(school: Organization, today: date, window: int) -> SchoolPage:
    """The page of one school in eight queries; `window`: days of evidence by which a model counts as active."""
    held = Scheme.objects.filter(organization=school).select_related("type")
    schemes = list(held.in_stock_on(today).order_by("stock_from", "pk"))
    active = set(held.active_on(today, window).values_list("pk", flat=True))
    teams = Team.objects.in_stock_on(today).filter(organization=school)
    groups = ConnectionGroup.objects.in_stock_on(today).filter(organization=school)
    team_counts = Counter(teams.values_list("scheme", flat=True))
    group_counts = Counter(groups.values_list("scheme", flat=True))
    handed = FormerHolding.objects.filter(organization=school, scheme__isnull=False, valid_to__lte=today)
    heirs = Organization.objects.filter(pk__in=handed.values("scheme__organization")).exclude(pk=school.pk)
    return SchoolPage(
        school=school,
        today=today,
        places=list(school.placements.select_related("unit__parent__parent").order_by("valid_from")),
        lines=[
            Line(each, team_counts[each.pk], group_counts[each.pk], each.pk in active, each.status == "suspended")
            for each in schemes
        ],
        left_count=held.filter(stock_to__lte=today).count(),
        group_count=group_counts.total(),
        moved_to=list(heirs.only("pk", "name", "sector").order_by("sort_key", "pk")[:10]),
    )
