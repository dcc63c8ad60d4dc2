"""Live figures of a page: asked together, equal to the public page of figures or to the seal they quote."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from truongan.figures.counting import answer
from truongan.figures.exports import unit_name
from truongan.figures.indicators import INDICATORS
from truongan.figures.models import SealedFigure
from truongan.figures.public import public_answer, served_unit
from truongan.figures.questions import Figure, Question
from truongan.figures.suppression import SMALLEST_SHOWN
from truongan.news.references import FigureReference
from truongan.organizations.models import Organization
from truongan.territory.geography import UnknownUnit


@dataclass(frozen=True)
class LiveFigure:
    """A figure as a page shows it; without a value, `problem` says why in words for the reader."""

    reference: FigureReference
    on: date
    value: int | None = None
    label: str = ""
    unit: str = ""
    basis: str = ""
    place: str = ""
    problem: str = ""
    is_sealed: bool = False

    @property
    def is_shown(self) -> bool:
        return self.value is not None

    @property
    def method(self) -> str:
        return _("Số đã chốt, không đổi theo thời gian") if self.is_sealed else ""


Found = dict[FigureReference, LiveFigure]


def live_figures(references: Iterable[FigureReference], today: date) -> Found:
    """Every reference with its figure. Those of one place and day are counted in one answer; never raises."""
    wanted = set(references)
    found: Found = {}
    asked: dict[tuple[str, date], list[FigureReference]] = defaultdict(list)
    for each in wanted:
        indicator = INDICATORS.get(each.indicator)
        if indicator is None or not indicator.is_public:
            found[each] = LiveFigure(each, each.on or today, problem=gone())
        elif each.seal is None:
            asked[each.place, min(each.on or today, today)].append(each)
    found |= _sealed([each for each in wanted if each.seal and each not in found], today)
    for (_place, day), group in asked.items():
        found |= _counted(group, day)
    return found


def gone() -> str:
    return _("số liệu không còn")


def unpublished() -> str:
    return _("số liệu không công bố")


def _counted(group: list[FigureReference], day: date) -> Found:
    codes = {each.indicator for each in group}
    try:
        name, figures = _figures_of(group[0], day, codes)
    except (UnknownUnit, Organization.DoesNotExist):
        return {each: LiveFigure(each, day, problem=gone()) for each in group}
    return {each: _shown(each, day, name, figures.get(each.indicator)) for each in group}


def _figures_of(reference: FigureReference, day: date, codes: Collection[str]) -> tuple[str, dict[str, Figure]]:
    if reference.organization_code:
        return _of_organization(reference.organization_code, day, codes)
    unit = served_unit(day, reference.place)
    found = public_answer(day, unit, by="", codes=codes)
    return unit_name(found.question), found.total.figures


def _of_organization(code: str, day: date, codes: Collection[str]) -> tuple[str, dict[str, Figure]]:
    """Of one school or agency, things alone: numbers of its people stay with it, whatever their size."""
    unit = served_unit(day)
    organization = Organization.objects.get(code=code, place_path__startswith=unit.path if unit else "")
    things = [code for code in codes if not INDICATORS[code].people]
    if not things:
        return organization.name, {}
    found = answer(Question(on=day, unit=unit, organization_ids=(organization.pk,)), things)
    return organization.name, found.total.figures


def _shown(reference: FigureReference, day: date, place: str, figure: Figure | None) -> LiveFigure:
    indicator = INDICATORS[reference.indicator]
    return LiveFigure(
        reference,
        day,
        value=figure.value if figure else None,
        label=str(indicator.label),
        unit=str(indicator.unit),
        basis=figure.basis if figure else "",
        place=place,
        problem="" if figure and figure.value is not None else unpublished(),
    )


def _sealed(group: list[FigureReference], today: date) -> Found:
    """Of the seal each quotes, whatever the register says now; a seal of a part of the province is not public."""
    if not group:
        return {}
    rows = SealedFigure.objects.filter(
        seal__in={each.seal for each in group}, code__in={each.indicator for each in group}
    ).select_related("seal__unit")
    by_key = {(row.seal_id, row.code): row for row in rows}
    return {each: _quoted(each, by_key.get((each.seal or 0, each.indicator)), today) for each in group}


def _quoted(reference: FigureReference, row: SealedFigure | None, today: date) -> LiveFigure:
    if row is None:
        return LiveFigure(reference, reference.on or today, problem=gone())
    seal = row.seal
    is_public = seal.unit is None or seal.unit.code == settings.PROVINCE_CODE
    is_small = INDICATORS[row.code].people and 0 < (row.value or 0) < SMALLEST_SHOWN
    value = row.value if is_public and not is_small else None
    return LiveFigure(
        reference, seal.on, value=value, label=row.label, unit=row.unit_label, basis=row.basis,
        place=seal.unit.full_name if seal.unit else str(_("Cả nước")),
        problem="" if value is not None else unpublished(), is_sealed=True,
    )  # fmt: skip
