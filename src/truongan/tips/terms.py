"""How long a tip is kept. No text found sets the terms, so they are the installation's to set."""

from datetime import date, timedelta

from django.conf import settings

from truongan.tips.states import TipState


def deletion_day(state: str, day: date) -> date:
    """The first day on which a tip in this state, last touched on `day`, is deleted with its files and keys."""
    term = settings.TIPS_UNSUBSTANTIATED_DAYS if state == TipState.UNSUBSTANTIATED else settings.TIPS_KEEP_DAYS
    return day + timedelta(days=term)
