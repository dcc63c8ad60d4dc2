from truongan.kernel.refusals import Refusal


class CannotAnswer(Refusal):
    """This message takes no such answer, or none any more. The text may be shown."""


class CannotConnect(Refusal):
    """An outer account cannot be connected or asked. The text may be shown."""


class CannotLink(Refusal):
    """An address cannot be tied to a person. The text may be shown."""


class CannotVerify(Refusal):
    """No code can be sent, or this one proves nothing. The text may be shown."""
