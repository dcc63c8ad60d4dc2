"""What only stands in the inbox is announced outside to those who wish it: one message for several notices."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from truongan.channels.actions.sending import To, send
from truongan.channels.handing_over.planning import FORWARD_KIND
from truongan.channels.links import INBOX
from truongan.channels.models import Preference, Urgency

_SETTLED = timedelta(seconds=90)  # a notice is numbered before its transaction commits: later than this it is there
_AT_ONCE = 2000


@transaction.atomic
def forward_notices(*, now: datetime) -> int:
    """Announce the new notices of everybody who wants that; how many people were told.

    Only their number goes out: a notice is written for somebody signed in. What was opened meanwhile is left out;
    each notice is announced once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"until": now - _SETTLED, "day": localdate(now), "limit": _AT_ONCE})
        rows = cursor.fetchall()
    told = [row for row in rows if row[2]]
    for person_id, newest, count, urgent in told:
        _announce(person_id, newest, count, urgent, now)
    if rows:
        # Only who was asked about is moved on, each to the same notice.
        Preference.objects.filter(person_id__in=[row[0] for row in rows]).update(forwarded_to=rows[0][1])
    return len(told)


def _announce(person_id: int, newest: int, count: int, urgent: int, now: datetime) -> None:
    subject = _("Bạn có %(n)s thông báo mới") % {"n": count}
    if urgent:
        subject = _("Bạn có %(n)s thông báo mới, %(urgent)s khẩn") % {"n": count, "urgent": urgent}
    send(
        cause=f"channels.forward.{person_id}.{newest}",
        to=[To(person_id=person_id)],
        subject=subject,
        text=_("Đăng nhập để xem trong hộp thông báo."),
        link=INBOX,
        kind=FORWARD_KIND,
        urgency=Urgency.URGENT if urgent else Urgency.NORMAL,
        expires_at=now + timedelta(days=1),
        now=now,
    )


_NEW = """
WITH newest AS (SELECT max(id) AS id FROM channels_notice WHERE created_at <= %(until)s),
behind AS (
  SELECT p.person_id, p.forwarding, p.forwarded_to, u.id AS user_id
  FROM channels_preference p JOIN accounts_user u ON u.person_id = p.person_id AND u.is_active
  CROSS JOIN newest
  WHERE p.forwarding <> 'none' AND p.forwarded_to < newest.id AND EXISTS (
    SELECT FROM channels_address a WHERE a.person_id = p.person_id AND a.closed_at IS NULL AND a.verified_at IS NOT NULL)
  ORDER BY p.person_id LIMIT %(limit)s FOR UPDATE OF p SKIP LOCKED
),
fresh AS (
  SELECT n.id, n.person_id, n.organization_id, n.urgency FROM channels_notice n, newest
  WHERE n.id > (SELECT min(forwarded_to) FROM behind) AND n.id <= newest.id AND n.recipient_id IS NULL
),
mine AS (
  SELECT b.person_id, f.id, f.urgency, b.forwarding, b.user_id FROM behind b
  JOIN fresh f ON f.person_id = b.person_id AND f.id > b.forwarded_to
  UNION
  SELECT b.person_id, f.id, f.urgency, b.forwarding, b.user_id FROM behind b
  JOIN accounts_appointment a ON a.person_id = b.person_id AND a.valid_from <= %(day)s
       AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
  JOIN fresh f ON f.organization_id = a.organization_id AND f.id > b.forwarded_to
),
wanted AS (
  SELECT m.* FROM mine m WHERE (m.forwarding = 'all' OR m.urgency <> 'normal') AND NOT EXISTS (
    SELECT FROM channels_noticereading r WHERE r.notice_id = m.id AND r.user_id = m.user_id)
)
SELECT b.person_id, (SELECT id FROM newest), count(w.id), count(w.id) FILTER (WHERE w.urgency <> 'normal')
FROM behind b LEFT JOIN wanted w ON w.person_id = b.person_id GROUP BY 1 ORDER BY 1
"""
