"""Saying through the API that a directive has arrived."""

import pytest

from tests.api.things import caller
from tests.directives.conftest import NOW, Office
from truongan.api.models import ApiToken
from truongan.audit.models import Entry
from truongan.directives.actions import recall_directive
from truongan.directives.models import Receipt

pytestmark = pytest.mark.django_db


class TestReceiptsOfDirectives:
    def test_the_school_acknowledges_once_and_gets_its_arrival_number(self, cast):
        directive, system = Office(cast).issued("school:THCS"), caller(cast)
        answer = system.post(f"directives/{directive.pk}/receipt")

        assert answer.status_code == 201
        assert (answer.json()["organization"], answer.json()["arrival_number"]) == (cast.school.code, 1)
        receipt = Receipt.objects.get(directive=directive, organization=cast.school)
        assert receipt.acknowledged_at is not None
        entry = Entry.objects.filter(verb="directives.receipt.acknowledged").latest("pk")
        assert entry.actor == ApiToken.objects.get().user

    def test_with_another_key_the_first_receipt_stays(self, cast):
        directive, system = Office(cast).issued("school:THCS"), caller(cast)
        first, again = (system.post(f"directives/{directive.pk}/receipt").json() for _time in range(2))
        assert first == again
        assert Entry.objects.filter(verb="directives.receipt.acknowledged").count() == 1

    def test_who_was_not_addressed_finds_nothing(self, cast):
        directive = Office(cast).issued("committee:commune")
        assert caller(cast).post(f"directives/{directive.pk}/receipt").status_code == 404

    def test_the_issuing_agency_does_not_acknowledge_for_its_schools(self, cast):
        directive = Office(cast).issued("school:THCS")
        system = caller(cast, "quantri", organization=cast.province_police)
        assert system.post(f"directives/{directive.pk}/receipt").status_code == 404
        assert not Receipt.objects.filter(acknowledged_at__isnull=False).exists()

    def test_reading_directives_is_no_right_to_acknowledge(self, cast):
        directive = Office(cast).issued("school:THCS")
        answer = caller(cast, scopes=["directives:read"]).post(f"directives/{directive.pk}/receipt")
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")

    def test_a_recalled_one_is_refused_with_its_reason(self, cast):
        office = Office(cast)
        directive = office.issued("school:THCS")
        recall_directive(actor=office.actor, directive=directive, reason="Sai", now=NOW)
        assert caller(cast).post(f"directives/{directive.pk}/receipt").status_code in (404, 409)
        assert not Receipt.objects.filter(acknowledged_at__isnull=False).exists()
