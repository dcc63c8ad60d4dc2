"""Every way a report changes."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from truongan.accounts.models import Appointment
from truongan.audit.actions import record
from truongan.directives.models import Directive
from truongan.documents.layout import Kind
from truongan.documents.pdf import to_pdf
from truongan.documents.series import take_number
from truongan.documents.symbols import symbol_of
from truongan.documents.word import to_docx
from truongan.documents.wording import signer_lines
from truongan.figures.sealing import seal_figures
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.reports import rules
from truongan.reports.actions.refusals import DAY_TO_COME, CannotReport, refuse_unseen
from truongan.reports.composing import compose
from truongan.reports.models import ResultReport, SealedFile
from truongan.reports.narrative import check_text, default_texts
from truongan.reports.statements import area_name, directive_values, question_of, sealed_figures, told_beside
from truongan.reports.thread.numbers import count, number_names, results_of
from truongan.reports.thread.sources import thread_of
from truongan.reports.thread.summary import report_texts
from truongan.territory.models import AdministrativeUnit

TEXTS = ("grounds", "work", "results", "difficulties", "next_steps", "subject")
EDITABLE = (
    *TEXTS, "superior", "issuer_name", "place", "symbol", "issued_on", "authority", "signer_title",
    "signer_own_title", "signer_name", "recipients",
)  # fmt: skip


@transaction.atomic
def draft_report(
    *,
    actor,
    issuer: Organization,
    unit: AdministrativeUnit | None,
    on: date,
    since: date | None = None,
    directive: Directive | None = None,
    now: datetime,
) -> ResultReport:
    """Begin a report with our sentences around live figures; everything in it can be edited until it is sealed.

    With a `directive` its thread's summary is the beginning, from the day it was issued.
    """
    require(rules.may_draft(actor, issuer))
    report = blank_report(issuer=issuer, unit=unit, on=on, since=since, now=now)
    report.created_by = actor
    if directive:
        _begin_from(directive, report)
    report.save()
    record(actor=actor, verb="reports.report.drafted", target=report, organization=issuer, now=now, on=on)
    return report


def blank_report(
    *, issuer: Organization, unit: AdministrativeUnit | None, on: date, since: date | None, now: datetime
) -> ResultReport:
    """An unsaved draft with every default; also what `truongan report result` prints."""
    report = ResultReport(issuer=issuer, unit=unit, on=on, since=since, updated_at=now)
    area = area_name(report)
    for field, text in default_texts(area, on, told_beside(report)).items():
        setattr(report, field, text)
    report.superior = issuer.reports_to.name if issuer.reports_to_id and issuer.reports_to else ""
    report.issuer_name = issuer.name
    report.place = _seat_of(issuer) or (unit.name if unit else "")
    report.symbol = symbol_of(issuer, Kind.REPORT)
    report.recipients = f"{report.superior};\nLưu: VT." if report.superior else "Lưu: VT."
    _propose_signer(report)
    return report


def _seat_of(issuer: Organization) -> str:
    """The name of the unit the issuer stands in, or stood in last: papers are signed where their issuer sits."""
    placement = issuer.placements.select_related("unit").order_by("-valid_from").first() if issuer.pk else None
    return placement.unit.name if placement else ""


def _begin_from(directive: Directive, report: ResultReport) -> None:
    thread = thread_of(directive, on=report.on)
    report.directive, report.since = directive, thread.since
    for field, text in report_texts(results_of(thread)).items():
        setattr(report, field, text)


def _propose_signer(report: ResultReport) -> None:
    """The head in office on the day signs; a committee's head signs on behalf of it (Decree 30/2020, Appendix I)."""
    issuer = report.issuer
    is_committee = issuer.sector == "committee"
    head = head_of(issuer, report.on) if issuer.pk else None
    title = head.title if head else ""
    report.authority, report.signer_title = (
        signer_lines(title or "Trưởng ban", "Ban Chỉ đạo") if is_committee else signer_lines(title)
    )
    report.signer_name = head.person.name if head else ""


