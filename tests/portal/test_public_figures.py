import csv
import io
import re
from datetime import date

import pytest

from tests.factories import make_person, make_scheme, make_team
from truongan.movement.models import SchemeType


@pytest.fixture
def register(cast):
    for school, members in ((cast.school, 12), (cast.neighbour_school, 9), (cast.other_school, 2)):
        make_team(scheme=make_scheme(organization=school, on=date(2026, 1, 5)), members=[make_person(), members])


def test_everyone_reads_the_figures_in_three_forms(register, client):
    page = client.get("/so-lieu/?ngay=2026-02-01")
    table = client.get("/so-lieu.csv?ngay=2026-02-01").content.decode()
    shape = client.get("/so-lieu.json?ngay=2026-02-01").json()

    assert page.status_code == 200
    assert shape["as_of"] == "2026-02-01"
    assert next(each["value"] for each in shape["figures"] if each["code"] == "teams.memberships") == 26
    last = list(csv.DictReader(io.StringIO(table)))[-1]
    assert last["teams.memberships"] == "26"


def test_a_name_that_looks_like_a_formula_stays_text(register, client):
    SchemeType.objects.update(short_name="=1+1", name="=HYPERLINK(0)")
    names = [
        line["name"] for line in csv.DictReader(io.StringIO(client.get("/so-lieu.csv?theo=type").content.decode()))
    ]
    assert any(name.startswith("'=") for name in names)
    assert not any(name.startswith("=") for name in names)


def test_small_cells_are_hidden_and_cannot_be_worked_out(register, client, settings):
    settings.PROVINCE_CODE = "24"
    rows = client.get("/so-lieu.json?ngay=2026-02-01").json()["rows"]

    shown = {
        row["label"]: figure["value"]
        for row in rows
        for figure in row["figures"]
        if figure["code"] == "teams.memberships"
    }
    assert [value for value in shown.values() if value] == []  # 3 is small; 23 with the total would tell it


def test_a_units_own_page_does_not_give_its_small_neighbour_away(register, client, settings):
    settings.PROVINCE_CODE = "24"
    shape = client.get("/so-lieu.json?ngay=2026-02-01&don_vi=07795").json()
    value = {each["code"]: each["value"] for each in shape["figures"]}

    assert value["teams.memberships"] is None  # 23: 26 of the province less 23 are the 3 next door
    assert "lượt thành viên" in client.get("/so-lieu/?ngay=2026-02-01&don_vi=07795").content.decode()
    assert value["teams.count"] == 2
    assert all(
        figure["value"] is None
        for row in shape["rows"]
        for figure in row["figures"]
        if figure["code"] == "teams.memberships"
    )


@pytest.mark.parametrize("bad", ("ngay=2099-01-01", "ngay=x", "theo=x", "don_vi=<b>"))
def test_bad_questions_are_explained(register, client, bad):
    assert client.get(f"/so-lieu/?{bad}").status_code == 200
    assert client.get(f"/so-lieu.json?{bad}").status_code == 400
    table = client.get(f"/so-lieu.csv?{bad}")
    assert table.status_code == 400
    assert re.match(r"\w+: \w+ .*\w+", table.content.decode())  # what is wrong, not the field's name alone


def test_an_unknown_unit_is_not_found(register, client):
    assert client.get("/so-lieu/?don_vi=99999").status_code == 404


def test_home_and_method_are_public(register, client):
    assert client.get("/").status_code == 200
    assert "lượt" in client.get("/phuong-phap/").content.decode().lower()
