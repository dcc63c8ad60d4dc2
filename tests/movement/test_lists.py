import dataclasses
import random
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import TODAY
from tests.factories import (
    make_check,
    make_event,
    make_group,
    make_person,
    make_scheme,
    make_school,
    make_team,
    make_type,
    unit,
)
from tests.movement.counting import stock
from truongan.movement.models import ConnectionGroup, Scheme, Team
from truongan.movement.queries.attention import GAPS, gap_counts
from truongan.movement.tables.narrowing import asked
from truongan.movement.tables.schemes import state_counts

LISTS = ("scheme_list", "team_list", "group_list")


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("truongan.movement.tables.narrowing.today_vn", lambda: TODAY)
    return TODAY


def populate(school):
    scheme = make_scheme(organization=school)
    make_team(scheme=scheme, members=[make_person(organization=school), 4])
    make_group(organization=school, scheme=scheme, members=[make_person(organization=school)])
    return scheme


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long_it_is(cast, as_, name):
    client = as_("can_bo_tinh")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"movement:{name}")).status_code == 200
        return len(queries)

    populate(cast.school)
    one = cost()
    for _n in range(6):
        populate(make_school(place=unit("07795", TODAY)))
    assert cost() == one <= 18


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_sees_an_empty_list(cast, as_, name):
    populate(cast.school)

    page = as_("hieu_truong_khac").get(reverse(f"movement:{name}")).content.decode()

    assert cast.school.name not in page and 'class="empty"' in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("person", ["can_bo_tinh", "cong_an_xa", "hieu_truong", "giao_vien", "y_te_xa", "so_gd"])
def test_whoever_looks_after_the_school_sees_its_rows(cast, as_, name, person):
    populate(cast.school)

    assert cast.school.name in as_(person).get(reverse(f"movement:{name}")).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "anh duong"}, True),
        ({"q": "ÁNH DƯƠNG"}, True),
        ({"q": "song thuong"}, False),
        ({"cap": "THCS"}, True),
        ({"cap": "THPT"}, False),
        ({"tt": "hoat-dong"}, False),
        ({"tt": "im-lang"}, True),
        ({"tt": "da-ket-thuc"}, False),
        ({"tt": "tam-dung"}, False),
        ({"tt": "sap-qua"}, False),
        ({"tt": "de-xuat"}, False),
        ({"cach": "xay-dung"}, True),
        ({"cach": "nhan-rong"}, False),
        ({"su_kien": "kien-toan"}, False),
        ({"can": "khong-so-qd"}, False),
        ({"can": "khong-truong"}, True),
        ({"loai": "truong-hoc-an-toan"}, True),
        ({"loai": "lien-ket"}, False),
        ({"don_vi": "24"}, True),
        ({"don_vi": "07795"}, True),
        ({"don_vi": "99999"}, False),
        ({"ngay": "2021-08-01"}, True),
        ({"ngay": "2021-07-31"}, False),
        ({"ngay": "nonsense", "trang": "x", "sap": "drop"}, True),
    ],
)
def test_filters_live_in_the_address(cast, as_, today, query, found):
    make_type("lien-ket", "Liên kết")
    populate(cast.school)

    page = as_("can_bo_tinh").get(reverse("movement:scheme_list"), query).content.decode()

    assert ('class="main" href="/lam-viec/mo-hinh/' in page) == found


def test_activity_is_judged_on_the_day_asked_for(cast, as_, today):
    scheme = populate(cast.school)
    make_event(scheme, "active", date(2021, 9, 1))
    make_event(scheme, "active", TODAY - timedelta(days=3))
    url = reverse("movement:scheme_list")
    client = as_("hieu_truong")

    def shown(**query) -> bool:
        return "scheme" in str(client.get(url, query).context["rows"])

    assert [shown(tt="hoat-dong", ngay=day) for day in ("2021-09-14", "2022-09-14", "")] == [True, False, True]
    assert [shown(tt="im-lang", ngay=day) for day in ("2021-09-14", "2022-09-14", "")] == [False, True, False]


