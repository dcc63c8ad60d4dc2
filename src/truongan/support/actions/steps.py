"""What every action on a question does: lock it, write down the step, tell the responsible organization."""

from datetime import date, datetime

from truongan.channels.actions import notify
from truongan.organizations.models import Organization
from truongan.support.deadlines import calendar_of, due_after_waiting, waited_until
from truongan.support.models import Question, Step


def locked(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",))
    return rows.select_related("topic", "unit", "organization__reports_to").get(pk=question.pk)


def add_step(
    question: Question, kind: str, now: datetime, *, actor=None, text: str = "",
    from_organization: Organization | None = None, token_key: str | None = None,
) -> Step:  # fmt: skip
    return Step.objects.create(
        question=question, kind=kind, text=text, at=now, author=actor, organization=question.organization,
        from_organization=from_organization, due_on=question.due_on, token_key=token_key,
    )  # fmt: skip


def resume_clock(question: Question, day: date) -> None:
    """Let the clock run again from `day`: the due day moves on by the working days it stood. Writes nothing."""
    calendar = calendar_of(question.organization, day)
    waited = waited_until(question, day, calendar)
    question.due_on = due_after_waiting(question, waited, calendar)
    question.waited_days += waited
    question.paused_on = None


def tell(question: Question, subject: str, why: str, now: datetime, *, urgency: str = "normal") -> None:
    """A notice to the responsible organization; never with words of the asker, which are read on the page alone."""
    notify(
        organization=question.organization, subject=subject, text=question.reference,
        link=question.get_absolute_url(), key=f"support.question.{question.pk}:{why}", urgency=urgency, now=now,
    )  # fmt: skip
