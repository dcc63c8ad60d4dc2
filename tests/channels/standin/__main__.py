import argparse
from contextlib import suppress

from tests.channels.standin import StandIn

parser = argparse.ArgumentParser(
    description="Zalo, an SMS gateway and a push service on this machine, for trying out."
)
parser.add_argument("--port", type=int, default=8399)
there = StandIn(parser.parse_args().port)
print(f"{there.url}: /v4 and /v3.0 Zalo, /sms gateway, /push/… push service, /_standin/counts what arrived")
there.zalo.knows_everyone = True
with suppress(KeyboardInterrupt):
    there.serve_forever()
