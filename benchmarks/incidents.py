"""How long a report takes until people are told, and the queue among a million cases, in a home of its own."""

from benchmarks.homes import run_with_demo


def main() -> None:
    run_with_demo("incidents", "benchmarks.incidents_run")
