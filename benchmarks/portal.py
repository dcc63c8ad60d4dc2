"""The portal as readers meet it, in a home of its own with the demonstration."""

from benchmarks.homes import run_with_demo


def main() -> None:
    run_with_demo("portal", "benchmarks.portal_run")
