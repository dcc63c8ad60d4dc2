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
from truongan.organizations.models import Organization
from truongan.workbooks.models import SourceRow, Upload

QUERIES_OF_NEW_SCHOOLS = 10

pytestmark = pytest.mark.django_db


def test_a_school_goes_in_whole(send, cast):
    done = send(whole_school())
    assert done.plan.counts == {Outcome.NEW: 9}
    scheme = Scheme.objects.get()
    assert (scheme.organization, scheme.status, str(scheme.stock_from)) == (
        cast.school,
        Status.OPERATING,
        "2021-08-20",
    )
    assert scheme.decision_number == "12/QĐ-THCS"
    assert [event.kind for event in scheme.events.order_by("on")] == ["established", "launched"]
    team = Team.objects.get()
    assert set(team.memberships.values_list("person__name", "count", "label", "role")) == {
        ("Lê Văn Minh", 1, "", "leader"),
        ("Trần Thị Hoa", 1, "", "member"),
        (None, 20, "Học sinh lớp 9A", "member"),
    }
    group = ConnectionGroup.objects.get()
    assert group.owner.name == "Lê Văn Minh"
    assert str(group.last_active_on) == "2021-09-10"
    assert GroupCheck.objects.get().declared_count == 3
    homes = dict(GroupMembership.objects.values_list("capacity", "person__organization__name"))
    assert homes == {
        "school": SCHOOL,
        "area_police": "Công an phường Nếnh",
        "health": "Trạm Y tế phường Nếnh",
    }


def test_every_record_says_file_sheet_and_row(send):
    send(whole_school(), filename="thang-9.xlsx")
    minh = TeamMembership.objects.get(role="leader")
    assert (minh.source.upload.filename, minh.source.sheet, minh.source.row) == ("thang-9.xlsx", "Thành viên tổ", 2)
    for model in (
        Scheme,
        SchemeEvent,
        Team,
        TeamMembership,
        ConnectionGroup,
        GroupMembership,
        GroupCheck,
        Declaration,
    ):
        assert not model.objects.filter(source=None).exists(), model


def test_the_ledger_counts_it_at_once(send, cast):
    send(whole_school())
    rows = LedgerRow.objects.filter(organization=cast.school)
    assert sum(row.schemes for row in rows) == 1
    assert sum(row.team_memberships for row in rows) == 22
    assert sum(row.groups_connected for row in rows) == 1


def test_the_same_file_again_changes_nothing(send):
    send(whole_school())
    before = (SourceRow.objects.count(), Entry.objects.count(), TeamMembership.objects.count())
    again = send(whole_school())
    assert again.plan.counts == {Outcome.UNCHANGED: 9}
    assert (SourceRow.objects.count(), Entry.objects.count(), TeamMembership.objects.count()) == before
    assert Upload.objects.latest("pk").message == "Không có gì thay đổi: mọi dòng đã có trong sổ."


def test_a_corrected_file_changes_only_what_was_corrected(send):
    rows = whole_school()
    send(rows)
    rows["schemes"][0]["decision_number"] = "13/QĐ-THCS"
    rows["team_members"][0]["role"] = "Tổ phó"
    again = send(rows)
    assert again.plan.counts == {Outcome.UNCHANGED: 7, Outcome.CHANGED: 2}
    told = [(d.title, d.before, d.after) for row in again.plan.rows for d in row.differences]
    assert told == [("Số quyết định", "12/QĐ-THCS", "13/QĐ-THCS"), ("Vai trò", "Tổ trưởng", "Tổ phó")]
    scheme = Scheme.objects.get()
    assert scheme.decision_number == "13/QĐ-THCS"
    # The wrong event stays in the record, struck through.
    assert [bool(event.voided_at) for event in scheme.events.filter(kind="established").order_by("pk")] == [
        True,
        False,
    ]
    assert TeamMembership.objects.filter(role="vice_leader").count() == 1


def test_a_corrected_day_moves_the_event(send):
    rows = whole_school()
    rows["schemes"][0].update(entry="Củng cố", renewed_on="10/09/2021")
    send(rows)
    rows["schemes"][0]["renewed_on"] = "11/09/2021"
    send(rows)
    valid = Scheme.objects.get().events.valid().filter(kind="strengthened")
    assert [str(event.on) for event in valid] == ["2021-09-11"]


def test_strengthened_and_restaffed_is_one_scheme_with_two_events(send):
    rows = {"schemes": [{**whole_school()["schemes"][0], "entry": "Củng cố, kiện toàn", "renewed_on": "10/09/2021"}]}
    send(rows)
    assert set(SchemeEvent.objects.values_list("kind", flat=True)) == {
        "established", "launched", "strengthened", "restaffed",
    }  # fmt: skip


def test_a_blank_cell_changes_nothing(send):
    rows = whole_school()
    send(rows)
    for member in rows["team_members"]:
        member.pop("post", None)
        member.pop("role", None)
    assert send(rows).plan.is_idle


def test_an_error_keeps_the_whole_file_out(send):
    rows = whole_school()
    rows["team_members"][0]["phone"] = "chưa có"
    with pytest.raises(CannotImport):
        send(rows)
    assert not Scheme.objects.exists()
    assert not Entry.objects.filter(verb="movement.workbook.imported").exists()


def test_ready_rows_go_in_when_asked_and_the_rest_comes_back(send):
    rows = whole_school()
    rows["team_members"][0]["phone"] = "chưa có"
    done = send(rows, ready_only=True)
    assert Scheme.objects.count() == 1
    assert TeamMembership.objects.count() == 2
    assert done.returned is not None
    assert Upload.objects.get().returned_file


