from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import NOW, make_person, make_scheme, make_type
from tests.movement.counting import stock
from truongan.accounts.models import Person
from truongan.movement.actions import (
    CannotChangeRegister,
    GroupPlan,
    Newcomer,
    SchemePlan,
    Seat,
    TeamPlan,
    discard_draft,
    save_draft,
    set_up_scheme,
)
from truongan.movement.models import ConnectionGroup, Scheme, SetupDraft

DAY = date(2021, 9, 1)


def plan(cast, **changes) -> SchemePlan:
    police = make_person(organization=cast.commune_police)
    fields = {
        "type": make_type(),
        "organization": cast.school,
        "established_on": DAY,
        "decision_number": "12/QĐ-THCS",
        "launched_on": date(2021, 9, 5),
        "teams": [TeamPlan("Tổ cổng trường", DAY, [Newcomer("leader", "Phạm Quốc Huy", "0912345678")])],
        "group": GroupPlan("Kết nối", DAY, roster=[Seat("area_police", police)]),
    }
    return SchemePlan(**{**fields, **changes})


def test_everything_is_set_up_in_one_sitting(cast):
    draft = save_draft(actor=cast.hieu_truong, fields={"name": "x"}, now=NOW)

    scheme = set_up_scheme(actor=cast.hieu_truong, plan=plan(cast), draft=draft, now=NOW)

    names = ("schemes", "teams", "team_memberships", "groups", "group_memberships")
    assert [stock(name) for name in names] == [1, 1, 1, 1, 1]
    assert scheme.status == "operating"
    assert not SetupDraft.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"launched_on": date(2021, 8, 1)},
        {"group": GroupPlan("Kết nối", DAY, link="http://zalo.me")},
        {"teams": [TeamPlan("Tổ", DAY, [Newcomer("leader", "Phạm Quốc Huy", "1")])]},
        {"established_on": date(2027, 1, 1)},
    ],
)
def test_one_wrong_step_leaves_nothing_and_keeps_the_draft(cast, broken):
    draft = save_draft(actor=cast.hieu_truong, fields={}, now=NOW)

    with pytest.raises(CannotChangeRegister):
        set_up_scheme(actor=cast.hieu_truong, plan=plan(cast, **broken), draft=draft, now=NOW)

    assert not Scheme.objects.exists() and not ConnectionGroup.objects.exists()
    assert not Person.objects.filter(name="Phạm Quốc Huy").exists()
    assert SetupDraft.objects.filter(pk=draft.pk).exists()


def test_a_replica_knows_its_pilot(cast):
    pilot = make_scheme(organization=cast.neighbour_school)

    scheme = set_up_scheme(actor=cast.hieu_truong, plan=plan(cast, pilot=pilot), now=NOW)

    assert scheme.is_replica and stock("schemes_replicated") == 1


def test_a_draft_belongs_to_its_writer(cast):
    draft = save_draft(actor=cast.hieu_truong, fields={"name": "x"}, now=NOW)

    with pytest.raises(PermissionDenied):
        save_draft(actor=cast.giao_vien, fields={}, draft=draft, now=NOW)
    with pytest.raises(PermissionDenied):
        discard_draft(actor=cast.giao_vien, draft=draft)
