"""Something of duty for each of its addresses, and a small network the tests are told with."""

from datetime import UTC, date, datetime, timedelta

from tests.factories import START, make_group, make_person
from truongan.accounts.models import Appointment, Beat
from truongan.duty.matrix.shipped import take_in_defaults
from truongan.duty.models import (
    Absence,
    Asked,
    LivenessNorm,
    MatrixRule,
    RollCall,
    RollCallSchedule,
    Roster,
    RuleLevel,
    RuleTarget,
    Shift,
)
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, 10:00 in Viet Nam
NIGHT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)  # 02:00 of Tuesday in Viet Nam
TODAY = date(2026, 11, 23)


def make_head(cast, who: str = "hieu_truong") -> Appointment:
    """The member of the cast heads their organization."""
    post = getattr(cast, who).person.appointments.get()
    post.is_head, post.title = True, "Người đứng đầu"
    post.save()
    return post


def make_beat(person, **where) -> Beat:
    return Beat.objects.create(person=person, valid_from=START, **where)


def commune_of(organization: Organization) -> AdministrativeUnit:
    return AdministrativeUnit.objects.get(path=organization.place_path)


def staff(cast) -> None:
    """The head of the school, the area officer of the commune, heads of its police and committee."""
    take_in_defaults()
    make_head(cast)
    make_head(cast, "truong_phong_xa")
    make_beat(cast.cong_an_xa.person, unit=commune_of(cast.school))


def make_roster(organization: Organization, person=None, *, start=NOW, hours: int = 24) -> Roster:
    roster = Roster.objects.create(organization=organization, name="Trực ban", created_at=NOW)
    if person:
        make_shift(roster, person, start=start, hours=hours)
    return roster


def make_shift(roster: Roster, person, *, start=NOW, hours: int = 24) -> Shift:
    return Shift.objects.create(roster=roster, person=person, starts_at=start, ends_at=start + timedelta(hours=hours))


def make_rule(name: str = "Quy tắc thử", *, levels=(("school_head",),), **fields) -> MatrixRule:
    """`levels`: for each the targets, `post:police:commune` or plain."""
    rule = MatrixRule.objects.create(name=name, valid_from=fields.pop("valid_from", START), **fields)
    for number, targets in enumerate(levels, start=1):
        level = RuleLevel.objects.create(rule=rule, number=number, timeout_minutes=10)
        for target in targets:
            who, sector, at_level = (*target.split(":"), "", "")[:3]
            RuleTarget.objects.create(level=level, who=who, sector=sector, at_level=at_level)
    return rule


def no_rules() -> None:
    """As if nobody had ever decided who is told."""
    MatrixRule.objects.update(continues_with=None)
    MatrixRule.objects.all().delete()


def make_rollcall(cast, people=(), **fields) -> RollCall:
    """A roll-call of the commune committee in which these were asked as part of the school."""
    fields.setdefault("key", f"k{RollCall.objects.count()}")
    rollcall = RollCall.objects.create(
        organization=fields.pop("organization", cast.commune_committee), title="Điểm danh thử", parts=["groups"],
        called_at=NOW, closes_at=NOW + timedelta(days=1), asked_count=len(people), **fields,
    )  # fmt: skip
    for person in people:
        Asked.objects.create(rollcall=rollcall, person=person, organization=cast.school, capacity="groups")
    return rollcall


def make_network(cast) -> list:
    """A group of the school with two members and the area officer, formed after the day journeys count on."""
    members = [make_person(organization=cast.school, name=name) for name in ("Vũ Thị Hạnh", "Bùi Văn Sơn")]
    officer = cast.cong_an_xa.person
    group = make_group(
        organization=cast.school,
        members=[*members, (officer, "area_police")],
        on=date(2025, 9, 5),
        name="Nhóm an toàn",
    )
    return [group, *members]


def duty_arguments(cast) -> dict[str, list]:
    """Arguments of each route that needs some, by its name; all at the school of the cast."""
    take_in_defaults()
    person = make_person(organization=cast.school, name="Người trực")
    roster = make_roster(cast.school)
    # The routes ask the clock of today: a shift under way whenever the tests run.
    shift = Shift.objects.create(
        roster=roster,
        person=person,
        starts_at=datetime(2026, 1, 1, tzinfo=UTC),
        ends_at=datetime(2100, 1, 1, tzinfo=UTC),
    )
    absence = Absence.objects.create(person=person, starts_at=NOW, ends_at=NOW + timedelta(days=1), recorded_at=NOW)
    beat = make_beat(cast.cong_an_xa.person, organization=cast.neighbour_school)
    rule = make_rule(organization=cast.school)
    rollcall = make_rollcall(cast, [person])
    asked = rollcall.asked.get()
    schedule = RollCallSchedule.objects.create(
        organization=cast.school, title="Hằng tháng", parts=["groups"], day_of_month=1, hour="08:00", next_at=NOW,
        school=cast.school,
    )  # fmt: skip
    norm = LivenessNorm.objects.create(valid_from=date(2100, 1, 1), least_percent=60, needs_officer=False)
    of_roster = ("roster", "roster_print", "roster_close", "shift_add", "week_copy")
    of_shift = ("shift_replace", "shift_cancel", "shift_hand_over")
    of_rule = ("matrix_rule", "matrix_rule_edit", "matrix_rule_end")
    found = {f"duty:{name}": [roster.pk] for name in of_roster} | {f"duty:{name}": [shift.pk] for name in of_shift}
    found |= {f"duty:{name}": [rule.pk] for name in of_rule}
    found |= {"duty:beat_hand_over": [beat.pk], "duty:absence_cancel": [absence.pk]}
    found |= {f"rollcalls:{name}": [rollcall.pk] for name in ("board", "remind", "close")}
    found |= {"rollcalls:note": [asked.pk], "rollcalls:schedule_end": [schedule.pk]}
    return found | {"rollcalls:norm_withdraw": [norm.pk]}


def duty_keys(cast) -> dict[str, list]:
    """What stands in the addresses of their pages."""
    found = duty_arguments(cast)
    return {
        "roster": found["duty:roster"],
        "shift": found["duty:shift_replace"],
        "duty_beat": found["duty:beat_hand_over"],
        "rule": found["duty:matrix_rule"],
        "rollcall": found["rollcalls:board"],
    }
