"""Providers of our own on this machine: Zalo, an SMS gateway and a push service, so that tests never leave it.

By hand: `python -m tests.channels.standin --port 8399`, then point the product's TRUONGAN_ZALO_… addresses to it.
"""

from tests.channels.standin.gateway import Gateway
from tests.channels.standin.pushes import PushService
from tests.channels.standin.server import StandIn
from tests.channels.standin.zalo import Zalo

__all__ = ["Gateway", "PushService", "StandIn", "Zalo"]
