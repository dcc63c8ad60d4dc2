"""One module or folder per channel, found by the name of its `Channel`; deleting one takes that channel away.

What a way must be is in `contract.py`; how messages come to it and what becomes of outcomes, in `handing_over/`.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from truongan.channels.models.names import Channel
from truongan.channels.ways.contract import Way

# In this order a person is tried unless they wish otherwise; the chat group has one channel of its own.
USUAL_ORDER = (Channel.PUSH, Channel.ZALO, Channel.SMS, Channel.EMAIL, Channel.ZALO_GROUP)


@cache
def way_of(channel: str) -> Way | None:
    """The way of this channel, or None where its folder was taken away."""
    name = f"{__name__}.{channel}"
    if channel not in Channel.values or find_spec(name) is None:
        return None
    return import_module(name).Way()


def ways() -> list[Way]:
    """Every way there is, in the order of `Channel`."""
    return [way for way in map(way_of, Channel.values) if way is not None]


def usable() -> list[str]:
    """Names of the channels out of the product that are configured, in the usual order."""
    found = [(name, way_of(name)) for name in USUAL_ORDER]
    return [str(name) for name, way in found if way is not None and not way.missing()]
