"""Who writes, edits and publishes the news: groups of the editors' screens, filled from the posts people hold."""

from collections.abc import Iterable
from datetime import date

from wagtail.models import Page

from truongan.accounts.models import Appointment
from truongan.organizations.models import Level

AUTHORS, EDITORS, PUBLISHERS = "Tin tức: tác giả", "Tin tức: biên tập", "Tin tức: xuất bản"
GROUPS = (AUTHORS, EDITORS, PUBLISHERS)
# The movement's office stands with the provincial police, or with the committee where it has a place of its own.
_OFFICE = frozenset({"police", "committee", "government"})


def groups_of(appointments: Iterable[Appointment]) -> frozenset[str]:
    """Groups that follow from the posts in force (with their organizations).

    Whoever writes for a provincial agency is an author. In the agencies that lead the movement (committee,
    government, police) an editor also edits the articles of others, a leader or administrator also publishes.
    """
    found: set[str] = set()
    for each in appointments:
        if each.organization.level != Level.PROVINCE or each.role == Appointment.Role.READER:
            continue
        found.add(AUTHORS)
        if each.organization.sector in _OFFICE:
            found.add(EDITORS)
            if each.role in (Appointment.Role.LEADER, Appointment.Role.ADMIN):
                found.add(PUBLISHERS)
    return frozenset(found)


def may_read_drafts(user) -> bool:
    """See what is not published yet, pictures included: whoever works in the editors' screens."""
    return user.is_authenticated and user.has_perm("wagtailadmin.access_admin")


def may_begin_article(user, day: date) -> bool:
    """Whose posts of that day make them an author; one query."""
    if user.is_superuser:
        return True
    return bool(user.person_id and groups_of(user.person.appointments.on(day).select_related("organization")))


def may_write_in(user, section: Page) -> bool:
    """Write an article in a section. `user` None: the operator at the console."""
    return user is None or section.permissions_for_user(user).can_add_subpage()


def may_publish(user, page: Page) -> bool:
    return user is None or page.permissions_for_user(user).can_publish()
