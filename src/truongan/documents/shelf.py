"""Where the texts of papers stand: the shipped folder, or the same file name in the installation's own."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

SHIPPED = Path(__file__).parent / "papers"


def read_text(name: str) -> dict[str, Any]:
    """The structured text `name`.toml; the installation's `papers` folder goes before the shipped one."""
    own = Path(settings.HOME) / "papers" / f"{name}.toml"
    path = own if own.exists() else SHIPPED / f"{name}.toml"
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _parsed(path: Path, changed_ns: int) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