def test_schools_stand_in_vietnamese_order(cast, as_):
    place = unit("07795", TODAY)
    for name in ("Trường Đồng Xanh", "Trường Dân Lập", "Trường Ẩm Thực", "Trường Ánh Sao"):
        make_scheme(organization=make_school(place=place, name=name))

    rows = as_("can_bo_tinh").get(reverse("movement:scheme_list")).context["rows"]

    assert [row.scheme.organization.name for row in rows] == [
        "Trường Ánh Sao",
        "Trường Ẩm Thực",
        "Trường Dân Lập",
        "Trường Đồng Xanh",
    ]


def test_the_swap_is_the_table_alone(cast, as_):
    answer = as_("can_bo_tinh").get(reverse("movement:scheme_list"), headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("name", ["scheme_export", "team_export", "group_export"])
def test_lists_go_to_excel(cast, as_, name):
    populate(cast.school)

    answer = as_("can_bo_tinh").get(reverse(f"movement:{name}"))

    assert answer.content[:2] == b"PK" and "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "gap", "found"),
    [
        ("team_list", "it-nguoi", False),
        ("team_list", "khong-to-truong", True),
        ("group_list", "thieu-cong-an", True),
        ("group_list", "thieu-y-te", True),
        ("group_list", "nhom-im-lang", True),
    ],
)
def test_gaps_are_lists(cast, as_, today, name, gap, found):
    populate(cast.school)

    rows = as_("cong_an_xa").get(reverse(f"movement:{name}"), {"can": gap}).context["rows"]

    assert bool(rows) == found


@pytest.mark.parametrize(
    "person", ["quantri", "can_bo_tinh", "so_yt", "cong_an_xa", "hieu_truong", "hieu_truong_khac"]
)
def test_the_number_of_a_gap_is_the_length_of_its_list(cast, today, person):
    user = getattr(cast, person)
    populate(cast.school)
    leader = make_person(organization=cast.neighbour_school)
    scheme = make_scheme(organization=cast.neighbour_school)
    team = make_team(scheme=scheme)
    team.memberships.create(person=leader, role="leader", valid_from=team.formed_on)
    health = make_person(organization=cast.health_station)
    make_group(organization=cast.neighbour_school, members=[(health, "health")])

    rows = {
        "movement:scheme_list": Scheme.objects,
        "movement:team_list": Team.objects,
        "movement:group_list": ConnectionGroup.objects,
    }
    counted = {each.gap.code: each.count for each in gap_counts(user, today)}

    assert counted == {
        code: gap.choose(rows[gap.list_name].visible_to(user), today).count() for code, gap in GAPS.items()
    }
    assert any(counted.values()) == (person != "hieu_truong_khac")


def test_lists_count_what_the_ledger_sums(cast, today):
    """Two ways to the same numbers: conditions on rows, and sums over the ledger, on days of every kind of life."""
    chance = random.Random(1646)
    kinds = ["launched", "active", "strengthened", "suspended", "resumed", "active", "removed"]
    for number in range(25):
        scheme = make_scheme(organization=cast.school, on=_some_day(chance), name=f"Điểm {number}")
        for kind in chance.sample(kinds, chance.randrange(len(kinds))):
            if not scheme.events.filter(kind=kind).exists():
                make_event(scheme, kind, _some_day(chance))
        scheme.refresh_from_db()
        group = make_group(organization=cast.school, on=date(2021, 8, 1))
        make_check(group, _some_day(chance), is_active=chance.random() < 0.7)

    rows = Scheme.objects.visible_to(cast.hieu_truong)
    groups = ConnectionGroup.objects.visible_to(cast.hieu_truong)
    for day in [date(2021, 8, 1) + timedelta(days=9 * step) for step in range(40)]:
        ask = dataclasses.replace(asked(RequestFactory().get("/")), day=day)
        counts = state_counts(rows, ask)
        active = rows.active_on(day, settings.ACTIVE_DAYS).count()
        assert (counts["all"], counts["active"]) == (stock("schemes", day), stock("schemes_active", day))
        assert counts["active"] == active == len(set(rows.active_on(day, settings.ACTIVE_DAYS)))
        assert rows.silent_on(day, settings.ACTIVE_DAYS).count() == counts["silent"]
        lively = groups.in_stock_on(day).count() - groups.silent_on(day, settings.ACTIVE_DAYS).count()
        assert lively == stock("groups_active", day)


def _some_day(chance: random.Random) -> date:
    return date(2021, 8, 1) + timedelta(days=chance.randrange(300))
