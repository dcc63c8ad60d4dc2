"""Công văn 1646/BCĐ: back-filed with its number, received, carried down, and what each unit did about its duties."""

from collections.abc import Iterator
from datetime import date, datetime

from truongan.accounts.models import Person
from truongan.demo.accounts import appoint_cast, appoint_heads
from truongan.demo.agencies import agency_code, route_everyone
from truongan.demo.cast import ORGANIZATION, START
from truongan.demo.chain import texts_2021 as texts
from truongan.demo.chain.papers import Habits, Paper, acknowledge, acknowledged, issue
from truongan.demo.chain.stage import Stage, at, cast_on, place, speaker_for
from truongan.demo.places import ARTICLE_DAY, Place, districts
from truongan.directives.actions import continue_register, publish_directive
from truongan.directives.actions.duties import complete_duty, hand_over_duty, note_progress
from truongan.directives.actions.extensions import answer_extension, ask_extension
from truongan.directives.models import Directive, Duty
from truongan.directives.recipients import Rule
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization

_TOPICS = ["crime", "drugs", "epidemic", "school_violence", "social_evils", "traffic"]
_NEVER_OPENED = "MH-220"  # a district whose schools were slower than the others
_WAITED_FOR = (date(2021, 8, 24), date(2021, 9, 3))


def directive_1646() -> Directive | None:
    """The directive, where it was told."""
    issuer = Organization.objects.filter(code=ORGANIZATION["committee-2021"].code).first()
    return Directive.objects.filter(issuer=issuer, number=texts.NUMBER, year=2021).first() if issuer else None


def send(stage: Stage) -> None:
    """Issued on 29/07/2021 under the next number of its series, published, and acknowledged in the days after."""
    appoint_cast()
    appoint_heads()
    route_everyone(ARTICLE_DAY)
    committee, day = place("committee-2021"), texts.ISSUED_ON
    officer = cast_on("can-bo-tinh", day)
    continue_register(
        actor=officer, organization=committee, year=day.year, series="CV", last_number=texts.NUMBER - 1, now=at(day, 8)
    )
    fields = {
        "summary": texts.SUMMARY, "topics": _TOPICS, "addressed_to": texts.ADDRESSEES,
        "superior": "Ủy ban nhân dân tỉnh Bắc Giang", "recipients_text": texts.RECIPIENTS, "authority": "KT.",
        "signer_title": "Trưởng ban\nPhó Trưởng ban Thường trực", "signer_own_title": "Giám đốc Công an tỉnh",
        "signer_name": stage.someone(),
    }  # fmt: skip
    paper = Paper(committee, "CV", texts.SUBJECT, texts.CONTENT, Rule(texts.KINDS), texts.TASKS, fields=fields)
    directive = issue(paper, actor=officer, now=at(day, 15, 40))
    publish_directive(actor=officer, directive=directive, is_public=True, now=at(day, 16, 10))
    acknowledge(stage, directive, Habits(), ARTICLE_DAY)


def carry_down(stage: Stage) -> None:
    """The ten districts and the Department of Education pass it on in papers of their own."""
    directive = directive_1646()
    if directive is None:
        return
    issue_from_department(stage, directive)
    for each in districts():
        day = stage.workday(date(2021, 8, 2), date(2021, 8, 11))
        paper = issue(_of_district(stage, each, directive), actor=None, now=at(day, 14, stage.rng.randint(0, 59)))
        offices = Habits(never_share=0.1)
        acknowledge(stage, paper, offices, ARTICLE_DAY)


def issue_from_department(stage: Stage, directive: Directive) -> None:
    department, day = place("education-2021"), date(2021, 8, 3)
    fields = {
        "superior": "Ủy ban nhân dân tỉnh Bắc Giang", "signer_title": "Giám đốc", "authority": "",
        "signer_name": stage.someone(), "symbol": "SGDĐT-CTTT",
        "recipients_text": "Như trên;\nBan Chỉ đạo tỉnh (để báo cáo);\nLưu: VT.",
    }  # fmt: skip
    rule = Rule(("education:district", "school:THPT"))
    paper = Paper(
        department, "CV", texts.EDUCATION_SUBJECT, texts.EDUCATION_CONTENT, rule, implements=directive, fields=fields
    )
    issued = issue(paper, actor=None, now=at(day, 10, 20))
    acknowledge(stage, issued, Habits(), ARTICLE_DAY)


def _of_district(stage: Stage, district: Place, directive: Directive) -> Paper:
    committee = Organization.objects.get(code=agency_code(district.code, START, "committee"))
    name = district.in_sentence
    offices = tuple(agency_code(district.code, START, sector) for sector in ("police", "education", "health"))
    schools = Organization.objects.filter(code__startswith=f"MH-{district.code}-", school_level__in=("TH", "MN"))
    with_models = schools.filter(schemes__stock_from__isnull=False).distinct().values_list("code", flat=True)
    fields = {
        "superior": f"Ủy ban nhân dân {name}", "authority": "TM.", "signer_title": "Ban Chỉ đạo\nTrưởng ban",
        "signer_own_title": f"Phó Chủ tịch UBND {name.removesuffix(district.name).strip()}", "signer_name": stage.someone(),
        "recipients_text": "Ban Chỉ đạo tỉnh (để báo cáo);\nThành viên Ban Chỉ đạo;\nLưu: VT.",
    }  # fmt: skip
    return Paper(
        committee, "KH", texts.DISTRICT_SUBJECT.format(place=name), texts.DISTRICT_CONTENT.format(place=name),
        Rule(codes=(*offices, *sorted(with_models))), implements=directive, fields=fields,
    )  # fmt: skip


