"""Receipts, duties and notices of an issued directive, written in bulk; safe to begin again at any point."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.channels.actions import NORMAL, URGENT, notify_many
from truongan.directives.models import Directive, Receipt
from truongan.directives.recipients import Rule, recipients_of
from truongan.directives.states import DirectiveStatus, Urgency

DISTRIBUTE = "directives.distribute"  # name of the job
SYNCHRONOUS = 3500  # recipients written while the officer waits
SLICE = 5000  # recipients written in one transaction by a worker, so that progress can be seen


def distribute(*, directive_id: int, now: datetime) -> None:
    """Write what is still missing of a directive's receipts, duties and notices, a slice at a time.

    Who receives it is asked as of the moment of issue, so a worker that begins late sends to the same units.
    """
    directive = Directive.objects.select_related("kept_by").get(pk=directive_id)
    if directive.resolved_at is None:
        for organizations in _slices(directive):
            write_receipts(directive, organizations, now=directive.issued_at or now)
        _finish_resolving(directive_id, now)
    directive.refresh_from_db()
    _tell_recipients(directive, now)


def _slices(directive: Directive) -> Iterator[Sequence[int]]:
    day = timezone.localdate(directive.issued_at)
    meant = recipients_of(directive.kept_by, Rule.of(directive.recipient_rule), day)
    ids = list(meant.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), SLICE):
        yield ids[start : start + SLICE]


@transaction.atomic
def write_receipts(
    directive: Directive, organizations: Sequence[int], *, is_late_joiner: bool = False, now: datetime
) -> int:
    """Receipts and duties of these units, those there already skipped; how many receipts are new."""
    with connection.cursor() as cursor:
        cursor.execute(_RECEIPTS, [directive.pk, now, is_late_joiner, list(organizations)])
        new = cursor.rowcount
        cursor.execute(_DUTIES, [now, directive.pk, list(organizations)])
    return new


_RECEIPTS = """
INSERT INTO directives_receipt
    (directive_id, organization_id, path, level, sector, school_level, received_at, is_late_joiner)
SELECT %s, o.id, o.place_path, o.level, o.sector, o.school_level, %s, %s
FROM organizations_organization o WHERE o.id = ANY(%s)
ON CONFLICT (directive_id, organization_id) DO NOTHING
"""
_DUTIES = """
INSERT INTO directives_duty
    (assignment_id, directive_id, organization_id, path, level, sector, school_level, due_on, status, percent,
     assigned_at, cancel_reason)
SELECT a.id, a.directive_id, r.organization_id, r.path, r.level, r.sector, r.school_level, a.due_on, 'open', 0,
       %s, ''
FROM directives_assignment a
JOIN directives_receipt r ON r.directive_id = a.directive_id
WHERE a.directive_id = %s AND r.organization_id = ANY(%s)
  AND (NOT a.target ? 'kinds' OR a.target->'kinds' ?
       (r.sector || ':' || CASE WHEN r.sector = 'school' THEN r.school_level ELSE r.level END))
ON CONFLICT (assignment_id, organization_id) DO NOTHING
"""


@transaction.atomic
def _finish_resolving(directive_id: int, now: datetime) -> None:
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive_id)
    if directive.resolved_at is not None:
        return
    if directive.replaces_id:
        _settle_old_duties(directive, now)
    if directive.status != DirectiveStatus.ISSUED:  # recalled while its recipients were being written
        end_open_duties(directive, directive.end_reason, now)
    directive.resolved_at = now
    directive.save(update_fields=["expected_count", "resolved_at"])


def _settle_old_duties(directive: Directive, now: datetime) -> None:
    """Open duties of the replaced directive go on here where asked, for units that receive this one too; all end."""
    with connection.cursor() as cursor:
        if directive.carries_duties:
            last = directive.assignments.count()
            cursor.execute(_CARRY_TASKS, [directive.pk, last, directive.replaces_id, directive.pk])
            old, new = directive.replaces_id, directive.pk
            cursor.execute(_CARRY_DUTIES, [old, new, old, new, now, new])
            cursor.execute(_SEND_TO_HOLDERS, [now, new])
            directive.expected_count = (directive.expected_count or 0) + cursor.rowcount
        cursor.execute(_END_OPEN, [now, f"Văn bản được thay bằng {directive.name}"[:300], directive.replaces_id])


_CARRY_TASKS = """
INSERT INTO directives_assignment (directive_id, position, task, due_on, evidence_required, target)
SELECT %s, %s + row_number() OVER (ORDER BY a.position), a.task, a.due_on, a.evidence_required, a.target
FROM directives_assignment a WHERE a.directive_id = %s
  AND EXISTS (SELECT FROM directives_duty d WHERE d.assignment_id = a.id AND d.status = 'open')
  AND NOT EXISTS (SELECT FROM directives_assignment n WHERE n.directive_id = %s AND n.task = a.task)
