"""Why something is not done. The texts may be shown."""

from truongan.kernel.refusals import Refusal


class CannotTip(Refusal):
    """Of officers."""


class CannotConfide(Refusal):
    """Of whoever confides."""


class AlreadySent(CannotConfide):
    """The form has been sent and received before."""
