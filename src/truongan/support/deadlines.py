"""By when a question is answered. Working days of the place of the unit that answers, with its own days off.

No law read so far sets these days (they are rows of the topics); the rules of counting are written down here once:
the day of receipt is not counted; while the asker is asked back the clock stands; forwarding does not begin anew.
"""

from datetime import date, timedelta

from truongan.kernel.working_days import Exceptions, add_working_days, working_days_between
from truongan.organizations.calendar import exceptions_for
from truongan.organizations.models import Organization
from truongan.support.models import Question

_BACK = timedelta(days=400)  # exceptions older than that concern no open question


def calendar_of(organization: Organization, day: date) -> Exceptions:
    """Days off and worked where the organization stands. One query."""
    return exceptions_for(organization.place_path, school=organization.is_school, since=day - _BACK)


def due_day(organization: Organization, answer_days: int, day: date) -> date:
    """The last day to answer what came in, or was opened again, on `day`."""
    return add_working_days(day, answer_days, calendar_of(organization, day))


def due_after_forwarding(question: Question, target: Organization, day: date) -> date:
    """The due day stays. Only the first forwarding leaves the new unit at least half of the topic's days."""
    if question.forward_count:
        return question.due_on
    half = (question.topic.answer_days + 1) // 2
    return max(question.due_on, add_working_days(day, half, calendar_of(target, day)))


def waited_until(question: Question, day: date, calendar: Exceptions) -> int:
    """Working days the clock has stood since the asker was asked back."""
    return working_days_between(question.paused_on, day, calendar) if question.paused_on else 0


def due_after_waiting(question: Question, waited: int, calendar: Exceptions) -> date:
    """Moved on by the days the clock stood: what was late before it stood stays late."""
    return add_working_days(question.due_on, waited, calendar) if waited else question.due_on


def days_worked(question: Question, day: date, calendar: Exceptions) -> int:
    """Working days from receipt to `day`, less those the clock stood."""
    return max(0, working_days_between(question.received_on, day, calendar) - question.waited_days)
