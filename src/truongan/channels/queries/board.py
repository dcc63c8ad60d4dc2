"""Who was told what, by which channel, and what came of it: the board of one message."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection

from truongan.channels.models import Message

QUANTILES = (0.5, 0.9, 0.95, 0.99)


@dataclass
class BoardRow:
    """One unit's part. `answers`: how many chose what; people of no organization stand under None.

    told = answered + silent; `unreachable` are those of the silent whom every channel was tried for in vain;
    `handed`: some channel took it; `seen`: opened in the inbox or behind the link.
    """

    organization_id: int | None
    name: str
    place_path: str
    told: int = 0
    handed: int = 0
    seen: int = 0
    answered: int = 0
    unreachable: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def silent(self) -> int:
        return self.told - self.answered

    def add(self, other: "BoardRow") -> None:
        """Sum of units: communes of a province, schools of a commune."""
        for name in ("told", "handed", "seen", "answered", "unreachable"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.answers += other.answers


@dataclass(frozen=True)
class Board:
    """`channels`: deliveries by channel and state. `answered_via`: answers by channel. `quantiles`: from saying to
    answering, for the part of those who answered given in QUANTILES; None while nobody has."""

    message: Message
    total: BoardRow
    rows: list[BoardRow]
    channels: dict[str, dict[str, int]]
    answered_via: dict[str, int]
    quantiles: dict[float, timedelta | None]


@dataclass(frozen=True)
class _Part:
    """Of whom the board tells: units whose path begins so, and of these organizations alone where they are given."""

    message: Message
    within: str = ""
    organizations: list[int] | None = None


def board(message: Message, *, within: str = "", organizations: Collection[int] | None = None) -> Board:
    """The board of one message, five statements whatever its size.

    `within`: only units whose path begins so; `organizations`: only these, for whoever sees no others.
    """
    part = _Part(message, within, None if organizations is None else list(organizations))
    rows = _rows(part)
    total = BoardRow(None, "", "")
    for row in rows:
        total.add(row)
    return Board(message, total, rows, _channels(part), *_answering(part))


_INSIDE = """
FROM channels_recipient r LEFT JOIN organizations_organization o ON o.id = r.organization_id
WHERE r.message_id = %(message)s AND (%(within)s = '' OR o.place_path LIKE %(within)s || '%%')
  AND (%(organizations)s::bigint[] IS NULL OR r.organization_id = ANY(%(organizations)s::bigint[]))
"""


def _ask(sql: str, part: _Part) -> list[tuple]:
    asked = {"within": part.within, "organizations": part.organizations, "quantiles": list(QUANTILES)}
    with connection.cursor() as cursor:
        cursor.execute(sql, {"message": part.message.pk, **asked})
        return cursor.fetchall()


def _rows(part: _Part) -> list[BoardRow]:
    found: dict[int | None, BoardRow] = {}
    for pk, name, path, *counts in _ask(_ROWS, part):
        found[pk] = BoardRow(pk, name or "", path or "", *counts)
    for pk, choice, count in _ask(_CHOICES, part):
        found[pk].answers[choice] = count
    return list(found.values())


def _channels(part: _Part) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for channel, state, count in _ask(_CHANNELS, part):
        counts[channel][state] = count
    return dict(counts)


def _answering(part: _Part) -> tuple[dict[str, int], dict[float, timedelta | None]]:
    via: dict[str, int] = dict(_ask(_VIA, part))  # type: ignore[arg-type]  # two columns
    spans = _ask(_SPANS, part)[0][0] or [None] * len(QUANTILES)
    return via, dict(zip(QUANTILES, spans, strict=True))


_ROWS = f"""
SELECT r.organization_id, COALESCE(NULLIF(min(o.short_name), ''), min(o.name)), min(o.place_path), count(*),
       count(*) FILTER (WHERE EXISTS (SELECT FROM channels_delivery d WHERE d.recipient_id = r.id
                                      AND d.state IN ('handed', 'delivered') AND d.channel <> 'manual')),
       count(r.seen_at), count(r.answered_at),
       count(*) FILTER (WHERE r.unreachable_at IS NOT NULL AND r.answered_at IS NULL AND r.seen_at IS NULL)
{_INSIDE} GROUP BY r.organization_id ORDER BY min(o.place_path) NULLS LAST, min(o.sort_key), 1
"""  # noqa: S608 - fixed text
_CHOICES = f"SELECT r.organization_id, r.answer, count(*) {_INSIDE} AND r.answered_at IS NOT NULL GROUP BY 1, 2"
_CHANNELS = f"""
SELECT d.channel, d.state, count(*) FROM channels_delivery d
WHERE d.message_id = %(message)s AND (%(within)s = '' AND %(organizations)s::bigint[] IS NULL
                                      OR d.recipient_id IN (SELECT r.id {_INSIDE}))
GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - fixed text
_VIA = f"SELECT r.answered_via, count(*) {_INSIDE} AND r.answered_at IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
# Nobody answers before they were asked, whatever two servers' clocks say.
_SPANS = f"""
SELECT percentile_disc(%(quantiles)s::float8[]) WITHIN GROUP (ORDER BY GREATEST(
         r.answered_at - (SELECT m.created_at FROM channels_message m WHERE m.id = r.message_id), interval '0'))
{_INSIDE} AND r.answered_at IS NOT NULL
"""  # noqa: S608 - fixed text
