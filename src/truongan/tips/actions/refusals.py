"""Why something is not done. The texts may be shown."""

from django.core.exceptions import PermissionDenied


class CannotTip(Exception):
    """Of officers."""


class CannotConfide(Exception):
    """Of whoever confides."""


class AlreadySent(CannotConfide):
    """The form has been sent and received before."""


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
