"""Who may draft, hand in, review and seal. Scope itself is the queryset.

`user` is None for the operator at the console (commands, the demonstration): nobody signs in there.
"""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from truongan.accounts.models import Appointment
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.reports.models import ReportCycle, Submission

_SEALS = (Appointment.Role.LEADER, Appointment.Role.ADMIN)
_STEERING = ("committee", "government")


def may_draft(user, issuer: Organization) -> bool:
    """Those who write for the issuing organization itself; covering its area is not enough to speak in its name."""
    if user is None:
        return True
    own = any(each.may_write and each.organization_id == issuer.pk for each in user.scope.own)
    return own or user.is_superuser


def may_draft_any(user) -> bool:
    """Those who may draft for at least one organization."""
    return user.is_superuser or any(each.may_write for each in user.scope.own)


def may_seal(user, issuer: Organization, day: date) -> bool:
    """Leaders of the issuing organization: sealing takes a number of its series."""
    if user is None or user.is_superuser:
        return True
    if not user.person_id:
        return False
    posts = Appointment.objects.on(day).filter(person=user.person_id, organization=issuer, role__in=_SEALS)
    return posts.exists()


def may_seal_submission(user, organization: Organization, day: date) -> bool:
    """Seal and correct a periodic report: the unit's leaders, or who stands in for an office nobody leads here."""
    return user is None or user.is_superuser or sealed_through(user, day).filter(pk=organization.pk).exists()


def sealed_through(user, day: date) -> OrganizationQuerySet:
    """Units whose periodic reports this person seals: those they lead, and offices of their own unit without a leader.

    A commune's committee or government stands in for an office of the commune as long as nobody who signs in leads
    it; the number is the office's own all the same.
    """
    posts = Appointment.objects.on(day).filter(role__in=_SEALS)
    led = [each.organization for each in posts.filter(person=user.person_id).select_related("organization")]
    places = [
        Q(place_path=each.place_path, level=each.level) for each in led if each.sector in _STEERING and each.place_path
    ]
    # Asked of a handful of offices of those places, never of every unit: the first page asks it too.
    has_leader = Exists(posts.filter(organization=OuterRef("pk"), person__user__is_active=True))
    offices = reduce(or_, places, Q(pk__in=())) & ~Q(sector="school") & ~Q(has_leader)
    return Organization.objects.on(day).filter(Q(pk__in={each.pk for each in led}) | offices)


def may_open_cycle(user, issuer: Organization) -> bool:
    """Who writes for the agency at which the reports come together."""
    return not issuer.is_school and may_draft(user, issuer)


def may_steer_cycle(user, cycle: ReportCycle) -> bool:
    """Remind, and change whether the next period opens by itself."""
    return may_open_cycle(user, cycle.issuer)


def may_write_submission(user, submission: Submission) -> bool:
    """Who writes for the organization; for an agency also who keeps its records from above. A school speaks itself."""
    organization = submission.organization
    if may_draft(user, organization):
        return True
    return not organization.is_school and user.scope.may_write(organization)


def may_review(user, submission: Submission) -> bool:
    """Accept or return: who writes for the organization it goes up to."""
    superior = submission.superior
    return superior is not None and (may_draft(user, superior) or user.scope.may_write(superior))


def may_read_texts(user, submission: Submission) -> bool:
    """A report being written is its writers' and their colleagues' affair until it is handed in."""
    begun_once = submission.is_sent or submission.status == submission.Status.RETURNED
    return begun_once or submission.organization_id in user.scope.own_ids or may_write_submission(user, submission)


def may_set_report_template(user, organization: Organization | None) -> bool:
    """Administrators of the organization; for the whole installation only its own administrator."""
    if organization is None:
        return user.is_superuser
    return user.scope.may_administer(organization)
