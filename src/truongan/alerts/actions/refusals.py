class CannotAlert(Exception):
    """Why this alert cannot be sent, decided or taken back. The text may be shown."""
