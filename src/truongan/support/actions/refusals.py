"""Why an action says no. The texts are safe to show."""

from truongan.kernel.refusals import Refusal


class CannotSupport(Refusal):
    """The question, its form or its topic is not in a state for this."""
