"""Which channel each recipient is tried through next. One statement for any number of recipients.

In the person's own order, else the usual one; verified addresses only, the telephone of the register as the last
resort of urgent messages; a paused channel after all that work. Quiet hours hold back everything but what
endangers life. Who has no channel left is told by a person (`manual`).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from truongan.channels.answers import kinds_without_colleagues
from truongan.channels.handing_over import waking
from truongan.channels.models import ChannelState, Message
from truongan.channels.models.names import Channel
from truongan.channels.timeouts import table
from truongan.channels.ways import usable, way_of

_VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
_MANY = 20  # messages in one go: above this, one job for whatever is due
MANUAL_KIND = "channels.manual"  # the message that asks a colleague to tell somebody
FORWARD_KIND = "channels.forward"  # announces notices: it is none itself


@dataclass(frozen=True)
class Planned:
    """What one planning wrote for one message and channel."""

    message_id: int
    urgency: str
    channel: str
    not_before: datetime
    count: int


def plan(*, now: datetime, message: Message | None = None, limit: int | None = 5000) -> int:
    """Take the next step of every recipient whose time has come; how many were looked at. Workers are called."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_only(message, limit) + _STEPS, _parameters(now, message, limit))
        rows = cursor.fetchall()
        written = [Planned(*row[:5]) for row in rows if row[2]]
        _call(written, now)
        soonest = min((row[5] for row in rows if row[5]), default=None)
        if soonest:
            waking.call_next_steps(soonest)
    return next(row[4] for row in rows if row[2] is None)


def _call(written: list[Planned], now: datetime) -> None:
    by_channel: dict[str, list[Planned]] = defaultdict(list)
    for each in written:
        by_channel[each.channel].append(each)
    for channel, found in by_channel.items():
        if len(found) > _MANY:
            waking.call_hand_over(channel, message_id=None, urgency="urgent")
            continue
        for each in found:
            later = each.not_before if each.not_before > now else None
            lanes = 1 if each.count <= 100 else 2
            waking.call_hand_over(channel, message_id=each.message_id, urgency=each.urgency, at=later, lanes=lanes)


def _parameters(now: datetime, message: Message | None, limit: int | None) -> dict:
    local = now.astimezone(_VIET_NAM)
    ready = usable()
    states = {each.channel: each for each in ChannelState.objects.filter(channel__in=ready)}
    stopped = {name for name, each in states.items() if each.needs_admin}
    channels = [name for name in ready if name not in stopped]
    until = [states[name].paused_until if name in states else None for name in channels]
    urgencies, names, spans = zip(*table(), strict=True)
    return {
        "now": now, "message": message.pk if message else None, "limit": limit,
        "channels": channels, "paused_until": [each if each and each > now else None for each in until],
        "urgencies": list(urgencies), "names": list(names), "spans": list(spans),
        "clock": local.time(), "midnight": local.replace(hour=0, minute=0, second=0, microsecond=0),
        "manual": way_of(Channel.MANUAL) is not None, "unasked": [MANUAL_KIND, FORWARD_KIND, *kinds_without_colleagues()],
    }  # fmt: skip


def _only(message: Message | None, limit: int | None) -> str:
    """Recipients whose time has come, locked: of one message just said, or all, the longest waiting first."""
    which = "AND r.message_id = %(message)s" if message else ""
    at_most = "ORDER BY r.next_at LIMIT %(limit)s" if limit else ""
    return f"""
WITH due AS MATERIALIZED (
  SELECT r.id, r.message_id, r.person_id, r.place, r.step, m.urgency, m.kind, m.choices <> '[]'::jsonb AS asks,
         r.answered_at IS NOT NULL OR m.recalled_at IS NOT NULL OR COALESCE(m.expires_at <= %(now)s, false)
         OR (m.choices = '[]'::jsonb AND r.seen_at IS NOT NULL) AS is_over
  FROM channels_recipient r JOIN channels_message m ON m.id = r.message_id
  WHERE r.next_at <= %(now)s {which}
  {at_most} FOR UPDATE OF r SKIP LOCKED
),"""  # noqa: S608 - two fixed pieces of text


