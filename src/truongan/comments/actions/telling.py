"""Who is told what: moderators of what waits, a writer of what became of it; and what is forgotten afterwards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.timezone import localtime

from truongan.channels.actions import NewNotice, notify_each
from truongan.comments.models import Comment
from truongan.comments.waiting import HOURS_A_DAY, waited
from truongan.kernel.numbers import vn_number
from truongan.organizations.calendar import Calendars
from truongan.organizations.models import Level, Organization, Sector

# Terms of ours, since no text sets them; docs/reference/comments.md says why they are enough.
EMAIL_AFTER_DECISION = timedelta(days=30)
EMAIL_AT_MOST = timedelta(days=90)
WITHDRAWN_KEPT = timedelta(days=30)
_OFFICES = (Sector.COMMITTEE, Sector.POLICE)
_FORGOTTEN = "(đã rút)"


@transaction.atomic
def tell_moderators(*, now: datetime) -> int:
    """A digest for each unit with comments that wait, and for the province's office of those over a working day.

    Once each half of a day: told again in the same half, nobody hears it twice. How many units were addressed.
    """
    rows = Comment.objects.held().values(unit=F("thread__organization"), place=F("thread__organization__place_path"))
    waiting: list[Any] = list(rows.annotate(count=Count("pk"), oldest=Min("posted_at")).order_by("unit"))
    moment = localtime(now)
    part = f"{moment:%Y-%m-%d}.{'sang' if moment.hour < 12 else 'chieu'}"
    calendars = Calendars((now - timedelta(days=400)).date())
    messages = [*_to_units(waiting, part, now, calendars), *_to_offices(waiting, part, now, calendars)]
    notify_each(messages=messages, now=now)
    return len(messages)


def _to_units(waiting: list[dict[str, Any]], part: str, now: datetime, calendars: Calendars) -> Iterator[NewNotice]:
    for row in waiting:
        if row["unit"]:
            yield _digest(row["unit"], row["count"], row["oldest"], part, now, calendars.of(row["place"]))


def _to_offices(waiting: list[dict[str, Any]], part: str, now: datetime, calendars: Calendars) -> Iterator[NewNotice]:
    """What nobody of the unit has decided within a working day, and what belongs to no unit."""
    stale = [row for row in waiting if not row["unit"] or _hours(row, now, calendars) >= HOURS_A_DAY]
    if not stale:
        return
    told = {row["unit"] for row in waiting}
    offices = Organization.objects.on(localtime(now).date()).filter(level=Level.PROVINCE, sector__in=_OFFICES)
    for office in offices.exclude(pk__in=told - {None}).order_by("pk"):
        theirs = [row for row in stale if not row["unit"] or row["place"].startswith(office.place_path)]
        if theirs:
            count, oldest = sum(row["count"] for row in theirs), min(row["oldest"] for row in theirs)
            yield _digest(office.pk, count, oldest, part, now, calendars.of(office.place_path))


def _hours(row: dict[str, Any], now: datetime, calendars: Calendars) -> int:
    return waited(row["oldest"], now, calendars.of(row["place"] or "")).hours


def _digest(organization_id: int, count: int, oldest: datetime, part: str, now: datetime, exceptions) -> NewNotice:
    return NewNotice(
        subject=f"{vn_number(count, 0)} ý kiến bạn đọc chờ duyệt",
        text=f"Ý kiến gửi sớm nhất đã chờ {waited(oldest, now, exceptions).label}.",
        link=reverse("comments:queue"),
        key=f"comments.waiting.{part}:{organization_id}",
        organization_id=organization_id,
    )


def tell_writer(*, comment_id: int) -> None:
    """Mail to the address given, where there is one still: published, or why not. Told by a job after the decision."""
    comment = Comment.objects.select_related("thread__page").filter(pk=comment_id).exclude(email="").first()
    if comment is None or not (comment.is_published or comment.is_taken_down):
        return
    title = comment.thread.page.title
    if comment.is_published:
        subject, text = "Ý kiến của bạn đã được đăng", f"Ý kiến của bạn về bài “{title}” đã hiện trên trang."
    else:
        subject = "Ý kiến của bạn không được đăng"
        text = f"Ý kiến của bạn về bài “{title}” không được đăng.\nLý do: {comment.get_reason_display()}."
        text += f"\n{comment.note}" if comment.note else ""
    send_mail(subject, f"{text}\n\nThư này gửi tự động, một lần cho mỗi quyết định.", None, [comment.email])


@transaction.atomic
def forget_writers(*, now: datetime) -> int:
    """Erase e-mails whose use has ended, and the words of withdrawn comments; how many rows lost something."""
    ended = Q(decided_at__lt=now - EMAIL_AFTER_DECISION) | Q(posted_at__lt=now - EMAIL_AT_MOST)
    mails = Comment.objects.exclude(email="").filter(ended).update(email="")
    gone = Comment.objects.filter(state=Comment.State.WITHDRAWN, decided_at__lt=now - WITHDRAWN_KEPT)
    words = gone.exclude(text=_FORGOTTEN).update(
        name=_FORGOTTEN, text=_FORGOTTEN, original="", flags=[], flag_kinds=[], search_fold=""
    )
    return mails + words
