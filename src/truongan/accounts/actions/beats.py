"""Beats: which officer answers for which school or unit."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.accounts import rules
from truongan.accounts.actions.refusals import CannotChangePeople, refuse_end
from truongan.accounts.models import Beat, Person
from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.territory.geography import certain_path
from truongan.territory.models import AdministrativeUnit


@transaction.atomic
def assign_beat(
    *,
    actor,
    person: Person,
    organization: Organization | None = None,
    unit: AdministrativeUnit | None = None,
    since: date,
    now: datetime,
) -> Beat:
    """The officer answers for one school, or one unit, from the day `since`."""
    if (organization is None) == (unit is None):
        raise CannotChangePeople(_("Chọn một trường, hoặc một xã, phường."))
    require(rules.may_assign_beat(actor, person, organization, certain_path(unit) if unit else ""))
    Person.objects.select_for_update().get(pk=person.pk)
    if person.beats.filter(organization=organization, unit=unit, valid_to=None).exists():
        raise CannotChangePeople(_("Người này đang phụ trách địa bàn ấy."))
    beat = Beat.objects.create(person=person, organization=organization, unit=unit, valid_from=since)
    _record(actor, "accounts.beat.assigned", beat, now, since=since)
    return beat


@transaction.atomic
def end_beat(*, actor, beat: Beat, on: date, now: datetime) -> Beat:
    """The beat ends: `on` is the first day the officer no longer answers for it."""
    rows = Beat.objects.select_for_update(of=("self",)).select_related("person__organization", "organization", "unit")
    beat = rows.get(pk=beat.pk)
    path = certain_path(beat.unit) if beat.unit else ""
    require(rules.may_assign_beat(actor, beat.person, beat.organization, path))
    if beat.valid_to is not None and beat.valid_to <= on:
        raise CannotChangePeople(_("Phân công này đã kết thúc."))
    refuse_end(beat.valid_from, on)
    beat.valid_to = on
    beat.save(update_fields=["valid_to"])
    _record(actor, "accounts.beat.ended", beat, now, on=on)
    return beat


def _record(actor, verb: str, beat: Beat, now: datetime, **days: date) -> None:
    where = beat.organization or beat.person.organization
    record(
        actor=actor, verb=verb, target=beat.person, now=now, organization=where,
        note=str(beat.organization or beat.unit), **days,
    )  # fmt: skip
