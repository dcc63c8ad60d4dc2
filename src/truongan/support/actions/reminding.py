"""Questions nobody answers are chased: before the due day, after it, and one level up."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.channels.actions import URGENT, NewNotice, notify_each
from truongan.kernel.dates import vn_date
from truongan.kernel.working_days import add_working_days, is_working_day
from truongan.organizations.calendar import Calendars
from truongan.support.models import Question

_WEEK = 7


@transaction.atomic
def remind_of_questions(*, now: datetime) -> Counter:
    """Tell units of questions nearly due and overdue, and superiors of those that stay overdue.

    Run once a day or a hundred times, each is told once: before the due day (settings.REMIND_BEFORE working days of
    the unit's own calendar), the day after it and every week then; superiors each week from
    settings.ESCALATE_AFTER working days on. Nobody is told on a day off. How many were due to be told, by reason.
    """
    today = timezone.localdate(now)
    if not is_working_day(today):
        return Counter()
    calendars = Calendars(since=today - timedelta(days=60))
    told: Counter = Counter()
    for reason, messages in (
        ("before", _before(today, calendars)),
        ("overdue", _overdue(today)),
        ("superior", _to_superiors(today)),
    ):
        batch = list(messages)
        notify_each(messages=batch, now=now)
        told[reason] = len(batch)
    return told


def _before(today: date, calendars: Calendars) -> Iterator[NewNotice]:
    latest = today + timedelta(days=_WEEK * 3 + settings.REMIND_BEFORE * 2)  # beyond any chain of days off
    near = Question.objects.due_between(today, latest).select_related("organization", "topic")
    for question in near.order_by("pk"):
        until = add_working_days(today, settings.REMIND_BEFORE, calendars.of_organization(question.organization))
        if question.due_on <= until:
            yield _message(question, _("Sắp đến hạn %(day)s: %(topic)s"), f"before:{question.due_on}")


def _overdue(today: date) -> Iterator[NewNotice]:
    for question in Question.objects.overdue_on(today).select_related("topic").order_by("pk"):
        weeks = ((today - question.due_on).days - 1) // _WEEK
        yield _message(question, _("Quá hạn %(day)s: %(topic)s"), f"overdue:{question.due_on}:{weeks}", URGENT)


def _message(question: Question, words: str, why: str, urgency: str = "normal") -> NewNotice:
    return NewNotice(
        subject=words % {"day": vn_date(question.due_on), "topic": question.topic.name},
        text=question.reference,
        link=question.get_absolute_url(),
        key=f"support.question.{question.pk}.{question.organization_id}:{why}",
        organization_id=question.organization_id,
        urgency=urgency,
    )


def _to_superiors(today: date) -> Iterator[NewNotice]:
    """One notice a week for each organization that has late units beneath it: how many questions, of how many."""
    since = add_working_days(today, -settings.ESCALATE_AFTER)
    late = Question.objects.overdue_on(since).filter(organization__reports_to__isnull=False).order_by()
    rows = late.values("organization__reports_to").annotate(
        questions=Count("pk"), units=Count("organization", distinct=True)
    )
    year, week, _day = today.isocalendar()
    for row in rows:
        yield NewNotice(
            subject=_("%(n)s câu hỏi của người dân quá hạn ở %(units)s đơn vị cấp dưới")
            % {"n": row["questions"], "units": row["units"]},
            link=f"{reverse('support_work:queue')}?cua=cap-duoi&xem=qua-han",
            key=f"support.late_below.{row['organization__reports_to']}:{year}-{week}",
            organization_id=row["organization__reports_to"],
        )
