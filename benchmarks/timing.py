"""Measuring: the median of several runs, in milliseconds, after one to warm up."""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.test.utils import override_settings


def median_ms(function: Callable[[], object], runs: int = 5) -> float:
    function()
    return statistics.median(_once(function) for _ in range(runs))


def _once(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000


def processor_ms(function: Callable[[], object], runs: int = 5) -> float:
    """Processor time of this process and its database connection: what else runs shakes it less than the clock."""
    before = _processor_ms()
    for _number in range(runs):
        function()
    return (_processor_ms() - before) / runs


def _processor_ms() -> float:
    from django.db import connection

    connection.ensure_connection()
    run = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]  # nanoseconds
    return time.process_time() * 1000 + int(run) / 1e6


def pages_answer() -> override_settings:
    """Pages can be asked in the benchmarks' common home, whose static files nobody has gathered."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    return override_settings(STORAGES=settings.STORAGES | plain, ALLOWED_HOSTS=["*"])


def load() -> str:
    """What else the machine is doing: a time measured on a busy one says little, a ratio still something."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def line(
    label: str,
    milliseconds: float,
    beside: dict[str, float] | None = None,
    target: float | None = None,
    processor: float | None = None,
) -> None:
    ratios = "".join(
        f"  {name} {other:8.1f} ms (x{other / milliseconds:.1f})" for name, other in (beside or {}).items()
    )
    aim = f"  target {target:.0f}" if target else ""
    busy = f"  processor {processor:.0f}" if processor is not None else ""
    print(f"{label:<52}{milliseconds:9.1f} ms{busy}{aim}{ratios}", flush=True)
