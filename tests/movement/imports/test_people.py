"""Who a row means: by phone, by name at the school; doubtful ones are asked, never guessed."""

import pytest

from tests.factories import make_person
from tests.movement.imports.workbooks import SCHOOL, whole_school
from truongan.accounts.models import Person
from truongan.movement.imports.importing import CannotImport
from truongan.movement.imports.plan import Outcome
from truongan.movement.models import TeamMembership

pytestmark = pytest.mark.django_db


def one_team(*members):
    rows = whole_school()
    team = {"school": SCHOOL, "type": "Trường học an toàn", "team": "Tổ tự quản cổng trường"}
    return {"schemes": rows["schemes"], "teams": rows["teams"], "team_members": [{**team, **each} for each in members]}


def member_rows(planned):
    return [row for row in planned.rows if row.kind == "team_members"]


def test_a_phone_names_the_person_however_it_is_written(send, cast):
    known = make_person(organization=cast.school, name="Lê Văn Minh", phone="0912345678")
    for number, written in enumerate(("+84 912.345.678", 912345678, "0912 345 678")):
        rows = one_team({"name": "Lê Văn Minh", "phone": written})
        rows["teams"][0]["team"] = rows["team_members"][0]["team"] = f"Tổ {number}"
        send(rows)
    assert known.team_memberships.count() == 3


def test_a_name_at_the_same_school_is_the_same_person(send, cast):
    known = make_person(organization=cast.school, name="Trần Thị Hoa")
    send(one_team({"name": "tran thi hoa"}))
    assert TeamMembership.objects.get().person == known
    assert Person.objects.get(pk=known.pk).name == "Trần Thị Hoa"


def test_the_same_name_at_another_school_is_another_person(send, cast):
    stranger = make_person(organization=cast.neighbour_school, name="Trần Thị Hoa")
    send(one_team({"name": "Trần Thị Hoa"}))
    assert TeamMembership.objects.get().person != stranger


def test_a_phone_fills_in_what_was_missing(send, cast):
    known = make_person(organization=cast.school, name="Trần Thị Hoa")
    send(one_team({"name": "Trần Thị Hoa", "phone": "0912345678", "birth_year": 1985, "post": "Giáo viên"}))
    known.refresh_from_db()
    assert (known.phone, known.birth_year, known.post) == ("0912345678", 1985, "Giáo viên")


def test_diacritics_are_corrected_and_never_lost(send, cast):
    known = make_person(organization=cast.school, name="Tran Thi Hoa")
    send(one_team({"name": "Trần Thị Hoà"}))
    known.refresh_from_db()
    assert known.name == "Trần Thị Hoà"


def test_a_phone_of_somebody_else_is_asked(plan, cast):
    make_person(organization=cast.school, name="Phạm Văn Bình", phone="0912345678")
    planned = plan(one_team({"name": "Lê Văn Minh", "phone": "0912345678"}))
    (row,) = member_rows(planned)
    assert row.outcome == Outcome.CONFLICT
    assert row.question.text == "Số 0912 *** 678 đang là của Phạm Văn Bình. Đây có phải cùng một người không?"
    assert [option.value for option in row.question.options] == ["same", "new", "skip"]


def test_the_owner_of_a_phone_outside_the_scope_is_not_named(plan, cast):
    make_person(organization=cast.other_school, name="Phạm Văn Bình", phone="0912345678")
    (row,) = member_rows(plan(one_team({"name": "Lê Văn Minh", "phone": "0912345678"})))
    assert "một người ở đơn vị khác" in row.question.text
    assert [option.value for option in row.question.options] == ["new", "skip"]  # "same" would show the name


@pytest.mark.parametrize(("answer", "members"), [("same", "Phạm Văn Bình"), ("new", "Lê Văn Minh"), ("skip", None)])
def test_the_answer_decides(send, cast, answer, members):
    make_person(organization=cast.school, name="Phạm Văn Bình", phone="0912345678")
    send(one_team({"name": "Lê Văn Minh", "phone": "0912345678"}), answers={"Thành viên tổ!2": answer})
    assert [each.person.name for each in TeamMembership.objects.all()] == ([members] if members else [])
    assert Person.objects.get(phone="0912345678").name == "Phạm Văn Bình"


def test_somebody_entered_without_the_phone_is_not_asked_again(send, cast):
    make_person(organization=cast.school, name="Phạm Văn Bình", phone="0912345678")
    rows = one_team({"name": "Lê Văn Minh", "phone": "0912345678"})
    send(rows, answers={"Thành viên tổ!2": "new"})
    assert send(rows).plan.is_idle


