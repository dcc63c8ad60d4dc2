"""Articles on their way through editors and publishers: whom they wait for, and how many wait."""

from collections import defaultdict
from datetime import date

from django.db.models import Subquery
from wagtail.models import GroupApprovalTask, TaskState

from truongan.accounts.models import Appointment
from truongan.news.rules import GROUPS, groups_of
from truongan.organizations.models import Level


def people_of(groups: frozenset[str], day: date) -> set[int]:
    """Ids of the people whose posts of that day put them into one of these groups; one query.

    From the posts, not from the groups' members: those who were never at the desk are told too.
    """
    posts: dict[int, list[Appointment]] = defaultdict(list)
    found = Appointment.objects.on(day).filter(organization__level=Level.PROVINCE, person__user__is_active=True)
    for post in found.select_related("organization"):
        posts[post.person_id].append(post)
    return {person for person, held in posts.items() if groups & groups_of(held)}


def approvals_waiting(user) -> int:
    """Articles that wait for this person's approval. One query for those who see an area, none for schools' people."""
    if not user.scope.areas:
        return 0
    mine = user.groups.filter(name__in=GROUPS).values("pk")
    tasks = GroupApprovalTask.objects.filter(active=True, groups__in=Subquery(mine)).values("pk")
    return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=tasks).count()
