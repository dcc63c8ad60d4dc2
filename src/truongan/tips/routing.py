"""Which unit receives a tip: the routes of the place and of what lies above it, never a unit the tip is about."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from truongan.accounts.models import Appointment
from truongan.organizations.models import Organization
from truongan.organizations.scope import WORKS_IN
from truongan.territory.models import AdministrativeUnit
from truongan.tips.models import TipOfficer, TipRoute, UnitKey
from truongan.tips.states import Topic

_HIGHEST = 8  # steps up a chain of superiors; a longer one would be a circle


class NoCompetentUnit(Exception):
    """Nobody competent could open it. The text may be shown."""


@dataclass(frozen=True)
class Receiving:
    organization: Organization
    unit_key: UnitKey


def receiving_unit(topic: str, unit: AdministrativeUnit, concerned: Collection[Organization], day: date) -> Receiving:
    """The nearest unit that is competent, able to open a tip, and neither concerned nor under what is concerned.

    One unit a level: where it may not receive, the next higher place is asked, not its neighbour. Raises
    NoCompetentUnit.
    """
    keys = ready_keys(day)
    for organization in candidates(topic, unit, routes_over(unit)):
        key = keys.get(organization.pk)
        if key and is_open(organization, day) and not is_barred(organization, concerned, day):
            return Receiving(organization, key)
    raise NoCompetentUnit(
        "Chưa có đơn vị nào ở đây nhận được tố giác kín về việc này mà không liên quan. "
        "Nội dung bạn viết chưa được lưu. Nếu có người đang gặp nguy hiểm, gọi 113 hoặc 111 (bảo vệ trẻ em)."
    )


def ready_keys(day: date) -> dict[int, UnitKey]:
    """Current keys by unit, of units in which at least one handler, still in post, holds it."""
    able = TipOfficer.objects.handlers().in_post_on(day).values_list("organization", "user")
    pairs = set(able)
    keys = UnitKey.objects.current().prefetch_related("shares")
    return {
        key.organization_id: key
        for key in keys
        if any((key.organization_id, share.user_id) in pairs for share in key.shares.all())
    }


Routes = dict[tuple[str, str], Organization]  # by path of the area and topic


def routes_over(unit: AdministrativeUnit) -> Routes:
    """Routes of the area and of all it lies in."""
    return _routes(TipRoute.objects.filter(unit__path__in=list(upwards(unit.path))))


def all_routes() -> Routes:
    return _routes(TipRoute.objects.all())


def _routes(rows) -> Routes:
    return {(each.unit.path, each.topic): each.organization for each in rows.select_related("unit", "organization")}


def candidates(topic: str, unit: AdministrativeUnit, routes: Routes) -> Iterator[Organization]:
    """Units in the order they are asked: for each place upwards, its line for the topic, else its line for all."""
    for path in upwards(unit.path):
        found = routes.get((path, topic)) or routes.get((path, ""))
        if found:
            yield found


def upwards(path: str) -> Iterator[str]:
    """`a/b/c/` → `a/b/c/`, `a/b/`, `a/`."""
    segments = path.rstrip("/").split("/") if path else []
    return ("/".join(segments[:length]) + "/" for length in range(len(segments), 0, -1))


def is_open(organization: Organization, day: date) -> bool:
    return organization.closed_on is None or organization.closed_on > day


def is_barred(organization: Organization, concerned: Collection[Organization], day: date) -> bool:
    """Concerned itself, under one that is, or served by a handler who has a post in one that is."""
    if any(is_under(organization, each) for each in concerned):
        return True
    handlers = TipOfficer.objects.handlers().filter(organization=organization).values("user__person")
    posts = Appointment.objects.on(day).filter(organization__in=[each.pk for each in concerned])
    return posts.filter(person__in=handlers).exists()


def is_under(organization: Organization, other: Organization) -> bool:
    """The same, reporting to it at any remove, or standing in its place in a sector whose records it keeps.

    The last holds where nobody has filled in who reports to whom: a commune's committee works in the records of the
    commune's police, so it must not be reported to them.
    """
    if organization.pk == other.pk or other.pk in set(_superiors(organization)):
        return True
    inside = bool(other.place_path) and organization.place_path.startswith(other.place_path)
    return not other.is_school and inside and organization.sector in WORKS_IN[other.sector]


def _superiors(organization: Organization) -> Iterator[int]:
    above = organization
    for _step in range(_HIGHEST):
        if above.reports_to is None:
            return
        above = above.reports_to
        yield above.pk


@dataclass(frozen=True)
class Coverage:
    """Of one topic: areas nobody receives from, and areas where nobody is left once the first unit is concerned."""

    topic: str
    label: str
    areas: int
    without: list[AdministrativeUnit]
    without_second: list[AdministrativeUnit]


def coverage(units: Collection[AdministrativeUnit], day: date) -> list[Coverage]:
    """For every topic, which of these areas have no unit, or no higher one behind it; six queries in all."""
    routes, keys = all_routes(), ready_keys(day)
    return [_covered(topic, units, routes, keys, day) for topic in Topic]


def _covered(topic, units, routes: Routes, keys: dict[int, UnitKey], day: date) -> Coverage:
    without, without_second = [], []
    for unit in units:
        able = [each for each in candidates(topic, unit, routes) if each.pk in keys and is_open(each, day)]
        if not able:
            without.append(unit)
        elif not any(not is_under(each, able[0]) for each in able[1:]):
            without_second.append(unit)
    return Coverage(topic.value, str(topic.label), len(units), without, without_second)
