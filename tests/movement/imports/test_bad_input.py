"""What senders get wrong: each a clear message at its cell, and an untouched register."""

from io import BytesIO
from unicodedata import normalize

import pytest
from openpyxl import Workbook, load_workbook

from tests.conftest import TODAY
from tests.factories import make_scheme, make_school, make_type, unit
from tests.movement.imports.workbooks import SCHOOL, whole_school, workbook
from truongan.movement.imports.importing import CannotImport
from truongan.movement.imports.plan import Outcome
from truongan.movement.models import ConnectionGroup, Scheme, Team, TeamMembership
from truongan.organizations.models import Organization, SchoolProfile
from truongan.workbooks.problems import CannotRead

pytestmark = pytest.mark.django_db


def messages(planned):
    return [
        each.message for each in planned.read.all_problems() if each.severity == "error" and each.code != "depends"
    ]


def codes(planned):
    return {each.code for each in planned.read.all_problems() if each.severity == "error"} - {"depends"}


def test_an_unknown_school_with_the_nearest_name(plan):
    planned = plan(whole_school("Trường THCS Ánh Dươmg"))
    problem = next(planned.read.all_problems())
    assert problem.message == "Không có trường nào tên này trong phạm vi của bạn. Kiểm tra tên, hoặc ghi mã trường."
    assert (problem.sheet, problem.coordinate, problem.fix) == ("Mô hình", "A2", SCHOOL)


def test_the_nearest_name_can_be_taken(plan):
    rows = {"schemes": whole_school("Trường THCS Ánh Dươmg")["schemes"]}
    planned = plan(rows, fixes={"Mô hình!2!school": SCHOOL})
    assert planned.is_clean


def test_another_units_school_does_not_exist_for_the_sender(plan):
    assert codes(plan(whole_school("Trường THCS Sông Thương"))) == {"unknown_school"}


def test_the_province_may_write_for_it(plan):
    assert plan(whole_school("Trường THCS Sông Thương"), by="can_bo_tinh", kind="province").is_clean


def test_a_school_writes_only_for_itself(plan):
    assert codes(plan(whole_school("Trường Tiểu học Hoa Sen"), by="hieu_truong", kind="school")) == {"unknown_school"}


def test_a_school_may_leave_its_name_out(send, cast):
    rows = {
        key: [{k: v for k, v in row.items() if k != "school"} for row in page] for key, page in whole_school().items()
    }
    send(rows, by="hieu_truong", kind="school")
    assert Scheme.objects.get().organization == cast.school


def test_a_school_makes_no_schools(plan):
    rows = {"schools": [{"school": "Trường Mầm non Mới", "commune": "phường Nếnh"}]}
    assert codes(plan(rows, by="hieu_truong", kind="school")) == {"unknown_school"}


@pytest.mark.parametrize("reader", ["so_gd", "y_te_xa"])
def test_who_only_reads_sends_nothing(send, reader):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        send(whole_school(), by=reader)


def test_namesakes_are_told_apart_by_code_or_commune(plan, cast):
    make_school(place=unit("07795", TODAY), name=SCHOOL, code="T-HAI")
    assert codes(plan(whole_school())) == {"ambiguous_school"}
    rows = whole_school()
    for page in rows.values():
        for row in page:
            row["school_code"] = "T-HAI"
    assert plan(rows).is_clean


def test_school_names_are_recognised_however_written(plan):
    assert plan(whole_school("trung hoc co so  ÁNH DƯƠNG")).is_clean
    assert plan(whole_school(normalize("NFD", "THCS Ánh Dương"))).is_clean


def test_a_new_school_is_made_by_the_commune(send, cast):
    rows = {
        "schools": [
            {"school": "TRƯỜNG MẦM NON HOA CÚC", "commune": "Phường Nếnh", "school_year": "2026 - 2027", "classes": 9}
        ]
    }
    send(rows)
    school = Organization.objects.get(name="Trường Mầm Non Hoa Cúc")
    assert (school.school_level, school.place_path) == ("MN", cast.school.place_path)
    assert school.placements.get().unit == unit("07795", TODAY)
    assert SchoolProfile.objects.get(organization=school).class_count == 9
    assert send(rows).plan.is_idle


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ({}, "unknown_school", "Ghi xã, phường để lập mới"),
        ({"commune": "Xã Không Đâu"}, "unknown_unit", "Không có xã, phường nào tên này"),
        ({"commune": "Thị trấn Nếnh", "school_year": "2026-2027"}, "unit_not_on_day", "không có vào ngày 05/09/2026"),
        ({"commune": "Phường Kinh Bắc"}, "outside_scope", "không thuộc phạm vi của bạn"),
    ],
)
def test_a_new_school_needs_a_unit_of_that_day_in_the_senders_area(plan, row, code, said):
    planned = plan({"schools": [{"school": "Trường Mầm non Hoa Cúc", "level": "MN", **row}]})
    assert codes(planned) == {code}
    assert said in messages(planned)[0]


def test_a_unit_of_its_own_time_is_found(send):
    rows = {
        "schools": [
            {
                "school": "Trường Mầm non Hoa Cúc",
                "commune": "thị trấn Nếnh",
                "district": "Việt Yên",
                "school_year": "2021-2022",
            }
        ]
    }
    send(rows)
    assert Organization.objects.get(name="Trường Mầm non Hoa Cúc").placements.get().unit.full_name == "Thị trấn Nếnh"


