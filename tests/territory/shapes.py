"""Made-up boundaries: squares on real units, never where those units are."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from truongan.territory.models import AdministrativeUnit, Boundary


def square(west: float, south: float, size: float = 0.1) -> list[list[float]]:
    east, north = round(west + size, 6), round(south + size, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(west: float = 106.0, south: float = 21.0, size: float = 0.1) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [square(west, south, size)]}


def feature(geometry: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry or polygon()}


def collection(features: Sequence[Any], **members: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": list(features)}, ensure_ascii=False)


def written(folder: Path, features: Sequence[Any], name: str = "ranh-gioi.geojson", **members: Any) -> Path:
    path = folder / name
    path.write_text(collection(features, **members), encoding="utf-8")
    return path


def draw(units: Iterable[AdministrativeUnit]) -> None:
    """A square for each unit, side by side."""
    for number, unit in enumerate(units):
        west = 105.0 + number / 5
        shape = {"type": "MultiPolygon", "coordinates": [[square(west, 21.0)]]}
        box = [west, 21.0, west + 0.1, 21.1]
        Boundary.objects.create(
            unit=unit,
            geometry=shape,
            simplified=shape,
            bbox=box,
            source="Thử",
            imported_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
