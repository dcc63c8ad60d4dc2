"""What tells who asked does not stay longer than the answer needs it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from truongan.audit.actions import record_many
from truongan.documents.uploads import delete_when_gone
from truongan.support.models import Attachment, Question, Step

_AT_ONCE = 200


def forget_askers(*, now: datetime) -> int:
    """Remove name, contact, texts and files of questions closed settings.SUPPORT_KEEP_DAYS days ago; how many.

    Topic, area, unit, days, state and score stay: figures of the past do not change. What was published stays, it
    tells nobody. Slices of their own transactions: an interruption loses nothing.
    """
    before = timezone.localdate(now) - timedelta(days=settings.SUPPORT_KEEP_DAYS)
    count = 0
    while forgotten := _forget_some(before, now):
        count += forgotten
    return count


@transaction.atomic
def _forget_some(before: date, now: datetime) -> int:
    rows = Question.objects.to_forget(before).select_for_update(of=("self",), skip_locked=True)
    questions = list(rows.select_related("organization").order_by("pk")[:_AT_ONCE])
    if not questions:
        return 0
    for question in questions:
        question.name = question.phone = question.email = question.text = ""
        question.remark = question.answer_draft = ""
        question.forgotten_at = now
        question.derive_keys()
    Question.objects.bulk_update(
        questions, ["name", "phone", "email", "text", "remark", "answer_draft", "forgotten_at", "search_fold"]
    )
    # Answers and reasons quote what was asked: all words go, that something was said stays.
    Step.objects.filter(question__in=questions).update(text="")
    files = Attachment.objects.filter(question__in=questions)
    names = list(files.values_list("file", flat=True))
    files.delete()
    delete_when_gone(names)
    record_many(
        actor=None, verb="support.question.forgotten", now=now,
        events=[(question, question.organization, {}) for question in questions],
    )  # fmt: skip
    return len(questions)
