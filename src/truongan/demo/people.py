"""The invented people of schools, area police and health stations."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from truongan.demo.cast import CAST, ORGANIZATION, Member
from truongan.demo.names import person_name
from truongan.demo.places import Commune, Place, communes
from truongan.kernel.text import fold

HEAD, DEPUTY, NURSE, GUARD, TEACHER = "Hiệu trưởng", "Phó Hiệu trưởng", "Nhân viên y tế", "Bảo vệ", "Giáo viên"
_FIRST_POSTS = (HEAD, DEPUTY, TEACHER, NURSE, GUARD)
_PREFIXES = [f"{first}{second}" for first in ("09", "08", "07", "05", "03") for second in range(10)]
_RESERVED = 100  # the first hundred numbers of 090 belong to the cast
_WITHOUT_PHONE = 0.14


@dataclass(slots=True, eq=False)
class Someone:
    """An invented person. `employer` is empty for the staff of the school whose list they stand on."""

    name: str
    phone: str
    birth_year: int
    post: str
    employer: str = ""


class People:
    """Makes people on demand: the staff of schools, the police and health staff of communes."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._numbers = count(_RESERVED)
        self._officers: dict[tuple[str, Commune], list[Someone]] = {}
        self._has_merged = False

    def staff(self, school, size: int) -> list[Someone]:
        """The first `size` people on a school's list, which grows as needed; its head comes first."""
        while len(school.staff) < size:
            place = len(school.staff)
            post = _FIRST_POSTS[place] if place < len(_FIRST_POSTS) else TEACHER
            someone = _of_the_cast(school.code, place) or self._newcomer(school, post)
            school.names.add(fold(someone.name))
            school.staff.append(someone)
        return school.staff[:size]

    def join(self, school) -> Someone:
        """A teacher who is new to the school."""
        someone = self._newcomer(school, TEACHER)
        school.staff.append(someone)
        return someone

    def police(self, commune: Commune) -> list[Someone]:
        """The one or two officers in charge of a commune."""
        return self._in_commune(commune, "Công an", "Cán bộ Công an phụ trách địa bàn", "commune-police-2021")

    def health(self, commune: Commune) -> list[Someone]:
        """The one or two people of a commune's health station who stand in groups."""
        return self._in_commune(commune, "Trạm Y tế", "Y sĩ", "commune-health-2021")

    def officers(self) -> Iterator[tuple[str, Commune, Someone]]:
        """(agency, commune of 2021, person) of everybody who stands in a group for an agency."""
        for (agency, commune), officers in self._officers.items():
            for someone in officers:
                yield agency, commune, someone

    def follow_merger(self) -> None:
        """From July 2025 they work in the agencies of the communes of today."""
        self._has_merged = True
        for (agency, commune), officers in self._officers.items():
            for someone in officers:
                someone.employer = agency_today(agency, commune.heir)

    def _in_commune(self, commune: Commune, agency: str, post: str, cast_home: str) -> list[Someone]:
        key = agency, commune
        if key not in self._officers:
            employer = agency_today(agency, commune.heir) if self._has_merged else agency_name(agency, commune)
            known = [
                _as_someone(each, employer) for each in CAST if each.posts and each.posts[0].organization == cast_home
            ]
            is_home = commune.place.code == "07795"
            made = known if is_home else [self._make(post, employer) for _ in range(self._rng.choice((1, 1, 2)))]
            self._officers[key] = made
        return self._officers[key]

    def _newcomer(self, school, post: str) -> Someone:
        """Nobody bears the name of a colleague of any year: without a phone a person is told by name and school."""
        while True:
            someone = self._make(post, "", post == HEAD or self._rng.random() > _WITHOUT_PHONE)
            if fold(someone.name) not in school.names:
                school.names.add(fold(someone.name))
                return someone

    def _make(self, post: str, employer: str, has_phone: bool = True) -> Someone:
        is_woman = self._rng.random() < (0.25 if post == GUARD or "Công an" in post else 0.68)
        name = person_name(self._rng, is_woman)
        return Someone(name, self._number() if has_phone else "", self._rng.randint(1964, 1998), post, employer)

    def _number(self) -> str:
        """Invented mobile numbers of one shape, 09x 0000 xxx, never the same twice."""
        place = next(self._numbers)
        return f"{_PREFIXES[place // 1000]}0000{place % 1000:03d}"


def agency_name(agency: str, commune: Commune) -> str:
    """`Công an thị trấn Nếnh`; with the district where two communes of the province share a name."""
    twins = sum(each.place.name == commune.place.name for each in communes()) > 1
    return agency_today(agency, commune.place) + (f", {commune.district.in_sentence}" if twins else "")


def agency_today(agency: str, place: Place) -> str:
    """`Trạm Y tế phường Nếnh`."""
    return f"{agency} {place.in_sentence}"


def _of_the_cast(school_code: str, place: int) -> Someone | None:
    """The head of a school of the cast stands first on its list, the teacher third."""
    for each in CAST:
        wanted = 0 if each.username.startswith("hieu-truong") else 2
        if place == wanted and each.posts and ORGANIZATION[each.posts[0].organization].code == school_code:
            return _as_someone(each, "")
    return None


def _as_someone(member: Member, employer: str) -> Someone:
    return Someone(member.name, member.phone, member.birth_year, member.work, employer)
