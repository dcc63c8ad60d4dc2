"""What the responsible organization does with a question."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment, Person
from truongan.audit.actions import record
from truongan.channels.actions import notify
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.support import rules
from truongan.support.actions.refusals import CannotSupport
from truongan.support.actions.steps import add_step, locked, resume_clock, tell
from truongan.support.deadlines import calendar_of, days_worked, due_after_forwarding, due_day
from truongan.support.models import Question
from truongan.support.routing import is_competent
from truongan.support.states import QuestionState, StepKind
from truongan.support.texts import plain_text


@transaction.atomic
def assign_question(*, actor, question: Question, person: Person, now: datetime) -> Question:
    """Give it to somebody who holds a post in the responsible organization; they are told."""
    question = _workable(actor, question)
    today = timezone.localdate(now)
    if not Appointment.objects.on(today).filter(person=person, organization=question.organization).exists():
        raise CannotSupport(_("Người phụ trách phải đang giữ chức vụ ở %(unit)s.") % {"unit": question.organization})
    question.responsible = person
    if question.state == QuestionState.NEW:
        question.state = QuestionState.WORKING
    question.save(update_fields=["responsible", "state"])
    step = add_step(question, StepKind.ASSIGNED, now, actor=actor, text=person.name)
    notify(
        person=person, subject=_("Bạn được giao trả lời: %(topic)s") % {"topic": question.topic.name},
        text=question.reference, link=question.get_absolute_url(), key=f"support.step.{step.pk}:assigned", now=now,
    )  # fmt: skip
    _record(actor, question, "support.question.assigned", now, person=person.name)
    return question


@transaction.atomic
def save_draft(*, actor, question: Question, text: str, now: datetime) -> Question:
    """Keep an answer that is not finished; colleagues see it, the asker does not. No entry in the record."""
    question = _workable(actor, question)
    question.answer_draft, question.drafted_at, question.drafted_by = plain_text(text), now, actor
    if question.state == QuestionState.NEW:
        question.state = QuestionState.WORKING
    question.save(update_fields=["answer_draft", "drafted_at", "drafted_by", "state"])
    return question


@transaction.atomic
def answer_question(*, actor, question: Question, text: str, now: datetime) -> Question:
    """The answer the asker reads with the code; counts the working days it took without those the clock stood."""
    question = _workable(actor, question)
    text = _said(text, _("Viết nội dung trả lời."))
    _close(question, QuestionState.ANSWERED, now)
    add_step(question, StepKind.ANSWERED, now, actor=actor, text=text)
    _record(
        actor, question, "support.question.answered", now, days=question.worked_days,
        in_time=timezone.localdate(now) <= question.due_on,
    )  # fmt: skip
    return question


@transaction.atomic
def refuse_question(*, actor, question: Question, reason: str, now: datetime) -> Question:
    """Close without an answer to the matter: not for any unit here, no content, already answered. Says why."""
    question = _workable(actor, question)
    reason = _said(reason, _("Ghi rõ lý do để người hỏi biết phải làm gì tiếp."))
    _close(question, QuestionState.REFUSED, now)
    add_step(question, StepKind.REFUSED, now, actor=actor, text=reason)
    _record(actor, question, "support.question.refused", now)
    return question


@transaction.atomic
def ask_back(*, actor, question: Question, text: str, now: datetime) -> Question:
    """Ask for what is missing: the clock stands from today until the asker adds something."""
    question = _workable(actor, question)
    if question.state == QuestionState.ASKED_BACK:
        raise CannotSupport(_("Đang chờ người hỏi bổ sung; trả lời hoặc chờ bổ sung."))
    text = _said(text, _("Ghi rõ cần người hỏi bổ sung điều gì."))
    question.state, question.paused_on = QuestionState.ASKED_BACK, timezone.localdate(now)
    question.save(update_fields=["state", "paused_on"])
    add_step(question, StepKind.ASKED_BACK, now, actor=actor, text=text)
    _record(actor, question, "support.question.asked_back", now)
    return question


@transaction.atomic
def forward_question(
    *, actor, question: Question, organization: Organization, reason: str, now: datetime
) -> Question:  # fmt: skip
    """Hand it to another organization of the routing table; the due day stays but for the first time (deadlines).

    Who was responsible there no longer is; a draft goes along. Raises CannotSupport for a unit that answers nothing.
    """
    question = locked(question)
    require(rules.may_forward(actor, question))
    _require_open(question)
    reason = _said(reason, _("Ghi lý do chuyển: người hỏi và đơn vị nhận đều đọc."))
    before, today = question.organization, timezone.localdate(now)
    if organization == before:
        raise CannotSupport(_("Câu hỏi đang ở chính đơn vị này."))
    if not is_competent(organization, today):
        raise CannotSupport(_("%(unit)s không có trong bảng phân công trả lời.") % {"unit": organization})
    if question.paused_on:
        resume_clock(question, today)
    question.due_on = due_after_forwarding(question, organization, today)
    question.organization, question.responsible, question.state = organization, None, QuestionState.NEW
    question.forward_count += 1
    question.save(
        update_fields=[
            "due_on", "organization", "responsible", "state", "forward_count", "paused_on", "waited_days",
        ]
    )  # fmt: skip
    step = add_step(question, StepKind.FORWARDED, now, actor=actor, text=reason, from_organization=before)
    tell(question, _("Câu hỏi chuyển đến: %(topic)s") % {"topic": question.topic.name}, f"forwarded:{step.pk}", now)
    # Never the words themselves: the record cannot forget, and people write names into reasons.
    changes = {_("đơn vị"): [before.name, organization.name]}
    _record(actor, question, "support.question.forwarded", now, changes=changes)
    return question


@transaction.atomic
def reopen_question(*, actor, question: Question, reason: str, now: datetime) -> Question:
    """Take an answered or refused question up again: a new due day from today, the earlier rating goes.

    Raises CannotSupport for one that was withdrawn, or whose text was removed after its term.
    """
    question = locked(question)
    require(rules.may_answer(actor, question))
    if question.state not in (QuestionState.ANSWERED, QuestionState.REFUSED) or question.is_forgotten:
        raise CannotSupport(_("Chỉ mở lại câu hỏi đã trả lời hoặc không giải quyết, khi nội dung còn được giữ."))
    reason = _said(reason, _("Ghi lý do mở lại."))
    today = timezone.localdate(now)
    question.state, question.closed_on, question.worked_days = QuestionState.WORKING, None, None
    question.due_on = due_day(question.organization, question.topic.answer_days, today)
    question.satisfaction, question.remark, question.rated_at = None, "", None
    question.save(
        update_fields=["state", "closed_on", "worked_days", "due_on", "satisfaction", "remark", "rated_at"]
    )  # fmt: skip
    step = add_step(question, StepKind.REOPENED, now, actor=actor, text=reason)
    tell(question, _("Mở lại: %(name)s") % {"name": question}, f"reopened:{step.pk}", now)
    _record(actor, question, "support.question.reopened", now)
    return question


@transaction.atomic
def note_on_question(*, actor, question: Question, text: str, now: datetime) -> None:
    """A note for colleagues; the asker never reads it. Raises CannotSupport once the question's words are deleted."""
    question = locked(question)
    require(rules.may_answer(actor, question))
    if question.is_forgotten:  # what is written now no later deletion would find
        raise CannotSupport(_("Câu hỏi đã hết thời hạn lưu, nội dung đã được xóa nên không ghi thêm được."))
    add_step(question, StepKind.NOTED, now, actor=actor, text=_said(text, _("Viết nội dung ghi chú.")))
    _record(actor, question, "support.question.noted", now)


def _workable(actor, question: Question) -> Question:
    question = locked(question)
    require(rules.may_answer(actor, question))
    _require_open(question)
    return question


def _require_open(question: Question) -> None:
    if not question.is_open:
        state = question.get_state_display().lower()
        raise CannotSupport(_("Câu hỏi này đã kết thúc: %(state)s.") % {"state": state})


def _close(question: Question, state: str, now: datetime) -> None:
    today = timezone.localdate(now)
    if question.paused_on:
        resume_clock(question, today)
    question.state, question.closed_on, question.answer_draft = state, today, ""
    question.worked_days = days_worked(question, today, calendar_of(question.organization, question.received_on))
    question.save(
        update_fields=[
            "state", "closed_on", "answer_draft", "worked_days", "paused_on", "waited_days", "due_on",
        ]
    )  # fmt: skip


def _said(text: str, otherwise: str) -> str:
    text = plain_text(text)
    if not text:
        raise CannotSupport(otherwise)
    return text


def _record(actor, question: Question, verb: str, now: datetime, **said) -> None:
    record(actor=actor, verb=verb, target=question, organization=question.organization, now=now, **said)
