"""What a person had before them when they pressed a button."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime


def seen_at(request: HttpRequest) -> datetime | None:
    """When what the page showed had last been changed; nothing where it does not say."""
    try:
        return parse_datetime(request.POST.get("seen_at", ""))
    except ValueError:  # well written, but no day of the calendar
        return None
