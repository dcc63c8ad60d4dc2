"""Posts from one day to another; what they open follows from their dates."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.actions.refusals import CannotChangePeople, refuse_end
from truongan.accounts.models import Appointment, Person
from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.live import dismiss


@transaction.atomic
def appoint(
    *,
    actor,
    person: Person,
    organization: Organization,
    role: str,
    since: date,
    title: str = "",
    is_head: bool = False,
    now: datetime,
) -> Appointment:
    """Give the person a post in the organization from the day `since`; `role` says what it allows there."""
    require(rules.may_appoint_in(actor, organization))
    appointment = _appoint(person, organization, role, since, title, is_head)
    record(
        actor=actor, verb="accounts.appointment.made", target=person, now=now, organization=organization,
        role=role, title=title, since=since, note=_named(appointment),
    )  # fmt: skip
    return appointment


def _appoint(
    person: Person, organization: Organization, role: str, since: date, title: str, is_head: bool
) -> Appointment:
    Person.objects.select_for_update().get(pk=person.pk)  # two appointments at once would both see none
    if person.appointments.filter(organization=organization, role=role, valid_to=None).exists():
        raise CannotChangePeople(_("Người này đang giữ đúng vai trò ấy ở đơn vị."))
    return Appointment.objects.create(
        person=person, organization=organization, role=role, title=title, is_head=is_head, valid_from=since
    )


@transaction.atomic
def end_appointment(*, actor, appointment: Appointment, on: date, now: datetime) -> Appointment:
    """The post ends: `on` is the first day the person no longer holds it, and no longer sees by it."""
    appointment = _locked(appointment)
    require(rules.may_end(actor, appointment))
    _end(appointment, on)
    record(
        actor=actor, verb="accounts.appointment.ended", target=appointment.person, now=now,
        organization=appointment.organization, on=on, note=_named(appointment),
    )  # fmt: skip
    return appointment


@transaction.atomic
def hand_over(*, actor, appointment: Appointment, successor: Person, on: date, now: datetime) -> Appointment:
    """The post passes to `successor` on the day `on`, with the same role and title; nothing lies between."""
    appointment = _locked(appointment)
    require(rules.may_end(actor, appointment))
    if successor.pk == appointment.person_id:
        raise CannotChangePeople(_("Chọn người nhận khác với người đang giữ."))
    _end(appointment, on)
    taken = _appoint(successor, appointment.organization, appointment.role, on, appointment.title, appointment.is_head)
    record(
        actor=actor, verb="accounts.appointment.handed_over", target=appointment.person, now=now,
        organization=appointment.organization, on=on, successor=successor.pk,
        note=_("%(post)s, cho %(name)s") % {"post": _named(appointment), "name": successor.name},
    )  # fmt: skip
    return taken


def _locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("organization", "person")
    return rows.get(pk=appointment.pk)


def _end(appointment: Appointment, on: date) -> None:
    if appointment.valid_to is not None and appointment.valid_to <= on:
        raise CannotChangePeople(_("Chức vụ này đã kết thúc."))
    refuse_end(appointment.valid_from, on)
    appointment.valid_to = on
    appointment.save(update_fields=["valid_to"])
    user = getattr(appointment.person, "user", None)
    if user is not None:
        dismiss(user.pk)


def _named(appointment: Appointment) -> str:
    return f"{appointment.title or appointment.get_role_display()}, {appointment.organization.name}"
