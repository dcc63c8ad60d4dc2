"""Importing boundaries from a GeoJSON file of the installation's own; the product ships none."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.territory.geojson import BadFile, Feature, read_features
from truongan.territory.geometry import TOLERANCE, BadGeometry, Polygons, box_of, read_polygons, simplified
from truongan.territory.matching import Matcher, NoMatch, SeveralMatch, Wish
from truongan.territory.models import AdministrativeUnit, Boundary, Level
from truongan.web.page_cache import changed

MOST_BYTES = 1 << 30
_BATCH = 100
_WRITTEN = ("geometry", "simplified", "bbox", "source", "imported_at")


@dataclass(frozen=True)
class LeftOut:
    """A feature that was not imported: why ("unmatched", "ambiguous" or "invalid"), and in words."""

    feature: int
    line: int
    reason: str
    text: str


@dataclass
class Imported:
    """What a file brought: boundaries new, changed and as they were, and the features left out."""

    features: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def matched(self) -> int:
        return self.created + self.changed + self.unchanged

    def leave_out(self, feature: Feature, reason: str, text: str) -> None:
        self.left_out.append(LeftOut(feature.number, feature.line, reason, text))


@transaction.atomic
def import_boundaries(
    *, actor: Any, path: Path, wish: Wish, source: str, is_swapped: bool = False, saves: bool = True, now: datetime
) -> Imported:
    """Bring the boundaries of a GeoJSON FeatureCollection to the units its features name, replacing earlier ones.

    A file that cannot be read to its end changes nothing; a feature without one certain unit or with a broken
    geometry is left out and told. `saves` false only looks. The same file again changes nothing. Raises BadFile.
    """
    report = Imported()
    units = _units_by_feature(path, wish, report)
    batch: dict[int, Boundary] = {}
    for feature in _features(path):
        unit = units.get(feature.number)
        if unit is None:
            continue
        try:
            polygons = read_polygons(feature.geometry, is_swapped=is_swapped)
        except BadGeometry as reason:
            report.leave_out(feature, "invalid", f"{unit.full_name}: {reason}")
            continue
        batch[unit.pk] = _boundary(unit, polygons, source, now)
        if len(batch) == _BATCH:
            _write(batch, report, saves)
    _write(batch, report, saves)
    report.left_out.sort(key=lambda each: each.feature)
    if saves and report.created + report.changed:
        changed("figures")  # the public map is drawn from them
        told = {name: value for name, value in asdict(report).items() if name != "left_out"}
        one = Boundary.objects.select_related("unit").filter(unit__in=units.values()).order_by("pk")[0]
        record(actor=actor, verb="territory.boundaries.imported", target=one, now=now, source=source, **told)
    return report


def _units_by_feature(path: Path, wish: Wish, report: Imported) -> dict[int, AdministrativeUnit]:
    """Feature number → its unit, for those that have exactly one to themselves; the others go into the report."""
    matcher = Matcher(wish)
    claims: dict[int, list[tuple[Feature, AdministrativeUnit]]] = defaultdict(list)
    for feature in _features(path):
        report.features += 1
        try:
            unit = matcher.unit_of(feature.properties)
        except NoMatch as reason:
            report.leave_out(feature, "unmatched", str(reason))
        except SeveralMatch as reason:
            report.leave_out(feature, "ambiguous", str(reason))
        else:
            claims[unit.pk].append((feature._replace(geometry=None, properties=None), unit))
    for claim in claims.values():
        for feature, unit in claim if len(claim) > 1 else []:
            numbers = ", ".join(str(other.number) for other, _unit in claim if other is not feature)
            words = _("%(unit)s còn ở đối tượng %(numbers)s; gộp thành một MultiPolygon rồi nạp lại.")
            report.leave_out(feature, "ambiguous", words % {"unit": unit.full_name, "numbers": numbers[:80]})
    return {claim[0][0].number: claim[0][1] for claim in claims.values() if len(claim) == 1}


def _features(path: Path) -> Iterator[Feature]:
    try:
        with path.open("rb") as stream:
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise BadFile(_("Tệp lớn hơn %(n)s MB; hãy chia nhỏ theo tỉnh.") % {"n": MOST_BYTES >> 20})
            yield from read_features(stream)
    except OSError as error:
        raise BadFile(_("Không mở được tệp: %(reason)s.") % {"reason": error.strerror or error}) from error


def _boundary(unit: AdministrativeUnit, polygons: Polygons, source: str, now: datetime) -> Boundary:
    return Boundary(
        unit=unit,
        geometry=_as_geojson(polygons),
        simplified=_as_geojson(simplified(polygons, TOLERANCE[Level(unit.level)])),
        bbox=box_of(polygons),
        source=source[:200],
        imported_at=now,
    )


def _as_geojson(polygons: Polygons) -> dict[str, Any]:
    return {
        "type": "MultiPolygon",
        "coordinates": [[[list(point) for point in ring] for ring in polygon] for polygon in polygons],
    }


def _write(batch: dict[int, Boundary], report: Imported, saves: bool) -> None:
    """Write what is new or differs, and empty the batch."""
    known = {each.unit_id: each for each in Boundary.objects.select_for_update().filter(unit__in=batch)}
    new = [each for pk, each in batch.items() if pk not in known]
    other = [each for pk, each in batch.items() if pk in known and _differs(known[pk], each)]
    report.created += len(new)
    report.changed += len(other)
    report.unchanged += len(batch) - len(new) - len(other)
    for each in other:
        each.pk = known[each.unit_id].pk
    if saves:
        Boundary.objects.bulk_create(new)
        Boundary.objects.bulk_update(other, _WRITTEN)
    batch.clear()


def _differs(known: Boundary, given: Boundary) -> bool:
    return (known.geometry, known.simplified, known.source) != (given.geometry, given.simplified, given.source)
