from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.factories import NOW, make_group, make_person, make_scheme, make_team
from tests.movement.counting import stock
from truongan.accounts.models import Person
from truongan.movement.actions import (
    CannotChangeRoster,
    CannotEnd,
    CannotRecord,
    CannotRegister,
    Newcomer,
    Seat,
    add_team,
    change_group_members,
    change_roster,
    end_group,
    end_team,
    record_check,
    register_group,
    seated,
)
from truongan.movement.models import Team

DAY = date(2021, 9, 14)


def test_a_team_comes_with_its_roster(cast):
    scheme = make_scheme(organization=cast.school)
    roster = [
        Seat("leader", make_person(organization=cast.school)),
        Seat("member", count=12, label="Học sinh 9A"),
    ]

    add_team(actor=cast.giao_vien, scheme=scheme, name="Tổ cổng trường", formed_on=DAY, roster=roster, now=NOW)

    assert [stock(name) for name in ("teams", "team_memberships", "team_persons")] == [1, 13, 13]


def test_two_teams_of_a_scheme_do_not_share_a_name(cast):
    scheme = make_scheme(organization=cast.school)
    make_team(scheme=scheme, name="Tổ cổng trường")

    with pytest.raises(CannotRegister, match="đã có tổ tên"):
        add_team(actor=cast.giao_vien, scheme=scheme, name="TỔ  CỔNG TRƯỜNG", formed_on=DAY, now=NOW)


def test_a_person_without_an_organization_cannot_join(cast):
    with pytest.raises(CannotChangeRoster, match="chưa thuộc trường"):
        add_team(
            actor=cast.giao_vien,
            scheme=make_scheme(organization=cast.school),
            name="Tổ",
            formed_on=DAY,
            roster=[Seat("member", make_person())],
            now=NOW,
        )
    assert not Team.objects.exists()


def test_leaving_on_the_day_of_joining_leaves_no_trace(cast):
    team = make_team(scheme=make_scheme(organization=cast.school))
    person = make_person(organization=cast.school)
    change_roster(actor=cast.giao_vien, team=team, roster=[Seat("member", person)], on=DAY, now=NOW)

    change_roster(actor=cast.giao_vien, team=team, roster=[], on=DAY, now=NOW)

    assert not team.memberships.exists()


def test_a_change_before_a_known_later_list_is_refused(cast):
    team = make_team(scheme=make_scheme(organization=cast.school))
    person = make_person(organization=cast.school)
    change_roster(actor=cast.giao_vien, team=team, roster=[Seat("member", person)], on=DAY, now=NOW)

    with pytest.raises(CannotChangeRoster, match="đã có thay đổi ngày 14/09/2021"):
        change_roster(actor=cast.giao_vien, team=team, roster=[], on=date(2021, 9, 1), now=NOW)


def test_a_new_role_is_a_new_dated_place(cast):
    person = make_person(organization=cast.school)
    team = make_team(scheme=make_scheme(organization=cast.school), members=[person])

    change = change_roster(actor=cast.giao_vien, team=team, roster=[Seat("leader", person)], on=DAY, now=NOW)

    assert (change.joined, change.left, change.moved) == (0, 0, 1)
    assert list(team.memberships.order_by("valid_from").values_list("role", "valid_to")) == [
        ("member", DAY),
        ("leader", None),
    ]
    assert stock("team_memberships") == 1


def test_a_team_ends_after_it_was_formed(cast):
    team = make_team(scheme=make_scheme(organization=cast.school), on=DAY)
    with pytest.raises(CannotEnd, match="phải sau ngày đó"):
        end_team(actor=cast.giao_vien, team=team, on=DAY, now=NOW)

    end_team(actor=cast.giao_vien, team=team, on=date(2021, 10, 1), now=NOW)
    assert (stock("teams", date(2021, 9, 30)), stock("teams", date(2021, 10, 1))) == (1, 0)


def test_newcomers_are_found_by_phone_or_name_before_they_are_entered(cast):
    known = make_person(organization=cast.school, name="Phạm Thị Hoà", phone="0912345678")
    lines = [
        Newcomer("member", "phạm thị hòa", "+84 912 345 678"),
        Newcomer("member", "Ngô Văn Bình", post="Bảo vệ"),
    ]

    seats = seated(actor=cast.giao_vien, organization=cast.school, lines=lines, now=NOW)

    assert seats[0].person == known
    assert Person.objects.get(name="Ngô Văn Bình").organization == cast.school


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Newcomer("member", "Người Khác", "0912345678"), "đang ghi cho người khác"),
        (Newcomer("member", "Trần Văn An", "12345"), "không đọc được"),
        (Newcomer("member", "An"), "chưa đủ họ và tên"),
    ],
)
def test_a_doubtful_newcomer_is_refused(cast, line, words):
    make_person(organization=cast.school, name="Phạm Thị Hoà", phone="0912345678")

    with pytest.raises(CannotChangeRoster, match=words):
        seated(actor=cast.giao_vien, organization=cast.school, lines=[line], now=NOW)


def test_a_group_is_connected_while_police_and_health_are_in(cast):
    police = make_person(organization=cast.commune_police)
    health = make_person(organization=cast.health_station)
    group = register_group(
        actor=cast.hieu_truong,
        organization=cast.school,
        name="Kết nối Ánh Dương",
        formed_on=DAY,
        link="https://zalo.me/g/abc",
        roster=[Seat("area_police", police), Seat("health", health)],
        now=NOW,
    )
    assert (stock("groups_connected"), stock("group_memberships")) == (1, 2)

    change_group_members(
        actor=cast.hieu_truong,
        group=group,
        roster=[Seat("area_police", police)],
        on=date(2021, 11, 1),
        now=NOW,
    )
    assert stock("groups_connected", date(2021, 11, 1)) == 0


def test_only_https_links_are_kept(cast):
    with pytest.raises(CannotRegister, match="https://"):
        register_group(
            actor=cast.hieu_truong,
            organization=cast.school,
            name="Nhóm",
            formed_on=DAY,
            link="javascript:alert(1)",
            now=NOW,
        )


def test_a_check_says_whether_the_group_lives(cast):
    group = make_group(organization=cast.school)
    record_check(actor=cast.cong_an_xa, group=group, on=DAY, is_active=True, declared_count=31, now=NOW)
    record_check(actor=cast.cong_an_xa, group=group, on=date(2021, 10, 14), is_active=False, now=NOW)

    group.refresh_from_db()
    assert (group.last_checked_on, group.last_active_on) == (date(2021, 10, 14), DAY)
    assert stock("groups_active") == 1
    with pytest.raises(CannotRecord, match="đã có một lần kiểm tra"):
        record_check(actor=cast.cong_an_xa, group=group, on=DAY, is_active=True, now=NOW)


def test_a_reader_checks_nothing(cast):
    with pytest.raises(PermissionDenied):
        record_check(actor=cast.y_te_xa, group=make_group(organization=cast.school), on=DAY, is_active=True, now=NOW)


def test_an_ended_group_ends_once(cast):
    group = make_group(organization=cast.school, members=[4])
    end_group(actor=cast.hieu_truong, group=group, on=DAY, now=NOW)

    assert (stock("groups"), stock("group_memberships")) == (0, 0)
    with pytest.raises(CannotEnd, match="đã kết thúc"):
        end_group(actor=cast.hieu_truong, group=group, on=DAY, now=NOW)
