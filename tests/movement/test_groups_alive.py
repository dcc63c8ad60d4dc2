"""Who must be in a group, who follows whom, who owns it; a pasted list; one post in many groups."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.factories import NOW, make_group, make_person, make_scheme, make_team
from truongan.accounts.models import Appointment, Beat
from truongan.channels.actions import CannotAnswer, answer
from truongan.channels.models import Address, Message, Notice
from truongan.movement.actions import (
    CannotChangeRoster,
    CannotPost,
    add_group_member,
    answer_offer,
    assign_owner,
    confirm_posting,
    confirm_receipt,
    end_group,
    fill_vacancy,
    offer_group,
    post_to_groups,
    recall_post,
    remind_owners,
    tell_vacancies,
)
from truongan.movement.models import ConnectionGroup, GroupKind, GroupMembership, GroupPost
from truongan.movement.queries.attention import needs_by_kind
from truongan.movement.queries.comparing import compare, entries_of
from truongan.movement.queries.posts import progress_of
from truongan.movement.queries.standing import missing_in, vacancies_in

TODAY = date(2026, 11, 22)


def _post(cast, groups, *, actor=None, form="bieu-mau-thu-nghiem", text="Mai nghỉ học"):
    return post_to_groups(
        actor=actor or cast.cong_an_xa, organization=cast.commune_police, groups=[each.pk for each in groups],
        text=text, token=form, now=NOW,
    )  # fmt: skip


def _owned(cast, **fields):
    return make_group(organization=cast.school, owner=cast.giao_vien.person, **fields)


def test_a_group_is_complete_by_the_rule_of_its_kind(cast):
    kind = GroupKind.objects.create(code="chi-cong-an", name="Chỉ cần công an", needs=["area_police"])
    officer = (cast.cong_an_xa.person, "area_police")
    usual = make_group(organization=cast.school, members=[officer])
    small = make_group(organization=cast.school, members=[officer], kind=kind)

    found = ConnectionGroup.objects.incomplete_on(TODAY, needs_by_kind())

    assert (usual in found, small in found) == (True, False)


def test_a_team_leader_counts_by_leading_a_team_of_the_school(cast):
    leader = make_person(organization=cast.school)
    team = make_team(scheme=make_scheme(organization=cast.school), members=[leader])
    group = make_group(organization=cast.school, members=[leader])
    assert group in ConnectionGroup.objects.lacking("team_leader", TODAY)

    team.memberships.update(role="leader")

    assert group not in ConnectionGroup.objects.lacking("team_leader", TODAY)


def test_the_officer_of_the_beat_is_proposed_and_joins_with_one_tap(cast, as_):
    Beat.objects.create(person=cast.cong_an_xa.person, organization=cast.school, valid_from=date(2025, 7, 1))
    group = make_group(organization=cast.school)
    needs = {each.need: each for each in missing_in(group, [], TODAY)}
    assert needs["area_police"].proposed[0] == cast.cong_an_xa.person

    as_("giao_vien").post(
        reverse("movement:group_add", args=[group.pk]), {"nguoi": cast.cong_an_xa.person.pk, "tu_cach": "area_police"}
    )

    assert group.memberships.get().person == cast.cong_an_xa.person


def test_nobody_joins_twice_or_from_nowhere(cast, as_):
    group = make_group(organization=cast.school, members=[cast.giao_vien.person])
    with pytest.raises(CannotChangeRoster, match="đã có trong nhóm"):
        add_group_member(
            actor=cast.giao_vien, group=group, person=cast.giao_vien.person, capacity="member", on=TODAY, now=NOW
        )
    stranger = cast.hieu_truong_khac.person
    as_("giao_vien").post(reverse("movement:group_add", args=[group.pk]), {"nguoi": stranger.pk, "tu_cach": "member"})
    assert not group.memberships.filter(person=stranger).exists()


def test_an_ended_beat_leaves_a_vacancy_that_is_told_once_and_filled(cast):
    officer, next_one = cast.cong_an_xa.person, make_person(organization=cast.commune_police)
    beat = Beat.objects.create(person=officer, organization=cast.school, valid_from=date(2025, 7, 1))
    group = _owned(cast, members=[(officer, "area_police")])
    assert not vacancies_in(group, TODAY)
    Beat.objects.filter(pk=beat.pk).update(valid_to=TODAY)
    Beat.objects.create(person=next_one, organization=cast.school, valid_from=TODAY)

    vacancy = vacancies_in(group, TODAY)[0]
    assert (vacancy.place.person, vacancy.proposed[0]) == (officer, next_one)
    assert group.memberships.on(TODAY).filter(person=officer).exists()  # nothing is removed silently
    for _again in range(2):
        tell_vacancies(day=TODAY, now=NOW)
    assert Notice.objects.filter(person=cast.giao_vien.person).count() == 1

    fill_vacancy(actor=cast.giao_vien, group=group, place=vacancy.place, successor=next_one, on=TODAY, now=NOW)

    assert list(group.memberships.on(TODAY).values_list("person", "capacity")) == [(next_one.pk, "area_police")]
    with pytest.raises(CannotChangeRoster, match="đã được thay"):
        fill_vacancy(actor=cast.giao_vien, group=group, place=vacancy.place, successor=None, on=TODAY, now=NOW)


def test_of_whom_no_post_was_recorded_nothing_is_said(cast):
    group = make_group(organization=cast.school, members=[(make_person(organization=cast.school), "school")])
    assert not GroupMembership.objects.on(TODAY).vacated(TODAY).filter(group=group).exists()


def test_a_group_whose_owner_left_is_found_and_handed_over(cast):
    group = _owned(cast)
    assert group not in ConnectionGroup.objects.ownerless_on(TODAY)
    Appointment.objects.filter(person=cast.giao_vien.person).update(valid_to=TODAY)
    assert group in ConnectionGroup.objects.ownerless_on(TODAY)
    head = cast.hieu_truong

    offer_group(actor=head, group=group, person=head.person, now=NOW)
    with pytest.raises(PermissionDenied):
        answer_offer(actor=cast.cong_an_xa, group=group, accepts=True, now=NOW)
    answer_offer(actor=head, group=group, accepts=True, now=NOW)

    group.refresh_from_db()
    assert (group.owner, group.offered_to) == (head.person, None)


def test_only_administrators_assign_without_asking(cast):
    group = make_group(organization=cast.school)
    with pytest.raises(PermissionDenied):
        assign_owner(actor=cast.giao_vien, group=group, person=cast.giao_vien.person, now=NOW)
    assert assign_owner(actor=cast.hieu_truong, group=group, person=cast.giao_vien.person, now=NOW).owner


@pytest.fixture
def roster(cast):
    school = cast.school
    return [
        make_person(organization=school, name="Lê Thu Hà", phone="0912345678"),
        make_person(organization=school, name="Nguyễn Văn An", phone="0987654321"),
        make_person(organization=school, name="Nguyễn Văn An", phone="0911111222"),
        make_person(organization=school, name="Phạm Thị Hoà"),
    ]


def test_emojis_order_and_fragments_of_numbers_are_read(roster):
    found = compare(entries_of("🌸 Hà Lê Thu 🌸\nTrưởng nhóm\nNguyễn Văn An ***321\nBà bán nước 🥤\n👍"), roster)

    assert set(found.matched) == {roster[0].pk, roster[1].pk}
    assert len(found.outsiders) == 2
    assert found.missing == roster[2:]


def test_namesakes_and_nicknames_are_asked_never_guessed(roster):
    entries = entries_of("Nguyễn Văn An\ncô Hoà")
    found = compare(entries, roster)
    assert [len(question.people) for question in found.questions] == [2, 1]
    assert not found.matched

    answered = compare(entries, roster, answers={1: str(roster[1].pk), 2: "-"})
    assert (set(answered.matched), len(answered.outsiders)) == ({roster[1].pk}, 1)


def test_a_title_may_be_a_name_and_a_role_in_brackets_is_none(cast, roster):
    roster += [make_person(organization=cast.school, name=name) for name in ("Lương Thị Anh", "Vũ Mai Chi")]
    found = compare(entries_of("Lương Thị Anh\nCô Vũ Mai Chi 🌷\nLê Thu Hà (Trưởng nhóm)\nchị Anh"), roster)

    assert set(found.matched) == {roster[0].pk, roster[4].pk, roster[5].pk}
    assert ([entry.number for entry in found.doubles], found.outsiders) == ([4], [])


def test_a_second_line_of_one_person_may_be_a_double(roster):
    found = compare(entries_of("Lê Thu Hà\nLê Thu Hà"), roster)
    assert (len(found.matched), len(found.doubles)) == (1, 1)


def test_the_list_of_another_group_is_noticed(roster):
    assert compare(entries_of("Đỗ Văn Bảy\nVõ Thị Chín\nHồ Văn Mười"), roster).is_of_another


def test_a_comparison_keeps_numbers_and_no_outsider(cast, as_, roster):
    group = make_group(organization=cast.school, members=roster)
    sent = {"text": "Lê Thu Hà\n\nKẻ Lạ Mặt", "on": "2026-11-20", "viec": "ghi", "dung_nhom": "1"}

    assert as_("giao_vien").post(reverse("movement:group_compare", args=[group.pk]), sent).status_code == 303

    check = group.checks.get()
    assert (check.declared_count, check.difference["matched"], check.difference["outsiders"]) == (2, 1, 1)
    assert "Kẻ Lạ" not in str(check.difference)


@pytest.mark.parametrize(("text", "words"), [("", "Dán danh sách"), ("Lê An\n" * 5001, "quá 5000 dòng")])
def test_an_empty_or_endless_list_is_refused(cast, as_, text, words):
    group = make_group(organization=cast.school)
    page = as_("giao_vien").post(
        reverse("movement:group_compare", args=[group.pk]), {"text": text, "on": "2026-11-20"}
    )
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_post_becomes_one_task_of_each_owner_and_one_tap_answers(cast):
    groups = [_owned(cast), _owned(cast), make_group(organization=cast.school)]
    post = _post(cast, groups)
    recipient = Message.objects.get(cause=f"movement.group_post.{post.pk}").recipients.get()

    answer(recipient=recipient, choice="posted", via="sms", now=NOW)

    assert sorted(post.postings.values_list("way", "state")) == [
        ("nobody", "waiting"), ("owner", "posted"), ("owner", "posted"),
    ]  # fmt: skip
    (unit,) = progress_of(post, TODAY)
    assert (unit.posted, unit.waiting, unit.lost) == (2, 0, 1)


def test_a_group_of_the_official_account_is_posted_in_directly(cast):
    group = _owned(cast)
    Address.objects.create(place=group.chat_place, channel="zalo_group", value="g1", created_at=NOW, verified_at=NOW)
    post = _post(cast, [group])
    assert Message.objects.get(cause=f"movement.group_post.{post.pk}.oa").recipients.get().place == group.chat_place
    assert not Message.objects.filter(cause=f"movement.group_post.{post.pk}").exists()


def test_the_same_form_sent_twice_makes_one_post(cast):
    group = _owned(cast)
    assert _post(cast, [group]) == _post(cast, [group])
    assert GroupPost.objects.count() == Message.objects.count() == 1


def test_a_post_is_corrected_once_and_the_second_who_tries_is_told(cast, as_):
    post = _post(cast, [_owned(cast)], actor=cast.truong_phong_xa)
    address, client = reverse("movement:post_correct", args=[post.pk]), as_("truong_phong_xa")
    first = {"text": "ĐÍNH CHÍNH: thứ Bảy nghỉ học", "token": "bieu-mau-dinh-chinh-1"}
    assert (
        client.post(address, first).url
        == client.post(address, first).url
        == GroupPost.objects.last().get_absolute_url()
    )
    second = client.post(address, first | {"token": "bieu-mau-dinh-chinh-2"})
    assert second.status_code == 422
    assert "đã có bài đính chính" in second.content.decode()


def test_groups_outside_what_one_writes_for_are_left_out(cast):
    elsewhere = make_group(organization=cast.other_school, owner=cast.hieu_truong_khac.person)
    with pytest.raises(CannotPost, match="Không còn nhóm"):
        _post(cast, [elsewhere])
    with pytest.raises(CannotPost, match="chỉ nhận 2000"):
        _post(cast, [_owned(cast)], text="a" * 1999, form="bieu-mau-dai-qua")
    assert not GroupPost.objects.exists()


def test_a_group_that_ended_meanwhile_waits_for_nobody(cast):
    group = _owned(cast)
    post = _post(cast, [group])
    end_group(actor=cast.giao_vien, group=group, on=TODAY, now=NOW)
    (unit,) = progress_of(post, TODAY)
    assert (unit.lines[0].state, unit.waiting) == ("ended", 0)
    assert remind_owners(actor=cast.cong_an_xa, post=post, now=NOW) == 0


def test_reminding_is_once_a_day_and_recalling_closes_the_task(cast):
    group = _owned(cast)
    post = _post(cast, [group])
    assert remind_owners(actor=cast.cong_an_xa, post=post, now=NOW) == 1
    with pytest.raises(CannotPost, match="Hôm nay đã nhắc"):
        remind_owners(actor=cast.cong_an_xa, post=post, now=NOW)

    recall_post(actor=cast.cong_an_xa, post=post, reason="Nhầm ngày", now=NOW)

    recipient = Message.objects.get(cause=f"movement.group_post.{post.pk}").recipients.get()
    with pytest.raises(CannotAnswer):
        answer(recipient=recipient, choice="posted", via="sms", now=NOW)
    with pytest.raises(CannotPost, match="đã được rút"):
        confirm_posting(actor=cast.giao_vien, posting=post.postings.get(), choice="posted", now=NOW)


def test_a_member_confirms_with_their_own_number_and_strangers_learn_nothing(cast, client):
    member = make_person(organization=cast.school, phone="0912345678")
    post = _post(cast, [_owned(cast, members=[member])])

    assert confirm_receipt(post=post, phone="+84 912 345 678", now=NOW)
    assert confirm_receipt(post=post, phone="0912345678", now=NOW + timedelta(minutes=1))
    assert not confirm_receipt(post=post, phone="0987654321", now=NOW)
    assert not confirm_receipt(post=post, person=cast.hieu_truong_khac.person, now=NOW)

    assert post.receipts.count() == 1
    page = client.get(reverse("movement_public:receipt", args=[post.code])).content.decode()
    assert member.name not in page