@pytest.mark.parametrize(
    ("sheet", "change", "said"),
    [
        ("schemes", {"decision_on": "31/09/2021"}, "không có trong lịch"),
        ("schemes", {"decision_on": "20/08/2031", "launched_on": None}, "Ngày 20/08/2031 chưa tới"),
        ("schemes", {"launched_on": "01/08/2021"}, "Ngày ra mắt trước ngày quyết định (20/08/2021)"),
        ("schemes", {"decision_on": None}, "Có số quyết định thì phải ghi ngày quyết định."),
        ("schemes", {"entry": "Củng cố"}, "phải ghi ngày củng cố, kiện toàn"),
        ("schemes", {"type": "Mô hình lạ"}, "không có trong danh mục"),
        ("teams", {"ended_on": "01/08/2021"}, "Ngày kết thúc trước ngày lập (20/08/2021)"),
        (
            "team_members",
            {"valid_from": "01/09/2021", "valid_to": "30/08/2021"},
            "Đến ngày phải sau từ ngày (01/09/2021).",
        ),
        ("team_members", {"valid_from": "01/08/2021"}, "Từ ngày trước ngày lập (20/08/2021)"),
        ("team_members", {"phone": "12345"}, "không phải số điện thoại"),
        ("team_members", {"role": "Tổ trửơng nhóm"}, "không có trong danh mục"),
        ("team_members", {"team": "Tổ khác"}, "Trường chưa có tổ này."),
        ("groups", {"link": "zalo nhóm"}, "phải bắt đầu bằng https://"),
        ("groups", {"checked_on": "01/08/2021"}, "Ngày kiểm tra trước ngày lập nhóm"),
        ("groups", {"checked_on": None}, "phải ghi ngày kiểm tra"),
        ("group_members", {"group": "Nhóm lạ"}, "Trường chưa có nhóm này."),
    ],
)
def test_each_mistake_is_told_at_its_cell_and_nothing_is_written(send, sheet, change, said):
    rows = whole_school()
    rows[sheet][0] = {**rows[sheet][0], **change}
    with pytest.raises(CannotImport) as refusal:
        send(rows)
    assert any(said in each for each in messages(refusal.value.plan)), messages(refusal.value.plan)
    for model in (Scheme, Team, ConnectionGroup, TeamMembership):
        assert not model.objects.exists()


@pytest.mark.parametrize("sheet", ["schemes", "teams", "groups"])
def test_a_row_said_twice_is_told(plan, sheet):
    rows = whole_school()
    rows[sheet].append(dict(rows[sheet][0]))
    assert "repeated" in codes(plan(rows))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"event": "Sơ kết", "on": "01/01/2021"}, "trước ngày thành lập điểm mô hình"),
        ({"event": "Quyết định thành lập", "on": "01/01/2022"}, "Sổ đã có “Quyết định thành lập” ngày 20/08/2021"),
        ({"event": "Sơ kết", "on": "01/01/2022", "type": "Liên kết"}, "Trường chưa có điểm mô hình này."),
    ],
)
def test_events_fit_the_life_of_their_scheme(plan, event, said):
    rows = {**whole_school(), "events": [{"school": SCHOOL, **event}]}
    assert said in messages(plan(rows))[0]


def test_a_closed_school_is_asked_about_its_own_time_only(plan, cast):
    Organization.objects.filter(pk=cast.school.pk).update(closed_on="2021-09-01")
    assert "Trường đã giải thể từ ngày 01/09/2021" in messages(plan(whole_school()))[0]


def test_the_type_may_be_left_out_where_the_school_has_one_scheme(plan, cast):
    rows = whole_school()
    del rows["teams"][0]["type"]
    assert plan(rows).is_clean
    make_scheme(organization=cast.school, type=make_type("lien-ket"))
    assert codes(plan(rows)) == {"ambiguous_scheme"}


def test_a_newer_template_is_refused_as_a_whole(send):
    book = load_workbook(BytesIO(workbook(whole_school())))
    marker = book.create_sheet("_truongan")
    marker.append(["kind", "commune"])
    marker.append(["version", 99])
    stream = BytesIO()
    book.save(stream)
    with pytest.raises(CannotImport) as refusal:
        send(stream.getvalue(), ready_only=True)
    assert codes(refusal.value.plan) == {"wrong_version"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_not_even_kept(send, content):
    with pytest.raises(CannotRead):
        send(content)


def test_formulas_that_were_never_computed_are_told(plan):
    rows = whole_school()
    rows["team_members"][2]["count"] = "=10+10"
    assert "uncomputed_formula" in codes(plan(rows))


def test_titles_totals_and_notes_around_the_table_do_no_harm(plan):
    book = Workbook()
    page = book.active
    page.title = "DS tổ"
    page.append(["PHÒNG GD&ĐT VIỆT YÊN"])
    page.append([])
    page.append(["DANH SÁCH TỔ TỰ QUẢN"])
    page.append(["STT", "ten truong", "Mô hình", "Tổ tự quản", "ngay thanh lap", "Số thành viên"])
    page.append([1, f"  {SCHOOL} ", "Trường học an toàn", "Tổ 1", 44428, 9])
    page.append([None, None, None, None, None, None])
    page.append(["Tổng cộng", None, None, None, None, 9])
    stream = BytesIO()
    book.save(stream)
    planned = plan(stream.getvalue())
    assert [row.number for row in planned.rows] == [5]
    assert codes(planned) == {"unknown_scheme"}


def test_everything_ready_is_new_and_the_rest_is_counted(plan):
    rows = whole_school()
    rows["team_members"][1]["birth_year"] = "tám lăm"
    planned = plan(rows)
    assert planned.counts == {Outcome.NEW: 8, Outcome.ERROR: 1}


def test_a_csv_of_one_sheet_is_enough(send, cast):
    make_scheme(organization=cast.school)
    lines = f"Tên trường;Tên tổ;Ngày lập\n{SCHOOL};Tổ tự quản cổng trường;05/09/2021\n"
    send(lines.encode("utf-8-sig"), filename="to tu quan.csv")
    assert str(Team.objects.get().formed_on) == "2021-09-05"
