"""The administrator connects the official account; what happens to messages when it fails and comes back."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied

from tests.channels.sending import reached_by, say, work
from tests.channels.standin.zalo import OA_ID
from tests.channels.zalo_at_hand import NOW
from tests.channels.zalo_at_hand import account as account
from tests.channels.zalo_at_hand import there as there
from tests.factories import START, make_group
from truongan.audit.models import Entry
from truongan.channels.actions import To, zalo_account, zalo_groups
from truongan.channels.actions.refusals import CannotConnect
from truongan.channels.models import Address, Channel, ChannelState, Delivery, ZaloAccount
from truongan.channels.ways.zalo import oauth, tokens

PAGE = "/lam-viec/kenh/zalo/"


def _agreed(browser, there, **changed) -> str:
    """The administrator presses Connect and agrees at Zalo; the address Zalo sends them back to."""
    consent = urlsplit(browser.get(f"{PAGE}ket-noi/")["Location"])
    query = {name: values[0] for name, values in parse_qs(consent.query).items()}
    code = there.zalo.code_for(query["code_challenge"])
    back = {"code": code, "oa_id": OA_ID, "state": query["state"], **changed}
    return f"{PAGE}tra-ve/?" + "&".join(f"{name}={value}" for name, value in back.items())


def test_the_challenge_is_the_one_of_rfc_7636():
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert oauth.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_administrator_connects_the_account_and_its_tokens_are_kept(there, as_):
    browser = as_("quantri")
    page = browser.get(_agreed(browser, there), follow=True)
    assert "Đã kết nối Official Account" in page.content.decode()
    assert ZaloAccount.objects.get().oa_id == OA_ID
    assert tokens.access_token(now=NOW) in there.zalo.access
    assert Entry.objects.filter(verb="channels.zalo.connected").count() == 1


@pytest.mark.parametrize(
    "changed", [{"state": "anothers"}, {"state": ""}, {"code": "never-given"}, {"code": ""}, {"oa_id": ""}]
)
def test_a_consent_that_did_not_begin_here_or_is_incomplete_connects_nothing(there, as_, changed):
    browser = as_("quantri")
    page = browser.get(_agreed(browser, there, **changed), follow=True).content.decode()
    assert "Bấm Kết nối" in page
    assert not ZaloAccount.objects.exists()


def test_the_way_back_is_good_once(there, as_):
    browser = as_("quantri")
    back = _agreed(browser, there)
    browser.get(back)
    page = browser.get(back, follow=True).content.decode()
    assert "không bắt đầu từ đây" in page and ZaloAccount.objects.count() == 1


def test_zalo_down_at_the_way_back_is_said_and_can_be_begun_again(there, as_):
    browser = as_("quantri")
    back = _agreed(browser, there)
    there.zalo.status = 503
    assert "sau ít phút" in browser.get(back, follow=True).content.decode()
    there.zalo.status = 200
    browser.get(_agreed(browser, there))
    assert ZaloAccount.objects.exists()


def test_without_its_settings_nobody_is_sent_to_zalo(there, as_, settings):
    settings.ZALO_APP_SECRET = ""
    assert as_("quantri").get(f"{PAGE}ket-noi/")["Location"] == PAGE


def test_only_the_installations_administrator_connects(there, cast):
    with pytest.raises(PermissionDenied):
        zalo_account.connect_zalo(actor=cast.can_bo_tinh, oa_id="1", code="c", verifier="v", now=NOW)
    with pytest.raises(PermissionDenied):
        zalo_account.disconnect_zalo(actor=cast.hieu_truong, now=NOW)


def test_another_account_ends_links_made_with_the_first(there, account, cast):
    """Ids of people hold for one account."""
    old = reached_by(cast.hieu_truong.person, "zalo", "u1", details={"oa_id": "another"})
    kept = reached_by(cast.giao_vien.person, "zalo", "u2", details={"oa_id": OA_ID})
    verifier = oauth.new_verifier()
    code = there.zalo.code_for(oauth.challenge_of(verifier))
    zalo_account.connect_zalo(actor=cast.quantri, oa_id=OA_ID, code=code, verifier=verifier, now=NOW)
    old.refresh_from_db()
    kept.refresh_from_db()
    assert old.closed_at == NOW and kept.closed_at is None


def test_disconnecting_forgets_the_tokens_and_keeps_the_links(there, account, cast, as_):
    link = reached_by(cast.hieu_truong.person, "zalo", "u1", details={"oa_id": OA_ID})
    as_("quantri").post(f"{PAGE}ngat/")
    row = ZaloAccount.objects.get()
    assert (row.access_token, row.refresh_token) == (None, None)
    link.refresh_from_db()
    assert link.closed_at is None


def test_the_page_says_what_stops_the_account_and_what_to_tell_zalo(there, account, as_):
    ChannelState.objects.create(channel="zalo", needs_admin="Zalo không cấp mã truy cập mới.")
    page = as_("quantri").get(PAGE).content.decode()
    assert "Zalo không cấp mã truy cập mới." in page and "/webhook/zalo/" in page and OA_ID in page


# Every day


def test_an_account_nobody_writes_through_keeps_its_tokens(there, account):
    zalo_account.keep_zalo_token(now=NOW)
    zalo_account.keep_zalo_token(now=NOW + timedelta(minutes=5))  # the new one lasts until tomorrow's look … or not
    assert there.zalo.refreshed >= 1
    account.refresh_from_db()
    assert account.refresh_until > NOW + timedelta(days=89)


def test_a_token_refused_at_night_stops_the_channel_before_the_next_message_does(there, account):
    there.zalo.revoke()
    zalo_account.keep_zalo_token(now=NOW)
    assert "-14014" in ChannelState.objects.get(channel="zalo").needs_admin


# Through the outbox


@pytest.fixture
def people(there, account, cast) -> list:
    """The head is reached by Zalo and then by e-mail, the team leader by Zalo alone."""
    there.zalo.people.update({"u1": 0, "u2": 0})
    head, leader = cast.hieu_truong.person, cast.giao_vien.person
    reached_by(head, "zalo", "u1", details={"oa_id": OA_ID})
    reached_by(head, "email", "hieu-truong@example.vn")
    reached_by(leader, "zalo", "u2", details={"oa_id": OA_ID})
    return [head, leader]


def _in_zalo(there) -> dict[str, int]:
    """How often the message arrived with each; a colleague's task to telephone is another message."""
    counts = {"u1": 0, "u2": 0}
    for each in there.zalo.sent:
        counts[each["to"]] += each["text"].startswith("Bạn có việc")
    return counts


