"""What part of the tree of organizations a person sees and works in."""

from dataclasses import dataclass, field

SCHOOL = "school"
EVERY_SECTOR = frozenset({"government", "committee", "police", "education", "health", "union", SCHOOL})
# Committee, government and police steer the whole movement; the other sectors see schools and their own line.
SEES = {
    "government": EVERY_SECTOR,
    "committee": EVERY_SECTOR,
    "police": EVERY_SECTOR,
    "education": frozenset({"education", SCHOOL}),
    "health": frozenset({"health", SCHOOL}),
    "union": frozenset({"union", SCHOOL}),
    SCHOOL: frozenset({SCHOOL}),
}
# Whose records a sector keeps besides looking at them: government and committee keep their unit's, police and
# education guide the schools, the others only their own line.
WORKS_IN = {
    "government": EVERY_SECTOR,
    "committee": EVERY_SECTOR,
    "police": frozenset({"police", SCHOOL}),
    "education": frozenset({"education", SCHOOL}),
    "health": frozenset({"health"}),
    "union": frozenset({"union"}),
    SCHOOL: frozenset({SCHOOL}),
}


@dataclass(frozen=True, slots=True)
class Area:
    """A subtree of units seen through one appointment. `path` is a prefix; empty is the whole country.

    `sectors` are seen; what `may_write` and `may_administer` allow holds for `works_in` alone.
    """

    path: str
    sectors: frozenset[str]
    works_in: frozenset[str] = EVERY_SECTOR
    may_write: bool = False
    may_administer: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """One organization seen through an appointment in it."""

    organization_id: int
    may_write: bool = False
    may_administer: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The union of everything a person's current appointments open."""

    areas: tuple[Area, ...] = ()
    own: tuple[Own, ...] = ()
    own_ids: tuple[int, ...] = field(default=())
    # Own organizations outside every area (a school's): only these need a condition beside the areas' ranges.
    apart_ids: tuple[int, ...] = field(default=())

    @property
    def keeps_schools(self) -> bool:
        """Whether there is any organization whose part of the register this person writes."""
        guided = any(area.may_write and SCHOOL in area.works_in for area in self.areas)
        return guided or any(own.may_write and own.organization_id in self.apart_ids for own in self.own)

    def may_write(self, organization) -> bool:
        return self._allows(organization, "may_write")

    def may_administer(self, organization) -> bool:
        return self._allows(organization, "may_administer")

    def sees(self, organization) -> bool:
        return organization.pk in self.own_ids or any(covers(area, organization) for area in self.areas)

    def _allows(self, organization, right: str) -> bool:
        return any(getattr(each, right) and each.organization_id == organization.pk for each in self.own) or any(
            getattr(area, right) and organization.sector in area.works_in and covers(area, organization)
            for area in self.areas
        )


def covers(area: Area, organization) -> bool:
    return organization.sector in area.sectors and organization.place_path.startswith(area.path)


NOTHING = Scope()