# Everybody is among their own candidates with no channel at all, so that nothing is joined with itself: the planner
# takes a list in a WITH for one row, and joins two of them row by row.
# quiet: until when the person wants to be left alone; NULL outside those hours.
# still_open: no channel is left to try, but the inbox has its time, or a paused channel may come back.
# is_silent: a provider took the message and no channel is left: they know and do not answer. They are not unreachable,
# and no colleague is sent to tell them, unless lives are at stake: a roll-call would send out hundreds.
# stays_in: the person has said that normal messages are not to leave the product, and can open their inbox.
_STEPS = """
way AS (
  SELECT channel, position, paused_until
  FROM unnest(%(channels)s::text[], %(paused_until)s::timestamptz[]) WITH ORDINALITY
       AS w(channel, paused_until, position)
),
patience AS (
  SELECT * FROM unnest(%(urgencies)s::text[], %(names)s::text[], %(spans)s::interval[]) AS p(urgency, channel, span)
),
waiting AS (
  SELECT due.*, p."order" AS wishes,
         CASE WHEN due.urgency <> 'life' AND (
           (p.quiet_from <= p.quiet_to AND %(clock)s::time >= p.quiet_from AND %(clock)s::time < p.quiet_to)
           OR (p.quiet_from > p.quiet_to AND (%(clock)s::time >= p.quiet_from OR %(clock)s::time < p.quiet_to)))
         THEN %(midnight)s::timestamptz + p.quiet_to::interval
              + CASE WHEN %(clock)s::time >= p.quiet_to THEN interval '1 day' ELSE interval '0' END
         END AS quiet,
         COALESCE(due.urgency = 'normal' AND (p.forwarding = 'none' OR (p.forwarding = 'urgent' AND NOT due.asks))
                  AND u.id IS NOT NULL, false) AS stays_in,
         u.id IS NOT NULL AS has_inbox
  FROM due LEFT JOIN channels_preference p ON p.person_id = due.person_id
  LEFT JOIN accounts_user u ON u.person_id = due.person_id AND u.is_active
  WHERE NOT due.is_over
),
candidate AS (
  SELECT w.*, a.id AS address_id, a.channel, CASE WHEN a.channel = 'push' THEN '' ELSE left(a.value, 200) END AS "to",
         COALESCE((SELECT o.n FROM jsonb_array_elements_text(w.wishes) WITH ORDINALITY o(name, n)
                   WHERE o.name = a.channel), 100 + way.position)
           + CASE WHEN way.paused_until IS NULL THEN 0 ELSE 1000 END AS rank, way.paused_until
  FROM waiting w JOIN channels_address a ON a.person_id = w.person_id JOIN way ON way.channel = a.channel
  WHERE a.closed_at IS NULL AND a.verified_at IS NOT NULL AND NOT w.stays_in
  UNION ALL
  SELECT w.*, a.id, a.channel, left(a.value, 200), way.position, way.paused_until
  FROM waiting w JOIN channels_address a ON a.place = w.place AND a.place <> '' JOIN way ON way.channel = a.channel
  WHERE w.place <> '' AND a.closed_at IS NULL AND a.verified_at IS NOT NULL
  UNION ALL
  SELECT w.*, NULL, 'sms', n.phone, 500 + CASE WHEN way.paused_until IS NULL THEN 0 ELSE 1000 END, way.paused_until
  FROM waiting w JOIN accounts_person n ON n.id = w.person_id JOIN way ON way.channel = 'sms'
  WHERE w.urgency <> 'normal' AND n.phone <> '' AND NOT EXISTS (
    SELECT FROM channels_address a WHERE a.person_id = n.id AND a.channel = 'sms'
    AND a.verified_at IS NOT NULL AND (a.closed_at IS NULL OR a.value = n.phone))
  UNION ALL
  SELECT w.*, NULL, NULL, '', 1000000, NULL FROM waiting w
),
best AS (
  SELECT * FROM (
    SELECT c.*, rank() OVER (PARTITION BY c.id ORDER BY c.rank) AS place_in_line
    FROM candidate c
    WHERE c.channel IS NULL
       OR NOT EXISTS (SELECT FROM channels_delivery d WHERE d.recipient_id = c.id AND d.channel = c.channel)
  ) ranked WHERE place_in_line = 1
),
written AS (
  INSERT INTO channels_delivery (recipient_id, message_id, channel, address_id, "to", state, attempts, not_before,
                                 created_at, provider_ref, error_code, error_text)
  SELECT b.id, b.message_id, b.channel, b.address_id, b."to", 'waiting', 0,
         GREATEST(%(now)s, b.quiet, b.paused_until), %(now)s, '', '', ''
  FROM best b WHERE b.channel IS NOT NULL
  ON CONFLICT DO NOTHING
  RETURNING recipient_id, message_id, channel, not_before
),
step AS (
  SELECT b.*,
         (b.asks OR b.urgency <> 'normal') AND b.channel IS NULL
           AND (b.step = 0 AND b.has_inbox OR b.urgency <> 'life' AND EXISTS (
             SELECT FROM channels_delivery d JOIN way ON way.channel = d.channel
             WHERE d.recipient_id = b.id AND d.state IN ('waiting', 'sending'))) AS still_open,
         b.channel IS NULL AND b.urgency <> 'life' AND EXISTS (
           SELECT FROM channels_delivery d WHERE d.recipient_id = b.id AND d.state IN ('handed', 'delivered')
           AND d.channel NOT IN ('inbox', 'manual')) AS is_silent,
         CASE WHEN b.asks OR b.urgency <> 'normal' THEN GREATEST(%(now)s, b.quiet) + p.span END AS next_at
  FROM (SELECT DISTINCT ON (id) * FROM best) b
  LEFT JOIN patience p ON p.urgency = b.urgency AND p.channel = COALESCE(b.channel, 'inbox')
),
lost AS (
  SELECT s.*, (s.asks OR s.urgency <> 'normal') AS matters FROM step s
  WHERE s.channel IS NULL AND NOT s.still_open AND NOT s.is_silent
),
by_hand AS (
  INSERT INTO channels_delivery (recipient_id, message_id, channel, "to", state, attempts, not_before, created_at,
                                 provider_ref, error_code, error_text)
  SELECT l.id, l.message_id, 'manual', '', 'waiting', 0, %(now)s, %(now)s, '', '', ''
  FROM lost l WHERE l.matters AND l.person_id IS NOT NULL AND %(manual)s AND NOT l.kind = ANY(%(unasked)s)
  ON CONFLICT DO NOTHING
  RETURNING recipient_id, message_id, channel, not_before
),
moved AS (
  UPDATE channels_recipient r
  SET step = r.step + 1,
      next_at = CASE WHEN s.channel IS NOT NULL OR s.still_open THEN s.next_at END,
      unreachable_at = CASE
        WHEN s.channel IS NOT NULL OR s.still_open OR s.is_silent THEN r.unreachable_at
        WHEN s.asks OR s.urgency <> 'normal' OR NOT EXISTS (
          SELECT FROM channels_delivery d WHERE d.recipient_id = r.id AND d.state IN ('handed', 'delivered'))
          AND NOT s.has_inbox
        THEN COALESCE(r.unreachable_at, %(now)s) ELSE r.unreachable_at END
  FROM step s WHERE r.id = s.id
  RETURNING r.next_at
),
ended AS (
  UPDATE channels_recipient r SET next_at = NULL FROM due WHERE r.id = due.id AND due.is_over RETURNING r.id
)
SELECT o.message_id, m.urgency, o.channel, min(o.not_before), count(*), NULL::timestamptz
FROM (SELECT * FROM written UNION ALL SELECT * FROM by_hand) o JOIN channels_message m ON m.id = o.message_id
GROUP BY 1, 2, 3
UNION ALL
SELECT NULL, NULL, NULL, NULL, (SELECT count(*) FROM due), (SELECT min(next_at) FROM moved)
"""