def _states(person) -> dict[str, str]:
    rows = Delivery.objects.filter(recipient__person=person, message__cause="test:1").exclude(channel="inbox")
    return dict(rows.order_by("pk").values_list("channel", "state"))


def test_an_urgent_message_arrives_in_zalo_once(there, people):
    say(*people, now=NOW, urgency="urgent", choices=[("ok", "Đã nhận")])
    for minutes in (0, 1, 4):
        work(NOW + timedelta(minutes=minutes))
    assert _in_zalo(there) == {"u1": 1, "u2": 1}
    refs = Delivery.objects.filter(channel="zalo", message__cause="test:1").values_list("provider_ref", flat=True)
    assert {each["msg_id"] for each in there.zalo.sent} >= set(refs) and len(set(refs)) == 2


def test_a_revoked_token_parks_goes_on_elsewhere_and_resumes_after_connecting(there, people, cast, mailoutbox):
    there.zalo.revoke()
    say(*people, now=NOW, urgency="urgent", choices=[("ok", "Đã nhận")])
    for minutes in (0, 4, 5):
        work(NOW + timedelta(minutes=minutes))
    assert [_states(each)["zalo"] for each in people] == ["parked", "parked"]
    assert _states(people[0])["email"] == "handed" and len(mailoutbox) >= 1
    assert "kết nối lại" in ChannelState.objects.get(channel="zalo").needs_admin
    verifier = oauth.new_verifier()
    code = there.zalo.code_for(oauth.challenge_of(verifier))
    after = NOW + timedelta(hours=1)
    zalo_account.connect_zalo(actor=cast.quantri, oa_id=OA_ID, code=code, verifier=verifier, now=after)
    work(after)
    # Who was reached by e-mail meanwhile is not told again; who waited is told now.
    assert [_states(each)["zalo"] for each in people] == ["cancelled", "handed"]
    assert _in_zalo(there) == {"u1": 0, "u2": 1}


