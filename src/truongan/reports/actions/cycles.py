"""Opening a round of reports, writing down who takes part, and reminding those who have not handed in."""

import logging
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from procrastinate.contrib.django import app

from truongan.audit.actions import record
from truongan.channels.actions import URGENT, NewNotice, notify_each, notify_many
from truongan.directives.models import Directive
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations.calendar import exceptions_for
from truongan.organizations.models import Level, Organization
from truongan.reports import rules
from truongan.reports.actions.refusals import CannotReport
from truongan.reports.models import ReportCycle, Submission
from truongan.reports.periodic.cycle_rules import CycleRules, rules_on
from truongan.reports.periodic.periods import REGULAR, Period, deadlines_of, period_after
from truongan.reports.states import OPEN, CycleKind

log = logging.getLogger(__name__)

GATHER = "reports.gather_participants"  # name of the job
AT_ONCE = 2500  # units below the collector up to which they are written down in the same transaction
_LEVEL_OF_DEADLINE = {Level.NATION: "government"}


@transaction.atomic
def open_cycle(
    *,
    actor,
    issuer: Organization,
    kind: str,
    since: date,
    until: date,
    name: str,
    sectors: Collection[str],
    deadlines: dict[str, date] | None = None,
    directive: Directive | None = None,
    request: str = "",
    repeats: bool = False,
    now: datetime,
) -> ReportCycle:
    """Open a round of reports that come together at `issuer`; both days are inside the period.

    Deadlines not given are those of the rules (Decree 09/2019/NĐ-CP as data), in the working days of the issuer's
    place, and are frozen. `actor` None is the daily job that opens the regular ones.
    """
    if actor is not None and not rules.may_open_cycle(actor, issuer):
        raise PermissionDenied
    if until < since:
        raise CannotReport("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    days = deadlines or deadlines_of(kind, until, exceptions_for(issuer.place_path))
    _check_deadlines(days, until)
    if kind not in REGULAR:
        repeats = False
    cycle = ReportCycle(
        kind=kind, name=name, since=since, until=until, deadlines={level: day.isoformat() for level, day in days.items()},
        basis=rules_on(until).text, issuer=issuer, directive=directive, sectors=sorted(sectors), request=request,
        repeats=repeats, opened_by=actor, opened_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            cycle.save()
    except IntegrityError as reason:  # two officers at once, or the daily job before them
        raise CannotReport(f"{CycleKind(kind).label} {name} đã mở rồi.") from reason
    record(actor=actor, verb="reports.cycle.opened", target=cycle, organization=issuer, now=now, until=until)
    _gather_now_or_later(cycle, now)
    return cycle


def _check_deadlines(days: dict[str, date], until: date) -> None:
    """Chosen deadlines: none before the period is over, none before that of the level below."""
    order = [days[level] for level in ("school", "commune", "district", "province", "government") if level in days]
    if not order:
        raise CannotReport("Đợt báo cáo phải có hạn nộp của ít nhất một cấp.")
    if order[0] < until:
        raise CannotReport("Hạn nộp phải từ ngày cuối kỳ trở đi.")
    if order != sorted(order):
        raise CannotReport("Hạn của cấp trên không được trước hạn của cấp dưới.")


def _gather_now_or_later(cycle: ReportCycle, now: datetime) -> None:
    if _count_below(cycle.issuer_id, AT_ONCE + 1) > AT_ONCE:
        app.configure_task(GATHER, queue="reports").defer(cycle_id=cycle.pk)
    else:
        gather_participants(cycle_id=cycle.pk, now=now)


def _count_below(issuer_id: int, enough: int) -> int:
    count = 0
    for found in _by_distance(issuer_id):
        count += len(found)
        if count >= enough:
            break
    return count


def _by_distance(issuer_id: int) -> Iterator[list[Organization]]:
    """Who reports to the issuer, directly first, then who reports to those, …; a loop in the routes ends it."""
    seen, frontier = {issuer_id}, [issuer_id]
    while frontier:
        rows = Organization.objects.filter(reports_to__in=frontier).only(
            "pk", "sector", "level", "reports_to_id", "founded_on", "closed_on"
        )
        found = [each for each in rows.order_by("sort_key", "pk") if each.pk not in seen]
        seen |= {each.pk for each in found}
        frontier = [each.pk for each in found]
        if found:
            yield found


@transaction.atomic
def gather_participants(*, cycle_id: int, now: datetime) -> int:
    """Write down who takes part, by the reporting routes of today; from then on nobody joins or leaves by itself.

    Who is of another sector is passed over: the units below it hand in to the next one above. Run again (a worker
    that was killed), it does nothing more. Returns how many take part.
    """
    cycle = ReportCycle.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=cycle_id)
    if cycle.gathered_at is None:
        Submission.objects.bulk_create(_participants(cycle, localdate(now), now), batch_size=2000)
        cycle.gathered_at = now
        cycle.save(update_fields=["gathered_at"])
        _tell_opened(cycle, now)
    return cycle.submissions.count()


def _participants(cycle: ReportCycle, day: date, now: datetime) -> list[Submission]:
    top = cycle.issuer
    paths: dict[int, str] = {top.pk: f"{top.pk}/"}
    above: dict[int, int] = {top.pk: top.pk}  # nearest unit that takes part, at or above
    rows = [_submission(cycle, top, None, paths[top.pk], now)]
    for each in chain.from_iterable(_by_distance(top.pk)):
        superior = above[each.reports_to_id]  # type: ignore[index]  # found through it
        above[each.pk] = superior
        if each.sector in cycle.sectors and _existed(each, day, cycle.until):
            above[each.pk] = each.pk
            paths[each.pk] = f"{paths[superior]}{each.pk}/"
            rows.append(_submission(cycle, each, superior, paths[each.pk], now))
    return rows


def _existed(organization: Organization, day: date, until: date) -> bool:
    founded, closed = organization.founded_on, organization.closed_on
    return (founded is None or founded <= max(until, day)) and (closed is None or closed > day)


def _submission(
    cycle: ReportCycle, organization: Organization, superior: int | None, path: str, now: datetime
) -> Submission:
    level = _LEVEL_OF_DEADLINE.get(Level(organization.level), organization.level)
    return Submission(
        cycle=cycle,
        organization=organization,
        superior_id=superior,
        path=path,
        level=organization.level,
        due_on=cycle.deadline_days.get(level),
        updated_at=now,
    )


def _tell_opened(cycle: ReportCycle, now: datetime) -> None:
    by_level: dict[date | None, list[int]] = {}
    for organization, due_on in cycle.submissions.values_list("organization_id", "due_on"):
        by_level.setdefault(due_on, []).append(organization)
    for due_on, organizations in by_level.items():
        notify_many(
            organizations=organizations,
            subject=f"{cycle}: hạn nộp {vn_date(due_on)}" if due_on else str(cycle),
            text=cycle.request,
            link=reverse("reports:cycle", args=[cycle.pk]),
            key_prefix=f"reports.cycle.{cycle.pk}:opened",
            now=now,
        )


@transaction.atomic
def open_regular_cycles(*, now: datetime) -> list[ReportCycle]:
    """Open the next period wherever the last one asked for it and its cut-off is near; once however often it runs."""
    opened = []
    for last in _last_repeating():
        try:
            found = _opened_after(last, now)
        except (CannotReport, KeyError, ValueError):  # of a kind the rules in force do not know, say: others go on
            log.exception("the period after report cycle %s could not be opened", last.pk)
            continue
        opened += [found] if found else []
    return opened


def _opened_after(last: ReportCycle, now: datetime) -> ReportCycle | None:
    period = period_after(last.kind, last.until)
    if period is None or not _is_near(period, rules_on(period.until), localdate(now)) or _is_open(last, period):
        return None
    return open_cycle(
        actor=None, issuer=last.issuer, kind=last.kind, since=period.since, until=period.until,
        name=period.name, sectors=last.sectors, request=last.request, repeats=True, now=now,
    )  # fmt: skip


def _last_repeating() -> list[ReportCycle]:
    newest: dict[tuple[int, str], ReportCycle] = {}
    for cycle in ReportCycle.objects.filter(kind__in=REGULAR).select_related("issuer").order_by("until"):
        newest[cycle.issuer_id, cycle.kind] = cycle
    return [cycle for cycle in newest.values() if cycle.repeats and cycle.issuer.closed_on is None]


def _is_near(period: Period, rules: CycleRules, day: date) -> bool:
    return day >= period.until - timedelta(days=rules.opens_days_before)


def _is_open(last: ReportCycle, period: Period) -> bool:
    return ReportCycle.objects.filter(issuer=last.issuer_id, kind=last.kind, since=period.since).exists()


@transaction.atomic
def set_repeating(*, actor, cycle: ReportCycle, repeats: bool, now: datetime) -> ReportCycle:
    """Whether the period after this one opens by itself."""
    require(rules.may_steer_cycle(actor, cycle))
    if cycle.kind not in REGULAR:
        raise CannotReport("Chỉ kỳ định kỳ mới tự mở được.")
    cycle.repeats = repeats
    cycle.save(update_fields=["repeats"])
    record(
        actor=actor, verb="reports.cycle.changed", target=cycle, organization=cycle.issuer, now=now, repeats=repeats
    )
    return cycle


@transaction.atomic
def remind_now(*, actor, cycle: ReportCycle, now: datetime) -> int:
    """Remind every unit that owes its report, once a day at most; how many owe it."""
    require(rules.may_steer_cycle(actor, cycle))
    day = localdate(now)
    owed = list(cycle.submissions.owed().exclude(superior=None).select_related("cycle", "organization"))
    messages = [_reminder(each, f"asked.{day:%Y%m%d}", day) for each in owed]
    notify_each(messages=messages, now=now)
    record(
        actor=actor, verb="reports.cycle.reminded", target=cycle, organization=cycle.issuer, now=now, units=len(owed)
    )
    return len(owed)


@transaction.atomic
def remind_owing(*, now: datetime) -> int:
    """The daily job: before and after the deadline to the unit, after it to its superior too; how many messages.

    The days are those of the rules. A key for each day makes a second run on the same day tell nobody twice.
    """
    day = localdate(now)
    messages: list[NewNotice] = []
    for submission in _owing_around(day):
        rules_then = rules_on(submission.cycle.until)
        ahead = (submission.due_on - day).days  # type: ignore[operator]  # those without a deadline are left out
        if ahead in rules_then.remind_before or -ahead in rules_then.remind_after:
            messages.append(_reminder(submission, f"{ahead:+d}", day))
        if -ahead in rules_then.remind_superior_after and submission.superior_id:
            messages.append(_to_superior(submission, f"{ahead:+d}", day))
    notify_each(messages=messages, now=now)
    return len(messages)


def _owing_around(day: date) -> Iterator[Submission]:
    window = Q(due_on__gte=day - timedelta(days=40), due_on__lte=day + timedelta(days=40))
    rows = Submission.objects.filter(window, status__in=OPEN).select_related("cycle", "organization")
    return rows.iterator(chunk_size=2000)


def _reminder(submission: Submission, mark: str, day: date) -> NewNotice:
    due_on = submission.due_on
    said = _days_said(due_on, day) if due_on else ""
    return NewNotice(
        subject=f"Nộp {submission.cycle}{said}",
        key=f"reports.submission.{submission.pk}:{mark}",
        organization_id=submission.organization_id,
        link=reverse("reports:submission", args=[submission.pk]),
        urgency=URGENT if due_on and due_on < day else "normal",
    )


def _to_superior(submission: Submission, mark: str, day: date) -> NewNotice:
    return NewNotice(
        subject=f"{submission.organization.called} chưa nộp {submission.cycle}",
        text=f"Hạn {vn_date(submission.due_on)}.",
        key=f"reports.submission.{submission.pk}:superior{mark}",
        organization_id=submission.superior_id,
        link=reverse("reports:submission", args=[submission.pk]),
    )


def _days_said(due_on: date, day: date) -> str:
    ahead = (due_on - day).days
    if ahead > 0:
        return f": còn {ahead} ngày, hạn {vn_date(due_on)}"
    return f": hết hạn hôm nay, {vn_date(due_on)}" if ahead == 0 else f": trễ {-ahead} ngày, hạn {vn_date(due_on)}"
