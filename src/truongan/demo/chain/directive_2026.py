"""The plan of autumn 2026: issued in the two-tier territory, partly acknowledged, partly done, so that all have work."""

from datetime import date, datetime, timedelta

from truongan.channels.actions import read_everything
from truongan.demo.cast import CAST, ORGANIZATION
from truongan.demo.chain import texts_2026 as texts
from truongan.demo.chain.papers import Habits, Paper, acknowledge, acknowledged, issue
from truongan.demo.chain.stage import Stage, at, cast_on, place, speaker_for
from truongan.directives.actions import acknowledge_receipt, publish_directive
from truongan.directives.actions.duties import complete_duty, note_progress
from truongan.directives.actions.extensions import ask_extension
from truongan.directives.models import Directive, Duty, Receipt
from truongan.directives.recipients import Rule
from truongan.organizations.models import Organization

RECEIVED_BY, WORKED_BY = date(2026, 11, 13), date(2026, 11, 18)
_AREA = ("24.2507/07795.2507/", "24.2507/07375.2507/")  # phường Nếnh, xã Lạng Giang: where the cast works
_TOPICS = ["school_violence", "drugs", "traffic", "online_safety", "fire"]
# They find it on their desk; everything else of it waits for them.
_DONE_SHARE = 0.74  # of the reviews, by the day told
_WAITING = ("commune-committee", "school", "commune-police")
_BY_HAND = ("education", "police", "neighbour-school", "other-school")


def directive_of_2026() -> Directive | None:
    committee = Organization.objects.filter(code=ORGANIZATION["committee"].code).first()
    return Directive.objects.filter(issuer=committee, kind="KH", issued_on=texts.ISSUED_ON).first()


def send(stage: Stage) -> None:
    """To the communes, the departments, and the schools and offices of the two communes the cast works in."""
    _read_what_came_before(at(texts.ISSUED_ON, 7))
    committee, day = place("committee"), texts.ISSUED_ON
    officer = cast_on("can-bo-tinh", day)
    near = [Organization.objects.on(day).filter(place_path__startswith=path) for path in _AREA]
    codes = [each.code for rows in near for each in rows.exclude(sector="committee").order_by("code")]
    fields = {
        "summary": texts.SUMMARY, "topics": _TOPICS, "superior": "Ủy ban nhân dân tỉnh Bắc Ninh", "authority": "KT.",
        "signer_title": "Trưởng ban\nPhó Trưởng ban Thường trực", "signer_own_title": "Giám đốc Công an tỉnh",
        "signer_name": stage.someone(), "recipients_text": texts.RECIPIENTS,
        "grounds": "Căn cứ tình hình thực tế về an ninh, trật tự trong trường học năm học 2025-2026",
    }  # fmt: skip
    rule = Rule((*texts.COMMUNES, *texts.OFFICES), codes=tuple(codes))
    paper = Paper(committee, "KH", texts.SUBJECT, texts.CONTENT, rule, texts.TASKS, fields=fields)
    directive = issue(paper, actor=officer, now=at(day, 10, 30))
    publish_directive(actor=officer, directive=directive, is_public=True, now=at(day, 11))


def _read_what_came_before(now: datetime) -> None:
    """The cast has read its notices of the years before; what comes now is new to them."""
    for member in CAST:
        if member.posts:
            read_everything(actor=cast_on(member.username, now.date()), now=now)


def receive(stage: Stage) -> None:
    """Most communes acknowledge within days; some of the cast still have to."""
    directive = directive_of_2026()
    if directive is None:
        return
    silent = tuple(ORGANIZATION[key].code for key in (*_WAITING, *_BY_HAND))
    acknowledge(stage, directive, Habits(soon=8, late=(9, 10), never_share=0.08, silent=silent), RECEIVED_BY)
    for key in _BY_HAND:
        receipt = Receipt.objects.filter(directive=directive, organization=place(key)).first()
        if receipt:
            moment = at(date(2026, 11, 3), stage.rng.randint(8, 11))
            acknowledge_receipt(actor=speaker_for(receipt.organization, moment.date()), receipt=receipt, now=moment)
    carry_down(stage, directive)


def carry_down(stage: Stage, directive: Directive) -> None:
    """Lạng Giang has passed it on to its schools; Nếnh has not yet."""
    day, path = date(2026, 11, 6), _AREA[1]
    committee = Organization.objects.on(day).get(sector="committee", level="commune", place_path=path)
    name = "xã Lạng Giang"
    kinds = ("police:commune", "education:commune", "health:commune", "school:MN", "school:TH", "school:THCS")
    fields = {
        "superior": f"Ủy ban nhân dân {name}", "authority": "TM.", "signer_title": "Ban Chỉ đạo\nTrưởng ban",
        "signer_own_title": "Chủ tịch UBND xã", "signer_name": stage.someone(),
        "recipients_text": "Ban Chỉ đạo tỉnh (để báo cáo);\nCác trường trên địa bàn;\nLưu: VT.",
    }  # fmt: skip
    paper = Paper(
        committee, "KH", texts.COMMUNE_SUBJECT.format(place=name), texts.COMMUNE_CONTENT.format(place=name),
        Rule(kinds), implements=directive, fields=fields,
    )  # fmt: skip
    issued = issue(paper, actor=None, now=at(day, 15))
    acknowledge(stage, issued, Habits(soon=5, never_share=0.1), RECEIVED_BY)


def work(stage: Stage) -> None:
    """Three communes in four have done their review; others say how far they are, one asks for a later day."""
    directive = directive_of_2026()
    if directive is None:
        return
    own = ORGANIZATION["commune-committee"].code
    reviews = Duty.objects.filter(directive=directive, assignment__position=texts.REVIEW_TASK)
    rows = reviews.exclude(organization__code=own).select_related("organization").order_by("organization__code")
    known = acknowledged(directive)
    fates = [
        (stage.rng.random() < _DONE_SHARE, _moment(stage, WORKED_BY), duty)
        for duty in rows
        if duty.organization_id in known
    ]
    for _is_done, moment, duty in sorted((each for each in fates if each[0]), key=lambda each: each[1]):
        complete_duty(actor=None, duty=duty, note=texts.DONE, done_on=moment.date(), now=moment)
    open_ones = [duty for is_done, _when, duty in fates if not is_done]
    for duty in open_ones[1:2]:
        asked = at(date(2026, 11, 12), 14)
        ask_extension(actor=None, duty=duty, until=date(2026, 11, 27), reason=texts.WHY_LATER, now=asked)
    for number, duty in enumerate(open_ones[::3]):
        note_progress(
            actor=None, duty=duty, note=texts.UNDER_WAY, percent=60, now=at(date(2026, 11, 17), 8 + number % 9)
        )


def _moment(stage: Stage, until: date) -> datetime:
    return stage.hour(stage.workday(texts.ISSUED_ON + timedelta(days=3), until))
