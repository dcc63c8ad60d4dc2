"""Who answers: the routing table read for one place, and its holes before anybody falls into them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from truongan.accounts.models import Appointment
from truongan.organizations.models import Organization
from truongan.support.models import Route, Topic
from truongan.territory.models import AdministrativeUnit


def responsible_for(topic: Topic, unit: AdministrativeUnit, day: date) -> Organization | None:
    """The open organization of the route with the smallest area that holds the unit, else the topic's default.

    A route to a closed organization counts as none: the next larger area answers. One query.
    """
    routes = Route.objects.covering(unit.path).filter(topic=topic).select_related("organization")
    alive = [route for route in routes if _is_open(route.organization, day)]
    return max(alive, key=lambda route: len(route.path)).organization if alive else None


def competent_units() -> Iterable[int]:
    """Ids of the organizations that answer anything at all: to these a question may be forwarded."""
    return Route.objects.order_by().values_list("organization", flat=True).distinct()


def is_competent(organization: Organization, day: date) -> bool:
    return _is_open(organization, day) and Route.objects.filter(organization=organization).exists()


def _is_open(organization: Organization, day: date) -> bool:
    return organization.closed_on is None or organization.closed_on > day


@dataclass
class Coverage:
    """How well one topic is covered in the units looked at."""

    topic: Topic
    default: Organization | None = None
    unit_count: int = 0
    own_count: int = 0  # units with a route of their own or of a larger area
    holes: list[AdministrativeUnit] = field(default_factory=list)  # nobody answers there
    closed: list[Route] = field(default_factory=list)  # lead to an organization that is closed
    ended: list[Route] = field(default_factory=list)  # of units that no longer exist
    silent: list[Organization] = field(default_factory=list)  # nobody there can sign in

    @property
    def is_whole(self) -> bool:
        return not (self.holes or self.closed or self.ended or self.silent)

    @property
    def by_default_count(self) -> int:
        return self.unit_count - self.own_count - len(self.holes)


def coverage(units: Iterable[AdministrativeUnit], day: date) -> list[Coverage]:
    """One for each topic offered: who answers by default, which units have nobody. Four queries."""
    places = list(units)
    routes = defaultdict(list)
    for route in Route.objects.select_related("organization", "unit", "topic").order_by("path", "pk"):
        routes[route.topic_id].append(route)
    manned = _manned({route.organization_id for each in routes.values() for route in each}, day)
    return [_of_topic(topic, routes[topic.pk], places, manned, day) for topic in Topic.objects.offered().in_order()]


def _of_topic(
    topic: Topic, routes: list[Route], places: list[AdministrativeUnit], manned: set[int], day: date
) -> Coverage:
    found = Coverage(topic, unit_count=len(places))
    paths = set()
    for route in routes:
        if not _is_open(route.organization, day):
            found.closed.append(route)
            continue
        if route.unit and not route.unit.is_valid_on(day):
            found.ended.append(route)
        if route.organization_id not in manned and route.organization not in found.silent:
            found.silent.append(route.organization)
        if route.unit is None:
            found.default = route.organization
        else:
            paths.add(route.path)
    own = [unit for unit in places if any(unit.path[:length] in paths for length in range(1, len(unit.path) + 1))]
    found.own_count = len(own)
    if found.default is None:
        covered = {unit.pk for unit in own}
        found.holes = [unit for unit in places if unit.pk not in covered]
    return found


def _manned(organizations: set[int], day: date) -> set[int]:
    """Those in which somebody with a sign-in holds a post that writes."""
    posts = Appointment.objects.on(day).filter(
        organization__in=organizations, role__in=("editor", "leader", "admin"), person__user__is_active=True
    )
    return set(posts.values_list("organization", flat=True))
