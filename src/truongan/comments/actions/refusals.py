"""Why a comment or a decision was not taken. Every text may be shown."""

from collections.abc import Sequence
from typing import Any

from truongan.kernel.refusals import Refusal


class CannotComment(Refusal):
    """The page takes no comments now, or the form was used. What was typed stays with its writer."""


class TooMany(CannotComment):
    """More comments arrive than people could read: try again shortly."""


class NotAccepted(CannotComment):
    """The text itself cannot be taken; `reasons` are those of `judging`."""

    def __init__(self, reasons: Sequence[Any]):
        super().__init__(" ".join(str(reason.message) for reason in reasons))
        self.reasons = tuple(reasons)


class CannotModerate(Refusal):
    """The comment is not in a state for this decision any more."""
