"""What the portal is measured against, on the same server."""

from pathlib import Path

TEMPLATES_FOLDER = Path(__file__).parent / "templates"
