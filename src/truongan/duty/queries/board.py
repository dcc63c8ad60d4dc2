"""The board of a roll-call: who answered, how fast, through what, and who has to be telephoned."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.channels.models import Channel, Delivery, Recipient
from truongan.channels.querysets import FAILED
from truongan.duty.models import RollCall, RollCallSchedule
from truongan.duty.querysets import AskedQuerySet
from truongan.territory.models import AdministrativeUnit

_BUCKETS = (
    (timedelta(minutes=1), gettext_lazy("trong 1 phút")),
    (timedelta(minutes=5), gettext_lazy("1–5 phút")),
    (timedelta(minutes=15), gettext_lazy("5–15 phút")),
    (timedelta(hours=1), gettext_lazy("15–60 phút")),
    (timedelta(hours=4), gettext_lazy("1–4 giờ")),
    (timedelta(hours=24), gettext_lazy("4–24 giờ")),
    (timedelta(days=366), gettext_lazy("sau 24 giờ")),
)
_BY_UNIT = 12  # organizations listed one by one; more are summed by commune


@dataclass(frozen=True)
class Totals:
    asked: int
    answered: int
    here: int
    away: int
    unreachable: int

    @property
    def silent(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True)
class Line:
    """One unit or organization: how many were asked there and answered."""

    name: str
    path: str
    organization_id: int | None
    asked: int
    answered: int

    @property
    def is_whole(self) -> bool:
        return self.asked == self.answered


@dataclass(frozen=True)
class Bucket:
    label: str
    count: int
    most: int


def totals(asked: AskedQuerySet, rollcall: RollCall) -> Totals:
    """Numbers of the part the viewer sees."""
    found = asked.aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        here=Count("pk", filter=Q(answer="here")),
        away=Count("pk", filter=Q(answer="away")),
        unreachable=Count("pk", filter=Q(answered_at=None, person__in=unreachable_people(rollcall))),
    )
    return Totals(**found)


def unreachable_people(rollcall: RollCall):
    """Those whom every channel was tried for in vain, or who have none."""
    return Recipient.objects.filter(message__cause=rollcall.cause, unreachable_at__isnull=False).values("person")


def by_unit(asked: AskedQuerySet) -> list[Line]:
    """Answers by organization where there are few, else by the commune they stand in; the most silent first."""
    rows = list(
        asked.values("organization", "organization__name", "organization__place_path")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
        .order_by("organization__sort_key")
    )
    if len(rows) <= _BY_UNIT:
        lines = [
            Line(r["organization__name"], r["organization__place_path"], r["organization"], r["asked"], r["answered"])
            for r in rows
        ]
    else:
        lines = _summed(rows)
    return sorted(lines, key=lambda each: each.answered - each.asked)


def _summed(rows: list[Any]) -> list[Line]:
    sums: dict[str, list[int]] = {}
    for row in rows:
        total = sums.setdefault(row["organization__place_path"], [0, 0])
        total[0] += row["asked"]
        total[1] += row["answered"]
    units = AdministrativeUnit.objects.filter(path__in=sums.keys()).order_by("valid_from")
    names = dict(units.values_list("path", "full_name"))
    return [Line(names.get(path) or _("Chưa rõ địa bàn"), path, None, *total) for path, total in sums.items()]


def answer_times(asked: AskedQuerySet, rollcall: RollCall) -> list[Bucket]:
    """How long people took, in steps a person can picture; one query."""
    edges = [rollcall.called_at + span for span, _label in _BUCKETS]
    counts = asked.answered().aggregate(
        **{
            f"b{n}": Count("pk", filter=Q(answered_at__lte=edge) & (Q(answered_at__gt=edges[n - 1]) if n else Q()))
            for n, edge in enumerate(edges)
        }
    )
    most = max([*counts.values(), 1])
    return [Bucket(str(label), counts[f"b{n}"], most) for n, (_span, label) in enumerate(_BUCKETS)]


def median_minutes(asked: AskedQuerySet, rollcall: RollCall) -> float | None:
    """Half of those who answered had done so after so many minutes."""
    answered = asked.answered().order_by("answered_at")
    count = answered.count()
    if not count:
        return None
    middle = answered.values_list("answered_at", flat=True)[(count - 1) // 2]
    return round((middle - rollcall.called_at).total_seconds() / 60, 1) if middle else None


def by_channel(asked: AskedQuerySet, rollcall: RollCall) -> list[tuple[str, int, int]]:
    """Channel, answers through it, deliveries through it that failed for good."""
    through = dict(asked.answered().values_list("via").annotate(n=Count("pk")).order_by())
    failed = dict(
        Delivery.objects.filter(state__in=FAILED)
        .filter(message__cause=rollcall.cause, recipient__person__in=asked.values("person"))
        .values_list("channel")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return [
        (str(channel.label), through.get(channel.value, 0), failed.get(channel.value, 0))
        for channel in Channel
        if through.get(channel.value) or failed.get(channel.value)
    ]


def people_asked(asked: AskedQuerySet, rollcall: RollCall, state: str, path: str) -> AskedQuerySet:
    """Those a filter of the board names: `im` silent, `khong` out of reach, `co` answered; within a place."""
    rows = asked.filter(organization__place_path__startswith=path) if path else asked
    if state == "khong":
        rows = rows.silent().filter(person__in=unreachable_people(rollcall))
    elif state == "co":
        rows = rows.answered()
    elif state != "het":
        rows = rows.silent()
    return rows.select_related("person__organization", "organization", "noted_by__person").order_by(
        F("answered_at").asc(nulls_first=True), "organization__sort_key", "person__sort_key", "pk"
    )


def answered_counts(asked: AskedQuerySet, rollcalls: list[RollCall]) -> dict[int, tuple[int, int]]:
    """Roll-call → asked and answered, of the part the viewer sees; one query."""
    rows = asked.filter(rollcall__in=rollcalls).values("rollcall").order_by()
    found = rows.annotate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
    return {each["rollcall"]: (each["asked"], each["answered"]) for each in found}


def in_the_way(schedule: RollCallSchedule, open_calls: list[RollCall]) -> RollCall | None:
    """The open roll-call of the same caller and place that is still open when the schedule's next day comes."""
    place = (schedule.organization_id, schedule.unit_id, schedule.school_id)
    return next(
        (
            each for each in open_calls
            if (each.organization_id, each.unit_id, each.school_id) == place and each.closes_at > schedule.next_at
        ),
        None,
    )  # fmt: skip
