"""One of everything an address of support can be about: a question that the commune committee answers."""

from datetime import UTC, date, datetime

from django.core.files.base import ContentFile

from truongan.support.codes import code_hash
from truongan.support.models import Attachment, PublishedAnswer, Question, Route, Topic

_NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
_DAY = date(2026, 11, 22)
_OPEN = "detail assign answer forward ask_back refuse note contact"
_ANSWERED = "reopen publish unpublish"


def support_keys(cast) -> dict[str, list]:
    """Names of things to what stands in their addresses."""
    topic = Topic.objects.create(name="An ninh, trật tự trường học", description="Cổng trường", answer_days=10)
    unit = cast.school.placements.latest("valid_from").unit
    route = Route.objects.create(topic=topic, unit=unit, path=unit.path, organization=cast.commune_committee)
    question, answered = _question(cast, topic, unit, "a"), _question(cast, topic, unit, "b", "answered")
    step = question.steps.get()
    kept = Attachment.objects.create(
        question=question, step=step, file=ContentFile(b"%PDF-1.4", "don.pdf"), filename="don.pdf",
        content_type="application/pdf", size=8, sha256="0" * 64,
    )  # fmt: skip
    published = PublishedAnswer(
        question=answered, topic=topic, organization=cast.commune_committee, title="Ai phân luồng ở cổng trường?",
        asked="Giờ tan học rất đông xe.", answer="Công an phường.", published_at=_NOW, updated_at=_NOW,
    )  # fmt: skip
    published.derive_keys()
    published.save()
    return {
        "support_topic": [topic.pk],
        "support_route": [route.pk],
        "support_question": [question.pk],
        "support_answered": [answered.pk],
        "support_file": [kept.pk],
        "support_published": [published.pk],
    }


def support_arguments(cast) -> dict[str, list]:
    """Arguments of each address of support, by its name."""
    keys = support_keys(cast)
    named = {
        "support_question": _OPEN,
        "support_answered": _ANSWERED,
        "support_file": "attachment",
        "support_topic": "topic topic_edit route_set",
        "support_route": "route_remove",
    }
    found = {f"support_work:{name}": keys[thing] for thing, names in named.items() for name in names.split()}
    return found | {"support:answer": keys["support_published"], "support:own_file": keys["support_file"]}


def _question(cast, topic: Topic, unit, token: str, state: str = "new") -> Question:
    question = Question(
        topic=topic, unit=unit, organization=cast.commune_committee, asker_kind="citizen", name="Nguyễn Thị Mận",
        phone="0912345678", text="Cổng trường giờ tan học rất đông xe, ai phân luồng?", received_at=_NOW,
        received_on=_DAY, due_on=date(2026, 12, 4), token_key=token * 64, code_hash=code_hash(token), state=state,
        closed_on=_DAY if state == "answered" else None, worked_days=0 if state == "answered" else None,
    )  # fmt: skip
    question.derive_keys()
    question.save()
    question.steps.create(kind="received", at=_NOW, organization=cast.commune_committee, due_on=question.due_on)
    return question
