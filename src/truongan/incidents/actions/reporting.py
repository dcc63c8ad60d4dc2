"""A report becomes a case, and the right people are told, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.documents.uploads import discarded_on_failure
from truongan.incidents import rules
from truongan.incidents.actions.alarm import raise_alarm
from truongan.incidents.actions.clusters import look_for_clusters
from truongan.incidents.actions.photos import kept_photos
from truongan.incidents.actions.refusals import CannotReport
from truongan.incidents.actions.timeline import note_in_record, tell
from truongan.incidents.facts import Report
from truongan.incidents.models import Incident, Involved, Numbering, Step
from truongan.incidents.states import EntryKind, Group, Role, StepKind
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization

SAME_CLOCK = timedelta(minutes=2)  # telephones are seldom right to the second
MOST_PHOTOS = 10
OLDEST = timedelta(days=366 * 6)  # nobody reports what is older; the year was mistyped


@dataclass(frozen=True)
class Reported:
    """`was_there`: this very report had come before; `refused`: photos that were not kept, and why."""

    incident: Incident
    was_there: bool = False
    refused: tuple[str, ...] = ()


def report_incident(
    *, actor, organization: Organization, report: Report, key: UUID, photos: Sequence = (), now: datetime
) -> Reported:
    """Open a case at the organization and tell the first level of people, before this returns.

    `key` was made with the form: sent again, the first case is returned and nobody is told twice. The time it
    happened is set right by what the telephone's clock is ahead. Photos that are none are left out and named.
    Raises PermissionDenied, CannotReport for more than MOST_PHOTOS photos, a time to come or too long ago.
    """
    with discarded_on_failure(), transaction.atomic():
        # Locked: one report sent three times at once is judged one after the other.
        organization = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        require(rules.may_report_for(actor, organization))
        there = Incident.objects.filter(key=key).first()
        if there is not None:
            if there.organization_id != organization.pk or there.reported_by_id != (actor.pk if actor else None):
                raise PermissionDenied  # not this person's form
            return Reported(there, was_there=True)
        _refuse(organization, report, photos, now)
        incident = _opened(actor, organization, report, key, now)
        kept, refused = kept_photos(actor, incident, photos, now)
        _count_first(incident, report)
        Step.objects.create(
            incident=incident, kind=StepKind.NOTICED, at=incident.occurred_at, recorded_at=now, recorded_by=actor
        )
        tell(actor, incident, EntryKind.REPORTED, now, _clock_note(incident))
        raise_alarm(incident, now)
        look_for_clusters(incident, now)
        note_in_record(actor, incident, "incident.reported", now, kind=incident.category.code, photos=len(kept))
    return Reported(incident, refused=tuple(refused))


def happened_at(report: Report, now: datetime) -> datetime:
    """When it happened by our clock: a telephone that is ahead by an hour says every time an hour too late."""
    ahead = _ahead(report, now)
    at = report.occurred_at - timedelta(seconds=ahead) if ahead else report.occurred_at
    return now if now < at <= now + SAME_CLOCK else at


def _ahead(report: Report, now: datetime) -> int:
    """Seconds by which the telephone is ahead; 0 where it agrees with us or nobody said."""
    if report.phone_now is None:
        return 0
    apart = report.phone_now - now
    return round(apart.total_seconds()) if abs(apart) > SAME_CLOCK else 0


def _refuse(organization: Organization, report: Report, photos: Sequence, now: datetime) -> None:
    if len(photos) > MOST_PHOTOS:
        raise CannotReport(
            _("Bạn chọn %(n)s ảnh; mỗi lần báo gửi tối đa %(most)s ảnh. Chọn những ảnh rõ nhất rồi gửi lại.")
            % {"n": len(photos), "most": MOST_PHOTOS}
        )
    at = happened_at(report, now)
    if at > now:
        raise CannotReport(_("Giờ xảy ra chưa tới. Xem lại ngày giờ; nếu vừa xảy ra thì để nguyên giờ hiện tại."))
    if at < now - OLDEST:
        raise CannotReport(_("Ngày xảy ra quá xa. Xem lại năm."))
    day = timezone.localdate(at)
    if organization.closed_on and day >= organization.closed_on:
        raise CannotReport(_("%(name)s đã giải thể trước ngày này. Chọn lại trường.") % {"name": organization.name})


def _opened(actor, organization: Organization, report: Report, key: UUID, now: datetime) -> Incident:
    year, number = _next_number(organization, now)
    incident = Incident(
        organization=organization,
        holder=organization,
        year=year,
        number=number,
        key=key,
        category=report.category,
        severity=report.severity,
        disease=report.disease if report.category.is_disease else None,
        place=nfc(report.place)[:200],
        what="\n".join(map(nfc, report.what.strip().splitlines())),
        occurred_at=happened_at(report, now),
        clock_ahead=_ahead(report, now) or None,
        reported_at=now,
        reported_by=actor,
        seen_by_people=[actor.person_id] if actor is not None and actor.person_id else [],
    )
    incident.derive_keys()
    incident.save()
    return incident


def _next_number(organization: Organization, now: datetime) -> tuple[int, int]:
    """Numbers run per unit and year, without gaps: the organization's row is locked already."""
    year = timezone.localdate(now).year
    row, _made = Numbering.objects.get_or_create(organization=organization, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return year, row.last


def _count_first(incident: Incident, report: Report) -> None:
    """The one number asked on the first page: pupils who were hurt or harmed, more exactly later."""
    count, injured = report.pupil_count or 0, report.injured_count or 0
    if count or injured:
        Involved.objects.create(
            incident=incident, role=Role.VICTIM, group=Group.PUPIL, count=max(count, injured), injured_count=injured
        )


def _clock_note(incident: Incident) -> str:
    if not incident.clock_ahead:
        return ""
    minutes = round(abs(incident.clock_ahead) / 60)
    return (
        _("Đồng hồ điện thoại nhanh %(n)s phút; giờ xảy ra đã được chỉnh theo giờ máy chủ.") % {"n": minutes}
        if incident.clock_ahead > 0
        else _("Đồng hồ điện thoại chậm %(n)s phút; giờ xảy ra đã được chỉnh theo giờ máy chủ.") % {"n": minutes}
    )
