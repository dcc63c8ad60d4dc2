"""Who may do what with assessments. What a person may know exists is the querysets' `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from datetime import date

from django.db.models import Q

from truongan.accounts.models import Appointment
from truongan.assessments.models import Assessment
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet

_DECIDES = (Appointment.Role.LEADER, Appointment.Role.ADMIN)


def may_keep_sets(user) -> bool:
    """New versions of criteria sets: administrators of the province, and the installation's."""
    return user is None or any(
        area.may_administer and "school" in area.works_in and area.path.count("/") <= 1 for area in user.scope.areas
    )


def may_assess(user, organization: Organization) -> bool:
    """Register and judge itself: the school's own editors, and agencies over it that keep its records."""
    return user is None or user.scope.may_write(organization)


def may_examine(user, organization: Organization) -> bool:
    """Examine a school: an agency over it that keeps its records, never the school itself."""
    return user is None or any(
        area.may_write
        and organization.sector in area.works_in
        and organization.sector in area.sectors
        and organization.place_path.startswith(area.path)
        for area in user.scope.areas
    )


def may_examine_this(user, assessment: Assessment) -> bool:
    """Whoever handed an assessment in leaves its examination to a colleague, where they could do both."""
    if not may_examine(user, assessment.organization):
        return False
    return user is None or Assessment.objects.handed_in_by_others(user).filter(pk=assessment.pk).exists()


def may_hold_round(user, organizer: Organization, day: date) -> bool:
    """Open and change a round in the name of an agency: its leaders and administrators."""
    return not organizer.is_school and (_is_superior(user) or _leads(user, organizer, day))


def may_decide(user, issuer: Organization, authorities: list[str], day: date) -> bool:
    """Record a decision: leaders and administrators of an agency of a sector and level the round names."""
    named = f"{issuer.sector}:{issuer.level}" in authorities
    return named and (_is_superior(user) or _leads(user, issuer, day))


def holders(user, day: date) -> OrganizationQuerySet:
    """Agencies in whose name this person may hold a round."""
    agencies = Organization.objects.on(day).exclude(sector="school")
    if user.is_superuser:
        return agencies
    posts = Appointment.objects.on(day).filter(person=user.person_id, role__in=_DECIDES)
    return agencies.filter(pk__in=posts.values("organization"))


def issuers(user, authorities: list[str], day: date) -> OrganizationQuerySet:
    """Agencies in whose name this person may record a decision of a round with these authorities."""
    named = Q(pk__in=())
    for authority in authorities:
        sector, _colon, level = authority.partition(":")
        named |= Q(sector=sector, level=level)
    return holders(user, day).filter(named).order_by("sort_key", "pk")


def _is_superior(user) -> bool:
    return user is None or user.is_superuser


def _leads(user, organization: Organization, day: date) -> bool:
    if not user.person_id:
        return False
    posts = Appointment.objects.on(day).filter(person=user.person_id, organization=organization, role__in=_DECIDES)
    return posts.exists()
