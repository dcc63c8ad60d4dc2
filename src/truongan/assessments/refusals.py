"""Why an assessment refuses a change. Each message may be shown: it says what is wrong and what to do."""

from truongan.kernel.refusals import Refusal


class CannotAssess(Refusal):
    """Base of every refusal of this context."""


class CannotKeepSet(CannotAssess):
    pass


class CannotHoldRound(CannotAssess):
    pass


class CannotRegister(CannotAssess):
    pass


class CannotExamine(CannotAssess):
    pass


class CannotDecide(CannotAssess):
    pass
