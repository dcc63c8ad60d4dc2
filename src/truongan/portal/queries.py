"""What the public may see: the same figures, of the province this installation serves, without small cells."""

from datetime import date

from django.conf import settings

from truongan.figures.counting import answer
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Answer, Breakdown, Question
from truongan.figures.suppression import suppress_small_cells
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
    """The public indicators of a unit on a day, small cells taken out."""
    found = answer(Question(on=day, unit=unit, by=by, geography=geography))
    for row in [found.total, *found.rows]:
        row.figures = {code: figure for code, figure in row.figures.items() if INDICATORS[code].is_public}
    suppress_small_cells(found)
    return found
