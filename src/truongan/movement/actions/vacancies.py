"""Telling owners that somebody in their group has left their post: nobody is removed silently."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.channels.actions import NewNotice, notify_each
from truongan.movement.models import GroupMembership


@transaction.atomic
def tell_vacancies(*, day: date, now: datetime) -> int:
    """Tell the owner (else the school) of each place whose holder's post or beat has ended, once; how many there are."""
    places = GroupMembership.objects.on(day).vacated(day).filter(group__ended_on=None)
    rows = list(places.select_related("group", "person"))
    notify_each(messages=[_notice(place) for place in rows], now=now)
    return len(rows)


def _notice(place: GroupMembership) -> NewNotice:
    group = place.group
    return NewNotice(
        subject=_("%(name)s đã thôi nhiệm vụ, nhóm “%(group)s” cần người thay")
        % {"name": place.person.name if place.person else "", "group": group.name},
        text=_("Tên vẫn nằm trong danh sách cho tới khi bạn chọn người kế nhiệm ở trang nhóm."),
        key=f"movement.group_vacancy.{place.pk}", link=group.get_absolute_url(),
        person_id=group.owner_id, organization_id=None if group.owner_id else group.organization_id,
    )  # fmt: skip
