"""Approved texts of components: SNAPSHOTS=write approves the new ones."""

import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "approved"


def assert_approved(html: str, name: str) -> None:
    """Compare with the approved copy, one tag per line so that a difference reads well."""
    text = re.sub(r">\s*<", ">\n<", html.strip()) + "\n"
    approved = FOLDER / f"{name}.html"
    if os.environ.get("SNAPSHOTS") == "write":
        approved.write_text(text)
    assert text == approved.read_text()
