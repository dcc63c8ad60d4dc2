"""What an administrator sees of the channels: their state, and the deliveries that failed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy

from truongan.channels.models import Channel, ChannelState, Delivery
from truongan.channels.querysets import FAILED
from truongan.channels.ways import way_of
from truongan.channels.ways.contract import Way


@dataclass(frozen=True)
class ChannelRow:
    """One channel. `tone` and `says`: how it is; `advice`: what to do about it."""

    name: str
    label: str
    tone: str
    advice: list[str]
    state: ChannelState | None
    waiting: int
    failed: int
    is_missing: bool

    @property
    def is_stopped(self) -> bool:
        return self.tone in ("late", "soon")


def channel_rows(now: datetime) -> list[ChannelRow]:
    """Every channel there is, three statements and what each way asks for itself."""
    states = {each.channel: each for each in ChannelState.objects.all()}
    counted = Delivery.objects.filter(state__in=("waiting", "sending", "dead", "parked", "unsure"))
    counts: dict[str, dict[str, int]] = {}
    for channel, state, count in counted.values_list("channel", "state").annotate(n=Count("pk")).order_by():
        counts.setdefault(channel, {})[state] = count
    return [_row(way, states.get(way.name), counts.get(way.name, {}), now) for way in _ways()]


def _ways() -> list[Way]:
    return [way for way in map(way_of, Channel.values) if way is not None]


def _row(way: Way, state: ChannelState | None, counts: dict[str, int], now: datetime) -> ChannelRow:
    missing = way.missing()
    tone = "off" if missing else "ok"
    if state and state.needs_admin:
        tone = "late"
    elif state and state.paused_until and state.paused_until > now:
        tone = "soon"
    return ChannelRow(
        way.name, str(Channel(way.name).label), tone, [*missing, *way.remarks()], state,
        counts.get("waiting", 0) + counts.get("sending", 0),
        sum(counts.get(each, 0) for each in ("dead", "parked", "unsure")), bool(missing),
    )  # fmt: skip


def failed_deliveries(*, channel: str = "", state: str = "", code: str = "") -> QuerySet[Delivery]:
    """Deliveries nobody will try again unless an administrator says so, the newest first."""
    rows = Delivery.objects.filter(state__in=FAILED).select_related(
        "message", "recipient__person", "recipient__organization"
    )
    for name, value in (("channel", channel), ("state", state), ("error_code", code)):
        if value:
            rows = rows.filter(**{name: value})
    return rows.order_by("-created_at", "-pk")


def failure_codes() -> list[tuple[str, str, int]]:
    """(channel, code, how many) among the failed, the most frequent first."""
    rows = Delivery.objects.filter(state__in=FAILED).values_list("channel", "error_code").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "channel", "error_code")[:30])


def explanation(channel: str, code: str) -> str:
    """What the error means and what to do about it, in the words of the channel."""
    way = way_of(channel)
    found = way.explanations.get(code) if way else None
    if found is None and way and code.startswith("5"):
        found = way.explanations.get("5xx")
    return str(found or _USUAL.get(code, ""))


def reason(channel: str, code: str) -> str:
    """The error in a few words, for a button of the filter; the code itself where nothing is known of it."""
    return explanation(channel, code).partition(":")[0].partition(".")[0] or code


_USUAL = {
    "worker": gettext_lazy(
        "Tiến trình gửi bị dừng giữa chừng. Người nhận đã được thử kênh khác; chỉ gửi lại nếu chấp nhận tin đến hai lần."
    ),
    "crash": gettext_lazy(
        "Lỗi trong chương trình của kênh này; xem nhật ký máy chủ. Người nhận đã được thử kênh khác."
    ),
}
