"""Why a file is not kept. The text may be shown: it says what is wrong and what to do."""


class CannotKeep(Exception):
    pass
