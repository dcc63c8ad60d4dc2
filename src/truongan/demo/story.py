"""The movement's life in the invented schools, as the workbooks sent about it, in the order of their days."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from truongan.demo.cast import MERGER, ORGANIZATION
from truongan.demo.people import People, Someone
from truongan.demo.places import ARTICLE_DAY, Place, districts
from truongan.demo.register import GROUP_NAMES, Founding, Group, Member, Register, Scheme, Team, build_register
from truongan.demo.rows import (
    Sending,
    add_group,
    add_scheme,
    checked_group_row,
    declared,
    event_row,
    group_member_row,
    school_row,
    team_member_row,
)
from truongan.demo.schools import School, build_schools
from truongan.kernel.text import fold

SEED = 1646
FIRST_ROUND = date(2021, 11, 15)
TOPICS = (
    "Tuyên truyền an toàn giao thông cổng trường", "Sinh hoạt chuyên đề phòng, chống bạo lực học đường",
    "Ký cam kết không tàng trữ pháo nổ", "Tập huấn kỹ năng phòng, chống ma túy, thuốc lá điện tử",
    "Diễn tập phòng cháy, chữa cháy", "Tuyên truyền phòng, chống dịch bệnh", "Nói chuyện về an toàn trên mạng",
)  # fmt: skip
# Share of schools by how alive their movement is, with the chance that a round finds something done.
_ENERGY = ((0.45, 0.92), (0.35, 0.45), (0.2, 0.04))
_NEW_PER_YEAR = (34, 26, 22, 18, 15)
_OVERSTATED = ("217", "219")  # districts in which some schools declare more than they list
_COMMUNES_THAT_TELL = ("222", "217")  # those of the cast's two districts of old send their own workbooks since 2025


class Story:
    """Tells everything once, from one seed: `sendings(until)` is the same up to any day it is asked for."""

    def __init__(self, seed: int = SEED) -> None:
        self.rng = Random(seed)  # noqa: S311 - invents people, guards nothing
        self.schools = build_schools(self.rng)
        self.people = People(self.rng)
        self.founding = Founding(self.rng, self.people)
        self.register: Register = build_register(self.rng, self.schools, self.people)
        self.energy = {school.code: self._energy(school) for school in self.schools}

    def sendings(self, until: date) -> Iterator[Sending]:
        """Every workbook sent up to `until`, oldest first."""
        yield from self._first_sendings()
        day = FIRST_ROUND
        while day <= until:
            if day.month != 7:  # schools are on holiday, nobody asks
                yield self._round(day)
            day = _two_months_later(day)
            yearly = date(day.year, 9, 30)
            if day.month == 11 and yearly <= until:
                yield from self._new_school_year(yearly)

    def _first_sendings(self) -> Iterator[Sending]:
        totals = declared(self.register)
        for place in districts():
            sending = Sending(
                f"2021-09-{_slug(place)}", "district", f"Tổng hợp mô hình, tổ tự quản, nhóm kết nối {place.full_name}",
                f"Ban Chỉ đạo {place.in_sentence}", ARTICLE_DAY, mess=1.0,
            )  # fmt: skip
            for school in self._in_district(place):
                row = school_row(school, "2021-2022", school.commune.place.full_name, place.full_name)
                sending.add("schools", row | self._as_declared(school, totals))
            for scheme in self.register.schemes:
                if scheme.school.commune.district == place:
                    add_scheme(sending, scheme)
            for group in self.register.groups:
                if group.school.commune.district == place:
                    add_group(sending, group)
            yield sending

    def _as_declared(self, school: School, totals: dict[str, dict]) -> dict:
        row = dict(totals.get(school.code, {}))
        if row and school.commune.district.code in _OVERSTATED and self.rng.random() < 0.25:
            row["declared_teams"] += 1
            row["declared_team_members"] += self.rng.randint(3, 9)
        return row

    def _in_district(self, place: Place) -> list[School]:
        return [school for school in self.schools if school.commune.district == place]

    # Every two months the movement office asks round: what was done, which groups are alive.

    def _round(self, day: date) -> Sending:
        province = "Bắc Giang" if day < MERGER else "Bắc Ninh"
        sending = Sending(
            f"{day:%Y-%m}-kiem-tra", "province", f"Kết quả kiểm tra mô hình, nhóm kết nối tháng {day:%m/%Y}",
            f"Cơ quan thường trực Ban Chỉ đạo tỉnh {province}", day,
        )  # fmt: skip
        for scheme in self._living_schemes(day):
            if self.rng.random() < self.energy[scheme.school.code]:
                kind = {1: "reviewed", 5: "concluded"}.get(day.month, "active")
                on = self.founding.day(day - timedelta(days=24), day - timedelta(days=1))
                note = self.rng.choice(TOPICS) if kind == "active" else ""
                sending.add("events", event_row(scheme, kind, on, note))
            self._honour(sending, scheme, day)
        for group in self.register.groups:
            if group.ended_on is None and self.rng.random() < self.energy[group.school.code]:
                on = self.founding.day(day - timedelta(days=12), day)
                shown = max(group.size + self.rng.choice((-1, 0, 0, 0, 1, 3)), 1)
                sending.add("groups", checked_group_row(group, on, self.rng.random() < 0.95, shown))
        return sending

    def _honour(self, sending: Sending, scheme: Scheme, day: date) -> None:
        """A few lively ones are recognised as exemplary when the school year ends."""
        if day.month == 5 and self.energy[scheme.school.code] > 0.9 and self.rng.random() < 0.06:
            on = self.founding.day(day - timedelta(days=10), day - timedelta(days=1))
            number = f"{self.rng.randint(1200, 4800)}/QĐ-UBND"
            by = "UBND tỉnh Bắc Giang" if day < MERGER else "UBND tỉnh Bắc Ninh"
            decision = {"decision_number": number, "decision_on": on, "decided_by": by}
            sending.add("events", event_row(scheme, "recognised", on, "Điển hình tiên tiến", **decision))

    # When a school year begins: people change, schemes are replicated or removed. Districts tell, communes since 2025.

    def _new_school_year(self, day: date) -> Iterator[Sending]:
        if day > MERGER:
            self.people.follow_merger()
        sendings: dict[str, Sending] = {}
        year = f"{day.year}-{day.year + 1}"
        for school in self._schools_with_schemes():
            self._grow(school)
            self._sending(sendings, school, day).add("schools", self._profile(school, year, day))
        for scheme in self._living_schemes(day):
            fate = self.rng.random()
            sending = self._sending(sendings, scheme.school, day)
            if fate < 0.025 and not _is_of_the_cast(scheme.school):
                self._remove(sending, scheme, day)
            elif fate < 0.32:
                self._restaff(sending, scheme, day)
        for scheme in self._replicas(day):
            sending = self._sending(sendings, scheme.school, day)
            add_scheme(sending, scheme)
            self._form_group(sending, scheme, day)
        yield from (sendings[key] for key in sorted(sendings))

    def _sending(self, sendings: dict[str, Sending], school: School, day: date) -> Sending:
        kind, place = _sender(school, day)
        key = place.code if place else ""
        if key not in sendings:
            name = place.in_sentence if place else "các xã, phường còn lại"
            sendings[key] = Sending(
                f"{day:%Y-%m}-{_slug(place) if place else 'tinh-tong-hop'}", kind,
                f"Mô hình, tổ tự quản, nhóm kết nối đầu năm học {day.year}-{day.year + 1}, {name}",
                f"Ban Chỉ đạo {name}" if place else "Cơ quan thường trực Ban Chỉ đạo tỉnh Bắc Ninh", day, mess=0.3,
            )  # fmt: skip
        return sendings[key]

    def _profile(self, school: School, year: str, day: date) -> dict:
        return school_row(school, year, school.commune.heir.full_name if day.year == MERGER.year else "")

    def _grow(self, school: School) -> None:
        school.pupils = round(school.pupils * self.rng.uniform(0.98, 1.06))
        school.staff_count += self.rng.choice((-1, 0, 0, 1))

    def _restaff(self, sending: Sending, scheme: Scheme, day: date) -> None:
        on = self.founding.day(day - timedelta(days=24), day - timedelta(days=5))
        decision = {"decision_number": self.founding.decision_number(scheme.school), "decision_on": on}
        sending.add("events", event_row(scheme, "restaffed", on, "Kiện toàn đầu năm học", **decision))
        for team in scheme.teams:
            leaving = [each for each in team.members if self._may_leave(scheme.school, each)]
            for member in self.rng.sample(leaving, min(len(leaving), self.rng.choice((0, 1, 1, 2)))):
                assert member.someone
                self._leave(sending, scheme.school, member.someone, on)
                self._join(sending, scheme, team, member, on)

    def _join(self, sending: Sending, scheme: Scheme, team: Team, gone: Member, on: date) -> None:
        """A newcomer takes the seat, and mostly the one in the school's groups too."""
        newcomer = self.people.join(scheme.school)
        joining = Member(gone.role, newcomer, since=on)
        team.members.append(joining)
        sending.add("team_members", team_member_row(scheme, team, joining))
        for group in self.register.groups:
            left = any(each.someone is gone.someone for each in group.members)
            if group.school is scheme.school and group.ended_on is None and left and self.rng.random() < 0.85:
                seat = Member("member", newcomer, since=on)
                group.members.append(seat)
                sending.add("group_members", group_member_row(group, seat))

    def _may_leave(self, school: School, member: Member) -> bool:
        return member.someone is not None and member.until is None and member.someone not in school.staff[:5]

    def _leave(self, sending: Sending, school: School, someone: Someone, on: date) -> None:
        """A teacher leaves the school, and with it every team and group there."""
        school.staff.remove(someone)
        for scheme in self.register.schemes:
            if scheme.school is school and scheme.removed_on is None:
                for team, member in _places(scheme.teams, someone):
                    member.until = on - timedelta(days=1)
                    sending.add("team_members", team_member_row(scheme, team, member))
        own = [group for group in self.register.groups if group.school is school and group.ended_on is None]
        for group, member in _places(own, someone):
            member.until = on - timedelta(days=1)
            sending.add("group_members", group_member_row(group, member))

    def _remove(self, sending: Sending, scheme: Scheme, day: date) -> None:
        scheme.removed_on = self.founding.day(day - timedelta(days=24), day - timedelta(days=2))
        note = "Không còn hoạt động, thanh loại sau rà soát"
        sending.add("events", event_row(scheme, "removed", scheme.removed_on, note))
        for group in self.register.groups:
            if group.scheme is scheme and group.ended_on is None:
                group.ended_on = scheme.removed_on  # as its teams do: the register ends them with it

    def _replicas(self, day: date) -> Iterator[Scheme]:
        """New schemes of the year, each after an older one of its type, with teams and a group."""
        count = _NEW_PER_YEAR[min(day.year - 2022, len(_NEW_PER_YEAR) - 1)]
        for _ in range(count):
            scheme = self._replica(day)
            self.founding.teams(scheme, [self.rng.randint(6, 11) for _ in range(self.rng.choice((1, 2)))])
            self.register.schemes.append(scheme)
            yield scheme

    def _form_group(self, sending: Sending, scheme: Scheme, day: date) -> None:
        turn = sum(group.school is scheme.school for group in self.register.groups)
        if turn < len(GROUP_NAMES):
            formed_on = self.founding.day(scheme.since, day - timedelta(days=1))
            group = self.founding.group(scheme, self.rng.randint(8, 13), turn, formed_on)
            group.checked_on = formed_on
            self.register.groups.append(group)
            add_group(sending, group)

    def _replica(self, day: date) -> Scheme:
        type_code = self.rng.choice(("truong-hoc-an-toan", "truong-hoc-an-toan", "lien-ket"))
        having = {scheme.school.code for scheme in self.register.schemes if scheme.type == type_code}
        free = [school for school in self.schools if school.code not in having]
        decided = self.founding.day(day - timedelta(days=25), day - timedelta(days=12))
        school = self.rng.choice(free)
        pilots = [
            each.school
            for each in self._living_schemes(day)
            if each.type == type_code and _are_near(each.school, school, day)
        ]
        return Scheme(
            school, type_code, "replicated", self.founding.decision_number(school), decided,
            self.founding.day(decided + timedelta(days=2), day - timedelta(days=1)), 
            pilot=self.rng.choice(pilots) if pilots else None,
        )  # fmt: skip

    def _living_schemes(self, day: date) -> list[Scheme]:
        return [each for each in self.register.schemes if each.removed_on is None and each.since < day]

    def _schools_with_schemes(self) -> list[School]:
        having = {scheme.school.code for scheme in self.register.schemes}
        return [school for school in self.schools if school.code in having]

    def _energy(self, school: School) -> float:
        if _is_of_the_cast(school):
            return 1.0
        return self.rng.choices([chance for _, chance in _ENERGY], [share for share, _ in _ENERGY])[0]


def _places(holders: list[Team] | list[Group], someone: Someone) -> list[tuple]:
    return [
        (holder, member)
        for holder in holders
        for member in holder.members
        if member.someone is someone and member.until is None
    ]


def _sender(school: School, day: date) -> tuple[str, Place | None]:
    """Districts told until 2025; since then communes do, and the province's office for those that do not yet."""
    if day < MERGER:
        return "district", school.commune.district
    if school.commune.district.code in _COMMUNES_THAT_TELL:
        return "commune", school.commune.heir
    return "province", None


def _are_near(one: School, other: School, day: date) -> bool:
    """Told about by the same sender, who can name the one as the model of the other."""
    return _sender(one, day) == _sender(other, day)


def _is_of_the_cast(school: School) -> bool:
    return any(each.code == school.code for each in ORGANIZATION.values())


def _two_months_later(day: date) -> date:
    return date(day.year + (day.month > 10), (day.month + 1) % 12 + 1, day.day)


def _slug(place: Place) -> str:
    return fold(place.full_name).replace(" ", "-").replace(",", "")
