"""The moment a draft becomes a numbered document, and what it takes."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from truongan.audit.actions import record
from truongan.directives import rules
from truongan.directives.actions.distributing import DISTRIBUTE, SYNCHRONOUS, distribute
from truongan.directives.actions.drafting import (
    keep_content,
    locked_draft,
    refuse_due_before,
    refuse_impossible_day,
    refuse_taken_number,
)
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.composing import BLANK, compose
from truongan.directives.models import Directive
from truongan.directives.recipients import Rule, recipients_of
from truongan.directives.states import DirectiveStatus
from truongan.documents.pdf import to_pdf
from truongan.documents.series import take_number
from truongan.documents.uploads import DOCX, PDF
from truongan.documents.word import to_docx
from truongan.kernel.refusals import require

_NEEDED = {
    "symbol": "ký hiệu",
    "subject": "trích yếu", "place": "địa danh", "content": "nội dung", "signer_title": "chức vụ người ký",
    "signer_name": "người ký",
}  # fmt: skip


@transaction.atomic
def issue_directive(
    *, actor, directive: Directive, seen_at: datetime | None = None, carries_duties: bool = True, now: datetime
) -> Directive:
    """Give a draft its number and day, keep its files for good, and send it to whom its rule means today.

    Up to SYNCHRONOUS recipients have their receipts, duties and notices when this returns; more get them from a
    worker, queued in this same transaction. `carries_duties`: of a replaced directive the open duties go on under
    this one, else they end. Raises CannotDirect, saying everything that is still missing.
    """
    directive = locked_draft(actor, directive, seen_at)
    today = timezone.localdate(now)
    require(rules.may_issue(actor, directive.kept_by, today))
    _refuse_unready(directive, today)
    count = recipients_of(directive.kept_by, Rule.of(directive.recipient_rule), today).count()
    if count == 0:
        raise CannotDirect(_("Chưa có nơi nhận nào: chọn đơn vị nhận văn bản rồi ban hành."))
    _number(directive, today)
    directive.status, directive.issued_at, directive.issued_by = DirectiveStatus.ISSUED, now, actor
    directive.expected_count, directive.updated_at, directive.carries_duties = count, now, carries_duties
    directive.derive_keys()
    directive.save()
    _keep_documents(directive, now)
    if directive.replaces_id:
        _end_replaced(actor, directive, directive.replaces_id, now)
    if count <= SYNCHRONOUS:
        distribute(directive_id=directive.pk, now=now)
    else:
        app.configure_task(DISTRIBUTE, queue="directives").defer(directive_id=directive.pk)
    record(
        actor=actor, verb="directives.directive.issued", target=directive, organization=directive.kept_by, now=now,
        number=directive.label, recipients=count, sha256=[each.sha256 for each in directive.files.only("sha256")],
    )  # fmt: skip
    directive.refresh_from_db()
    return directive


def what_is_missing(directive: Directive) -> list[str]:
    """What a draft still needs before it can be issued, in words; empty when nothing."""
    missing = []
    if directive.is_composed:
        missing = [label for name, label in _NEEDED.items() if not getattr(directive, name).strip()]
        if any(BLANK in getattr(directive, name) for name in ("content", "grounds", "subject", "addressed_to")):
            missing.append(f"chỗ còn để “{BLANK}”")
    elif not directive.files.filter(is_main=True).exists():
        missing = ["bản ký (PDF)"]
    if Rule.of(directive.recipient_rule).is_empty:
        missing.append("nơi nhận")
    return missing


def _refuse_unready(directive: Directive, today: date) -> None:
    if missing := what_is_missing(directive):
        raise CannotDirect(_("Còn thiếu: %(missing)s. Bổ sung rồi ban hành lại.") % {"missing": ", ".join(missing)})
    if directive.is_composed:
        directive.issued_on = today  # a document composed here is signed on the day it gets its number
    refuse_impossible_day(directive, today)
    directive.issued_on = directive.issued_on or today
    for assignment in directive.assignments.all():
        refuse_due_before(assignment.due_on, directive.issued_on)
    if directive.replaces_id and not _locked_in_force(directive.replaces_id):
        raise CannotDirect(_("Văn bản định thay thế không còn hiệu lực. Bỏ dự thảo này và ban hành văn bản mới."))


def _locked_in_force(replaced_id: int) -> bool:
    """Locked, for a recall under way must not be overwritten, nor two replacements end the same directive."""
    return Directive.objects.in_force().select_for_update().filter(pk=replaced_id).first() is not None


def _number(directive: Directive, today: date) -> None:
    """The next number of the series; a signed paper keeps its own, and the series goes on after it."""
    assert directive.issued_on and directive.issuer
    directive.year = directive.issued_on.year
    if directive.number is None:
        directive.number = take_number(organization=directive.issuer, year=directive.year, series=directive.series)
        return
    with connection.cursor() as cursor:  # locks the series, so that nobody takes this number meanwhile
        cursor.execute(_REACH, [directive.issuer.pk, directive.year, directive.series, directive.number])
    refuse_taken_number(directive)


_REACH = """
INSERT INTO documents_numberseries (organization_id, year, series, last_number) VALUES (%s, %s, %s, %s)
ON CONFLICT (organization_id, year, series)
DO UPDATE SET last_number = greatest(documents_numberseries.last_number, excluded.last_number)
"""


def _keep_documents(directive: Directive, now: datetime) -> None:
    if not directive.is_composed:
        return
    document = compose(directive, list(directive.assignments.order_by("position")))
    stem = f"{directive.kind}-{directive.number}-{directive.year}"
    for extension, media_type, write in (("docx", DOCX, to_docx), ("pdf", PDF, to_pdf)):
        keep_content(directive, f"{stem}.{extension}", media_type, write(document), is_main=True, now=now)


def _end_replaced(actor, directive: Directive, replaced_id: int, now: datetime) -> None:
    replaced = Directive.objects.select_for_update().get(pk=replaced_id)
    replaced.status, replaced.ended_at, replaced.ended_by = DirectiveStatus.REPLACED, now, actor
    replaced.end_reason, replaced.updated_at = f"Thay bằng {directive.name}", now
    replaced.save(update_fields=["status", "ended_at", "ended_by", "end_reason", "updated_at"])
    record(
        actor=actor, verb="directives.directive.replaced", target=replaced, organization=replaced.kept_by, now=now,
        by=directive.label,
    )  # fmt: skip
