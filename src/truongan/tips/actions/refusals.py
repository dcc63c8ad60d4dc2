"""Why something is not done. The texts may be shown."""

from django.core.exceptions import PermissionDenied


class CannotTip(Exception):
    """Of officers."""


class CannotConfide(Exception):
    """Of whoever confides."""


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
