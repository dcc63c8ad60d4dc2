"""The portal as readers meet it. Runs in a home of its own, filled with the demonstration once."""

import os
import subprocess
import sys
from pathlib import Path


def main() -> None:
    home = Path(os.environ["TRUONGAN_HOME"]) / "portal"
    # Django in this process holds on to the benchmarks' common database.
    environment = {**os.environ, "TRUONGAN_HOME": str(home)}
    commands = [["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]]
    if not (home / "demo").exists():
        commands.insert(1, ["demo"])
    for command in commands:
        run = [sys.executable, "-m", "truongan.config.cli", *command]
        subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-m", "benchmarks.portal_run"], env=environment, check=True)
