"""Drafts: begun, written, addressed, given their tasks, thrown away."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.directives import rules
from truongan.directives.actions.refusals import CannotDirect
from truongan.directives.composing import COMPOSED_KINDS, default_texts, letter_addressees, recipient_lines
from truongan.directives.models import Assignment, Directive, DirectiveFile
from truongan.directives.recipients import Rule, addressees_of
from truongan.directives.states import DirectiveKind, Origin
from truongan.documents.uploads import DOCX, PDF, XLSX, CannotKeep, checked_upload
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization

REGISTER_FIELDS = ("series", "symbol", "urgency", "subject", "summary", "topics")
TEXT_FIELDS = (
    "superior", "issuer_name", "place", "addressed_to", "grounds", "content", "authority", "signer_title",
    "signer_own_title", "signer_name", "recipients_text",
)  # fmt: skip
FILED_FIELDS = ("kind", "number", "issued_on", "signer_name")
# What a replacement begins with; its tasks are carried over at issue, where that is chosen.
_CARRIED = (
    "recipient_rule", "addressed_to", "content", "topics", "series", "signer_title", "signer_own_title",
    "recipients_text",
)  # fmt: skip
MOST_ENCLOSED = 10
MOST_TASKS = 30
_PDF_END = b"%%EOF"  # stands at the end of every whole PDF (ISO 32000-1, 7.5.5)


@dataclass(frozen=True)
class Task:
    """One task as the form gives it; `kinds` empty means every recipient."""

    task: str
    due_on: date | None = None
    evidence_required: str = ""
    kinds: tuple[str, ...] = ()


@transaction.atomic
def draft_directive(
    *,
    actor,
    issuer: Organization,
    kind: str,
    subject: str,
    implements: Directive | None = None,
    replaces: Directive | None = None,
    now: datetime,
) -> Directive:
    """Begin a document in the product with our words around it; everything can be edited until it is issued.

    `implements`: the higher level's directive this one carries down; `replaces`: an own one in force.
    Raises CannotDirect for a kind that is not composed here.
    """
    require(rules.may_draft(actor, issuer))
    if kind not in COMPOSED_KINDS:
        raise CannotDirect(_("Loại văn bản này soạn ở nơi khác rồi vào sổ bản đã ký."))
    directive = _blank(issuer, kind, subject, now)
    directive.implements, directive.replaces = implements, _replaceable(replaces, issuer)
    for field, text in default_texts(directive, issuer, timezone.localdate(now)).items():
        setattr(directive, field, text)
    if replaces is not None:
        for field in _CARRIED:
            setattr(directive, field, getattr(replaces, field) or getattr(directive, field))
    return _begun(actor, directive, now)


@transaction.atomic
def file_signed(*, actor, issuer: Organization, fields: dict[str, Any], file, now: datetime) -> Directive:
    """Put a document signed on paper into the register, as a draft until its recipients are chosen and it is issued.

    `fields`: those of REGISTER_FIELDS and FILED_FIELDS; without `number` the next one of the series is taken at
    issue. `file`: its PDF, at most settings.MAX_UPLOAD_BYTES. Raises CannotDirect.
    """
    require(rules.may_draft(actor, issuer))
    directive = _blank(issuer, fields["kind"], fields["subject"], now)
    directive.origin = Origin.FILED
    _fill(directive, fields, (*REGISTER_FIELDS, *FILED_FIELDS))
    refuse_impossible_day(directive, timezone.localdate(now))
    refuse_taken_number(directive)
    directive = _begun(actor, directive, now)
    if file is not None:
        keep_file(directive, file, is_main=True, now=now)
    return directive


@transaction.atomic
def edit_directive(
    *, actor, directive: Directive, fields: dict[str, Any], seen_at: datetime, now: datetime
) -> Directive:
    """Save the words of a draft. `seen_at`: when the writer's page was made; another's later edit is not lost."""
    directive = locked_draft(actor, directive, seen_at)
    names = (*REGISTER_FIELDS, *(TEXT_FIELDS if directive.is_composed else FILED_FIELDS))
    changed = _fill(directive, fields, names)
    if directive.origin == Origin.FILED:
        refuse_impossible_day(directive, timezone.localdate(now))
        refuse_taken_number(directive)
    _touch(directive, changed, now)
    _record(actor, directive, "edited", now, fields=changed)
    return directive


@transaction.atomic
def address_directive(*, actor, directive: Directive, rule: Rule, seen_at: datetime, now: datetime) -> Directive:
    """Say who is to receive a draft. The rule is read anew when the draft is issued.

    The paper names them too, until somebody words its lines otherwise: a letter above its text, others at its foot.
    """
    directive = locked_draft(actor, directive, seen_at)
    day = timezone.localdate(now)
    changed = ["recipient_rule", *(_name_recipients(directive, rule, day) if directive.is_composed else ())]
    directive.recipient_rule = rule.stored()
    _touch(directive, changed, now)
    _record(actor, directive, "addressed", now, rule=directive.recipient_rule)
    return directive


def _name_recipients(directive: Directive, rule: Rule, day: date) -> tuple[str, ...]:
    is_letter = directive.kind == DirectiveKind.LETTER
    name, written = ("addressed_to", letter_addressees) if is_letter else ("recipients_text", recipient_lines)
    earlier = addressees_of(directive.kept_by, Rule.of(directive.recipient_rule), day)
    if getattr(directive, name) not in ("", written([]), written(earlier)):
        return ()
    setattr(directive, name, written(addressees_of(directive.kept_by, rule, day)))
    return (name,)


@transaction.atomic
def set_tasks(
    *, actor, directive: Directive, tasks: Sequence[Task], seen_at: datetime, now: datetime
) -> list[Assignment]:
    """Say what a draft asks for; replaces what it asked before. Raises CannotDirect for a day already gone by."""
    directive = locked_draft(actor, directive, seen_at)
    if len(tasks) > MOST_TASKS:
        raise CannotDirect(_("Một văn bản giao nhiều nhất %(n)s nhiệm vụ.") % {"n": MOST_TASKS})
    first_day = directive.issued_on or timezone.localdate(now)
    for each in tasks:
        refuse_due_before(each.due_on, first_day)
    directive.assignments.all().delete()
    rows = [
        Assignment(
            directive=directive, position=position, task=each.task, due_on=each.due_on,
            evidence_required=each.evidence_required, target={"kinds": sorted(each.kinds)} if each.kinds else {},
        )
        for position, each in enumerate(tasks, start=1)
    ]  # fmt: skip
    made = Assignment.objects.bulk_create(rows)
    _touch(directive, [], now)
    _record(actor, directive, "tasked", now, tasks=len(made))
    return made


@transaction.atomic
def attach_file(
    *, actor, directive: Directive, file, is_main: bool, seen_at: datetime, now: datetime
) -> DirectiveFile:
    """Keep a file with a draft: the signed PDF of a filed one (in the place of the one before), or an enclosure."""
    directive = locked_draft(actor, directive, seen_at)
    if is_main and directive.is_composed:
        raise CannotDirect(_("Tệp chính của văn bản soạn ở đây do hệ thống tạo khi ban hành."))
    kept = keep_file(directive, file, is_main=is_main, now=now)
    _touch(directive, [], now)
    _record(actor, directive, "file_attached", now, file=kept.name, sha256=kept.sha256)
    return kept


@transaction.atomic
def detach_file(*, actor, directive: Directive, file: DirectiveFile, now: datetime) -> None:
    """Take an enclosure off a draft."""
    directive = locked_draft(actor, directive, None)
    file.delete()
    _touch(directive, [], now)
    _record(actor, directive, "file_detached", now, file=file.name, sha256=file.sha256)


@transaction.atomic
def discard_directive(*, actor, directive: Directive, now: datetime) -> None:
    """Throw a draft away; it never held a number."""
    directive = locked_draft(actor, directive, None)
    _record(actor, directive, "discarded", now)
    directive.delete()


def keep_file(directive: Directive, file, *, is_main: bool, now: datetime) -> DirectiveFile:
    """The storing alone, for actions that record the file together with what it belongs to."""
    allowed = [PDF] if is_main else [PDF, DOCX, XLSX]
    try:
        checked = checked_upload(file, allowed=allowed)
    except CannotKeep as reason:
        raise CannotDirect(str(reason)) from reason
    if checked.content_type == PDF and _PDF_END not in checked.content:  # it is kept for good: nobody could open it
        raise CannotDirect(_("%(name)s: tệp PDF bị cắt, thiếu phần cuối. Quét hoặc tải lại.") % {"name": checked.name})
    if is_main:
        directive.files.filter(is_main=True, content_type=checked.content_type).delete()
    elif directive.files.filter(is_main=False).count() >= MOST_ENCLOSED:
        raise CannotDirect(_("Mỗi văn bản kèm nhiều nhất %(n)s tệp.") % {"n": MOST_ENCLOSED})
    return keep_content(directive, checked.name, checked.content_type, checked.content, is_main=is_main, now=now)


def keep_content(
    directive: Directive, name: str, content_type: str, content: bytes, *, is_main: bool, now: datetime
) -> DirectiveFile:
    return DirectiveFile.objects.create(
        directive=directive, name=name, content_type=content_type, is_main=is_main, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), content=content, added_at=now,
    )  # fmt: skip


def locked_draft(actor, directive: Directive, seen_at: datetime | None) -> Directive:
    """The draft, locked, still as the writer saw it."""
    directive = Directive.objects.select_for_update(of=("self",)).select_related("kept_by").get(pk=directive.pk)
    require(rules.may_draft(actor, directive.kept_by))
    if not directive.is_draft:
        raise CannotDirect(
            _("%(name)s đã ban hành, không sửa được nữa. Thu hồi hoặc ban hành văn bản thay thế.")
            % {"name": directive.name}
        )
    if seen_at is not None and directive.updated_at != seen_at:
        raise CannotDirect(
            _("Người khác vừa sửa dự thảo này. Chữ bạn gõ còn trên trang: mở bản mới ở thẻ khác rồi chép sang.")
        )
    return directive


def refuse_due_before(due_on: date | None, first_day: date) -> None:
    if due_on and due_on < first_day:
        raise CannotDirect(
            _("Hạn %(due)s trước ngày ban hành %(day)s. Chọn hạn từ ngày ban hành trở đi.")
            % {"due": f"{due_on:%d/%m/%Y}", "day": f"{first_day:%d/%m/%Y}"}
        )


def refuse_impossible_day(directive: Directive, today: date) -> None:
    if directive.issued_on and directive.issued_on > today:
        raise CannotDirect(_("Ngày ban hành chưa đến. Văn bản đã ký có ngày hôm nay hoặc trước đó."))
    if directive.number and not directive.issued_on:
        raise CannotDirect(_("Văn bản đã có số thì phải có ngày ban hành."))


def refuse_taken_number(directive: Directive) -> None:
    """Two documents of one series and year never share a number; the database holds the same rule."""
    if not directive.number or not directive.issued_on:
        return
    taken = Directive.objects.given_out().filter(
        issuer=directive.issuer, series=directive.series, year=directive.issued_on.year, number=directive.number
    )
    if found := taken.exclude(pk=directive.pk).first():
        raise CannotDirect(
            _("Số %(number)s năm %(year)s đã là của %(name)s: %(subject)s. Xem lại số trên bản ký.")
            % {
                "number": directive.number, "year": directive.issued_on.year, "name": found.name,
                "subject": found.subject,
            }
        )  # fmt: skip


def _blank(issuer: Organization, kind: str, subject: str, now: datetime) -> Directive:
    return Directive(
        issuer=issuer, kept_by=issuer, issuer_name=issuer.name, kind=DirectiveKind(kind), series=kind,
        subject=nfc(subject), created_at=now, updated_at=now,
    )  # fmt: skip


def _replaceable(replaced: Directive | None, issuer: Organization) -> Directive | None:
    if replaced is None:
        return None
    if replaced.issuer_id != issuer.pk or not replaced.is_in_force:
        raise CannotDirect(_("Chỉ thay thế được văn bản còn hiệu lực của chính cơ quan mình."))
    return replaced


def _begun(actor, directive: Directive, now: datetime) -> Directive:
    directive.created_by = actor
    directive.derive_keys()
    directive.save()
    _record(actor, directive, "drafted", now)
    return directive


def _fill(directive: Directive, fields: dict[str, Any], names: Sequence[str]) -> list[str]:
    changed = [name for name in names if name in fields and getattr(directive, name) != fields[name]]
    for name in changed:
        setattr(directive, name, fields[name])
    return changed


def _touch(directive: Directive, changed: list[str], now: datetime) -> None:
    directive.updated_at = now
    directive.derive_keys()
    directive.save(update_fields=[*changed, "search_fold", "updated_at"])


def _record(actor, directive: Directive, what: str, now: datetime, **data: Any) -> None:
    record(
        actor=actor, verb=f"directives.directive.{what}", target=directive, organization=directive.kept_by, now=now,
        **data,
    )  # fmt: skip
