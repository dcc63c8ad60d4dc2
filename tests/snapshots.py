"""Approved texts: a paper or a component changes only together with its copy in the repository."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "documents" / "approved"


def assert_matches(text: str, name: str) -> None:
    """Compare with the approved copy; SNAPSHOTS=write approves the new one."""
    approved = FOLDER / name
    if os.environ.get("SNAPSHOTS") == "write":
        approved.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == approved.read_text(encoding="utf-8")
