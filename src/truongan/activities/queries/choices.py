"""What a person may choose from while writing an activity down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from truongan.accounts.models import Person
from truongan.activities.models import Activity
from truongan.directives.models import Directive, Receipt
from truongan.movement.models import Scheme, TeamMembership
from truongan.movement.queries.candidates import own_people, writable_organizations
from truongan.organizations.models import Organization, Sector
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.plans.models import Measure
from truongan.plans.school_years import around

MOST_OFFERED = 80  # of each list: beyond that a page on a telephone is no longer read


@dataclass(frozen=True)
class Choices:
    schemes: Sequence[Scheme]
    partners: Sequence[Organization]
    people: Sequence[Person]
    directives: Sequence[Directive]
    measures: Sequence[Measure]
    own_schemes: frozenset[int] = frozenset()  # those the writer's own teams carry out


def choices_for(
    user, organization: Organization, day: date, *, named: Scheme | None = None, activity: Activity | None = None
) -> Choices:
    """Seven queries. What an activity to be corrected is linked with already is always among the choices."""
    schemes = _schemes(user, organization, day, named, activity)
    return Choices(
        schemes=schemes,
        partners=_partners(organization, activity),
        people=_with(own_people(organization), activity and [each.person for each in _parts(activity)]),
        directives=_directives(user, organization, activity),
        measures=_measures(user, organization, day, activity),
        own_schemes=_own(user, schemes, named, day),
    )


def own_organization(user) -> Organization | None:
    """Where this person records unless they say otherwise: the one organization of their own they write for."""
    own = {each.organization_id for each in user.scope.own if each.may_write}  # several posts in one are one
    return writable_organizations(user).filter(pk__in=own).first() if len(own) == 1 else None


def organizations_to_record_for(user, words: str, limit: int = 30) -> list[Organization]:
    """A short list to pick from: the person's own organizations first, then those whose records they keep."""
    found: OrganizationQuerySet = writable_organizations(user)
    found = found.search(words) if words else found
    own = list(found.filter(pk__in=user.scope.own_ids))
    return [*own, *found.exclude(pk__in=user.scope.own_ids)[:limit]]


def _schemes(
    user, organization: Organization, day: date, named: Scheme | None, activity: Activity | None
) -> list[Scheme]:
    """The organization's own; for an agency those of the schools where it stands, if it writes for them."""
    if organization.is_school:
        where = Q(organization=organization)
    else:
        places = writable_organizations(user).schools().filter(place_path=organization.place_path)
        where = Q(organization__in=places.values("pk")) if organization.place_path else Q(pk__in=())
    open_ones = Scheme.objects.filter(where).exclude(stock_to__lte=day)
    chosen = list(
        open_ones.select_related("organization", "type").order_by("organization__sort_key", "pk")[:MOST_OFFERED]
    )
    linked = [each.scheme for each in _links(activity)] if activity else []
    return _with(chosen, [*linked, *([named] if named else [])])


def _own(user, schemes: Sequence[Scheme], named: Scheme | None, day: date) -> frozenset[int]:
    """Ticked beforehand: the scheme the writer came from, else those of their own teams, else the only one."""
    if named is not None:
        return frozenset({named.pk})
    places = TeamMembership.objects.on(day).filter(person=user.person_id, team__scheme__in=schemes)
    mine = frozenset(places.values_list("team__scheme", flat=True)) if user.person_id else frozenset()
    return mine or frozenset(each.pk for each in schemes if len(schemes) == 1)


def _partners(organization: Organization, activity: Activity | None) -> list[Organization]:
    """Neighbours in the same place: agencies for a school, agencies and schools for an agency."""
    near = Organization.objects.filter(place_path=organization.place_path, closed_on=None).exclude(pk=organization.pk)
    near = near.exclude(sector=Sector.SCHOOL) if organization.is_school else near
    found = list(near.order_by("sector", "sort_key", "pk")[:MOST_OFFERED]) if organization.place_path else []
    above = [organization.reports_to] if organization.reports_to else []
    return _with(found, [*above, *(activity.partners.all() if activity else ())])


def _directives(user, organization: Organization, activity: Activity | None) -> list[Directive]:
    """In force, received or kept by the organization; the newest first."""
    received = Receipt.objects.filter(organization=organization).values("directive")
    found = Directive.objects.visible_to(user).in_force().filter(Q(kept_by=organization) | Q(pk__in=received))
    found = found.select_related("kept_by")
    newest = list(found.order_by("-issued_on", "-pk")[:MOST_OFFERED])
    return _with(newest, [activity.directive] if activity and activity.directive else [])


def _measures(user, organization: Organization, day: date, activity: Activity | None) -> list[Measure]:
    """Of the organization's plans of this school year, the last one and the coming one, made before it begins."""
    found = Measure.objects.visible_to(user).counted().select_related("plan")
    found = found.filter(plan__organization=organization, plan__school_year__in=around(day, before=1))
    ordered = list(found.order_by("-plan__school_year", "position", "pk")[:MOST_OFFERED])
    return _with(ordered, [activity.measure] if activity and activity.measure else [])


def _links(activity: Activity):
    return activity.scheme_links.select_related("scheme__organization", "scheme__type").order_by("pk")


def _parts(activity: Activity):
    return activity.participations.select_related("person__organization")


def _with(rows: list, more) -> list:
    """The rows, and those of `more` that are not among them yet."""
    return [*rows, *(each for each in more or () if each not in rows)]
