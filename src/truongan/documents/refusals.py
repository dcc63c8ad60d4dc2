"""Why a file is not kept. The text may be shown: it says what is wrong and what to do."""

from truongan.kernel.refusals import Refusal


class CannotKeep(Refusal):
    pass
