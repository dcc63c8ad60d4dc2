"""Why something about tokens and webhooks cannot be done. The texts are safe to show."""

from truongan.kernel.refusals import Refusal


class CannotKeepApi(Refusal):
    pass
