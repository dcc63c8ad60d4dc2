"""Open pages learn at once that something they show has changed; what it is they fetch themselves.

The stream carries names of topics and nothing else: no text, no person. Missing an event loses nothing, because a
page that reconnects fetches everything it watches anew.
"""

from truongan.web.live.announcing import announce_rows
from truongan.web.live.passes import live_pass
from truongan.web.live.topics import announce, dismiss

__all__ = ["announce", "announce_rows", "dismiss", "live_pass"]
