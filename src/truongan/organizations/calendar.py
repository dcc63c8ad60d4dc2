"""On which days offices and schools of a place work otherwise than the public calendar says."""

from datetime import date

from truongan.organizations.models import CalendarException, Organization


class Calendars:
    """The exceptions of many places at once, read in one query; `of(path)` asks nothing more."""

    def __init__(self, since: date | None = None):
        rows = CalendarException.objects.select_related("unit")
        self._rows = sorted(
            (row.unit.path if row.unit else "", row.schools_only, row.day, row.is_working)
            for row in (rows.filter(day__gte=since) if since else rows)
        )
        self._known: dict[tuple[str, bool], dict[date, bool]] = {}

    def of(self, path: str, *, school: bool = False) -> dict[date, bool]:
        """Day → whether it is worked by whoever stands at `path`: the nearest unit decides, then the school rule."""
        if (path, school) not in self._known:
            # In the order of the rows: a longer path comes after its prefix, schools after everyone.
            self._known[path, school] = {
                day: is_working
                for prefix, schools_only, day, is_working in self._rows
                if path.startswith(prefix) and (school or not schools_only)
            }
        return self._known[path, school]

    def of_organization(self, organization: Organization) -> dict[date, bool]:
        return self.of(organization.place_path, school=organization.is_school)


def exceptions_for(path: str, *, school: bool = False, since: date | None = None) -> dict[date, bool]:
    """The exceptions that hold at a place (`place_path` of an organization, `path` of a unit). One query.

    `school`: also those kept for schools alone. Fits every function of `kernel.working_days`.
    """
    return Calendars(since).of(path, school=school)