def test_zalo_down_for_an_hour_loses_nothing_and_doubles_nothing(there, people, mailoutbox):
    there.zalo.status = 503
    say(*people, now=NOW, urgency="urgent", choices=[("ok", "Đã nhận")])
    for minutes in range(0, 60, 5):
        work(NOW + timedelta(minutes=minutes))
    assert there.zalo.sent == [] and _states(people[0])["email"] == "handed"
    assert _states(people[1])["zalo"] == "waiting"
    there.zalo.status = 200
    for minutes in range(60, 100, 5):
        work(NOW + timedelta(minutes=minutes))
    assert _states(people[1])["zalo"] == "handed"
    assert _in_zalo(there) == {"u1": 0, "u2": 1}


def test_a_rate_limit_in_the_middle_delivers_to_everybody_once(there, account, cast):
    there.zalo.knows_everyone = True
    users = (cast.hieu_truong, cast.giao_vien, cast.y_te_xa, cast.cong_an_xa)
    for user in users:
        reached_by(user.person, "zalo", f"u{user.pk}", details={"oa_id": OA_ID})
    there.zalo.next_errors.extend([-32, -200, -32])
    say(*(user.person for user in users), now=NOW, urgency="urgent")
    for minutes in range(8):
        work(NOW + timedelta(minutes=minutes))
    arrived = [each["to"] for each in there.zalo.sent if each["text"].startswith("Bạn có việc")]
    assert sorted(arrived) == sorted(f"u{user.pk}" for user in users)


# Groups


def _made(cast, *people, place="movement.group.1", **said) -> Address:
    told = {"name": "Cổng trường Ánh Dương", "description": "", "asset_id": "asset-1", **said}
    return zalo_groups.create_zalo_group(
        actor=cast.quantri, place=place, person_ids=[each.pk for each in people], now=NOW, **told
    )


def test_a_group_is_made_with_those_who_linked_and_messages_to_its_place_arrive_there(there, people, cast):
    address = _made(cast, *people, cast.y_te_xa.person)
    [group] = there.zalo.groups.all.values()
    assert (sorted(group.members), address.value, address.place) == (["u1", "u2"], group.id, "movement.group.1")
    say(To(place="movement.group.1"), now=NOW)
    work(NOW)
    assert [each["to"] for each in there.zalo.sent if each["kind"] == "group"] == [group.id]


def test_a_group_that_cannot_be_made_says_why(there, people, cast):
    with pytest.raises(CannotConnect, match="30 ký tự"):
        _made(cast, *people, name="x" * 31)
    with pytest.raises(CannotConnect, match="Chưa thành viên nào liên kết"):
        _made(cast, cast.y_te_xa.person)
    with pytest.raises(CannotConnect, match="-224"):
        _made(cast, *people, asset_id="not-bought")
    _made(cast, *people)
    with pytest.raises(CannotConnect, match="đã có nhóm"):
        _made(cast, *people, asset_id="asset-2")


def test_members_beyond_one_page_are_all_read_and_the_expiry_is_noted(there, people, cast):
    address = _made(cast, *people)
    [group] = there.zalo.groups.all.values()
    group.members = [f"u{number}" for number in range(130)]
    seen, members, waiting = zalo_groups.look_at_zalo_group(actor=cast.quantri, address=address, now=NOW)
    assert len(members) == 130 and waiting == [] and seen.valid_through.startswith("2027")
    address.refresh_from_db()
    assert address.details["members"] == "130"


def test_those_who_linked_are_let_in_and_strangers_wait_for_a_person(there, people, cast):
    address = _made(cast, *people)
    reached_by(cast.y_te_xa.person, "zalo", "u7", details={"oa_id": OA_ID})
    [group] = there.zalo.groups.all.values()
    group.pending = ["u7", "stranger"]
    assert (
        zalo_groups.accept_into_zalo_group(actor=cast.quantri, address=address, zalo_ids=group.pending, now=NOW) == 1
    )
    assert (group.members[-1], group.pending) == ("u7", ["stranger"])
    with pytest.raises(CannotConnect, match="Chưa nhận ra ai"):
        zalo_groups.accept_into_zalo_group(actor=cast.quantri, address=address, zalo_ids=["stranger"], now=NOW)


def test_strangers_who_wait_are_turned_away_and_those_who_linked_are_not(there, people, cast, as_):
    address = _made(cast, *people)
    reached_by(cast.y_te_xa.person, "zalo", "u7", details={"oa_id": OA_ID})
    [group] = there.zalo.groups.all.values()
    group.pending = ["u7", "stranger"]
    assert "Từ chối người chưa nhận ra" in as_("quantri").get(f"{PAGE}nhom/{address.pk}/").content.decode()

    as_("quantri").post(f"{PAGE}nhom/{address.pk}/tu-choi/")

    assert group.pending == ["u7"]
    with pytest.raises(CannotConnect, match="Không còn ai"):
        zalo_groups.reject_from_zalo_group(actor=cast.quantri, address=address, zalo_ids=["u7"], now=NOW)


