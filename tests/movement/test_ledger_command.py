"""`truongan ledger`: what an operator asks when a number looks wrong."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from tests.factories import make_group, make_person, make_scheme, make_school, make_team, unit
from truongan.movement import ledger
from truongan.movement.models import LedgerBalance, LedgerRow
from truongan.movement.models.ledger import PersonPresence

DAY = date(2021, 9, 14)


@pytest.fixture
def school(territory):
    school = make_school(place=unit("07795", DAY))
    teacher = make_person(organization=school)
    make_team(scheme=make_scheme(organization=school), members=[teacher, 5])
    make_group(organization=school, members=[teacher])
    ledger.refresh([school.pk])
    return school


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("ledger", *arguments, stdout=out)
    return out.getvalue()


def test_a_ledger_kept_by_actions_is_whole(school):
    assert "khớp" in run("verify")


def test_verifying_leaves_every_row_as_it_was(school):
    before = [list(model.objects.order_by("pk").values()) for model in (LedgerRow, LedgerBalance, PersonPresence)]

    run("verify")

    assert [
        list(model.objects.order_by("pk").values()) for model in (LedgerRow, LedgerBalance, PersonPresence)
    ] == before


def test_a_number_written_past_the_actions_is_found_and_mended_by_a_rebuild(school):
    LedgerRow.objects.filter(organization=school, teams=1).update(teams=3)
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", "--format", "json", stdout=out)

    assert ended.value.code == 1
    report = json.loads(out.getvalue())
    assert not report["ok"]
    assert report["differences"] == [
        {"organization": school.code, "table": "movement_ledgerrow", "wrong": 1, "missing": 1}
    ]
    run("rebuild")
    assert json.loads(run("verify", "--format", "json"))["ok"]


@pytest.mark.parametrize("model", [LedgerBalance, PersonPresence])
def test_rows_lost_are_named_with_their_table(school, model, capsys):
    model.objects.filter(organization=school).delete()

    with pytest.raises(SystemExit):
        call_command("ledger", "verify")

    said = capsys.readouterr().out
    assert school.code in said
    assert model._meta.db_table in said


def test_a_rebuild_says_for_how_many_organizations(school):
    assert json.loads(run("rebuild", "--format", "json"))["organizations"] >= 1
