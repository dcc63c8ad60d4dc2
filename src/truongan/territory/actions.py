"""Loading the shipped territory. Loading again changes nothing; a newer file changes only what it changed."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.db.models import ProtectedError

from truongan.kernel.text import fold, sort_key_plain
from truongan.territory.models import AdministrativeUnit, Kind, Level, Succession
from truongan.territory.shipped import ShippedUnit, UnitKey, read_successions, read_units

_LEVELS = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}
_WRITTEN = (
    "name", "full_name", "kind", "level", "parent_id", "path", "valid_to", "date_is_approximate",
    "search_fold", "sort_key",
)  # fmt: skip


class CannotLoad(Exception):
    """The shipped file contradicts what is in use. The message is safe to show."""


class Loaded(NamedTuple):
    """How many rows (units and successions together) a load wrote."""

    created: int
    changed: int
    removed: int
    unchanged: int


@transaction.atomic
def load_territory(*, only_provinces: Collection[str] | None = None) -> Loaded:
    """Bring the units and successions of the shipped file into the database, keeping every primary key.

    Rows are told apart by (code, first day). `only_provinces` takes the units below the provinces of these
    codes, of any date, and removes nothing (for tests). Raises CannotLoad when a row
    that left the file is in use.
    """
    units = _selected(only_provinces)
    ids, counts = _load_units(units, removes=only_provinces is None)
    return Loaded(*(sum(pair) for pair in zip(counts, _load_successions(ids), strict=True)))


def _selected(only_provinces: Collection[str] | None) -> list[ShippedUnit]:
    if only_provinces is None:
        return list(read_units())
    kept: dict[UnitKey, ShippedUnit] = {}
    for unit in read_units():
        if unit.parent in kept or (unit.parent is None and unit.code in only_provinces):
            kept[unit.key] = unit
    return list(kept.values())


def _load_units(units: list[ShippedUnit], *, removes: bool) -> tuple[dict[UnitKey, int], Loaded]:
    known = {(unit.code, unit.valid_from): unit for unit in AdministrativeUnit.objects.all()}
    ids = {key: unit.pk for key, unit in known.items()}
    paths: dict[UnitKey, str] = {}
    created, changed = 0, []
    for level in Level.values:  # a parent's primary key is needed before its children are written
        new = []
        for shipped in units:
            if _LEVELS[len(shipped.code)] != level:
                continue
            row = _as_row(shipped, ids, paths)
            if shipped.key not in known:
                new.append(row)
            elif _differs(known[shipped.key], row):
                row.pk = known[shipped.key].pk
                changed.append(row)
        for unit in AdministrativeUnit.objects.bulk_create(new, batch_size=2000):
            ids[unit.code, unit.valid_from] = unit.pk
        created += len(new)
    AdministrativeUnit.objects.bulk_update(changed, [_field(name) for name in _WRITTEN], batch_size=1000)
    gone = known.keys() - {unit.key for unit in units} if removes else set()
    _remove({known[key].pk for key in gone})
    return ids, Loaded(created, len(changed), len(gone), len(units) - created - len(changed))


def _as_row(unit: ShippedUnit, ids: dict[UnitKey, int], paths: dict[UnitKey, str]) -> AdministrativeUnit:
    full_name = f"{_prefix(unit.kind)} {unit.name}"
    above = paths[unit.parent] if unit.parent else ""
    paths[unit.key] = f"{above}{unit.code}.{unit.valid_from:%y%m}/"
    return AdministrativeUnit(
        code=unit.code,
        name=unit.name,
        full_name=full_name,
        kind=unit.kind,
        level=_LEVELS[len(unit.code)],
        parent_id=ids[unit.parent] if unit.parent else None,
        path=paths[unit.key],
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        date_is_approximate=unit.is_approximate,
        search_fold=fold(full_name),
        sort_key=sort_key_plain(unit.name),
    )


def _prefix(kind: str) -> str:
    """A municipality is written "Thành phố Huế", its kind is longer."""
    return "Thành phố" if kind == Kind.MUNICIPALITY else str(Kind(kind).label)


def _differs(one: AdministrativeUnit, other: AdministrativeUnit) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _WRITTEN)


def _field(name: str) -> str:
    return name.removesuffix("_id")


def _remove(pks: set[int]) -> None:
    if not pks:
        return
    Succession.objects.filter(old__in=pks).delete()
    Succession.objects.filter(new__in=pks).delete()
    try:
        for level in reversed(Level.values):  # PROTECT refuses a parent even beside its children
            AdministrativeUnit.objects.filter(pk__in=pks, level=level).delete()
    except ProtectedError as error:
        names = ", ".join(sorted({str(unit) for unit in error.protected_objects})[:5])
        raise CannotLoad(f"Đơn vị hành chính không còn trong tệp địa giới nhưng đang được dùng: {names}.") from error


def _load_successions(ids: dict[UnitKey, int]) -> Loaded:
    known = {(each.old_id, each.new_id): each for each in Succession.objects.all()}
    shipped = {
        (ids[each.old], ids[each.new]): each for each in read_successions() if each.old in ids and each.new in ids
    }
    new, changed = [], []
    for (old, succeeding), each in shipped.items():
        row = known.get((old, succeeding))
        values = {"kind": each.kind, "effective_on": each.effective_on, "basis": each.basis}
        if row is None:
            new.append(Succession(old_id=old, new_id=succeeding, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            changed.append(Succession(pk=row.pk, old_id=old, new_id=succeeding, **values))
    gone = known.keys() - shipped.keys()
    Succession.objects.filter(pk__in=[known[pair].pk for pair in gone]).delete()
    Succession.objects.bulk_update(changed, ["kind", "effective_on", "basis"], batch_size=1000)
    Succession.objects.bulk_create(new, batch_size=2000)
    return Loaded(len(new), len(changed), len(gone), len(shipped) - len(new) - len(changed))
