"""The living network: messages to many, open pages, cases and their queue, holes of the nation's network."""

import importlib

from benchmarks.timing import load

PARTS = ("network_alerts", "live", "incidents", "holes")


def main() -> None:
    for name in PARTS:
        print(f"-- {name.removeprefix('network_')} -- {load()}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
