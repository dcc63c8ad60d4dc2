"""Reports of today: a finished quarter in the ward of the cast, and one that communes owe on the plan of autumn 2026."""

from datetime import date, datetime, timedelta

from truongan.demo.cast import ORGANIZATION
from truongan.demo.chain.directive_2026 import directive_of_2026
from truongan.demo.chain.stage import Stage, at, cast_on, place, speaker_for
from truongan.reports.actions import (
    accept_submission,
    edit_submission,
    open_cycle,
    return_submission,
    start_submission,
    submit,
)
from truongan.reports.models import Submission
from truongan.reports.periodic.periods import period_containing

_HANDED_IN = 6
_HARD = "Một số tổ tự quản chưa ghi hoạt động ngay trong ngày; nhóm kết nối của điểm lẻ ít người tham gia."
_PROPOSED = "Đề nghị tập huấn cách ghi hoạt động trên điện thoại cho tổ trưởng."
_RETURNED = "Nêu rõ khó khăn và đề xuất của nhà trường; hiện hai mục này còn để trống."


def quarter(stage: Stage) -> None:
    """Quarter III of 2026 in phường Nếnh: one school accepted, that of the cast asked to write more."""
    period = period_containing("quarter", date(2026, 9, 14))
    if period is None:
        return
    cycle = open_cycle(
        actor=None, issuer=place("commune-education"), kind="quarter", since=period.since, until=period.until,
        name=period.name, sectors=["school"], repeats=True, now=at(date(2026, 9, 7), 8),
        request="Số liệu lấy từ hệ thống; trường viết khó khăn, đề xuất.",
    )  # fmt: skip
    day = date(2026, 9, 15)
    for key in ("neighbour-school", "school"):
        submission = cycle.submissions.filter(organization=place(key)).first()
        if submission:
            sent = hand_in(submission, at(day, 10), hard="" if key == "school" else _HARD)
            _answer(sent, key == "school")


def _answer(sent: Submission, is_returned: bool) -> None:
    ward, now = cast_on("truong-phong-xa", date(2026, 9, 16)), at(date(2026, 9, 16), 9)
    if is_returned:
        return_submission(actor=ward, submission=sent, reason=_RETURNED, now=now)
    else:
        accept_submission(actor=ward, submission=sent, now=now)


def thematic(stage: Stage) -> None:
    """What the communes owe on the plan: some have handed in before the day, the ward of the cast has not."""
    directive = directive_of_2026()
    if directive is None:
        return
    opened, cut_off = date(2026, 11, 9), date(2026, 11, 16)
    cycle = open_cycle(
        actor=cast_on("can-bo-tinh", opened), issuer=place("committee"), kind="thematic",
        since=directive.issued_on or opened, until=cut_off, name="Kết quả rà soát mô hình tự quản trong trường học",
        sectors=["committee"], deadlines={"commune": date(2026, 11, 27), "province": date(2026, 12, 2)},
        directive=directive, request="Kết quả rà soát theo kế hoạch của Ban Chỉ đạo tỉnh.", now=at(opened, 9),
    )  # fmt: skip
    below = cycle.submissions.exclude(superior=None).exclude(organization__code=ORGANIZATION["commune-committee"].code)
    rows = list(below.select_related("organization").order_by("organization__code"))
    for number, submission in enumerate(stage.rng.sample(rows, _HANDED_IN)):
        sent = hand_in(submission, stage.hour(stage.workday(cut_off, date(2026, 11, 18))), hard=_HARD)
        if number % 2:
            officer = cast_on("can-bo-tinh", date(2026, 11, 19))
            accept_submission(actor=officer, submission=sent, now=at(date(2026, 11, 19), 9, number))


def hand_in(submission: Submission, now: datetime, *, hard: str) -> Submission:
    actor = speaker_for(submission.organization, now.date())
    submission = start_submission(actor=actor, submission=submission, now=now - timedelta(hours=2))
    texts = {name: getattr(submission, name) for name in ("work", "results", "next_steps")}
    submission = edit_submission(
        actor=actor, submission=submission, seen_at=submission.updated_at, now=now - timedelta(hours=1),
        fields={**texts, "difficulties": hard, "proposals": _PROPOSED if hard else ""},
    )  # fmt: skip
    return submit(actor=actor, submission=submission, now=now)
