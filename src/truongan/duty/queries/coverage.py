"""Holes in the network before anything happens: schools nobody answers for, officers out of reach, empty nights.

Counted over all schools of a unit at once, with the same rules and the same people as a real alarm would use: a
fixed number of queries for a commune and for the country.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.accounts.models import Appointment, Beat, Person, User
from truongan.channels.models import Address
from truongan.duty.matrix.choosing import Happening, Matrix, rules_within, steps_along, steps_of
from truongan.duty.matrix.finding import Network
from truongan.duty.matrix.places import Place
from truongan.duty.models import MatrixRule, RuleLevel, RuleTarget, Shift
from truongan.kernel.dates import vn_date
from truongan.kernel.working_days import next_working_day
from truongan.organizations.calendar import Calendars
from truongan.organizations.models import Organization, Sector

NIGHTS = 7  # looked ahead
_DAY, _NIGHT = time(10), time(2)
KINDS = {
    "nobody": gettext_lazy("Không ai được báo"),
    "level": gettext_lazy("Có mức trống"),
    "mute": gettext_lazy("Người không có kênh liên lạc"),
    "expired": gettext_lazy("Chức vụ, địa bàn hết hạn"),
    "night": gettext_lazy("Đêm không có lịch trực"),
    "rule": gettext_lazy("Quy tắc không còn dùng được"),
}


class Hole(NamedTuple):
    """One hole: what is wrong, where, in words; `organization_id` or `person_id` opens the place to mend it."""

    kind: str
    name: str
    words: str
    organization_id: int | None = None
    person_id: int | None = None
    rule_id: int | None = None


@dataclass
class Coverage:
    """What was looked at and what is missing."""

    schools: int
    holes: list[Hole] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(each.kind for each in self.holes)
        return {kind: found[kind] for kind in KINDS}

    def of(self, kind: str) -> list[Hole]:
        return [each for each in self.holes if each.kind == kind] if kind in KINDS else self.holes


def coverage(path: str, at: datetime) -> Coverage:
    """Every hole inside the unit of this path (empty: the country), the worst first.

    Schools are tried for every category and severity some rule there names, on the next working day at 10:00 and in
    the coming night at 02:00.
    """
    matrix = rules_within(path, at)
    places = _places(path)
    found = Coverage(len(places))
    found.holes += sorted(_unanswered(matrix, places, path, at), key=lambda each: each.kind != "nobody")
    found.holes += _mute(path, at)
    found.holes += _expired(path, timezone.localdate(at))
    found.holes += _nights(matrix, path, at)
    found.holes += _dead_rules(path, timezone.localdate(at))
    return found


def _places(path: str) -> list[Place]:
    rows = Organization.objects.schools().filter(closed_on=None, place_path__startswith=path).order_by("sort_key")
    return [Place(*row) for row in rows.values_list("pk", "place_path", "reports_to_id", "name")]


def _unanswered(matrix: Matrix, places: list[Place], path: str, at: datetime) -> Iterator[Hole]:
    """Schools for which a level finds nobody, with the levels and times."""
    trial = _Trial(matrix)
    missing: dict[int, dict[str, set[int]]] = {}
    silent: set[int] = set()
    network: Network | None = None
    for label, moment in _moments(at, trial.calendars, path):
        same_day = network is not None and network.day == timezone.localdate(moment)
        network = network.at_hour(moment) if network and same_day else Network.within(path, moment)
        known: dict[tuple, tuple[bool, set[int]]] = {}
        for place in places:
            key = (place.pk if matrix.has_rules_of(place) else 0, *network.shared(place))
            if key not in known:
                known[key] = trial.empty_levels(network, place, moment)
            is_silent, empty = known[key]
            if is_silent:
                silent.add(place.pk)
            if empty:
                missing.setdefault(place.pk, {}).setdefault(label, set()).update(empty)
    for place in places:
        if place.pk in silent:
            yield Hole("nobody", place.name, _("Có lúc không mức nào tìm được người."), place.pk)
        elif place.pk in missing:
            yield Hole("level", place.name, _empty_levels(missing[place.pk]), place.pk)


class _Trial:
    """Which chains of levels hold at a place and time, whatever happens, and which of their levels are empty."""

    def __init__(self, matrix: Matrix):
        self.calendars = Calendars()
        self._matrix = matrix
        self._cases = _cases(matrix)

    def empty_levels(self, network: Network, place: Place, moment: datetime) -> tuple[bool, set[int]]:
        """Whether some chain finds nobody at all, and the levels of the others that find nobody."""
        is_silent, missing = False, set()
        for steps in self._chains(place, moment):
            empty = [number for number, step in enumerate(steps, start=1) if not network.reaches(step, place)]
            if len(empty) == len(steps):
                is_silent = True
            else:
                missing.update(empty)
        return is_silent, missing

    def _chains(self, place: Place, moment: datetime) -> list[list[RuleLevel]]:
        """The levels of every rule that wins there for some category and severity; no rule: one without levels."""
        local, exceptions = timezone.localtime(moment), self.calendars.of(place.place_path)
        winners = {
            self._matrix.winner(place, Happening(category, severity, local, exceptions))
            for category, severity in self._cases
        }
        return [[step for _rule, step in steps_along(self._matrix.chain(rule))] for rule in winners]


def _empty_levels(missing: dict[str, set[int]]) -> str:
    said = {label: ", ".join(str(each) for each in sorted(levels)) for label, levels in missing.items() if levels}
    if len(set(said.values())) == 1 and len(said) > 1:
        return _("Mức %(levels)s không có người.") % {"levels": next(iter(said.values()))}
    return "; ".join(_("%(when)s: mức %(levels)s không có người") % {"when": w, "levels": n} for w, n in said.items())


def _cases(matrix: Matrix) -> list[tuple[str, str]]:
    """What has to be tried: anything, and whatever some rule names apart."""
    categories = {""} | {code for rule in matrix.rules for code in rule.categories}
    severities = {""} | {code for rule in matrix.rules for code in rule.severities}
    return [(category, severity) for category in sorted(categories) for severity in sorted(severities)]


def _moments(at: datetime, calendars: Calendars, path: str) -> list[tuple[str, datetime]]:
    today = timezone.localdate(at)
    working = next_working_day(today + timedelta(days=1), calendars.of(path))
    return [
        (_("ban ngày"), timezone.make_aware(datetime.combine(working, _DAY))),
        (_("ban đêm"), timezone.make_aware(datetime.combine(today + timedelta(days=1), _NIGHT))),
    ]


def _mute(path: str, at: datetime) -> list[Hole]:
    """People the matrix relies on whom no channel of the product reaches: no sign-in, no address, no telephone."""
    day = timezone.localdate(at)
    heads = _heads(day).filter(organization__place_path__startswith=path).values("person")
    relied = heads.union(Beat.objects.on(day).within(path).values("person"), _coming(at, path).values("person"))
    reached = Exists(User.objects.filter(person=OuterRef("pk"), is_active=True)) | Exists(
        Address.objects.in_use().filter(person=OuterRef("pk"))
    )
    people = Person.objects.filter(pk__in=relied, phone="").exclude(reached).select_related("organization")
    return [
        Hole("mute", each.name, _mute_words(each), each.organization_id, each.pk)
        for each in people.order_by("sort_key", "pk")
    ]


def _mute_words(person: Person) -> str:
    where = f"{person.organization.called}. " if person.organization else ""
    return where + _("Chưa có tài khoản, địa chỉ hay số điện thoại; chỉ gặp trực tiếp được.")


def _heads(day: date):
    return Appointment.objects.on(day).filter(is_head=True)


def _coming(at: datetime, path: str):
    return Shift.objects.between(at, at + timedelta(days=NIGHTS)).filter(
        roster__organization__place_path__startswith=path
    )


def _expired(path: str, day: date) -> list[Hole]:
    """Organizations whose posts have all ended, and beats whose officer holds no post any more."""
    posts = Appointment.objects.filter(organization=OuterRef("pk"))
    left = Organization.objects.filter(Exists(posts), ~Exists(posts.on(day)), place_path__startswith=path).on(day)
    holes = [
        Hole("expired", name, _("Mọi chức vụ ở đây đã hết hạn; không còn ai đứng đầu."), pk)
        for pk, name in left.order_by("sort_key").values_list("pk", "name")
    ]
    held = Appointment.objects.filter(person=OuterRef("person"))
    gone = Beat.objects.on(day).within(path).filter(Exists(held), ~Exists(held.on(day)))
    for beat in gone.select_related("person", "organization", "unit").order_by("person__sort_key", "pk"):
        words = _("Không còn giữ chức vụ nào nhưng vẫn đứng tên phụ trách %(where)s.")
        where = str(beat.organization or beat.unit)
        holes.append(Hole("expired", beat.person.name, words % {"where": where}, None, beat.person_id))
    return holes


def _nights(matrix: Matrix, path: str, at: datetime) -> list[Hole]:
    """Agencies some rule's duty list is asked of, in whose coming nights nobody is on duty."""
    wanted = {
        (aim.sector, aim.at_level)
        for rule in matrix.rules
        for step in steps_of(rule)
        for aim in step.aims  # type: ignore[attr-defined]  # prefetched by `choosing`
        if aim.who == RuleTarget.Who.DUTY
    }
    if not wanted:
        return []
    agencies = Organization.objects.exclude(sector=Sector.SCHOOL).filter(closed_on=None, place_path__startswith=path)
    named = list(agencies.order_by("sort_key").values_list("pk", "name", "sector", "level"))
    shifts = defaultdict(list)
    for agency, start, end in _coming(at, path).values_list("roster__organization", "starts_at", "ends_at"):
        shifts[agency].append((start, end))
    first = timezone.localdate(at) + timedelta(days=1)
    nights = [timezone.make_aware(datetime.combine(first + timedelta(days=each), _NIGHT)) for each in range(NIGHTS)]
    return [
        Hole("night", name, _night_words(empty), pk)
        for pk, name, sector, level in named
        if (sector, level) in wanted
        and (empty := [night for night in nights if not any(start <= night < end for start, end in shifts[pk])])
    ]


def _night_words(nights: list[datetime]) -> str:
    if len(nights) == NIGHTS:
        return _("Chưa có ai trực đêm nào trong %(n)s đêm tới.") % {"n": NIGHTS}
    days = ", ".join(vn_date(timezone.localdate(night) - timedelta(days=1)) for night in nights)
    return _("Chưa có người trực đêm %(days)s.") % {"days": days}


def _dead_rules(path: str, day: date) -> list[Hole]:
    """Rules made for a unit or an organization that is no more."""
    rules = MatrixRule.objects.on(day).touching(path).select_related("unit", "organization")
    gone = rules.filter(Q(unit__valid_to__lte=day) | Q(organization__closed_on__lte=day))
    return [
        Hole("rule", rule.name, _("%(where)s không còn; lập lại quy tắc cho đơn vị hiện nay.")
             % {"where": rule.organization or rule.unit}, rule_id=rule.pk)
        for rule in gone.order_by("pk")
    ]  # fmt: skip