def test_the_returned_rows_can_be_mended_and_sent(send):
    rows = whole_school()
    rows["team_members"][0]["phone"] = "chưa có"
    send(rows, ready_only=True)
    rows["team_members"][0]["phone"] = "0912345678"
    done = send(rows)
    assert done.plan.counts[Outcome.NEW] == 1
    # Đã có trong nhóm kết nối: cùng một người.
    assert TeamMembership.objects.get(role="leader").person.group_memberships.count() == 1


def test_members_wait_for_their_team(plan):
    rows = whole_school()
    rows["teams"][0]["formed_on"] = "31/09/2021"
    planned = plan(rows)
    members = [row for row in planned.rows if row.kind == "team_members"]
    assert [row.outcome for row in members] == [Outcome.ERROR] * 3
    said = [problem.message for row in planned.read.rows("team_members") for problem in row.problems]
    assert said[0] == "Dòng 2 của trang “Tổ tự quản” chưa vào được nên dòng này cũng phải chờ."


def test_a_removed_scheme_takes_its_teams_and_groups_along(send):
    rows = whole_school()
    rows["groups"][0]["type"] = "Trường học an toàn"
    rows["events"] = [{"school": SCHOOL, "event": "Thanh loại", "on": "01/06/2022"}]
    send(rows)
    assert str(Scheme.objects.get().stock_to) == "2022-06-01"
    assert str(Team.objects.get().ended_on) == "2022-06-01"
    assert str(ConnectionGroup.objects.get().ended_on) == "2022-06-01"
    assert not TeamMembership.objects.filter(valid_to=None).exists()
    assert send(rows).plan.is_idle


def test_one_entry_of_the_record_tells_the_import(send, cast):
    send(whole_school(), filename="thang-9.xlsx")
    entry = Entry.objects.get(verb="movement.workbook.imported")
    assert entry.actor == cast.truong_phong_xa
    assert entry.data["rows"] == {"new": 9}
    assert entry.data["filename"] == "thang-9.xlsx"


def test_declared_totals_stand_beside_what_is_counted(send, cast):
    rows = whole_school()
    rows["teams"][0]["declared"] = 25
    done = send(rows)
    said = Declaration.objects.get(measure="teams.memberships")
    assert (said.organization, said.value, str(said.on)) == (cast.school, 25, "2021-08-20")
    warned = [problem for problem in done.plan.read.all_problems() if problem.code == "declared_differs"]
    assert warned[0].message == "Khai 25 người, danh sách trong tệp có 22. Kiểm tra lại danh sách."


def test_a_last_day_is_inclusive_in_the_file(send):
    rows = whole_school()
    rows["team_members"][0]["valid_to"] = "31/05/2022"
    send(rows)
    assert str(TeamMembership.objects.get(role="leader").valid_to) == "2022-06-01"


def test_the_number_of_queries_does_not_grow_with_the_rows(plan, django_assert_num_queries):
    rows = whole_school()
    plan(rows)  # what the sender sees is asked once
    with django_assert_num_queries(17):
        plan(rows)
    rows["team_members"] += [{**rows["team_members"][1], "name": f"Đỗ Thị Số {number}"} for number in range(50)]
    with django_assert_num_queries(17):
        plan(rows)


@pytest.mark.parametrize("count", (2, 30))
def test_new_schools_are_placed_with_as_many_queries_as_two(send, plan, cast, count, django_assert_num_queries):
    communes = ["Phường Nếnh", "Phường Kinh Bắc", "Phường Vân Hà", "Phường Đa Mai", "Xã Lạng Giang"]
    rows = {
        "schools": [
            {"school": f"Trường Mầm non Số {number}", "commune": communes[number % len(communes)]}
            for number in range(count)
        ]
    }
    plan(rows, by="can_bo_tinh", kind="district")  # what the sender sees is asked once
    with django_assert_num_queries(QUERIES_OF_NEW_SCHOOLS):
        planned = plan(rows, by="can_bo_tinh", kind="district")
    assert planned.counts == {Outcome.NEW: count}
    send(rows, by="can_bo_tinh", kind="district")
    assert len({school.place_path for school in Organization.objects.filter(name__contains="Số")}) == min(count, 5)


def test_a_pilot_may_stand_further_down(send, cast):
    rows = whole_school()["schemes"]
    rows[0].update(entry="Nhân rộng", pilot="Trường Tiểu học Hoa Sen")
    rows.append({**whole_school("Trường Tiểu học Hoa Sen")["schemes"][0], "decision_number": "01/QĐ-TH"})
    send({"schemes": rows})
    replica = Scheme.objects.get(organization=cast.school)
    assert replica.is_replica
    assert replica.pilot.organization == cast.neighbour_school
    assert send({"schemes": rows}).plan.is_idle


def test_an_employer_nobody_knows_is_kept_in_words_and_replaces_nothing(send):
    rows = whole_school()
    rows["group_members"][1]["employer"] = "Công an xã Xa"
    send(rows)
    officer = GroupMembership.objects.get(capacity="area_police").person
    assert (officer.organization, officer.post) == (None, "Công an xã Xa")
    officer.post = "Phó trưởng Công an xã"
    officer.save()
    assert send(rows).plan.is_idle


def test_a_sum_of_some_teams_is_not_the_schools_total(send):
    rows = whole_school()
    rows["teams"].append({**rows["teams"][0], "team": "Tổ hai"})
    send(rows)
    Declaration.objects.all().delete()
    send({"teams": [{**rows["teams"][0], "declared": 30}]})
    assert not Declaration.objects.exists()