def head_of(issuer: Organization, day: date) -> Appointment | None:
    """Who heads the organization on that day."""
    posts = Appointment.objects.on(day).filter(organization=issuer, is_head=True).select_related("person")
    return posts.order_by("pk").first()


@transaction.atomic
def edit_report(
    *, actor, report: ResultReport, fields: dict[str, Any], seen_at: datetime, now: datetime
) -> ResultReport:
    """Save the texts of a draft. `seen_at`: when the writer's page was made; another's later edit is not overwritten."""
    report = _locked_draft(actor, report)
    if report.updated_at != seen_at:
        raise CannotReport(
            "Người khác vừa sửa báo cáo này. Chữ bạn gõ còn trên trang: mở bản mới ở thẻ khác rồi chép sang."
        )
    for name in TEXTS:
        check_text(fields.get(name, ""), number_names() if report.directive_id else ())
    changed = [name for name in EDITABLE if name in fields and getattr(report, name) != fields[name]]
    for name in changed:
        setattr(report, name, fields[name])
    report.updated_at = now
    report.save(update_fields=[*changed, "updated_at"])
    record(
        actor=actor, verb="reports.report.edited", target=report, organization=report.issuer, now=now, fields=changed
    )
    return report


@transaction.atomic
def seal_report(*, actor, report: ResultReport, seen_at: datetime | None = None, now: datetime) -> ResultReport:
    """Take the next number, freeze the figures, keep the files. From here on nothing in it changes.

    `seen_at`: when what the person looked at had last been changed; another's later edit is not sealed unseen.
    """
    report = _locked_draft(actor, report)
    require(rules.may_seal(actor, report.issuer, timezone.localdate(now)))
    refuse_unseen(report.updated_at, seen_at)
    if missing := [label for name, label in _NEEDED.items() if not getattr(report, name)]:
        raise CannotReport(f"Còn thiếu: {', '.join(missing)}. Bổ sung rồi chốt lại.")
    if report.on > timezone.localdate(now):
        raise CannotReport("Ngày số liệu chưa đến; chốt báo cáo vào ngày đó hoặc sau đó.")
    if report.issued_on and report.issued_on > timezone.localdate(now):
        raise CannotReport(DAY_TO_COME)
    report.issued_on = report.issued_on or timezone.localdate(now)
    report.seal = seal_figures(actor=actor, question=question_of(report), now=now)
    if report.directive:
        report.thread_numbers = count(thread_of(report.directive, on=report.on))
    report.number = take_number(organization=report.issuer, year=report.issued_on.year, series="BC")
    report.status, report.sealed_at, report.updated_at = ResultReport.Status.SEALED, now, now
    report.save()
    _keep_files(report)
    record(
        actor=actor, verb="reports.report.sealed", target=report, organization=report.issuer, now=now,
        number=report.number_label, rows=report.seal.rows_sha256,
    )  # fmt: skip
    return report


_NEEDED = {"signer_title": "chức vụ người ký", "signer_name": "người ký", "place": "địa danh", "subject": "trích yếu"}


def _keep_files(report: ResultReport) -> None:
    figures = sealed_figures(report.seal)  # type: ignore[arg-type]  # just set
    document = compose(report, figures, area_name(report), directive_values(report))
    for name, content in (("docx", to_docx(document)), ("pdf", to_pdf(document))):
        SealedFile.objects.create(
            report=report, format=name, content=content, sha256=hashlib.sha256(content).hexdigest()
        )


@transaction.atomic
def discard_draft(*, actor, report: ResultReport, now: datetime) -> None:
    """Throw a draft away; it never had a number."""
    report = _locked_draft(actor, report)
    record(actor=actor, verb="reports.report.discarded", target=report, organization=report.issuer, now=now)
    report.delete()


def _locked_draft(actor, report: ResultReport) -> ResultReport:
    report = ResultReport.objects.select_for_update(of=("self",)).select_related("issuer", "unit").get(pk=report.pk)
    require(rules.may_draft(actor, report.issuer))
    if report.is_sealed:
        raise CannotReport(f"Báo cáo {report.number_label} đã chốt, không sửa được nữa. Lập báo cáo mới nếu cần.")
    return report
