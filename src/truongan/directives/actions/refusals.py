"""Why an action says no. The texts are safe to show."""

from truongan.kernel.refusals import Refusal


class CannotDirect(Refusal):
    """The directive, receipt or duty is not in a state for this."""
