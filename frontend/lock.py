"""Renew package-lock.json after a change of package.json: exact versions and hashes, no addresses."""

import json
import subprocess
from pathlib import Path

from build import HERE, node

LOCK = Path(HERE) / "package-lock.json"


def main() -> None:
    _, npm, environment = node()
    command = [
        *npm,
        "install",
        "--package-lock-only",
        "--omit-lockfile-registry-resolved",
        "--no-audit",
        "--no-fund",
    ]
    subprocess.run(command, cwd=HERE, env=environment, check=True)  # noqa: S603 - our own command
    lock = json.loads(LOCK.read_text())
    for package in lock["packages"].values():
        package.pop("resolved", None)
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
