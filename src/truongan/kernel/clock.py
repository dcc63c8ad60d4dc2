"""The only place that reads the clock. Delivery code calls it; the domain is told."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()


def today_vn() -> date:
    """Today's date in Viet Nam, whatever the server's zone."""
    return timezone.localdate()
