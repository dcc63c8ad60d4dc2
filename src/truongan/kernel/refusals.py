"""How an action says no: to who may not do it, and to what cannot be done."""

from django.core.exceptions import PermissionDenied


class Refusal(Exception):
    """What was asked contradicts what is known. The text says what is wrong and what to do, and may be shown."""


def require(allowed: bool) -> None:
    """The person sees it, so it exists for them, but may not do this: PermissionDenied, answered with 403."""
    if not allowed:
        raise PermissionDenied
