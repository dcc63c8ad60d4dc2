from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import unit
from truongan.organizations.models import Organization
from truongan.support.actions import Asker, answer_question, ask_question, save_topic, set_route
from truongan.support.codes import code_of
from truongan.support.models import Question, Topic
from truongan.web.form_guard import new_token

# Tuesday; nine in the morning in Viet Nam.
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
TEXT = "Cổng trường giờ tan học rất đông xe, ai phân luồng?"
_tokens = count(1)


class Desk:
    """Two topics: safety is answered by the commune committee of Nếnh, elsewhere by the provincial police."""

    def __init__(self, cast):
        self.cast = cast
        self.nenh = unit("07795", DAY)
        self.elsewhere = cast.other_school.placements.get().unit
        self.safety = save_topic(actor=None, name="An ninh, trật tự trường học", answer_days=10, now=NOW)
        self.health = save_topic(actor=None, name="Y tế trường học", answer_days=5, position=2, now=NOW)
        self.route(self.safety, None, cast.province_police)
        self.route(self.safety, self.nenh, cast.commune_committee)

    def route(self, topic: Topic, place, organization: Organization) -> None:
        set_route(actor=None, topic=topic, unit=place, organization=organization, now=NOW)

    def ask(
        self, *, now: datetime = NOW, place=None, topic=None, text: str = TEXT, token: str = "", **asker
    ) -> Question:
        token = token or f"token-{next(_tokens)}"
        return ask_question(
            topic=topic or self.safety, unit=place or self.nenh, asker=Asker(**{"name": "Nguyễn Thị Mận", **asker}),
            text=text, code=code_of(token), token_key=token.ljust(64, "0"), now=now,
        )  # fmt: skip

    def answered(self, *, days: int = 3, **asked) -> Question:
        question = self.ask(**asked)
        later = question.received_at + timedelta(days=days)
        return answer_question(
            actor=None, question=question, text="Công an phường phân luồng từ 16 giờ 30.", now=later
        )


@pytest.fixture
def desk(cast) -> Desk:
    return Desk(cast)


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def form_of(desk: Desk, now: datetime, **changes) -> dict:
    """What a browser would send with a question."""
    given = {
        "form_token": new_token("support.ask", now), "form_proof": "", "contact_site": "", "topic": desk.safety.pk,
        "unit": "Phường Nếnh", "asker_kind": "citizen", "name": "Nguyễn Thị Mận", "phone": "0912 345 678",
        "email": "man@example.vn", "text": TEXT,
    }  # fmt: skip
    return {**given, **changes}


def send(given: dict, client: Client | None = None):
    return (client or Client()).post(reverse("support:ask"), given)
