from truongan.kernel.refusals import Refusal


class CannotAlert(Refusal):
    """Why this alert cannot be sent, decided or taken back. The text may be shown."""
