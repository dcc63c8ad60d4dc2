"""The life of a scheme: kinds of events, and status as a fold over them (domain: life of a scheme)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    PROPOSED = "proposed", _("Đề xuất")
    SURVEYED = "surveyed", _("Khảo sát")
    ESTABLISHED = "established", _("Quyết định thành lập")
    LAUNCHED = "launched", _("Ra mắt")
    ACTIVE = "active", _("Có hoạt động")
    STRENGTHENED = "strengthened", _("Củng cố")
    RESTAFFED = "restaffed", _("Kiện toàn")
    REVIEWED = "reviewed", _("Sơ kết")
    CONCLUDED = "concluded", _("Tổng kết")
    RECOGNISED = "recognised", _("Công nhận điển hình")
    REPLICATED = "replicated", _("Nhân rộng")
    TRANSFERRED = "transferred", _("Chuyển đơn vị, địa bàn")
    SUSPENDED = "suspended", _("Tạm dừng")
    RESUMED = "resumed", _("Hoạt động lại")
    REMOVED = "removed", _("Thanh loại")
    DISSOLVED = "dissolved", _("Giải thể")


class Status(models.TextChoices):
    PROPOSED = "proposed", _("Đề xuất")
    SURVEYED = "surveyed", _("Đã khảo sát")
    ESTABLISHED = "established", _("Đã có quyết định")
    OPERATING = "operating", _("Đang vận hành")
    SUSPENDED = "suspended", _("Tạm dừng")
    REMOVED = "removed", _("Đã thanh loại")
    DISSOLVED = "dissolved", _("Đã giải thể")


ENTERING = {EventKind.ESTABLISHED, EventKind.LAUNCHED}
LEAVING = {EventKind.REMOVED, EventKind.DISSOLVED}
# Evidence that a scheme lives: something was done at it, not merely decided about it.
EVIDENCE = {
    EventKind.LAUNCHED,
    EventKind.ACTIVE,
    EventKind.STRENGTHENED,
    EventKind.RESTAFFED,
    EventKind.REVIEWED,
    EventKind.CONCLUDED,
    EventKind.RECOGNISED,
    EventKind.REPLICATED,
    EventKind.RESUMED,
}
_STATUS_AFTER = {
    EventKind.PROPOSED: Status.PROPOSED,
    EventKind.SURVEYED: Status.SURVEYED,
    EventKind.ESTABLISHED: Status.ESTABLISHED,
    EventKind.LAUNCHED: Status.OPERATING,
    EventKind.ACTIVE: Status.OPERATING,
    EventKind.STRENGTHENED: Status.OPERATING,
    EventKind.RESTAFFED: Status.OPERATING,
    EventKind.REVIEWED: Status.OPERATING,
    EventKind.CONCLUDED: Status.OPERATING,
    EventKind.RECOGNISED: Status.OPERATING,
    EventKind.SUSPENDED: Status.SUSPENDED,
    EventKind.RESUMED: Status.OPERATING,
    EventKind.REMOVED: Status.REMOVED,
    EventKind.DISSOLVED: Status.DISSOLVED,
}
_STAGE = {status: place for place, status in enumerate(Status)}
# Two events of one day happen in the order of the life, however they were entered.
ORDER = {kind: place for place, kind in enumerate(EventKind)}


class Happened(Protocol):
    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Life:
    """What the events add up to: status now, the days it is in the stock (end exclusive), the last evidence."""

    status: Status
    stock_from: date | None
    stock_to: date | None
    last_evidence_on: date | None


def fold_events(events: Iterable[Happened]) -> Life:
    """Status and stock of a scheme from its valid events.

    A scheme is in the stock from its decision or launch, whichever is first, to its removal or dissolution;
    a suspended one stays in the stock but is not active. Nothing that follows its end revives it.
    """
    status, stock_from, stock_to, evidence = Status.PROPOSED, None, None, None
    for event in sorted(events, key=lambda each: (each.on, ORDER[EventKind(each.kind)])):
        kind = EventKind(event.kind)
        if stock_to is not None:
            break
        if kind in ENTERING and stock_from is None:
            stock_from = event.on
        if kind in EVIDENCE:
            evidence = event.on
        if kind in LEAVING:
            stock_to = event.on
        status = _next(status, _STATUS_AFTER.get(kind, status), kind)
    return Life(status, stock_from, stock_to, evidence)


def _next(status: Status, after: Status, kind: EventKind) -> Status:
    """A late paper (a survey entered after the launch) does not take the scheme back; a resumption does go on."""
    if status == Status.SUSPENDED and kind not in LEAVING:
        return after if kind == EventKind.RESUMED else status
    return max(status, after, key=_STAGE.__getitem__)
