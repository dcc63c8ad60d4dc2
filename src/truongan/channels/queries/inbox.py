from datetime import datetime

from truongan.channels.models import Notice

COUNTED = 100  # a bell says "99+"; counting further would make every page slower for nothing


def unread_count(user) -> int:
    """How many notices wait in the person's inbox, counted up to 100. One query."""
    return Notice.objects.visible_to(user).unread_by(user)[:COUNTED].count()


def asking_count(user, now: datetime) -> int:
    """How many notices wait for the person's answer, counted up to 100."""
    return Notice.objects.visible_to(user).asking(user, now)[:COUNTED].count()
