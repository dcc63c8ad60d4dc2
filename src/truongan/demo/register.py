"""What the invented schools registered up to the day of the article, adding up to its totals."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from truongan.demo import targets
from truongan.demo.allocation import shares, spread
from truongan.demo.cast import ORGANIZATION
from truongan.demo.people import People, Someone
from truongan.demo.places import ARTICLE_DAY
from truongan.demo.schools import School
from truongan.kernel.text import fold

START = date(2021, 8, 2)  # the first Monday after Công văn 1646/BCĐ of 29/07/2021
TEAM_NAMES = (
    "Tổ tự quản cổng trường", "Tổ an toàn giao thông", "Tổ phòng, chống dịch", "Đội cờ đỏ", "Tổ phòng, chống ma túy",
    "Tổ phòng, chống bạo lực học đường", "Tổ tự quản khu nhà xe", "Tổ tuyên truyền măng non",
    "Tổ phòng cháy, chữa cháy",
    "Tổ an ninh mạng học đường", "Tổ tự quản khu bán trú", "Tổ trực ban an ninh",
)  # fmt: skip
PUPILS = ("Học sinh đội cờ đỏ", "Học sinh ban cán sự lớp", "Học sinh lớp 9A", "Đoàn viên, đội viên nòng cốt")
PARENTS = "Phụ huynh đại diện các lớp"
GROUP_NAMES = (
    "ANTT {}",
    "Kết nối an toàn {}",
    "Tổ tự quản {}",
    "Phụ huynh - Công an {}",
    "Y tế học đường {}",
    "Trực ban {}",
)


@dataclass(slots=True, eq=False)
class Member:
    """A place in a team or group: a person, or so many people without names. `until` is the last day."""

    role: str
    someone: Someone | None = None
    count: int = 1
    label: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(slots=True, eq=False)
class Team:
    name: str
    members: list[Member]
    formed_on: date | None = None

    @property
    def size(self) -> int:
        return sum(each.count for each in self.members if each.until is None)


@dataclass(slots=True, eq=False)
class Scheme:
    school: School
    type: str
    entry: str
    decision_number: str = ""
    decision_on: date | None = None
    launched_on: date | None = None
    renewed_on: date | None = None
    pilot: School | None = None
    teams: list[Team] = field(default_factory=list)
    removed_on: date | None = None

    @property
    def since(self) -> date:
        """The first day it counts: of its decision or its launch."""
        return min(day for day in (self.decision_on, self.launched_on) if day)


@dataclass(slots=True, eq=False)
class Group:
    school: School
    scheme: Scheme
    name: str
    formed_on: date
    members: list[Member]
    checked_on: date | None = None
    is_active: bool = True
    link: str = ""
    ended_on: date | None = None

    @property
    def size(self) -> int:
        return sum(each.count for each in self.members if each.until is None)


@dataclass(slots=True)
class Register:
    schemes: list[Scheme]
    groups: list[Group]


class Founding:
    """Sets up schemes, teams and groups: those of 2021, and later ones one by one."""

    def __init__(self, rng: Random, people: People) -> None:
        self.rng = rng
        self.people = people
        self._numbers: dict[str, int] = {}

    def day(self, first: date, last: date) -> date:
        """A working day between two days, both included (the first when the week-end runs past the last)."""
        day = first + timedelta(days=self.rng.randint(0, max((last - first).days, 0)))
        while day.weekday() > 4 and day > first:
            day -= timedelta(days=1)
        return day

    def decision_number(self, school: School) -> str:
        self._numbers[school.code] = self._numbers.get(school.code, 0) + self.rng.randint(3, 19)
        return f"{self._numbers[school.code]:02d}/{school.decision_symbol}"

    def teams(self, scheme: Scheme, sizes: list[int]) -> None:
        """Give a scheme its teams of these sizes; teachers of a small staff stand in more than one."""
        named = [_named_part(self.rng, scheme.school, size) for size in sizes]
        pool = self.people.staff(scheme.school, max(max(named), round(sum(named) * 0.82), 5))
        names = self.rng.sample(TEAM_NAMES, len(sizes))
        for place, (size, persons) in enumerate(zip(sizes, named, strict=True)):
            chosen = self._chosen(pool, persons, place)
            roles = _roles(self.rng, persons, place)
            members = [Member(role, someone) for role, someone in zip(roles, chosen, strict=True)]
            if size > persons:
                members.append(Member("member", None, size - persons, self.rng.choice(PUPILS)))
            scheme.teams.append(Team(names[place], members))

    def group(self, scheme: Scheme, size: int, turn: int, formed_on: date) -> Group:
        """A group of exactly `size`: school, area police and health where they joined, team members, parents."""
        school, rng = scheme.school, self.rng
        staff = self.people.staff(school, 5)
        joined = [("school", staff[0])]
        is_home = school.code == ORGANIZATION["school"].code
        if is_home or rng.random() < 0.93:
            joined.append(("area_police", rng.choice(self.people.police(school.commune))))
        if is_home or rng.random() < 0.9:
            joined.append(("health", rng.choice(self.people.health(school.commune))))
        if rng.random() < 0.6:
            joined.append(("health", staff[3]))
        members = [Member(role, someone) for role, someone in _without_namesakes(joined)]
        others = self._team_people(school, scheme, {fold(someone.name) for _, someone in joined})
        room = size - len(members)
        persons = (
            min(room - rng.randint(2, 6), len(others)) if room > 8 and rng.random() < 0.3 else min(room, len(others))
        )
        members += [Member("member", someone) for someone in rng.sample(others, persons)]
        if room > persons:
            members.append(Member("member", None, room - persons, PARENTS))
        name = GROUP_NAMES[turn].format(school.short_name)
        link = f"https://zalo.me/g/minhhoa{rng.randrange(36**5):06d}" if rng.random() < 0.7 else ""
        return Group(school, scheme, name, formed_on, members[:size], link=link)

    def _chosen(self, pool: list[Someone], count: int, place: int) -> list[Someone]:
        """People for one team; the head of the school leads the first one."""
        first = pool[:3] if place == 0 and count >= 3 else []
        return [*first, *self.rng.sample([each for each in pool if each not in first], count - len(first))]

    def _team_people(self, school: School, scheme: Scheme, taken: set[str]) -> list[Someone]:
        people = [each.someone for team in scheme.teams for each in team.members if each.someone]
        return [someone for someone in dict.fromkeys([*people, *school.staff]) if fold(someone.name) not in taken]


def build_register(rng: Random, schools: list[School], people: People) -> Register:
    """322 schemes with their teams and groups; every total is shared out, so the sums are exact."""
    founding = Founding(rng, people)
    schemes = _schemes(founding, schools)
    sizes = iter(_sizes(rng, targets.TEAM_MEMBERSHIPS, targets.TEAMS, least=2))
    for scheme, count in zip(schemes, shares(targets.TEAMS, _weights(rng, schemes), least=1), strict=True):
        founding.teams(scheme, [next(sizes) for _ in range(count)])
    return Register(schemes, _groups(founding, schemes))


def _schemes(founding: Founding, schools: list[School]) -> list[Scheme]:
    rng, schemes = founding.rng, []
    per_type = shares(targets.SCHEMES, list(targets.TYPE_WEIGHTS.values()))
    for type_code, total in zip(targets.TYPE_WEIGHTS, per_type, strict=True):
        hosts = _hosts(rng, schools, total)
        counts = shares(total, list(targets.ENTRY_WEIGHTS.values()))
        entries = spread(dict(zip(targets.ENTRY_WEIGHTS, counts, strict=True)))
        built: list[School] = []
        for school, entry in zip(hosts, entries, strict=True):
            scheme = Scheme(school, type_code, entry)
            if entry == "replicated":
                near = [each for each in built if each.commune.district == school.commune.district]
                scheme.pilot = rng.choice(near) if near and rng.random() < 0.85 else None
            elif entry == "built":
                built.append(school)
            _date(founding, scheme)
            schemes.append(scheme)
    return schemes


def _hosts(rng: Random, schools: list[School], total: int) -> list[School]:
    """Schools that have a type, by level; those of the cast first."""
    cast = {each.code for each in ORGANIZATION.values()}
    chosen: list[School] = []
    for level, count in zip(targets.LEVEL_WEIGHTS, shares(total, list(targets.LEVEL_WEIGHTS.values())), strict=True):
        of_level = [school for school in schools if school.level == level]
        fixed = [school for school in of_level if school.code in cast][:count]
        others = [school for school in of_level if school not in fixed]
        chosen += fixed + rng.sample(others, count - len(fixed))
    rng.shuffle(chosen)
    return sorted(chosen, key=lambda school: school.code not in cast)


def _date(founding: Founding, scheme: Scheme) -> None:
    """Decision, launch and renewal: new schemes since the directive, renewed ones from the winter before."""
    rng = founding.rng
    if scheme.entry in ("built", "replicated"):
        first = START if scheme.entry == "built" else START + timedelta(days=14)
        decided = founding.day(first, ARTICLE_DAY - timedelta(days=8))
        has_launch, has_decision = rng.random() < 0.85, rng.random() < 0.92
        scheme.launched_on = founding.day(decided + timedelta(days=1), ARTICLE_DAY - timedelta(days=1))
    else:
        decided = founding.day(date(2021, 1, 11), date(2021, 5, 28))
        has_launch, has_decision = rng.random() < 0.5, rng.random() < 0.96
        scheme.launched_on = founding.day(decided + timedelta(days=2), date(2021, 6, 11))
        scheme.renewed_on = founding.day(START, ARTICLE_DAY - timedelta(days=2))
    if scheme.school.code == ORGANIZATION["school"].code:
        decided, has_launch, has_decision = date(2021, 8, 30), True, True
        scheme.launched_on = date(2021, 9, 5)  # opening day of the school year
        scheme.entry, scheme.pilot, scheme.renewed_on = "built", None, None
    if has_decision:
        scheme.decision_number, scheme.decision_on = founding.decision_number(scheme.school), decided
        scheme.launched_on = scheme.launched_on if has_launch else None


def _groups(founding: Founding, schemes: list[Scheme]) -> list[Group]:
    rng = founding.rng
    by_school: dict[str, list[Scheme]] = {}
    for scheme in schemes:
        by_school.setdefault(scheme.school.code, []).append(scheme)
    hosts = list(by_school.values())
    counts = shares(targets.GROUPS, [rng.choice((1, 2, 2, 3)) * len(each) for each in hosts], least=1)
    sizes = iter(_sizes(rng, targets.GROUP_MEMBERSHIPS, targets.GROUPS, least=5))
    groups = []
    for owned, count in zip(hosts, counts, strict=True):
        for turn in range(count):
            scheme = owned[turn % len(owned)]
            formed_on = founding.day(max(scheme.since, START), ARTICLE_DAY - timedelta(days=1))
            group = founding.group(scheme, next(sizes), turn, formed_on)
            if rng.random() < 0.86 or scheme.school.code == ORGANIZATION["school"].code:
                group.checked_on = founding.day(formed_on, ARTICLE_DAY - timedelta(days=1))
                group.is_active = rng.random() < 0.92
            groups.append(group)
    return groups


def _without_namesakes(joined: list[tuple[str, Someone]]) -> list[tuple[str, Someone]]:
    """Two people of one name in one group could not be told apart by a reader of the list."""
    return list({fold(someone.name): (role, someone) for role, someone in reversed(joined)}.values())[::-1]


def _sizes(rng: Random, total: int, count: int, least: int) -> list[int]:
    """Sizes of teams or groups around their mean; a few are no larger than they must be."""
    weights = [0 if rng.random() < 0.03 else rng.triangular(0.1, 2.0, 1.0) for _ in range(count)]
    return shares(total, weights, least=least)


def _weights(rng: Random, schemes: list[Scheme]) -> list[float]:
    return [rng.choice((1, 1, 2, 2, 3)) for _ in schemes]


def _named_part(rng: Random, school: School, size: int) -> int:
    """How many of a team are named: pupils never are, and only older ones take part."""
    takes_pupils = school.level in ("THCS", "THPT", "GDTX") and size >= 8 and rng.random() < 0.7
    return size - rng.randint(3, size // 2) if takes_pupils else size


def _roles(rng: Random, persons: int, place: int) -> list[str]:
    leading = ["head", "deputy", "leader"] if place == 0 and persons >= 3 else ["leader", "vice_leader"]
    if rng.random() < 0.05:
        leading = []  # a list that forgot to say who leads
    return (leading + ["member"] * persons)[:persons]
