"""What the writer of a plan may choose from."""

from collections.abc import Collection

from django.db.models import Q

from truongan.accounts.models import Person
from truongan.directives.models import Directive
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.plans.models import Plan

_MOST = 300


def own_organizations(user) -> OrganizationQuerySet:
    """Organizations whose plan this person writes."""
    organizations = Organization.objects.visible_to(user).filter(closed_on=None).order_by("sort_key", "pk")
    if user.is_superuser:
        return organizations
    return organizations.filter(pk__in=[own.organization_id for own in user.scope.own if own.may_write])


def people_of(plan: Plan) -> list[Person]:
    """People of the organization by given name, and those chosen before who have left."""
    chosen = plan.measures.exclude(person=None).values("person")
    people = Person.objects.filter(Q(organization=plan.organization) | Q(pk__in=chosen))
    return list(people.order_by("sort_key", "pk")[: 2 * _MOST])


def schemes_of(plan: Plan) -> list[Scheme]:
    """Schemes of the organization that are not over, and those chosen before."""
    chosen = plan.measures.exclude(scheme=None).values("scheme")
    schemes = Scheme.objects.filter(Q(organization=plan.organization, stock_to=None) | Q(pk__in=chosen))
    return list(schemes.select_related("type").order_by("pk")[:_MOST])


def directives_for(organization: Organization, chosen: Collection[int] = ()) -> list[Directive]:
    """Directives the organization received or issued, the newest first, and those chosen before."""
    known = Q(receipts__organization=organization) | Q(kept_by=organization)
    found = Directive.objects.given_out().filter(known | Q(pk__in=chosen)).select_related("kept_by").distinct()
    return list(found.order_by("-issued_on", "-pk")[:_MOST])


def chosen_directives(plan: Plan) -> set[int]:
    found = set(plan.measures.exclude(directive=None).values_list("directive", flat=True))
    return found | ({plan.implements_id} if plan.implements_id else set())
