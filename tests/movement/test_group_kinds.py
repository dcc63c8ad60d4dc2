"""The installation's administrator says who must be in groups of a kind; nobody else does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import NOW
from truongan.audit.models import Entry
from truongan.movement.actions import CannotChangeRegister
from truongan.movement.actions.kinds import change_group_kind
from truongan.movement.models import GroupKind


@pytest.fixture
def kind(cast):
    return GroupKind.objects.create(code="thu", name="Nhóm thử", needs=["area_police"])


def test_the_needs_of_a_kind_are_edited_on_its_page(kind, as_):
    address = reverse("movement:kind_edit", args=[kind.pk])

    done = as_("quantri").post(address, {"name": "Nhóm cổng", "needs": ["school", "health"]})

    kind.refresh_from_db()
    assert (kind.name, kind.needs) == ("Nhóm cổng", ["health", "school"])
    assert done.status_code == 303
    assert "Nhóm cổng" in as_("quantri").get(reverse("movement:kind_list")).content.decode()
    assert Entry.objects.filter(verb="movement.group_kind.changed").count() == 1


def test_unknown_capacities_are_refused(cast, kind, as_):
    address = reverse("movement:kind_edit", args=[kind.pk])

    assert as_("quantri").post(address, {"name": "Nhóm thử", "needs": ["teacher"]}).status_code == 422
    with pytest.raises(CannotChangeRegister):
        change_group_kind(actor=cast.quantri, kind=kind, name="Nhóm thử", needs=["teacher"], now=NOW)


def test_only_the_installation_decides(cast, kind):
    with pytest.raises(PermissionDenied):
        change_group_kind(actor=cast.can_bo_tinh, kind=kind, name="Khác", needs=[], now=NOW)
