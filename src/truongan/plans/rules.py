"""Who may do what with plans. What a person may know exists is the querysets' `visible_to`.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from truongan.accounts.models import Appointment
from truongan.organizations.models import Organization
from truongan.organizations.scope import covers
from truongan.plans.models import GuidanceComment, Plan
from truongan.plans.states import Status

_LEADS = (Appointment.Role.LEADER, Appointment.Role.ADMIN)
# Those who guide schools in making plans: not every sector that sees them (the article of 14/09/2021).
GUIDES = ("police", "education", "committee", "government")
STEERING = ("committee", "government")


def may_write(user, organization: Organization) -> bool:
    """Write the plan and its progress: who writes for the organization itself; to see its area is not enough."""
    if user is None or user.is_superuser:
        return True
    return any(each.may_write and each.organization_id == organization.pk for each in user.scope.own)


def may_write_somewhere(user) -> bool:
    """Whether there is any organization whose plan this person could begin."""
    return user is None or user.is_superuser or any(each.may_write for each in user.scope.own)


def may_submit(user, plan: Plan, day: date) -> bool:
    """Leaders of the organization speak for it to its superior; they alone amend what was approved."""
    return user is None or _leads(user, [plan.organization_id], day)


def may_decide(user, plan: Plan, day: date) -> bool:
    """Return or approve: leaders of the organization it was submitted to, or of the one reported to now.

    The committee and the government of the same place and level stand beside it: after 01/07/2025 a school reports
    to the commune's section for culture, while the plan is the committee's business. Nobody who stands there
    beside the superior decides on their own plan.
    """
    if user is None:
        return True
    superiors = [each for each in (plan.submitted_to, plan.organization.reports_to) if each]
    beside = [beside_it(each) for each in superiors if each != plan.organization]
    others = Organization.objects.filter(reduce(or_, beside, Q(pk__in=()))).exclude(pk=plan.organization_id)
    return _leads(user, {*others.values_list("pk", flat=True), *(each.pk for each in superiors)}, day)


def beside_it(organization: Organization) -> Q:
    """Condition on organizations: the committee and the government of its place and level."""
    if not organization.place_path:
        return Q(pk__in=())
    return Q(sector__in=STEERING, place_path=organization.place_path, level=organization.level)


def waits_for(user, day: date) -> Q:
    """Condition on plans: submitted, and this person leads, on that day, one of those who decide."""
    own = Appointment.objects.on(day).filter(person=user.person_id, role__in=_LEADS).values("organization")
    steering = Organization.objects.filter(
        pk__in=own, sector__in=STEERING, level=OuterRef("submitted_to__level"),
        place_path=OuterRef("submitted_to__place_path"),
    ).exclude(place_path="").exclude(pk=OuterRef("organization"))  # fmt: skip
    return Q(status=Status.SUBMITTED) & (Q(submitted_to__in=own) | Q(Exists(steering)))


def may_guide(user, plan: Plan) -> bool:
    """Comment: police, education, committee and government whose area holds the organization; not itself."""
    if user is None or user.is_superuser:
        return True
    organization = plan.organization
    if organization.pk in user.scope.own_ids:
        return False
    return any(covers(area, organization) and organization.sector in area.works_in for area in user.scope.areas)


def may_resolve(user, comment: GuidanceComment) -> bool:
    """Close a comment: who writes the plan, when it was taken up; its author, when it no longer stands."""
    return may_write(user, comment.plan.organization) or (user is not None and comment.author_id == user.pk)


def guiding_post(user, plan: Plan, day: date) -> Appointment | None:
    """The post through which this person guides the organization: of a sector that does, over its place."""
    if user is None or not user.person_id:
        return None
    posts = Appointment.objects.on(day).filter(person=user.person_id, organization__sector__in=GUIDES)
    place = plan.organization.place_path
    over = (post for post in posts.select_related("organization").order_by("pk") if _is_over(post, place))
    return next(over, None)


def _is_over(post: Appointment, place: str) -> bool:
    agency = post.organization
    return place.startswith(agency.place_path) and bool(agency.place_path or agency.level == "nation")


def _leads(user, organizations: Collection[int] | QuerySet[Organization], day: date) -> bool:
    if user.is_superuser:
        return True
    if not user.person_id:
        return False
    posts = Appointment.objects.on(day).filter(person=user.person_id, organization__in=organizations, role__in=_LEADS)
    return posts.exists()
