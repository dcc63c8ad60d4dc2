"""Finding the people a rule means, for one organization or for all of a unit, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.accounts.models import Appointment, Beat
from truongan.duty.matrix.places import Somewhere, upwards
from truongan.duty.models import Absence, RuleLevel, RuleTarget, Shift
from truongan.organizations.models import Level, Organization, Sector

Who = RuleTarget.Who
_BY = {
    Who.SCHOOL_HEAD: "school", Who.BEAT: "beat", Who.DUTY: "roster", Who.STATION: "station",
    Who.POST: "post", Who.SUPERIOR: "post", Who.PERSON: "person",
}  # fmt: skip
_ROLES = dict(Appointment.Role.choices)


class Found(NamedTuple):
    """One person found for a target: as part of which organization, as what; `instead_of` whom they stand in for."""

    person_id: int
    organization_id: int | None
    title: str
    by: str
    instead_of: int | None = None


class _Post(NamedTuple):
    person_id: int
    title: str
    role: str
    is_head: bool


class Network:
    """Everybody the matrix may reach around some organizations at one moment. Asks no queries once it is made."""

    def __init__(self, at: datetime, agencies: Q, posts: Q, beats: Q):
        self.day = timezone.localdate(at)
        self._near = agencies
        self._agencies = self._read_agencies(agencies)
        self._posts = self._read_posts(posts)
        self._beats = self._read_beats(beats)
        self._read_the_hour(at)

    def at_hour(self, at: datetime) -> "Network":
        """The same people at another hour of this day, in two queries."""
        if timezone.localdate(at) != self.day:
            raise ValueError(at)
        other = Network.__new__(Network)
        other.day, other._near = self.day, self._near
        other._agencies, other._posts, other._beats = self._agencies, self._posts, self._beats
        other._read_the_hour(at)
        return other

    def _read_the_hour(self, at: datetime) -> None:
        """Who is on duty and who is away; the rest of a network holds the whole day."""
        self._on_duty = self._read_shifts(at)
        self._absent = dict(Absence.objects.at(at).order_by("pk").values_list("person", "deputy"))
        self._known: dict[tuple, bool] = {}

    @classmethod
    def around(cls, organizations: Collection[Somewhere], at: datetime) -> "Network":
        """For these few organizations."""
        paths = {path for each in organizations for path in upwards(each.place_path)}
        own = {each.pk for each in organizations} | {each.reports_to_id for each in organizations}
        over = Q(organization__place_path__in=paths) & ~Q(organization__sector=Sector.SCHOOL)
        return cls(
            at,
            agencies=Q(place_path__in=paths),
            posts=Q(organization__in=own - {None}) | over,
            beats=Q(organization__in=own) | Q(unit__path__in=paths),
        )

    @classmethod
    def within(cls, path: str, at: datetime) -> "Network":
        """For every organization inside the unit of this path (empty: the country)."""
        above = upwards(path)
        # What a school reports to nearly always stands inside the unit or above it; the rest are named one by one.
        apart = Organization.objects.filter(place_path__startswith=path, reports_to__isnull=False).exclude(
            Q(reports_to__place_path__startswith=path) | Q(reports_to__place_path__in=above)
        )
        superiors = set(apart.values_list("reports_to", flat=True)) if path else set()
        return cls(
            at,
            agencies=Q(place_path__startswith=path) | Q(place_path__in=above),
            posts=Q(organization__place_path__startswith=path)
            | Q(organization__place_path__in=above)
            | Q(organization__in=superiors),
            beats=Q(pk__in=Beat.objects.within(path).values("pk")) if path else Q(),
        )

    def step(self, step: RuleLevel, place: Somewhere) -> tuple[list[Found], list[str]]:
        """Whom a level reaches for this organization, each once; and in words whom it names and nobody is."""
        people: dict[int, Found] = {}
        gaps = []
        for target in step.aims:  # type: ignore[attr-defined]  # prefetched by `choosing`
            found = self.people(target, place)
            for each in found:
                people.setdefault(each.person_id, each)
            if not found:
                gaps.append(_("Không tìm thấy ai: %(who)s.") % {"who": target_label(target)})
        return list(people.values()), gaps

    def passed_over(self, step: RuleLevel, place: Somewhere) -> dict[int, str]:
        """Whom a level names and does not tell, by person, with the reason: for the dry run, in the field's words."""
        over: dict[int, str] = {}
        for target in step.aims:  # type: ignore[attr-defined]  # prefetched by `choosing`
            meant = self._meant(target, place)
            for each in meant:
                stands_in = self._standing_in(each.person_id)
                if stands_in is None:
                    over[each.person_id] = _("vắng mặt, chưa có người thay")
                elif stands_in != each.person_id:
                    over[each.person_id] = _("vắng mặt, người thay được báo")
            if target.who == Who.BEAT and meant:
                own = {each.person_id for each in meant}
                of_place = [each for up in upwards(place.place_path) for each in self._beats.get(up, [])]
                for each in of_place:
                    if each.person_id not in own:
                        over.setdefault(each.person_id, _("phụ trách địa bàn, nhưng đã có cán bộ phụ trách gần hơn"))
        return over

    def reaches(self, step: RuleLevel, place: Somewhere) -> bool:
        """Whether a level finds anybody for this organization; what neighbours share is looked up once."""
        return any(self._finds(target, place) for target in step.aims)  # type: ignore[attr-defined]

    def _finds(self, target: RuleTarget, place: Somewhere) -> bool:
        if target.who == Who.SCHOOL_HEAD:
            return place.pk in self._led
        if target.who == Who.SUPERIOR:
            return place.reports_to_id in self._led
        if target.who == Who.BEAT:
            return place.pk in self._watched or not self._watched.isdisjoint(upwards(place.place_path))
        key = (target.pk, place.place_path)  # the same for every school of one place
        if key not in self._known:
            self._known[key] = bool(self.people(target, place))
        return self._known[key]

    def shared(self, place: Somewhere) -> tuple:
        """What two places must have in common so that every level finds somebody for both or for neither."""
        return (
            place.place_path,
            place.pk in self._led,
            place.reports_to_id in self._led,
            place.pk in self._watched,
        )

    @cached_property
    def _led(self) -> set[int]:
        """Organizations somebody leads who is there, or whose deputy is."""
        return {pk for pk in self._posts if any(self._is_there(each.person_id) for each in self.leaders(pk))}

    @cached_property
    def _watched(self) -> set[int | str]:
        """Schools, and units by path, with an officer who is there, or whose deputy is."""
        return {key for key, found in self._beats.items() if any(self._is_there(each.person_id) for each in found)}

    def people(self, target: RuleTarget, place: Somewhere) -> list[Found]:
        """Whom this target means for the organization; who is absent is replaced by the deputy, or left out."""
        return self._present(self._meant(target, place))

    def agency(self, sector: str, level: str, path: str) -> int | None:
        """The agency of that sector and level over a place: the nearest one, of two the older record."""
        return next((pk for up in upwards(path) if (pk := self._agencies.get((sector, level, up)))), None)

    def leaders(self, organization_id: int | None) -> list[_Post]:
        """Who leads an organization: its head; where none is marked, who has the role of a leader; else its admins."""
        posts = self._posts.get(organization_id or 0, [])
        for is_meant in (lambda p: p.is_head, lambda p: p.role == "leader", lambda p: p.role == "admin"):
            if chosen := [each for each in posts if is_meant(each)]:
                return chosen
        return []

    def _meant(self, target: RuleTarget, place: Somewhere) -> list[Found]:
        match target.who:
            case Who.SCHOOL_HEAD:
                return self._of_posts(self.leaders(place.pk), place.pk, target)
            case Who.BEAT:
                return self._officers(place)
            case Who.DUTY:
                return self._of_roster(self.agency(target.sector, target.at_level, place.place_path))
            case Who.STATION:
                station = self.agency(Sector.HEALTH, Level.COMMUNE, place.place_path)
                return self._of_posts(self._posts.get(station or 0, []), station, target)
            case Who.POST:
                agency = self.agency(target.sector, target.at_level, place.place_path)
                return self._of_posts(self.leaders(agency), agency, target)
            case Who.SUPERIOR:
                return self._of_posts(self.leaders(place.reports_to_id), place.reports_to_id, target)
            case _:
                person = target.person
                return [Found(person.pk, person.organization_id, person.post, _BY[Who.PERSON])] if person else []

    def _of_posts(self, posts: list[_Post], organization_id: int | None, target: RuleTarget) -> list[Found]:
        by = _BY[Who(target.who)]
        return [Found(p.person_id, organization_id, p.title or str(_ROLES[p.role]), by) for p in posts]

    def _officers(self, place: Somewhere) -> list[Found]:
        """Officers of the school itself; where none of them is there, those of the commune it stands in."""
        own = self._beats.get(place.pk, [])
        if self._present(own):
            return own
        return next((self._beats[path] for path in upwards(place.place_path) if path in self._beats), own)

    def _of_roster(self, agency: int | None) -> list[Found]:
        return self._on_duty.get(agency or 0, [])

    def _present(self, found: list[Found]) -> list[Found]:
        return [there for each in found if (there := self._there(each))] if self._absent else found

    def _there(self, found: Found) -> Found | None:
        """The person, or who stands in for them."""
        person = self._standing_in(found.person_id)
        if person is None or person == found.person_id:
            return found if person else None
        return found._replace(person_id=person, instead_of=found.person_id)

    def _is_there(self, person_id: int) -> bool:
        return person_id not in self._absent or self._standing_in(person_id) is not None

    def _standing_in(self, person_id: int) -> int | None:
        """Oneself, or one's deputy; deputies of deputies are followed, a circle of them is nobody."""
        person: int | None = person_id
        passed = set()
        while person in self._absent and person not in passed:
            passed.add(person)
            person = self._absent[person]
        return None if person in passed else person

    def _read_agencies(self, condition: Q) -> dict[tuple[str, str, str], int]:
        rows = Organization.objects.filter(condition).exclude(sector=Sector.SCHOOL).on(self.day).order_by("-pk")
        return {(s, lv, path): pk for pk, s, lv, path in rows.values_list("pk", "sector", "level", "place_path")}

    def _read_posts(self, condition: Q) -> dict[int, list[_Post]]:
        rows = Appointment.objects.on(self.day).filter(condition).order_by("organization", "-is_head", "valid_from")
        posts: dict[int, list[_Post]] = defaultdict(list)
        for organization, person, title, role, is_head in rows.values_list(
            "organization", "person", "title", "role", "is_head"
        ):
            posts[organization].append(_Post(person, title, role, is_head))
        return posts

    def _read_beats(self, condition: Q) -> dict[int | str, list[Found]]:
        """By school and by the path of the unit. Who held posts and holds none any more has left the force."""
        posts = Appointment.objects.filter(person=OuterRef("person"))
        gone = Q(Exists(posts)) & ~Q(Exists(posts.on(self.day)))
        rows = Beat.objects.on(self.day).filter(condition).exclude(gone).order_by("valid_from", "pk")
        beats: dict[int | str, list[Found]] = defaultdict(list)
        names = ("organization", "unit__path", "person", "person__organization", "person__post")
        for school, path, person, home, post in rows.values_list(*names):
            beats[school or path].append(Found(person, home, post or _("Cán bộ phụ trách địa bàn"), _BY[Who.BEAT]))
        return dict(beats)

    def _read_shifts(self, at: datetime) -> dict[int, list[Found]]:
        on_duty: dict[int, list[Found]] = defaultdict(list)
        near = Organization.objects.filter(self._near).exclude(sector=Sector.SCHOOL)
        rows = Shift.objects.at(at).filter(roster__organization__in=near.values("pk")).order_by("starts_at", "pk")
        for agency, person, name in rows.values_list("roster__organization", "person", "roster__name"):
            on_duty[agency].append(Found(person, agency, name, _BY[Who.DUTY]))
        return on_duty


def target_label(target: RuleTarget) -> str:
    """`Ca trực của Công an cấp xã`, as a rule's page says it."""
    if target.who == Who.DUTY:
        return _("Ca trực của %(agency)s") % {"agency": _agency(target)}
    if target.who == Who.POST:
        return _("Lãnh đạo %(agency)s") % {"agency": _agency(target)}
    return str(target.person) if target.who == Who.PERSON else str(target.get_who_display())


def _agency(target: RuleTarget) -> str:
    level = str(target.get_at_level_display())
    return f"{target.get_sector_display()} {level[0].lower()}{level[1:]}"
