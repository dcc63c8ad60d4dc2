"""Silence is chased: before a due day, after it, and one level up when nobody answers."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from truongan.channels.actions import URGENT, NewNotice, notify_each
from truongan.directives.models import Directive, Duty, Receipt
from truongan.kernel.dates import vn_date
from truongan.kernel.working_days import add_working_days, is_working_day
from truongan.organizations.calendar import Calendars

_WEEK = 7


@transaction.atomic
def remind_of_duties(*, now: datetime) -> Counter:
    """Tell units of what is nearly due, overdue or not acknowledged, and superiors of what stays overdue.

    Run once a day or a hundred times, each is told once: before the due day (settings.REMIND_BEFORE working days,
    of their own place's calendar), the day after it and every week then; superiors each week from
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
        ("waiting", _waiting(today)),
    ):
        batch = list(messages)
        notify_each(messages=batch, now=now)
        told[reason] = len(batch)
    return told


def _grouped(duties):
    """One row per unit, directive and due day: a unit with five tasks of one paper gets one notice."""
    rows = duties.filter(directive__status="issued").order_by()
    return rows.values("organization", "directive", "due_on", "path", "sector").annotate(
        count=Count("pk"), task=Min("assignment__task")
    )


def _before(today: date, calendars: Calendars) -> Iterator[NewNotice]:
    latest = today + timedelta(days=_WEEK * 3 + settings.REMIND_BEFORE * 2)  # beyond any chain of days off
    near = _grouped(Duty.objects.filter(status="open", due_on__range=(today, latest)))
    names = _names(near)
    until: dict[tuple[str, bool], date] = {}
    for row in near:
        place = row["path"], row["sector"] == "school"
        if place not in until:
            exceptions = calendars.of(place[0], school=place[1])
            until[place] = add_working_days(today, settings.REMIND_BEFORE, exceptions)
        if row["due_on"] <= until[place]:
            words = _("Sắp đến hạn %(day)s: %(task)s")
            yield _message(row, words, names, f"before:{row['due_on']}")


def _overdue(today: date) -> Iterator[NewNotice]:
    late = _grouped(Duty.objects.overdue_on(today))
    names = _names(late)
    for row in late:
        weeks = ((today - row["due_on"]).days - 1) // _WEEK
        yield _message(row, _("Quá hạn %(day)s: %(task)s"), names, f"overdue:{row['due_on']}:{weeks}", URGENT)


def _message(row: dict, words: str, names: dict[int, str], why: str, urgency: str = "normal") -> NewNotice:
    task = row["task"] if row["count"] == 1 else _("%(n)s nhiệm vụ") % {"n": row["count"]}
    return NewNotice(
        subject=words % {"day": vn_date(row["due_on"]), "task": task},
        text=names.get(row["directive"], ""),
        link=f"{reverse('directives:owed')}?van_ban={row['directive']}",
        key=f"directives.duties.{row['directive']}.{row['organization']}:{why}",
        organization_id=row["organization"],
        urgency=urgency,
    )


def _to_superiors(today: date) -> Iterator[NewNotice]:
    """One notice a week for each superior and directive: how many units beneath it are late.

    Who reports to nobody is late before the issuer.
    """
    since = add_working_days(today, -settings.ESCALATE_AFTER)
    late = Duty.objects.filter(status="open", due_on__lt=since, directive__status="issued").order_by()
    rows = late.values("directive", superior=Coalesce("organization__reports_to", "directive__kept_by")).annotate(
        units=Count("organization", distinct=True)
    )
    names = _names(rows)
    year, week, _day = today.isocalendar()
    for row in rows:
        yield NewNotice(
            subject=ngettext(
                "%(n)s đơn vị cấp dưới quá hạn: %(name)s", "%(n)s đơn vị cấp dưới quá hạn: %(name)s", row["units"]
            )
            % {"n": row["units"], "name": names[row["directive"]]},
            link=reverse("directives:tree", args=[row["directive"]]),
            key=f"directives.late_below.{row['directive']}.{row['superior']}:{year}-{week}",
            organization_id=row["superior"],
        )


def _waiting(today: date) -> Iterator[NewNotice]:
    """Receipts nobody acknowledged within settings.REMIND_BEFORE working days: once."""
    since = add_working_days(today, -settings.REMIND_BEFORE)
    start = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    silent = Receipt.objects.waiting().filter(received_at__lt=start, received_at__gte=start - timedelta(days=60))
    rows = silent.values("organization", "directive").order_by()
    names = _names(rows)
    for row in rows:
        yield NewNotice(
            subject=_("Chưa tiếp nhận: %(name)s") % {"name": names[row["directive"]]},
            link=reverse("directives:detail", args=[row["directive"]]),
            key=f"directives.receipt.{row['directive']}.{row['organization']}:waiting",
            organization_id=row["organization"],
        )


def _names(rows) -> dict[int, str]:
    wanted = {row["directive"] for row in rows}
    return {each.pk: f"{each.name}: {each.subject}" for each in Directive.objects.filter(pk__in=wanted)}
