"""What the public may see: the same figures, of the province this installation serves, without small cells."""

from collections.abc import Collection
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
    day: date,
    unit: AdministrativeUnit | None,
    by: Breakdown = "unit",
    geography: date | None = None,
    codes: Collection[str] = (),
) -> Answer:
    """The public indicators (of these codes) of a unit on a day, without small cells nor what the table above hides."""
    shown = [each.code for each in INDICATORS.values() if each.is_public and (not codes or each.code in codes)]
    # Without codes `answer` gives everything, also what is not for the public.
    found = answer(Question(on=day, unit=unit, by=by, geography=geography), shown or ["schools.count"])
    for row in [found.total, *found.rows]:
        row.figures = {code: row.figures[code] for code in shown if code in row.figures}
    suppress_small_cells(found)
    hide_everywhere(found, _hidden_in_the_table_above(day, unit, shown).intersection(found.total.figures))
    return found


def _hidden_in_the_table_above(day: date, unit: AdministrativeUnit | None, codes: Collection[str]) -> set[str]:
    """Indicators not shown for this unit among its neighbours: its own page must not tell them either.

    A unit may be hidden there only because it would give away a small neighbour.
    """
    if unit is None or unit.code == settings.PROVINCE_CODE:  # found by its code on this day: the province itself
        return set()
    beside = public_answer(day, unit.parent, codes=codes).rows
    own = next((row for row in beside if row.key == unit.path), None)
    return {code for code, figure in own.figures.items() if figure.value is None} if own else set()
