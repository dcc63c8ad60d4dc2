"""A form serves once, and who sent it twice by mistake is known again for a while."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from truongan.tips.models import SpentForm

AGAIN_MINUTES = 10  # a page loaded again after a bad line; longer would serve whoever sits down at the machine next


def spend(form_token: str, now: datetime) -> bool:
    """False for a form that was spent before. Called inside an action: it waits for the same form still under way."""
    row = {"key": _key(form_token), "minute_hash": _minute_hash(form_token, now)}
    with connection.cursor() as cursor:
        # Not through the model: a refused INSERT stands in PostgreSQL's own log, with its hour.
        cursor.execute(
            f"INSERT INTO {SpentForm._meta.db_table} (key, minute_hash, spent_on) VALUES (%s, %s, %s)"  # noqa: S608 - our own table
            " ON CONFLICT (key) DO NOTHING",
            [row["key"], row["minute_hash"], timezone.localdate(now)],
        )
        return cursor.rowcount == 1


def is_just_spent(form_token: str, now: datetime) -> bool:
    """Whether the form was sent within the last ten minutes."""
    spent = SpentForm.objects.filter(key=_key(form_token)).first()
    if spent is None:
        return False
    past = (now - timedelta(minutes=each) for each in range(AGAIN_MINUTES + 1))
    return spent.minute_hash in {_minute_hash(form_token, each) for each in past}


def _key(form_token: str) -> str:
    return hashlib.sha256(form_token.encode()).hexdigest()


def _minute_hash(form_token: str, at: datetime) -> str:
    return hashlib.sha256(f"{form_token}|{int(at.timestamp()) // 60}".encode()).hexdigest()
