"""To whom an organization reports unless somebody decides otherwise: read from the routing rules."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from truongan.organizations.models import Organization, Placement, RoutingRule

_Kind = tuple[str, str, str]


def default_route(organization: Organization, day: date) -> Organization | None:
    """The superior the rules of that day name, in the unit where the organization stands or one above it."""
    return default_routes([organization], day)[organization.pk]


def default_routes(organizations: Collection[Organization], day: date) -> dict[int, Organization | None]:
    """`default_route` of many, by primary key; three queries in all."""
    rules: dict[_Kind, list[RoutingRule]] = defaultdict(list)
    for rule in RoutingRule.objects.on(day).order_by("priority"):
        rules[rule.sector, rule.level, rule.school_level].append(rule)
    paths = dict(Placement.objects.on(day).filter(organization__in=organizations).values_list("organization", "path"))
    superiors = _superiors(day)
    return {
        each.pk: _superior(rules[each.sector, each.level, each.school_level], paths.get(each.pk, ""), superiors)
        for each in organizations
    }


def superior_on(organization: Organization, day: date) -> Organization | None:
    """To whom it reported on that day: today's superior where that existed then, else whom the rules of the day name.

    Routes are not dated: without this a paper of 2021 would stand under an office founded with the communes of 2025.
    """
    superior = organization.reports_to
    if superior is None or superior.exists_on(day):
        return superior
    return default_route(organization, day)


def _superiors(day: date) -> dict[tuple[str, str, str], Organization]:
    """Agencies by sector, level and the path of the unit they stand in on that day."""
    agencies = Placement.objects.on(day).exclude(organization__sector="school").select_related("organization")
    return {
        (each.organization.sector, each.organization.level, each.path): each.organization
        for each in agencies.order_by("-organization")  # two of a kind in one place: the older record wins
        if each.organization.closed_on is None or each.organization.closed_on > day
    }


def _superior(
    rules: list[RoutingRule], path: str, superiors: dict[tuple[str, str, str], Organization]
) -> Organization | None:
    for rule in rules:
        for place in _upwards(path):
            found = superiors.get((rule.to_sector, rule.to_level, place))
            if found:
                return found
    return None


def _upwards(path: str) -> list[str]:
    """`a/b/c/` → `a/b/c/`, `a/b/`, `a/`."""
    segments = path.rstrip("/").split("/") if path else []
    return ["/".join(segments[:length]) + "/" for length in range(len(segments), 0, -1)]