def work_on_duties(stage: Stage) -> None:
    """Duties are finished, mostly in time; some ask for a later day, one is handed to a colleague, some stay open."""
    directive = directive_1646()
    if directive is None:
        return
    having = set(Scheme.objects.filter(stock_from__lte=ARTICLE_DAY).values_list("organization__code", flat=True))
    moments = list(_finished(stage, directive, having))
    _ask_for_later_days(stage, directive, [duty for _day, duty in moments])
    for moment, duty in sorted(moments, key=lambda each: each[0]):
        actor = speaker_for(duty.organization, moment.date())
        note = texts.DONE[duty.assignment.position]
        complete_duty(actor=actor, duty=duty, note=note, done_on=moment.date(), now=moment)
    _leave_traces(stage, directive)


def _duties(directive: Directive) -> list[Duty]:
    rows = Duty.objects.filter(directive=directive).select_related("organization", "assignment")
    return list(rows.order_by("assignment__position", "organization__code"))


def _finished(stage: Stage, directive: Directive, having: set[str]) -> Iterator[tuple[datetime, Duty]]:
    """(when, duty) of those done by the day of the article; who never acknowledged has done nothing."""
    known = acknowledged(directive)
    for duty in _duties(directive):
        fate, position = stage.rng.random(), duty.assignment.position
        is_slow = duty.organization.code.startswith(_NEVER_OPENED)
        if position == texts.PLAN_TASK:
            day, chance = stage.workday(date(2021, 8, 5), date(2021, 8, 26)), 0.55 if is_slow else 0.93
        elif position == texts.MODEL_TASK:
            day, chance = stage.workday(date(2021, 8, 23), date(2021, 9, 10)), 0.97
            chance = chance if duty.organization.code in having else 0.0
        else:
            day, chance = stage.workday(date(2021, 9, 6), date(2021, 9, 10)), 0.0 if is_slow else 1.0
        moment = stage.hour(min(day, date(2021, 9, 13)))
        if duty.organization_id in known and (fate < chance or speaker_for(duty.organization, day)):
            yield moment, duty


def _ask_for_later_days(stage: Stage, directive: Directive, done: list[Duty]) -> None:
    """Of those who would be late, some asked before; the committee's office answered them."""
    finished = {duty.pk for duty in done}
    late = [
        duty for duty in _duties(directive)
        if duty.assignment.position == texts.MODEL_TASK and duty.pk not in finished
    ][:6]  # fmt: skip
    asked_on, answered_on = _WAITED_FOR
    for number, duty in enumerate(late):
        reason = texts.LATE_REASONS[number % len(texts.LATE_REASONS)]
        asked = ask_extension(
            actor=None, duty=duty, until=date(2021, 9, 24), reason=reason, now=stage.hour(asked_on)
        )  # fmt: skip
        officer = cast_on("can-bo-tinh", answered_on)
        if number < 4:
            answer_extension(actor=officer, request=asked, is_granted=True, now=stage.hour(answered_on))
        elif number == 4:
            answer = "Thời hạn đã được cân nhắc; đề nghị trường phối hợp Công an xã làm kịp."
            answer_extension(
                actor=officer, request=asked, is_granted=False, answer=answer, now=stage.hour(answered_on)
            )


def _leave_traces(stage: Stage, directive: Directive) -> None:
    """What is still open says how far it is."""
    still_open = [duty for duty in _duties(directive) if duty.is_open]
    for number, duty in enumerate(still_open[::4]):
        note = texts.PROGRESS[number % len(texts.PROGRESS)]
        day = stage.workday(date(2021, 8, 30), date(2021, 9, 10))
        note_progress(actor=None, duty=duty, note=note, percent=stage.rng.choice((20, 40, 60)), now=stage.hour(day))


def hand_to_teacher(stage: Stage) -> None:
    """The head of the cast's school gives the model's duty to the teacher in charge of the youth organisation."""
    directive, day = directive_1646(), date(2021, 8, 9)
    duty = Duty.objects.filter(
        directive=directive, organization=place("school"), assignment__position=texts.MODEL_TASK, status="open"
    ).first()
    if duty is None:
        return
    teacher = Person.objects.get(user__username="giao-vien")
    hand_over_duty(
        actor=cast_on("hieu-truong", day), duty=duty, person=teacher, now=at(day, 9, 15),
        reason="Phụ trách Đội, nắm chắc danh sách các tổ tự quản.",
    )  # fmt: skip
