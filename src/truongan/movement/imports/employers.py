"""Where members of a group work: the school itself, or an agency near it named in words."""

from collections import defaultdict
from collections.abc import Collection

from truongan.kernel.text import fold
from truongan.movement.imports.records import SchoolRecord
from truongan.movement.imports.schools import school_key
from truongan.movement.models import GroupMembership
from truongan.organizations.models import Organization

_ELSEWHERE = {GroupMembership.Capacity.AREA_POLICE}


class Employers:
    """Agencies of the provinces the file's schools stand in, by name and short name."""

    def __init__(self, schools: Collection[SchoolRecord], names: Collection[str]) -> None:
        self.by_key: dict[str, list[SchoolRecord]] = defaultdict(list)
        provinces = {each.place_path.partition("/")[0] for each in schools} - {""}
        if not names or not provinces:
            return
        wanted = {fold(name) for name in names}
        agencies = Organization.objects.exclude(sector="school").order_by("pk")
        for pk, code, name, short_name, sector, path in agencies.values_list(
            "pk", "code", "name", "short_name", "sector", "place_path"
        ):
            if path.partition("/")[0] not in provinces:
                continue
            record = SchoolRecord(id=pk, code=code, name=name, sector=sector, place_path=path)
            for key in {fold(name), fold(short_name)} & wanted:
                self.by_key[key].append(record)

    @property
    def all(self) -> list[SchoolRecord]:
        return list({each.id: each for found in self.by_key.values() for each in found}.values())

    def home_of(self, name: str | None, capacity: str | None, school: SchoolRecord) -> tuple[SchoolRecord | None, str]:
        """(home of the person, words kept where no organization is known by them)."""
        if not name:
            return (None if capacity in _ELSEWHERE else school), ""
        if school_key(name) == school_key(school.name):
            return school, ""
        found = self.by_key.get(fold(name), [])
        near = [each for each in found if school.place_path.startswith(each.place_path)] or found
        return (near[0], "") if len(near) == 1 else (None, name)
