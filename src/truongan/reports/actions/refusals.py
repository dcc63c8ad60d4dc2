class CannotReport(Exception):
    """The report is not in a state for this. The message is safe to show."""