"""
# A carried task is found again by its words. Who had it handed over need not be meant by the new directive: it goes
# on there where one of those it came from is, however often the directive was replaced since.
_CARRY_DUTIES = """
WITH RECURSIVE line AS (
    SELECT id AS duty_id, id AS earlier_id FROM directives_duty WHERE directive_id = %s AND status = 'open'
    UNION ALL
    SELECT line.duty_id, e.carried_from_id FROM line JOIN directives_duty e ON e.id = line.earlier_id
    WHERE e.carried_from_id IS NOT NULL
), meant AS (
    SELECT d.id AS duty_id FROM directives_duty d
    JOIN directives_receipt r ON r.directive_id = %s AND r.organization_id = d.organization_id
    WHERE d.directive_id = %s AND d.status = 'open'
    UNION
    SELECT line.duty_id FROM line JOIN directives_handover h ON h.duty_id = line.earlier_id
    JOIN directives_receipt r ON r.directive_id = %s AND r.organization_id = h.from_organization_id
)
INSERT INTO directives_duty
    (assignment_id, directive_id, organization_id, path, level, sector, school_level, due_on, status, percent,
     assigned_at, cancel_reason, responsible_id, carried_from_id)
SELECT n.id, n.directive_id, d.organization_id, d.path, d.level, d.sector, d.school_level, d.due_on, 'open',
       d.percent, %s, '', d.responsible_id, d.id
FROM directives_duty d
JOIN meant ON meant.duty_id = d.id
JOIN directives_assignment o ON o.id = d.assignment_id
JOIN directives_assignment n ON n.directive_id = %s AND n.task = o.task
ON CONFLICT (assignment_id, organization_id) DO NOTHING
"""
# Who has to do it must be able to read what asks for it.
_SEND_TO_HOLDERS = """
INSERT INTO directives_receipt
    (directive_id, organization_id, path, level, sector, school_level, received_at, is_late_joiner)
SELECT DISTINCT ON (d.organization_id)
       d.directive_id, d.organization_id, d.path, d.level, d.sector, d.school_level, %s::timestamptz, true
FROM directives_duty d WHERE d.directive_id = %s AND d.carried_from_id IS NOT NULL
ON CONFLICT (directive_id, organization_id) DO NOTHING
"""
_END_OPEN = """
UPDATE directives_duty SET status = 'cancelled', cancelled_at = %s, cancel_reason = %s
WHERE directive_id = %s AND status = 'open'
"""


def end_open_duties(directive: Directive, reason: str, now: datetime) -> int:
    """Nobody has to go on; what is done stays done."""
    with connection.cursor() as cursor:
        cursor.execute(_END_OPEN, [now, reason[:300], directive.pk])
        return cursor.rowcount


@transaction.atomic
def _tell_recipients(directive: Directive, now: datetime) -> None:
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    if directive.notified_at is not None:
        return
    if directive.status == DirectiveStatus.ISSUED:
        tell(directive, _("Văn bản mới: %(name)s") % {"name": directive.name}, directive.subject, "issued", now=now)
    if directive.replaces_id:
        _tell_replaced(directive, directive.replaces_id, now)
    directive.notified_at = now
    directive.save(update_fields=["notified_at"])


def _tell_replaced(directive: Directive, replaced_id: int, now: datetime) -> None:
    replaced = Directive.objects.get(pk=replaced_id)
    words = _("%(old)s được thay bằng %(new)s") % {"old": replaced.name, "new": directive.name}
    tell(replaced, words, directive.subject, "replaced", now=now)


def tell(directive: Directive, subject: str, text: str, why: str, *, late: bool | None = None, now: datetime) -> int:
    """A notice to every recipient (or to the late ones alone); told once for each reason."""
    receipts = Receipt.objects.filter(directive=directive)
    if late is not None:
        receipts = receipts.filter(is_late_joiner=late)
    return notify_many(
        organizations=receipts.values("organization_id"),
        subject=subject,
        text=text,
        link=directive.get_absolute_url(),
        key_prefix=f"directives.directive.{directive.pk}:{why}",
        urgency=NORMAL if directive.urgency == Urgency.ORDINARY else URGENT,
        now=now,
    )
