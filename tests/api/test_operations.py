"""What other systems read and do: pages by cursor, writes once, the same rules as the pages."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from tests.alerts.things import make_alert
from tests.api.things import Caller, caller, make_token
from tests.duty.things import make_network, make_rollcall, staff
from tests.factories import make_group, make_scheme, make_team
from tests.incidents.samples import reported
from truongan.api.models import KeptAnswer
from truongan.audit.models import Entry
from truongan.duty.models import RollCall
from truongan.incidents.models import Incident
from truongan.kernel import clock

pytestmark = pytest.mark.django_db


def report_of(cast, **fields) -> dict:
    return {"organization": cast.school.code, "category": "danh-nhau", "what": "Đánh nhau ở cổng", **fields}


def test_a_list_is_walked_to_its_end_by_next(cast):
    for number in range(5):
        make_group(organization=cast.school, name=f"Nhóm {number}")
    system, seen, address = caller(cast), [], "/api/v1/groups?limit=2"
    while address:
        page = system.client.get(address).json()
        assert len(page["items"]) <= 2
        seen += [each["name"] for each in page["items"]]
        address = page["next"]

    assert seen == [f"Nhóm {number}" for number in range(5)]


@pytest.mark.parametrize(
    "query", [{"limit": 201}, {"limit": 0}, {"limit": "x"}, {"cursor": "x"}, {"cursor": "c2F1OmFi"}]
)
def test_a_page_that_cannot_be_is_422_and_says_where(cast, query):
    answer = caller(cast).get("groups", **query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["where"].startswith("query")


def test_the_register_is_read_without_names_of_people(cast):
    group, first, _second = make_network(cast)
    scheme = make_scheme(organization=cast.school)
    make_team(scheme=scheme, members=[first])
    system = caller(cast)
    answers = [
        system.get(path) for path in ("schemes", f"schemes/{scheme.pk}", "teams", f"groups/{group.pk}", "scheme-types")
    ]

    assert [each.status_code for each in answers] == [200] * 5
    assert first.name not in " ".join(each.content.decode() for each in answers)
    assert answers[3].json()["members"] == [
        {"capacity": "area_police", "count": 1},
        {"capacity": "member", "count": 2},
    ]


def test_figures_are_those_of_the_pages(cast):
    make_scheme(organization=cast.school)
    found = caller(cast).get("figures", codes="schemes.count").json()

    assert [(each["code"], each["value"]) for each in found["figures"]] == [("schemes.count", 1)]
    assert caller(cast).get("figures", codes="khong.co").status_code == 422
    assert caller(cast, "truong_phong_xa").get("figures", unit="99999").status_code == 404


def test_an_incident_is_reported_under_the_token_and_nothing_of_its_words_comes_back(cast):
    system = caller(cast)
    answer = system.post("incidents", report_of(cast, pupil_count=2, injured_count=1))

    assert answer.status_code == 201, answer.content
    case = Incident.objects.get()
    assert case.reported_by.username.startswith("api-")
    assert Entry.objects.filter(verb="incidents.incident.reported", actor=case.reported_by).count() == 1
    one = system.get(f"incidents/{case.pk}")
    assert one.json()["involved"] == [{"role": "victim", "group": "pupil", "count": 2, "injured_count": 1}]
    assert "Đánh nhau ở cổng" not in one.content.decode()


def test_the_same_key_and_body_again_is_the_same_answer_and_one_effect(cast):
    system, key = caller(cast), str(uuid4())
    first, second = (system.post("incidents", report_of(cast), key) for _each in range(2))

    assert first.json() == second.json()
    assert second["Idempotent-Replayed"] == "true"
    assert Incident.objects.count() == 1


def test_the_same_key_with_another_body_is_409(cast):
    system, key = caller(cast), str(uuid4())
    system.post("incidents", report_of(cast), key)
    answer = system.post("incidents", report_of(cast, pupil_count=3), key)

    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert Incident.objects.count() == 1


def test_after_a_day_the_answer_is_forgotten_and_the_case_is_still_one(cast):
    system, key = caller(cast), str(uuid4())
    system.post("incidents", report_of(cast), key)
    KeptAnswer.objects.update(at=clock.now() - timedelta(hours=25))

    assert system.post("incidents", report_of(cast), key).status_code == 201
    assert Incident.objects.count() == 1


def test_another_report_under_a_key_used_long_ago_is_a_case_of_its_own(cast):
    system, key = caller(cast), str(uuid4())
    system.post("incidents", report_of(cast), key)
    KeptAnswer.objects.update(at=clock.now() - timedelta(hours=25))

    assert system.post("incidents", report_of(cast, what="Cháy ở kho"), key).status_code == 201
    assert Incident.objects.count() == 2


def test_a_key_belongs_to_its_token(cast):
    """Two systems of one school may hit upon the same key: neither gets the other's answer."""
    key = str(uuid4())
    first = caller(cast).post("incidents", report_of(cast), key)
    second = caller(cast).post("incidents", report_of(cast, what="Cháy ở kho"), key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.django_db(transaction=True)
def test_the_same_write_over_two_lines_at_once_is_done_once(cast):
    secret, key = make_token(cast).secret, str(uuid4())
    said = report_of(cast)
    together = Barrier(2)

    def send(_number: int):
        try:
            together.wait()
            return Caller(secret).post("incidents", said, key)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as lines:
        answers = list(lines.map(send, range(2)))

    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted("Idempotent-Replayed" in each for each in answers) == [False, True]
    assert Incident.objects.count() == 1


def test_a_refused_write_leaves_its_key_free(cast):
    group = make_group(organization=cast.school)
    system, key, day = caller(cast), str(uuid4()), str(clock.today_vn())
    said = {"on": "2100-01-01", "is_active": True}

    assert system.post(f"groups/{group.pk}/checks", said, key).status_code == 409
    assert system.post(f"groups/{group.pk}/checks", said | {"on": day}, key).status_code == 201
    group.refresh_from_db()
    assert str(group.last_checked_on) == day


def test_a_key_is_asked_for(cast):
    answer = caller(cast).client.post("/api/v1/incidents", "{}", content_type="application/json")
    assert answer.status_code == 422
    assert any("dempotency" in each["where"] for each in answer.json()["errors"])


@pytest.mark.parametrize("body", ["{", "[]", "null", '{"organization": 1}', '{"category": "\\u0000"}'])
def test_a_body_that_makes_no_sense_is_a_problem(cast, body):
    answer = caller(cast).client.post(
        "/api/v1/incidents", body, content_type="application/json", headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_school_elsewhere_cannot_be_reported_for(cast):
    assert (
        caller(cast).post("incidents", report_of(cast) | {"organization": cast.other_school.code}).status_code == 404
    )


def test_a_note_is_added_to_a_case_and_the_health_sector_sees_no_fight(cast):
    case = reported(cast)
    assert caller(cast).post(f"incidents/{case.pk}/notes", {"text": "Đã gọi xe"}).status_code == 201
    station = make_token(cast, "quantri", organization=cast.health_station)
    from tests.api.things import Caller  # here, beside what it is for

    assert Caller(station.secret).get(f"incidents/{case.pk}").status_code == 404


def test_roll_calls_are_called_once_and_read(cast):
    staff(cast)
    make_network(cast)
    system, key = caller(cast), str(uuid4())
    said = {"title": "Diễn tập", "school": cast.school.code}
    made = [system.post("roll-calls", said, key) for _each in range(2)]

    assert [each.status_code for each in made] == [201, 201]
    assert RollCall.objects.count() == 1
    board = system.get(f"roll-calls/{RollCall.objects.get().pk}").json()
    assert (board["asked"], board["answered"], board["is_drill"]) == (
        2,
        0,
        True,
    )  # the officer belongs to the police, whom a school does not see


def test_duty_is_read(cast):
    staff(cast)
    make_rollcall(cast)
    system = caller(cast, "truong_phong_xa")
    routing = system.get("duty/routing", organization=cast.school.code).json()

    assert routing["levels"]
    assert not re.search(r"0\d{9}", str(routing))
    assert system.get("duty/holes").status_code == 200
    assert system.get("duty/rosters").status_code == 200
    assert len(system.get("roll-calls").json()["items"]) == 1


def test_alerts_are_read_with_their_receipts(cast):
    alert = make_alert(cast)
    found = caller(cast).get(f"alerts/{alert.pk}").json()
    assert (found["state"], found["answered"]) == ("sent", 0)
    assert found["told"] >= 1


def test_a_reader_token_writes_nothing(cast):
    system = caller(cast, scopes=["incidents:read"])
    assert system.post("incidents", report_of(cast)).status_code == 403
    assert not Incident.objects.exists()


def test_the_page_of_the_documentation_and_the_description_are_open_to_everybody(client):
    page = client.get("/api/v1/")
    assert page.status_code == 200
    assert "/api/v1/incidents" in page.content.decode()
    assert client.get("/api/v1/openapi.json").json()["openapi"].startswith("3.1")


def test_a_path_that_is_no_operation_is_answered_as_a_problem(cast, client):
    for answer in (client.get("/api/v1/khong-co"), client.post("/api/v1/a/b"), caller(cast).get("khong-co")):
        assert answer.status_code == 404
        assert answer["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"] == "not_found"
