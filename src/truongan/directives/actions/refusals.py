"""Why an action says no. The texts are safe to show."""

from django.core.exceptions import PermissionDenied


class CannotDirect(Exception):
    """The directive, receipt or duty is not in a state for this."""


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
