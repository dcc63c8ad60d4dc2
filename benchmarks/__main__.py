"""`script/bench [NAME …]`: each part prints a table of its own; ratios matter, not the seconds of this machine."""

import importlib
import os
import sys
from pathlib import Path

PARTS = (
    "workbooks",
    "imports",
    "national",
    "pages",
    "directives",
    "documents",
    "periodic",
    "comments",
    "footprint",
    "portal",
    "network",
)


def main() -> None:
    os.environ.setdefault("TRUONGAN_HOME", str(Path("var/bench").resolve()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truongan.config.settings")
    os.environ.setdefault("TRUONGAN_LOG_LEVEL", "WARNING")
    import django

    django.setup()
    for name in sys.argv[1:] or PARTS:
        print(f"\n== {name} ==", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


main()
