class CannotAnswer(Exception):
    """This message takes no such answer, or none any more. The text may be shown."""
