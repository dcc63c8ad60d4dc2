"""The living network: every `benchmarks.network_*` is a part of it."""

import importlib
import pkgutil

import benchmarks


def main() -> None:
    for found in pkgutil.iter_modules(benchmarks.__path__):
        if found.name.startswith("network_"):
            part = importlib.import_module(f"benchmarks.{found.name}")
            if hasattr(part, "main"):
                print(f"-- {found.name.removeprefix('network_')} --", flush=True)
                part.main()
