"""Who is in which group of the editors' screens: it follows from the posts in force, nobody is put in by hand."""

from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction

from truongan.accounts.models import User
from truongan.news.rules import GROUPS, groups_of


@transaction.atomic
def refresh_groups(*, user: User, day: date) -> frozenset[str]:
    """Put a person into the groups their posts of `day` give, out of the others; the names they are in now.

    Called at the door of the editors' screens, so a post that ended opens nothing; two queries when nothing changed.
    """
    wanted = _wanted(user, day)
    held = set(user.groups.filter(name__in=GROUPS).values_list("name", flat=True))
    if held - wanted:
        user.groups.remove(*Group.objects.filter(name__in=held - wanted))
    if wanted - held:
        user.groups.add(*Group.objects.filter(name__in=wanted - held))
    return wanted


def refresh_groups_of_everybody(*, day: date) -> int:
    """The same for whoever holds a post or is in a group; how many people are in one now. For notices to a group."""
    people = User.objects.filter(is_active=True, person__isnull=False).select_related("person")
    near = people.filter(groups__name__in=GROUPS) | people.filter(
        person__appointments__organization__level="province", person__appointments__valid_to=None
    )
    return sum(bool(refresh_groups(user=each, day=day)) for each in near.distinct())


def _wanted(user: User, day: date) -> frozenset[str]:
    if not user.is_active or not user.person:
        return frozenset()
    return groups_of(user.person.appointments.on(day).select_related("organization"))
