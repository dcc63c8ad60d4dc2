"""Why something about tokens and webhooks cannot be done. The texts are safe to show."""

from django.core.exceptions import PermissionDenied


class CannotKeepApi(Exception):
    pass


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