def test_who_left_the_roster_is_named_and_taken_out_strangers_stay(there, people, cast):
    address = _made(cast, *people)
    [group] = there.zalo.groups.all.values()
    group.members.append("stranger")
    asked = {"actor": cast.quantri, "address": address, "now": NOW}

    gone = zalo_groups.members_who_left(**asked, staying=[people[0].pk])
    assert gone == [people[1]]
    assert zalo_groups.remove_from_zalo_group(**asked, person_ids=[each.pk for each in gone]) == 1

    assert sorted(group.members) == ["stranger", "u1"]
    assert zalo_groups.members_who_left(**asked, staying=[people[0].pk]) == []
    with pytest.raises(PermissionDenied):
        zalo_groups.remove_from_zalo_group(actor=cast.hieu_truong, address=address, person_ids=[people[0].pk], now=NOW)


def test_the_page_takes_out_only_who_is_ticked(there, people, cast, as_):
    group = make_group(organization=cast.school, members=[people[0]])
    address = _made(cast, *people, place=group.chat_place)
    [made] = there.zalo.groups.all.values()
    page = f"/lam-viec/nhom/{group.pk}/zalo/dua-ra/"

    shown = as_("quantri").get(page).content.decode()
    assert people[1].name in shown
    assert as_("quantri").post(page, {}).status_code == 422 and len(made.members) == 2
    assert as_("quantri").post(page, {"people": [str(people[0].pk)]}).status_code == 422  # still in the roster
    assert as_("quantri").post(page, {"people": [str(people[1].pk)]}).status_code == 303

    assert made.members == ["u1"] and address.value == made.id


def test_an_invitation_zalo_refuses_is_explained(there, people, cast):
    address = _made(cast, *people)
    there.zalo.groups.may_invite = set()
    with pytest.raises(CannotConnect, match="chưa nhắn cho OA"):
        zalo_groups.invite_to_zalo_group(actor=cast.quantri, address=address, person_ids=[people[0].pk], now=NOW)


def test_an_expired_group_is_said_on_its_page_and_its_message_is_a_dead_letter(there, people, cast, as_):
    address = _made(cast, *people)
    [group] = there.zalo.groups.all.values()
    group.has_expired = True
    say(To(place="movement.group.1"), now=NOW)
    work(NOW)
    dead = Delivery.objects.get(channel=Channel.ZALO_GROUP)
    assert (dead.state, dead.error_code) == ("dead", "-237")
    page = as_("quantri").get(f"{PAGE}nhom/{address.pk}/").content.decode()
    assert "Hết hạn gói</dd>" in page and "22/11/2027" in page


def test_only_the_administrator_makes_and_sees_groups(there, people, cast):
    address = _made(cast, *people)
    for act in (
        lambda: zalo_groups.look_at_zalo_group(actor=cast.hieu_truong, address=address, now=NOW),
        lambda: zalo_groups.invite_to_zalo_group(actor=cast.can_bo_tinh, address=address, person_ids=[], now=NOW),
        lambda: zalo_groups.leave_zalo_group(actor=cast.can_bo_tinh, address=address, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_register_has_a_group_made_and_later_members_invited(there, people, cast, as_):
    register = make_group(organization=cast.school, name="An ninh cổng trường THCS Ánh Dương, phường Nếnh")
    register.memberships.create(person=people[0], valid_from=START)
    browser, page = as_("quantri"), f"/lam-viec/nhom/{register.pk}/zalo/"
    assert browser.post(page, {"name": "x" * 31, "asset_id": "asset-1"}).status_code == 422
    refused = browser.post(page, {"name": "Cổng trường", "asset_id": "not-bought"})
    assert refused.status_code == 422 and "gói dịch vụ" in refused.content.decode()
    assert browser.post(page, {"name": "Cổng trường", "asset_id": "asset-1"}).status_code == 303
    [group] = there.zalo.groups.all.values()
    assert (group.name, group.members) == ("Cổng trường", ["u1"])
    register.memberships.create(person=people[1], valid_from=START)
    assert "Mời vào nhóm Zalo" in browser.get(page).content.decode()
    assert browser.post(page).status_code == 303
    assert group.invited == ["u2"]
