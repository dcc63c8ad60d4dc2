"""What the public may see: the same figures, of the province this installation serves, without small cells."""

from datetime import date

from django.conf import settings

from truongan.figures.counting import answer
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Answer, Breakdown, Question
from truongan.figures.suppression import hide_everywhere, suppress_small_cells
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit


def served_unit(day: date, code: str = "") -> AdministrativeUnit | None:
    """The unit asked for, else the installation's province, by its code on that day; None for the nation.

    Raises UnknownUnit for a code that meant nothing on the day, or a unit outside the province.
    """
    province = unit_by_code(settings.PROVINCE_CODE, day) if settings.PROVINCE_CODE else None
    if not code:
        return province
    unit = unit_by_code(code, day)
    if province and not unit.path.startswith(province.path):
        raise UnknownUnit(f"Đơn vị mã {code} không thuộc {province.full_name}.")
    return unit


def public_answer(
    day: date, unit: AdministrativeUnit | None, by: Breakdown = "unit", geography: date | None = None
) -> Answer:
    """The public indicators of a unit on a day, small cells taken out, and what the table above hides of the unit."""
    found = answer(Question(on=day, unit=unit, by=by, geography=geography))
    for row in [found.total, *found.rows]:
        row.figures = {code: figure for code, figure in row.figures.items() if INDICATORS[code].is_public}
    suppress_small_cells(found)
    hide_everywhere(found, _hidden_in_the_table_above(day, unit))
    return found


def _hidden_in_the_table_above(day: date, unit: AdministrativeUnit | None) -> set[str]:
    """Indicators not shown for this unit among its neighbours: its own page must not tell them either.

    A unit may be hidden there only because it would give away a small neighbour.
    """
    if unit is None or unit == served_unit(day):
        return set()
    beside = public_answer(day, unit.parent).rows
    own = next((row for row in beside if row.key == unit.path), None)
    return {code for code, figure in own.figures.items() if figure.value is None} if own else set()
