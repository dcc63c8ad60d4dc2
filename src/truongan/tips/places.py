"""Areas and organizations somebody chooses from when they confide; nothing of the choice is kept in an address."""

from datetime import date

from django.conf import settings

from truongan.organizations.models import Organization
from truongan.territory.geography import UnknownUnit, unit_by_code
from truongan.territory.models import AdministrativeUnit
from truongan.tips.routing import upwards


def province_served(day: date) -> AdministrativeUnit | None:
    """The one province of this installation; None where it serves several."""
    try:
        return unit_by_code(settings.PROVINCE_CODE, day) if settings.PROVINCE_CODE else None
    except UnknownUnit:
        return None


def provinces(day: date) -> list[AdministrativeUnit]:
    return list(AdministrativeUnit.objects.on(day).provinces().in_vietnamese_order())


def communes_of(province: AdministrativeUnit, day: date) -> list[AdministrativeUnit]:
    return list(AdministrativeUnit.objects.on(day).within(province).communes().in_vietnamese_order())


def schools_in(unit: AdministrativeUnit, day: date) -> list[Organization]:
    return list(Organization.objects.on(day).schools().filter(place_path__startswith=unit.path).order_by("sort_key"))


def agencies_over(unit: AdministrativeUnit, day: date) -> list[Organization]:
    """Agencies of the place and of what it lies in, nearest first: what a tip may be about besides schools."""
    paths = list(upwards(unit.path))
    found = Organization.objects.on(day).exclude(sector="school").filter(place_path__in=paths)
    return sorted(found, key=lambda each: (paths.index(each.place_path), each.sort_key))