def test_two_phones_under_one_name_are_asked(plan, send):
    rows = one_team({"name": "Lê Văn Minh", "phone": "0912345678"}, {"name": "Lê Văn Minh", "phone": "0987654321"})
    first, second = member_rows(plan(rows))
    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.CONFLICT)
    assert second.question.options[0].label == "Người đã có: Lê Văn Minh, 0912 *** 678"
    with pytest.raises(CannotImport):
        send(rows)
    send(rows, answers={"Thành viên tổ!3": "new"})
    assert Person.objects.filter(name="Lê Văn Minh").count() == 2
    assert send(rows).plan.is_idle


def test_a_birth_year_tells_namesakes_apart(send, cast):
    make_person(organization=cast.school, name="Trần Thị Hoa", birth_year=1970)
    younger = make_person(organization=cast.school, name="Trần Thị Hoa", birth_year=1990)
    send(one_team({"name": "Trần Thị Hoa", "birth_year": 1990}))
    assert TeamMembership.objects.get().person == younger


def test_namesakes_nothing_tells_apart_are_asked(plan, cast):
    make_person(organization=cast.school, name="Trần Thị Hoa", birth_year=1970)
    make_person(organization=cast.school, name="Trần Thị Hoa", birth_year=1990)
    (row,) = member_rows(plan(one_team({"name": "Trần Thị Hoa"})))
    assert len(row.question.options) == 4


def test_the_same_member_twice_in_a_team_is_an_error(plan):
    planned = plan(one_team({"name": "Lê Văn Minh", "phone": "0912345678"}, {"name": "LÊ VĂN MINH"}))
    second = list(planned.read.rows("team_members"))[1]
    assert second.problems[0].message == "“LÊ VĂN MINH” đã có ở dòng 2. Trong mỗi tổ, nhóm chỉ ghi một dòng."


def test_one_person_in_two_teams_is_one_person(send):
    rows = one_team({"name": "Lê Văn Minh"}, {"name": "Lê Văn Minh", "team": "Tổ hai"})
    rows["teams"].append({**rows["teams"][0], "team": "Tổ hai"})
    send(rows)
    assert Person.objects.filter(name="Lê Văn Minh").count() == 1
    assert TeamMembership.objects.count() == 2


def test_the_first_row_that_says_something_of_a_person_decides(send):
    rows = one_team(
        {"name": "Lê Văn Minh", "post": "Giáo viên"},
        {"name": "Lê Văn Minh", "post": "Tổng phụ trách", "team": "Tổ hai"},
    )
    rows["teams"].append({**rows["teams"][0], "team": "Tổ hai"})
    send(rows)
    assert Person.objects.get(name="Lê Văn Minh").post == "Giáo viên"
    assert send(rows).plan.is_idle


def test_people_of_other_units_are_recognised_but_not_corrected(send, cast):
    officer = make_person(organization=cast.province_police, name="Vũ Đình Khôi", phone="0987654321")
    send(one_team({"name": "Vũ Đình Khôi", "phone": "0987654321", "birth_year": 1980}))
    officer.refresh_from_db()
    assert officer.birth_year is None
    assert officer.team_memberships.count() == 1


def test_pupils_are_counted_and_not_named(plan):
    planned = plan(one_team({"count": 20}, {"name": "Lê Văn Minh", "count": 3}, {}))
    said = [problem.message for row in planned.read.rows("team_members") for problem in row.problems]
    assert said == [
        "Không nêu tên thì ghi họ là ai, ví dụ Học sinh lớp 9A.",
        "Một dòng ghi tên một người. Bỏ số người, hoặc bỏ tên.",
        "Ghi họ và tên; hoặc số người và nhóm người nếu không nêu tên.",
    ]


def test_one_doubt_is_asked_once_and_its_answer_holds_for_every_row(plan, send, cast):
    make_person(organization=cast.school, name="Phạm Văn Bình", phone="0912345678")
    member = {"name": "Lê Văn Minh", "phone": "0912345678"}
    rows = one_team(member, {**member, "team": "Tổ hai"})
    rows["teams"].append({**rows["teams"][0], "team": "Tổ hai"})
    planned = plan(rows)
    assert [row.outcome for row in member_rows(planned)] == [Outcome.CONFLICT, Outcome.CONFLICT]
    assert len(planned.questions) == 1
    send(rows, answers={"Thành viên tổ!2": "new"})
    assert Person.objects.filter(name="Lê Văn Minh").count() == 1
    assert TeamMembership.objects.count() == 2
    assert send(rows).plan.is_idle
