"""The commands of a developer: they run, they stop at the first error, and they prepare what they need."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted(path for path in [*(ROOT / "script").iterdir(), ROOT / ".ci" / "run"] if path.is_file())
_NEEDS_NOTHING = {
    "setup",
    "build-territory",
    "check-territory",
    "run",
}  # makes .venv, or has an environment of its own


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_runs_and_stops_at_the_first_error(path):
    text = path.read_text()
    assert text.startswith("#!/usr/bin/env bash\n")
    assert "\nset -euo pipefail\n" in text
    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_sets_up_first_and_works_from_anywhere(path):
    text = path.read_text()
    assert 'cd "$(dirname "$0")/.."' in text
    assert path.name in _NEEDS_NOTHING or "\nscript/setup\n" in text


def test_set_up_again_does_nothing(tmp_path):
    stamp = ROOT / ".venv" / ".setup-stamp"
    if not stamp.exists() or (ROOT / ".venv").is_symlink():
        pytest.skip("not set up by script/setup here")
    _set_up(tmp_path)  # in case a pinned file changed since
    before = stamp.stat().st_mtime_ns

    assert _set_up(tmp_path) == ""
    assert stamp.stat().st_mtime_ns == before


def _set_up(elsewhere: Path) -> str:
    done = subprocess.run([ROOT / "script" / "setup"], cwd=elsewhere, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
