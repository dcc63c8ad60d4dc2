"""Why something about duty cannot be done."""

from truongan.kernel.refusals import Refusal


class CannotKeepDuty(Refusal):
    """What was asked contradicts what is known. The message may be shown."""


class CannotRoute(CannotKeepDuty):
    """The rule would not work: a loop, a hole, no time to answer. The message may be shown."""


class CannotCallRoll(CannotKeepDuty):
    """The roll cannot be called, or not any more. The message may be shown."""
