"""The thematic reports asked for by Công văn 1646/BCĐ, and the committee's sealed report of 14/09/2021."""

from datetime import date, timedelta

from truongan.demo.chain.directive_2021 import directive_1646
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.demo.places import ARTICLE_DAY, PROVINCE
from truongan.reports.actions import (
    accept_submission,
    draft_report,
    edit_report,
    edit_submission,
    open_cycle,
    seal_report,
    start_submission,
    submit,
)
from truongan.reports.models import Submission
from truongan.territory.geography import unit_by_code

_ASKED_ON, _CUT_OFF, _PROVINCE_BY = date(2021, 8, 25), date(2021, 9, 10), date(2021, 9, 14)
_LATE = "MH-220"
_WORK = (
    "Ban Chỉ đạo đã ban hành kế hoạch, phân công thành viên phụ trách từng cụm trường; Công an cử cán bộ hướng dẫn nhà "
    "trường lập kế hoạch và quy chế của tổ tự quản."
)
_HARD = (
    "Một số trường phải làm điểm cách ly nên họp phụ huynh, ra mắt mô hình chậm hơn dự kiến.",
    "Trường ở xa trung tâm thiếu cán bộ y tế tham gia nhóm kết nối.",
    "Giáo viên kiêm nhiệm nhiều việc, sổ sách của tổ tự quản chưa đều.",
)
_PROPOSED = "Đề nghị cấp trên tập huấn nghiệp vụ cho tổ trưởng tổ tự quản, hỗ trợ tài liệu tuyên truyền."


def report(stage: Stage) -> None:
    """Ten districts hand in, the province accepts and puts them together; then the result is sealed."""
    directive = directive_1646()
    if directive is None:
        return
    committee = place("committee-2021")
    officer = cast_on("can-bo-tinh", _ASKED_ON)
    cycle = open_cycle(
        actor=officer, issuer=committee, kind="thematic", since=directive.issued_on or _ASKED_ON, until=_CUT_OFF,
        name="Kết quả thực hiện Công văn 1646/BCĐ", sectors=["committee"],
        deadlines={"district": _CUT_OFF, "province": _PROVINCE_BY}, directive=directive,
        request="Nêu kết quả, khó khăn, đề xuất; số liệu lấy từ hệ thống, không kê khai lại.", now=at(_ASKED_ON, 9),
    )  # fmt: skip
    below = cycle.submissions.exclude(superior=None).select_related("organization").order_by("organization__code")
    for number, submission in enumerate(below):
        _hand_in(stage, submission, _HARD[number % len(_HARD)])
    top = cycle.submissions.get(superior=None)
    _put_together(top)
    _seal_result(stage, directive)


def _hand_in(stage: Stage, submission: Submission, hard: str) -> None:
    """Written in the district's name by the office above, which kept the records then."""
    is_late = submission.organization.code.startswith(_LATE)
    day = date(2021, 9, 13) if is_late else _CUT_OFF
    officer = cast_on("can-bo-tinh", day)
    now = at(day, 9, stage.rng.randint(0, 59))
    submission = start_submission(actor=officer, submission=submission, now=now - timedelta(hours=1))
    texts = {name: getattr(submission, name) for name in ("results", "next_steps")}
    submission = edit_submission(
        actor=officer, submission=submission, seen_at=submission.updated_at, now=now,
        fields={**texts, "work": _WORK, "difficulties": hard, "proposals": _PROPOSED},
    )  # fmt: skip
    submission = submit(actor=officer, submission=submission, now=now + timedelta(hours=2))
    accept_submission(actor=officer, submission=submission, now=now + timedelta(hours=5))


def _put_together(top: Submission) -> None:
    officer, day = cast_on("can-bo-tinh", ARTICLE_DAY), ARTICLE_DAY
    top = start_submission(actor=officer, submission=top, now=at(day, 8))
    submit(actor=officer, submission=top, now=at(day, 9))


def _seal_result(stage: Stage, directive) -> None:
    """The report that the article of that evening speaks from, its sentences taken from the directive's thread."""
    officer, committee, day = cast_on("can-bo-tinh", ARTICLE_DAY), place("committee-2021"), ARTICLE_DAY
    draft = draft_report(
        actor=officer, issuer=committee, unit=unit_by_code(PROVINCE[0], day), on=day, directive=directive,
        now=at(day, 9, 30),
    )  # fmt: skip
    kept = {name: getattr(draft, name) for name in ("grounds", "work", "results", "difficulties", "next_steps")}
    fields = {
        **kept, "subject": draft.subject, "superior": directive.superior, "difficulties": _HARD[0],
        "authority": directive.authority, "signer_title": directive.signer_title,
        "signer_own_title": directive.signer_own_title, "signer_name": directive.signer_name,
        "next_steps": "Tiếp tục hướng dẫn, nhân rộng mô hình; kiểm tra hoạt động thực chất của tổ tự quản, nhóm kết nối.",
    }  # fmt: skip
    draft = edit_report(actor=officer, report=draft, fields=fields, seen_at=draft.updated_at, now=at(day, 10))
    seal_report(actor=officer, report=draft, now=at(day, 16))
