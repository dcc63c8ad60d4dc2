class CannotAnswer(Exception):
    """This message takes no such answer, or none any more. The text may be shown."""


class CannotConnect(Exception):
    """An outer account cannot be connected or asked. The text may be shown."""


class CannotLink(Exception):
    """An address cannot be tied to a person. The text may be shown."""


class CannotVerify(Exception):
    """No code can be sent, or this one proves nothing. The text may be shown."""
