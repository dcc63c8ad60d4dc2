"""What happens to a directive after its issue: recalled, shown to the public, sent to late-joining units."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.directives import rules
from truongan.directives.actions.distributing import end_open_duties, tell, write_receipts
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.models import Directive
from truongan.directives.recipients import late_joiners
from truongan.directives.states import DirectiveStatus
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc


@transaction.atomic
def recall_directive(*, actor, directive: Directive, reason: str, now: datetime) -> Directive:
    """Take an issued directive back: its recipients are told, its open duties end, number and receipts stay."""
    directive = _locked_in_force(actor, directive, now)
    reason = nfc(reason)
    if not reason:
        raise CannotDirect(_("Thu hồi phải nêu lý do."))
    directive.status, directive.ended_at, directive.ended_by = DirectiveStatus.RECALLED, now, actor
    directive.end_reason, directive.updated_at = reason[:500], now
    directive.save(update_fields=["status", "ended_at", "ended_by", "end_reason", "updated_at"])
    ended = end_open_duties(directive, f"Văn bản bị thu hồi: {reason}", now)
    tell(directive, _("Thu hồi: %(name)s") % {"name": directive.name}, reason, "recalled", now=now)
    record(
        actor=actor, verb="directives.directive.recalled", target=directive, organization=directive.kept_by, now=now,
        reason=reason, duties=ended,
    )  # fmt: skip
    return directive


@transaction.atomic
def publish_directive(*, actor, directive: Directive, is_public: bool, now: datetime) -> Directive:
    """Show it on the public portal, or take it off again: this also when it has been replaced and is still shown."""
    directive = _locked_in_force(actor, directive, now) if is_public else _locked(actor, directive, now)
    directive.is_public, directive.updated_at = is_public, now
    directive.save(update_fields=["is_public", "updated_at"])
    record(
        actor=actor, verb=f"directives.directive.{'published' if is_public else 'unpublished'}", target=directive,
        organization=directive.kept_by, now=now,
    )  # fmt: skip
    return directive


@transaction.atomic
def add_late_joiners(*, actor, directive: Directive, now: datetime) -> int:
    """Send it to units that its rule means today and that had not received it; how many there were."""
    directive = _locked_in_force(actor, directive, now)
    if directive.resolved_at is None:
        raise CannotDirect(_("Văn bản còn đang được gửi. Thử lại khi gửi xong."))
    found = list(late_joiners(directive, timezone.localdate(now)).values_list("pk", flat=True))
    added = write_receipts(directive, found, is_late_joiner=True, now=now) if found else 0
    if added:
        directive.expected_count = (directive.expected_count or 0) + added
        directive.save(update_fields=["expected_count"])
        words = _("Văn bản gửi bổ sung: %(name)s") % {"name": directive.name}
        tell(directive, words, directive.subject, "issued", late=True, now=now)
        record(
            actor=actor, verb="directives.directive.late_joiners_added", target=directive,
            organization=directive.kept_by, now=now, added=added,
        )  # fmt: skip
    return added


def cancel_duties_of_dissolved(*, day: date, now: datetime) -> int:
    """Open duties of units dissolved by that day end; their receipts stay. How many ended. A nightly job's work."""
    with connection.cursor() as cursor:
        cursor.execute(_DISSOLVED, [now, _("Đơn vị đã giải thể"), day])
        return cursor.rowcount


_DISSOLVED = """
UPDATE directives_duty d SET status = 'cancelled', cancelled_at = %s, cancel_reason = %s
FROM organizations_organization o
WHERE o.id = d.organization_id AND d.status = 'open' AND o.closed_on <= %s
"""


def _locked(actor, directive: Directive, now: datetime) -> Directive:
    directive = Directive.objects.select_for_update(of=("self",)).select_related("kept_by").get(pk=directive.pk)
    require(directive.issuer_id is not None and rules.may_issue(actor, directive.kept_by, timezone.localdate(now)))
    return directive


def _locked_in_force(actor, directive: Directive, now: datetime) -> Directive:
    directive = _locked(actor, directive, now)
    if not directive.is_in_force:
        raise CannotDirect(
            _("%(name)s: %(state)s, không làm việc này được nữa.")
            % {"name": directive.name or directive.subject, "state": directive.get_status_display().lower()}
        )
    return directive
