"""What the asker does: asks, adds when asked back, rates, withdraws. Nobody is signed in; the code stands for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.documents.uploads import CannotKeep, checked_upload, discarded_on_failure, store
from truongan.support.actions.refusals import CannotSupport
from truongan.support.actions.steps import add_step, locked, resume_clock, tell
from truongan.support.codes import code_hash
from truongan.support.deadlines import due_day
from truongan.support.models import Attachment, Question, Step, Topic
from truongan.support.routing import responsible_for
from truongan.support.states import QuestionState, Satisfaction, StepKind
from truongan.support.texts import one_line, plain_text
from truongan.territory.models import AdministrativeUnit

MOST_FILES = 3
_A_MINUTE = timedelta(minutes=1)
UNPROVEN_A_MINUTE = 20  # without JavaScript no computation was done: a few of these, whoever sends them
PROVEN_A_MINUTE = 200


@dataclass(frozen=True)
class Asker:
    """Who asks. Phone in the national form, or empty; nothing here is asked for but the name."""

    name: str
    kind: str = "citizen"
    phone: str = ""
    email: str = ""


def find_by_code(code: str) -> Question | None:
    """The question followed with this code; None for any other. The hashes are compared in constant time."""
    wanted = code_hash(code)
    found = Question.objects.filter(code_hash=wanted).select_related("topic", "unit", "organization").first()
    return found if found and constant_time_compare(found.code_hash, wanted) else None


def ask_question(
    *, topic: Topic, unit: AdministrativeUnit, asker: Asker, text: str, files: Iterable = (), code: str,
    token_key: str, is_proven: bool = False, now: datetime,
) -> Question:  # fmt: skip
    """Take a question in, for the organization the routing table names; it and nobody else is told.

    A form sent again (`token_key`) gives the question it made the first time. Raises CannotSupport where nobody
    answers the topic there, for a file that cannot be kept, or when far more comes in than people would send.
    """
    known = Question.objects.filter(token_key=token_key).first()
    if known:
        return known
    _refuse_flood(is_proven, now)
    try:
        with transaction.atomic(), discarded_on_failure():
            return _take_in(topic, unit, asker, plain_text(text), files, code, token_key, is_proven, now)
    except IntegrityError:
        known = Question.objects.filter(token_key=token_key).first()  # a second click that overtook the first
        if known is None:
            raise
        return known


def _take_in(topic, unit, asker: Asker, text: str, files, code, token_key, is_proven: bool, now) -> Question:
    today = timezone.localdate(now)
    if not text:
        raise CannotSupport(_("Viết nội dung câu hỏi."))
    organization = responsible_for(topic, unit, today)
    if organization is None or not topic.is_open:
        raise CannotSupport(
            _("Chưa có đơn vị trả lời lĩnh vực “%(topic)s” ở %(unit)s. Chọn lĩnh vực khác hoặc quay lại sau.")
            % {"topic": topic.name, "unit": unit.full_name}
        )
    question = Question(
        topic=topic, unit=unit, organization=organization, asker_kind=asker.kind, name=one_line(asker.name),
        phone=asker.phone, email=asker.email, text=text, received_at=now, received_on=today,
        due_on=due_day(organization, topic.answer_days, today), token_key=token_key, code_hash=code_hash(code),
        is_proven=is_proven,
    )  # fmt: skip
    question.save()
    question.derive_keys()
    question.save(update_fields=["search_fold"])
    step = add_step(question, StepKind.RECEIVED, now)
    _keep_files(step, files, now)
    tell(question, _("Câu hỏi mới: %(topic)s") % {"topic": topic.name}, "arrived", now)
    _record(question, "support.question.received", now)
    return question


def _refuse_flood(is_proven: bool, now: datetime) -> None:
    """By how much comes in, never by who sends it: a class of pupils sits behind one address."""
    recent = Question.objects.received_since(now - _A_MINUTE).filter(is_proven=is_proven)
    if recent.count() >= (PROVEN_A_MINUTE if is_proven else UNPROVEN_A_MINUTE):
        raise CannotSupport(
            _("Đang có quá nhiều câu hỏi gửi đến cùng lúc. Giữ trang này và bấm gửi lại sau một phút.")
        )


@transaction.atomic
def add_to_question(
    *, question: Question, text: str, files: Iterable = (), token_key: str, now: datetime
) -> Step:  # fmt: skip
    """What the asker adds: the answer to what was asked back, which starts the clock again, or something more.

    Sent twice it is written once. Raises CannotSupport for a closed question.
    """
    question = locked(question)
    known = Step.objects.filter(token_key=token_key).first()
    if known:
        return known
    _require_open(question)
    text = plain_text(text)
    if not text:
        raise CannotSupport(_("Viết nội dung bổ sung."))
    with discarded_on_failure():
        if question.state == QuestionState.ASKED_BACK:
            resume_clock(question, timezone.localdate(now))
            question.state = QuestionState.WORKING
            question.save(update_fields=["state", "paused_on", "waited_days", "due_on"])
        step = add_step(question, StepKind.ADDED, now, text=text, token_key=token_key)
        _keep_files(step, files, now)
        tell(question, _("Người hỏi đã bổ sung: %(name)s") % {"name": question}, f"added:{step.pk}", now)
        _record(question, "support.question.added", now)
    return step


@transaction.atomic
def withdraw_question(*, question: Question, now: datetime) -> Question:
    """The asker no longer wants an answer; what was sent leaves with the next deletion."""
    question = locked(question)
    _require_open(question)
    today = timezone.localdate(now)
    question.state, question.paused_on, question.closed_on = QuestionState.WITHDRAWN, None, today
    question.save(update_fields=["state", "paused_on", "closed_on"])
    add_step(question, StepKind.WITHDRAWN, now)
    tell(question, _("Người hỏi đã rút: %(name)s") % {"name": question}, "withdrawn", now)
    _record(question, "support.question.withdrawn", now)
    return question


@transaction.atomic
def rate_answer(*, question: Question, score: int, remark: str = "", now: datetime) -> Question:
    """How satisfied the asker is with the answer, 1 to 5, once.

    Raises CannotSupport before it, a second time, and after its term: what is written then nobody would delete.
    """
    question = locked(question)
    if question.state != QuestionState.ANSWERED:
        raise CannotSupport(_("Chỉ đánh giá được khi câu hỏi đã được trả lời."))
    if question.is_forgotten:
        raise CannotSupport(_("Câu hỏi đã hết thời hạn lưu, nội dung đã được xóa nên không đánh giá được nữa."))
    if question.rated_at:
        raise CannotSupport(_("Bạn đã đánh giá câu trả lời này, xin cảm ơn."))
    if score not in Satisfaction.values:
        raise CannotSupport(_("Chọn mức hài lòng từ 1 đến 5."))
    question.satisfaction, question.remark, question.rated_at = score, one_line(remark)[:500], now
    question.save(update_fields=["satisfaction", "remark", "rated_at"])
    add_step(question, StepKind.RATED, now)
    _record(question, "support.question.rated", now, score=score)
    return question


def _require_open(question: Question) -> None:
    if not question.is_open:
        state = question.get_state_display().lower()
        raise CannotSupport(_("Câu hỏi này đã kết thúc (%(state)s). Gửi câu hỏi mới nếu cần.") % {"state": state})


def _keep_files(step: Step, files: Iterable, now: datetime) -> None:
    chosen = list(files)
    if len(chosen) > MOST_FILES:
        raise CannotSupport(_("Mỗi lần gửi tối đa %(n)s tệp.") % {"n": MOST_FILES})
    for file in chosen:
        try:
            kept = checked_upload(file)
            name = store(kept.content, kept.content_type, folder="support", now=now)
        except CannotKeep as reason:
            raise CannotSupport(str(reason)) from reason
        Attachment.objects.create(
            question=step.question, step=step, file=name, filename=kept.name, content_type=kept.content_type,
            size=kept.size, sha256=kept.sha256,
        )  # fmt: skip


def _record(question: Question, verb: str, now: datetime, **said) -> None:
    record(actor=None, verb=verb, target=question, organization=question.organization, now=now, **said)
