"""From an answered question to one that everybody may read: rewritten by a person, checked for personal data."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.refusals import require
from truongan.support import rules
from truongan.support.actions.refusals import CannotSupport
from truongan.support.actions.steps import locked
from truongan.support.leftovers import Leftover, leftovers_in
from truongan.support.models import PublishedAnswer, Question
from truongan.support.states import QuestionState
from truongan.support.texts import one_line, plain_text
from truongan.web.page_cache import changed

PAGES = "support"


class TellsWhoAsked(CannotSupport):
    """The text still holds personal data: `leftovers` names each."""

    def __init__(self, leftovers: list[Leftover]):
        self.leftovers = leftovers
        super().__init__(_("Văn bản sắp đăng còn dữ liệu cá nhân: %(what)s.") % {"what": _listed(leftovers)})


@dataclass(frozen=True)
class Wording:
    """What everybody will read; the words of the editor, not of the asker."""

    title: str
    asked: str
    answer: str


@transaction.atomic
def publish_answer(
    *, actor, question: Question, wording: Wording, checked: bool = False, now: datetime
) -> PublishedAnswer:
    """Put question and answer on the public list, or change what stands there.

    Raises TellsWhoAsked while the asker's own name, phone or address stands in it; for anything else that looks
    like personal data too, unless a person has looked and says so (`checked`).
    """
    question = locked(question)
    require(rules.may_answer(actor, question))
    if question.state != QuestionState.ANSWERED:
        raise CannotSupport(_("Chỉ đăng công khai câu hỏi đã trả lời."))
    wording = Wording(one_line(wording.title), plain_text(wording.asked), plain_text(wording.answer))
    if not (wording.title and wording.asked and wording.answer):
        raise CannotSupport(_("Viết đủ câu hỏi ngắn gọn, câu hỏi và trả lời."))
    _refuse_personal(wording, question, checked)
    published = PublishedAnswer.objects.filter(question=question).first()
    verb = "support.answer.edited" if published and published.is_shown else "support.answer.published"
    published = published or PublishedAnswer(question=question, published_at=now, published_by=actor)
    published.topic, published.organization = question.topic, question.organization
    published.title, published.asked, published.answer = wording.title, wording.asked, wording.answer
    published.is_shown, published.updated_at = True, now
    published.derive_keys()
    published.save()
    changed(PAGES)
    _record(actor, published, verb, now)
    return published


@transaction.atomic
def remove_published(*, actor, published: PublishedAnswer, now: datetime) -> PublishedAnswer:
    """Take it off the public list; the words stay with the question, to be put back or changed."""
    published = PublishedAnswer.objects.select_for_update().select_related("organization").get(pk=published.pk)
    question = locked(published.question)
    require(rules.may_answer(actor, question))
    published.is_shown, published.updated_at = False, now
    published.save(update_fields=["is_shown", "updated_at"])
    changed(PAGES)
    _record(actor, published, "support.answer.removed", now)
    return published


def _refuse_personal(wording: Wording, question: Question, checked: bool) -> None:
    text = "\n".join((wording.title, wording.asked, wording.answer))
    found = leftovers_in(text, question)
    if any(each.of_asker for each in found) or (found and not checked):
        raise TellsWhoAsked(found)


def _listed(leftovers: list[Leftover]) -> str:
    return "; ".join(f"{each.kind} “{each.text}”" for each in leftovers)


def _record(actor, published: PublishedAnswer, verb: str, now: datetime) -> None:
    record(actor=actor, verb=verb, target=published.question, organization=published.organization, now=now)
