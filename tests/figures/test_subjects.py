"""The tabs of the figures pages: plans, activities and assessments down to the row, in the workspace and in public."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.assessments.making import kept_set
from tests.figures.making import judge, make_activity, make_plan, make_round, recognise, register
from truongan.figures.indicators import ACTIVITIES, ASSESSMENTS, INDICATORS, MOVEMENT, PLANS, PUBLIC_SUBJECTS, SUBJECTS
from truongan.figures.public import public_answer
from truongan.plans.states import Status

ON = date(2026, 11, 10)
YEAR = "2026-2027"
QUERIES_OF_A_TAB = {"ke-hoach": 17, "hoat-dong": 16, "danh-gia": 16}


@pytest.fixture
def chain(cast):
    approved = {"status": Status.APPROVED, "number": 1, "issued_on": ON, "title": "Kế hoạch an toàn trường học"}
    make_plan(cast.school, date(2026, 9, 1), date(2026, 9, 5), school_year=YEAR, **approved)
    make_activity(
        cast.school, date(2026, 9, 5), ("pupils", 320, 160), ("parents", 40), topics=["drugs", "fire"], forms=["talk"],
        title="Nói chuyện phòng, chống ma túy",
    )  # fmt: skip
    make_activity(cast.other_school, date(2026, 9, 9), ("pupils", 3, 3), title="Ra quân cổng trường")
    held = make_round(cast.commune_committee, kept_set(), date(2025, 11, 16), date(2026, 11, 16))
    register(held, cast.school, date(2026, 3, 1))
    recognise(judge(held, cast.school, (date(2026, 10, 2), True)), date(2026, 11, 3))
    return held


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def page(client, **asked) -> str:
    return text(client.get(reverse("figures:page"), {"ngay": ON.isoformat(), **asked}))


@pytest.mark.parametrize(
    "subject", [each for each in SUBJECTS.values() if each is not MOVEMENT], ids=lambda each: each.slug
)
def test_a_tab_shows_its_own_figures_and_no_others(chain, as_, subject):
    shown = page(as_("can_bo_tinh"), nhom=subject.slug)

    for indicator in INDICATORS.values():
        address = reverse("figures:behind", args=[indicator.code])
        assert (address in shown) == (indicator.code in subject.codes), indicator.code


def test_a_tab_that_does_not_exist_is_the_first(chain, as_):
    assert reverse("figures:behind", args=["schemes.count"]) in page(as_("can_bo_tinh"), nhom="khac")


@pytest.mark.parametrize(
    ("code", "title", "place"),
    (
        ("plans.approved", "Kế hoạch an toàn trường học", "Năm học 2026-2027"),
        ("activities.attendances", "Nói chuyện phòng, chống ma túy", "360 lượt người, 160 người"),
        ("assessments.registered", "Đợt 2026", "Đăng ký đúng hạn"),
        ("assessments.met", "Đợt 2026", "02/10/2026"),
        ("assessments.recognised", "Quyết định", "UBND"),
    ),
)
def test_a_number_opens_down_to_the_plan_activity_and_assessment(chain, cast, as_, code, title, place):
    client, behind = as_("cong_an_xa"), reverse("figures:behind", args=[code])
    asked = {"ngay": ON.isoformat()}

    shares = text(client.get(behind, asked))
    rows = text(client.get(behind, asked | {"truong": cast.school.pk}))

    assert "Trường THCS Ánh Dương" in shares
    assert "Sông Thương" not in shares
    assert title in rows
    assert place in rows
    assert client.get(behind, asked | {"truong": cast.other_school.pk}).status_code == 404


def test_every_page_a_row_names_opens_for_who_counts_it(chain, cast, as_):
    client = as_("cong_an_xa")
    for code in (*PLANS.codes, *ACTIVITIES.codes, *ASSESSMENTS.codes[1:3]):
        address = reverse("figures:behind", args=[code])
        found = client.get(address, {"ngay": ON.isoformat(), "truong": cast.school.pk})
        for each in found.context["opened"]:
            assert client.get(each.href).status_code == 200, (code, each.href)


def test_a_topic_opens_to_its_own_activities(chain, cast, as_):
    client = as_("can_bo_tinh")
    behind = reverse("figures:behind", args=["activities.count"])

    shown = page(client, nhom="hoat-dong", theo="topic")
    opened = text(client.get(behind, {"ngay": ON.isoformat(), "nd": "drugs"}))

    assert f"{behind}?ngay=2026-11-10&amp;nd=drugs" in shown
    assert "Một hoạt động có nhiều nội dung" in shown
    assert "Trường THCS Ánh Dương" in opened
    assert "Sông Thương" not in opened  # its activity names no topic
    assert "phòng, chống ma túy" in opened


@pytest.mark.parametrize("by", ("unit", "level", "topic", "form", "audience"))
def test_every_way_to_divide_activities_renders_and_downloads(chain, as_, by):
    asked = {"nhom": "hoat-dong", "theo": by, "so_voi": "2026-09-04"}
    client = as_("can_bo_tinh")

    assert "So sánh" in page(client, **asked)
    assert client.get(reverse("figures:export"), {"ngay": ON.isoformat(), **asked}).content[:2] == b"PK"


def test_two_days_are_compared_but_a_flow_over_a_period_with_none(chain, as_):
    client = as_("can_bo_tinh")
    whole = client.get(reverse("figures:page"), {"ngay": ON.isoformat(), "nhom": "hoat-dong", "so_voi": "2026-09-05"})
    period = client.get(
        reverse("figures:page"),
        {"ngay": ON.isoformat(), "nhom": "hoat-dong", "so_voi": "2026-09-05", "tu": "2026-09-06"},
    )

    assert [each.change for each in whole.context["comparison"].total] == [1, 3, 3]
    assert period.context["comparison"].total == []


def test_plans_are_not_divided_by_model_type(chain, as_):
    shown = page(as_("can_bo_tinh"), nhom="ke-hoach", theo="type")
    assert "Trường đã lập kế hoạch" in shown
    assert "Theo loại mô hình" not in shown


@pytest.mark.parametrize("slug", QUERIES_OF_A_TAB)
def test_a_tab_asks_only_what_it_shows(chain, as_, slug):
    client = as_("can_bo_tinh")
    page(client, nhom=slug)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, nhom=slug)

    said = " ".join(each["sql"] for each in queries)
    assert "movement_ledger" not in said
    assert len(queries) == QUERIES_OF_A_TAB[slug]


# In public


def public(client, **asked) -> dict:
    return client.get("/so-lieu.json", {"ngay": ON.isoformat(), **asked}).json()


def test_the_public_reads_them_but_for_what_is_not_decided(chain, client, settings):
    settings.PROVINCE_CODE = "24"
    values = {each["code"]: each for each in public(client)["figures"]}

    assert values["plans.made"]["value"] == 1
    assert values["assessments.recognised"]["value"] == 1
    assert values["plans.made"]["of"] == values["schools.count"]["value"]
    assert "assessments.met" not in values
    assert "schemes.count" in values


def test_a_small_number_of_people_is_not_told_in_public(chain, client, settings):
    settings.PROVINCE_CODE = "24"
    rows = public(client, nhom="hoat-dong")["rows"]
    told = {
        (row["label"], figure["code"]): figure["value"]
        for row in rows
        for figure in row["figures"]
        if figure["value"] != 0
    }
    # 3 pupils in one commune; the whole less the other commune would tell them.
    assert [value for (_label, code), value in told.items() if code != "activities.count"] == [None] * 4


@pytest.mark.parametrize("codes", ([], ["incidents.cases"], ["schemes.count", "assessments.met"]))
def test_the_public_is_never_answered_with_what_is_not_public(chain, codes):
    found = public_answer(ON, None, codes=codes)
    shown = {code for row in [found.total, *found.rows] for code in row.figures}

    assert all(INDICATORS[code].is_public for code in shown)
    assert shown.issubset(codes) or not codes


@pytest.mark.parametrize("slug", sorted(set(SUBJECTS) - set(PUBLIC_SUBJECTS)))
def test_a_subject_without_public_figures_answers_as_if_it_were_none(chain, client, slug):
    codes = {figure["code"] for figure in public(client, nhom=slug)["figures"]}

    assert codes and not codes.intersection(SUBJECTS[slug].codes)
    assert str(SUBJECTS[slug].label) not in text(client.get("/so-lieu/"))


@pytest.mark.parametrize("slug", PUBLIC_SUBJECTS)
@pytest.mark.parametrize("by", ("unit", "level"))
def test_the_public_page_of_each_subject(chain, client, slug, by):
    shown = text(client.get("/so-lieu/", {"ngay": ON.isoformat(), "nhom": slug, "theo": by}))
    assert 'aria-current="true"' in shown
    for code in SUBJECTS[slug].codes[1:2]:
        assert str(INDICATORS[code].label) in shown or code == "assessments.met"


def test_in_public_activities_are_not_divided_by_who_came(chain, client):
    assert client.get("/so-lieu.json", {"nhom": "hoat-dong", "theo": "audience"}).status_code == 400


# The command


def printed(*arguments) -> dict:
    out = io.StringIO()
    call_command("figures", "--on", "2026-11-10", "--format", "json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_divides_activities_and_chooses_indicators(chain):
    found = printed("--by", "topic")
    drugs = next(row for row in found["rows"] if row["key"] == "drugs")
    assert {each["code"]: each["value"] for each in drugs["figures"]} == {
        "activities.count": 1,
        "activities.attendances": 360,
        "activities.persons": 160,
    }
    assert [each["code"] for each in printed("--indicators", "plans.made,schemes.count")["figures"]] == [
        "schemes.count",
        "plans.made",
    ]
    assert {each["code"] for each in printed()["figures"]} >= {"plans.made", "activities.count", "schemes.count"}


@pytest.mark.parametrize(
    "arguments", (("--indicators", "plans.khac"), ("--indicators", "plans.made", "--by", "topic"))
)
def test_the_command_explains_what_it_cannot_answer(chain, arguments):
    with pytest.raises(CommandError):
        printed(*arguments)
