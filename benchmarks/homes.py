"""Homes of their own for parts that need the demonstration; the benchmarks' common database holds a nation's register."""

import os
import subprocess
import sys
from pathlib import Path


def run_with_demo(name: str, module: str) -> None:
    """Run `module` in the home of that name, filled with the demonstration once; Django here keeps the common one."""
    home = Path(os.environ["TRUONGAN_HOME"]) / name
    environment = {**os.environ, "TRUONGAN_HOME": str(home)}
    commands = [["migrate", "--verbosity", "0"], ["collectstatic", "--noinput", "--verbosity", "0"]]
    if not (home / "demo").exists():
        commands.insert(1, ["demo"])
    for command in commands:
        run = [sys.executable, "-m", "truongan.config.cli", *command]
        subprocess.run(run, env=environment, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-m", module], env=environment, check=True)
