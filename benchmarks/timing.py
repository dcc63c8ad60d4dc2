"""Measuring: the median of several runs, in milliseconds, after one to warm up."""

import statistics
import time
from collections.abc import Callable


def median_ms(function: Callable[[], object], runs: int = 5) -> float:
    function()
    return statistics.median(_once(function) for _ in range(runs))


def _once(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000


def line(label: str, milliseconds: float, beside: dict[str, float] | None = None, target: float | None = None) -> None:
    ratios = "".join(
        f"  {name} {other:8.1f} ms (x{other / milliseconds:.1f})" for name, other in (beside or {}).items()
    )
    aim = f"  target {target:.0f}" if target else ""
    print(f"{label:<52}{milliseconds:9.1f} ms{aim}{ratios}", flush=True)
