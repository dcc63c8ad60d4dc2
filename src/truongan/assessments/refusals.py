"""Why an assessment refuses a change. Each message may be shown: it says what is wrong and what to do."""

from django.core.exceptions import PermissionDenied


class CannotAssess(Exception):
    """Base of every refusal of this context."""


class CannotKeepSet(CannotAssess):
    pass


class CannotHoldRound(CannotAssess):
    pass


class CannotRegister(CannotAssess):
    pass


class CannotExamine(CannotAssess):
    pass


class CannotDecide(CannotAssess):
    pass


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
