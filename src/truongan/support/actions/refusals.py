"""Why an action says no. The texts are safe to show."""

from django.core.exceptions import PermissionDenied


class CannotSupport(Exception):
    """The question, its form or its topic is not in a state for this."""


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
