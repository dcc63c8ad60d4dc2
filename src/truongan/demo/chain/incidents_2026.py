"""Some invented cases of several school years: fights, a theft, measles, a fire; most taken, one heard by nobody.

Three children of one school have the same disease within a week; a food poisoning turns out graver than reported.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from truongan.accounts.models import User
from truongan.demo.chain.pictures import drawn
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.incidents.actions import (
    add_note,
    change_incident,
    conclude_incident,
    give_task,
    merge_duplicate,
    name_person,
    record_notification,
    record_step,
    report_incident,
    start_work,
    take_incident,
)
from truongan.incidents.facts import Counted, IncidentFacts, Report
from truongan.incidents.limits import limits_of
from truongan.incidents.models import Category, Disease, Incident, Severity
from truongan.incidents.states import Causer, Outcome
from truongan.organizations.models import Organization

DAY = date(2026, 11, 22)
_MARK = "(Minh họa, không có thật) "
_TAKEN, _IN_HAND = "taken", "in_hand"


@dataclass(frozen=True)
class Happening:
    """One invented case. `end`: an outcome, a state it stays in, or nothing for one nobody has taken."""

    on: date
    hour: int
    kind: str
    grave: str
    where: str
    what: str
    end: str = Outcome.SUBSTANTIATED
    causer: str = Causer.PUPILS
    people: tuple[Counted, ...] = ()
    disease: str = ""
    is_ours: bool = False  # at the school of the cast
    declared: int | None = None


_TWO_PUPILS = (Counted("causer", "pupil", 2), Counted("victim", "pupil", 1, 1))
_PAST = (
    Happening(date(2022, 3, 9), 16, "danh-nhau", "nghiem-trong", "Cổng trường", "Hai nhóm học sinh xô xát sau giờ tan học.", people=_TWO_PUPILS),
    Happening(date(2022, 10, 5), 10, "trom-cap", "it-nghiem-trong", "Nhà xe", "Mất một xe đạp điện, người lạ lấy.", causer=Causer.OUTSIDERS, people=(Counted("causer", "outsider", 1), Counted("victim", "pupil", 1))),
    Happening(date(2023, 4, 20), 7, "giao-thong", "nghiem-trong", "Đường trước cổng", "Hai xe máy va chạm giờ vào học.", causer=Causer.BOTH, people=(Counted("causer", "outsider", 1), Counted("victim", "pupil", 2, 1)), declared=4),
    Happening(date(2023, 12, 1), 20, "tren-mang", "nghiem-trong", "Trên mạng", "Bị dọa đăng ảnh để lấy tiền.", causer=Causer.OUTSIDERS, people=(Counted("victim", "pupil", 1),)),
    Happening(date(2024, 5, 14), 9, "dich-benh", "nghiem-trong", "Lớp 3B", "Một em sốt, phát ban; nghi sởi.", causer=Causer.NOBODY, people=(Counted("victim", "pupil", 1),), disease="soi"),
    Happening(date(2024, 11, 8), 15, "xuc-pham", "it-nghiem-trong", "Lớp 8", "Nhóm chat chế giễu một bạn.", causer=Causer.PUPILS, people=(Counted("causer", "pupil", 3), Counted("victim", "pupil", 1))),
    Happening(date(2025, 9, 25), 11, "chay-no", "nguy-hiem", "Phòng thí nghiệm", "Cồn bén lửa, dập được ngay, không ai bị thương.", causer=Causer.NOBODY),
    Happening(date(2026, 3, 17), 14, "nghien-game", "it-nghiem-trong", "Quán điện tử", "Tin báo học sinh bỏ học chơi điện tử; kiểm tra không có.", end=Outcome.UNSUBSTANTIATED, causer=Causer.UNKNOWN),
)  # fmt: skip
_NOW = (
    Happening(date(2026, 10, 20), 9, "dich-benh", "nghiem-trong", "Lớp 6A", "Hai em sốt cao, nghi sốt xuất huyết.", end=_IN_HAND, causer=Causer.NOBODY, people=(Counted("victim", "pupil", 2),), disease="sot-xuat-huyet", is_ours=True),
    Happening(date(2026, 11, 18), 16, "danh-nhau", "nghiem-trong", "Cổng trường", "Nhóm ngoài trường chặn đánh một em lớp 8.", end=_IN_HAND, causer=Causer.OUTSIDERS, people=(Counted("causer", "outsider", 3), Counted("victim", "pupil", 1, 1), Counted("witness", "pupil", 5)), is_ours=True),
    Happening(date(2026, 11, 20), 13, "ngo-doc", "nghiem-trong", "Bếp ăn bán trú", "Bốn em đau bụng sau bữa trưa.", end=_TAKEN, causer=Causer.UNKNOWN, people=(Counted("victim", "pupil", 4),)),
    Happening(date(2026, 11, 22), 6, "trom-cap", "it-nghiem-trong", "Phòng máy", "Cửa phòng máy bị cạy.", end="", causer=Causer.UNKNOWN),
)  # fmt: skip
_ILL = tuple(
    Happening(date(2026, 11, day), hour, "dich-benh", "nghiem-trong", where, "Một em nổi bọng nước ở tay, sốt nhẹ; nghi tay chân miệng.", end=_TAKEN, causer=Causer.NOBODY, people=(Counted("victim", "pupil", 1),), disease="tay-chan-mieng")
    for day, hour, where in ((16, 8, "Lớp Lá 1"), (18, 9, "Lớp Lá 1"), (20, 8, "Lớp Chồi 2"))
)  # fmt: skip


def happen(stage: Stage) -> None:
    """Cases at the school of the cast and at others of the province; a report sent by two people is merged."""
    schools = list(Organization.objects.schools().on(DAY).exclude(place_path="").order_by("code"))
    ours = place("school")
    near = [each for each in schools if each.place_path == ours.place_path and each.pk != ours.pk] or [ours]
    for number, each in enumerate(_PAST):
        _told(stage, f"past-{number}", each, stage.rng.choice(near if number % 2 else schools))
    cases = [
        _told(stage, f"now-{number}", each, ours if each.is_ours else near[number % len(near)])
        for number, each in enumerate(_NOW)
    ]
    for number, each in enumerate(_ILL):
        _told(stage, f"ill-{number}", each, near[0])
    _rise(cases[2])
    _work_on_disease(cases[0])
    _work_on_fight(cases[1])
    _second_report(stage, cases[1])


def _told(stage: Stage, key: str, each: Happening, school: Organization) -> Incident:
    happened = at(each.on, each.hour, stage.rng.randint(0, 59))
    reported_at = happened + timedelta(minutes=stage.rng.randint(3, 25))
    actor = cast_on("giao-vien", each.on) if each.is_ours else None
    report = Report(
        category=Category.objects.on(each.on).get(code=each.kind),
        severity=Severity.objects.on(each.on).get(code=each.grave),
        disease=Disease.objects.on(each.on).get(code=each.disease) if each.disease else None,
        occurred_at=happened, place=each.where, what=_MARK + each.what,
    )  # fmt: skip
    photos = [drawn("gate", each.where, f"{stage.chapter}-{key}")] if each.is_ours else []
    case = report_incident(
        actor=actor, organization=school, report=report, key=uuid5(NAMESPACE_URL, f"{stage.chapter}-{key}"),
        photos=photos, now=reported_at,
    ).incident  # fmt: skip
    _count(case, each, reported_at + timedelta(minutes=20))
    _carry_on(case, each, reported_at)
    return case


def _count(case: Incident, each: Happening, now: datetime) -> None:
    facts = IncidentFacts(
        category=case.category, severity=case.severity, disease=case.disease, occurred_at=case.occurred_at,
        place=case.place, what=case.what, causer=each.causer, involved=each.people, declared_count=each.declared,
        has_child_victim=True if each.is_ours and case.category.concerns_children else None,
    )  # fmt: skip
    change_incident(actor=None, incident=case, facts=facts, seen_at=None, now=now)


def _carry_on(case: Incident, each: Happening, reported_at: datetime) -> None:
    if not each.end:
        return
    actor = cast_on("hieu-truong", each.on) if each.is_ours else None
    take_incident(actor=actor, incident=case, now=reported_at + timedelta(minutes=4))
    if each.end == _TAKEN:
        return
    start_work(actor=actor, incident=case, now=reported_at + timedelta(minutes=9))
    if each.end in Outcome.values:
        conclude_incident(
            actor=actor, incident=case, outcome=each.end, text=_MARK + "Đã làm việc với các bên, ổn định.",
            now=reported_at + timedelta(days=3),
        )  # fmt: skip


def _rise(case: Incident) -> None:
    """Two more children are taken to hospital: the case is graver than it was reported."""
    case.refresh_from_db()
    facts = IncidentFacts(
        category=case.category, severity=Severity.objects.on(case.occurred_on).get(code="nguy-hiem"),
        occurred_at=case.occurred_at, place=case.place, what=case.what + " Hai em phải vào viện.", causer=case.causer,
        involved=(Counted("victim", "pupil", 4, 2),),
    )  # fmt: skip
    change_incident(
        actor=None, incident=case, facts=facts, seen_at=case.changed_at, now=case.reported_at + timedelta(minutes=35)
    )


def _work_on_disease(case: Incident) -> None:
    """The station is told within the limit of that day."""
    head, told_at = _head(), case.reported_at + timedelta(hours=2)
    case.refresh_from_db()
    for limit in limits_of(case):
        record_notification(
            actor=head, incident=case, limit=limit, at=told_at, told="Trạm Y tế phường Nếnh, gọi điện",
            now=told_at + timedelta(minutes=5),
        )  # fmt: skip


def _work_on_fight(case: Incident) -> None:
    """First steps, one of the child-protection limits, a name, a task, a note."""
    head = _head()
    case.refresh_from_db()
    begun = case.reported_at
    for minutes, kind, told in (
        (5, "assessed", "Trầy xước tay, không gãy xương"),
        (10, "helped", "Phòng y tế của trường sơ cứu"),
        (20, "family", "Gọi điện cho mẹ"),
        (25, "outside", "Công an phường Nếnh, gọi điện"),
    ):
        moment = begun + timedelta(minutes=minutes)
        record_step(actor=head, incident=case, kind=kind, at=moment, told=told, now=moment)
    soon = begun + timedelta(minutes=30)
    first = next((each for each in limits_of(case) if each.amount is None), None)
    if first:
        record_notification(
            actor=head,
            incident=case,
            limit=first,
            at=soon,
            told="UBND phường Nếnh, gọi điện và gửi Mẫu số 01",
            now=soon,
        )
    name_person(
        actor=head, incident=case, name="Nguyễn Minh Họa", role="victim", group="pupil", birth_year=2013, note="Lớp 8B",
        now=soon,
    )  # fmt: skip
    give_task(
        actor=head, incident=case, text="Trực cổng giờ tan học tuần này", person=head.person,
        due_at=begun + timedelta(days=7), now=soon,
    )  # fmt: skip
    add_note(actor=head, incident=case, text=_MARK + "Đã xem camera cổng, gửi Công an phường.", now=soon)


def _second_report(stage: Stage, first: Incident) -> None:
    """The area officer reported the same fight; the head of school merged the two."""
    again = first.reported_at + timedelta(minutes=12)
    report = Report(
        category=first.category, severity=first.severity, occurred_at=first.occurred_at, place="Ngõ cạnh trường",
        what=_MARK + "Dân báo có đánh nhau gần trường.",
    )  # fmt: skip
    done = report_incident(
        actor=cast_on("cong-an-xa", first.occurred_on), organization=first.organization, report=report,
        key=uuid5(NAMESPACE_URL, f"{stage.chapter}-again"), now=again,
    )  # fmt: skip
    merge_duplicate(actor=_head(), incident=done.incident, into=first, now=again + timedelta(minutes=5))


def _head() -> User:
    return cast_on("hieu-truong", DAY)
