"""Messages to people and to groups of the official account, against the stand-in."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.channels.zalo_at_hand import NOW, connect, outgoing
from tests.channels.zalo_at_hand import account as account
from tests.channels.zalo_at_hand import there as there
from truongan.channels.models import ZaloAccount
from truongan.channels.ways.zalo import Way, policy, tokens
from truongan.channels.ways.zalo.wire import Refused
from truongan.channels.ways.zalo_group import Way as GroupWay


def _one(there, **more):
    there.zalo.people.setdefault("u1", 0)
    [outcome] = Way().send_many([outgoing(**more)], now=NOW)
    return outcome


def test_a_message_arrives_with_its_page_and_the_numbers_of_its_answers(there, account):
    outcome = _one(there, text="Xin xác nhận trước 9 giờ.", choices=(("here", "Tôi có mặt"), ("no", "Tôi bận")))
    [said] = there.zalo.sent
    assert outcome.kind == "handed" and outcome.ref == said["msg_id"]
    assert said["to"] == "u1"
    assert said["text"] == (
        "Bạn có việc cần xác nhận\n\nXin xác nhận trước 9 giờ.\n\nhttps://truongan.example.vn/viec/k1/"
        "\n\nTrả lời bằng một chữ số: 1: Tôi có mặt · 2: Tôi bận"
    )


def test_a_long_text_is_cut_and_keeps_its_page(there, account):
    _one(there, text="x" * 5000)
    text = there.zalo.sent[0]["text"]
    assert len(text) == 2000 and text.endswith("…\n\nhttps://truongan.example.vn/viec/k1/")


@pytest.mark.parametrize("code", sorted(policy.POLICIES))
def test_every_refusal_of_the_table_leads_where_the_table_says(code):
    expected = {
        "slow_down": "retry", "once_more": "retry", "renew": "refresh", "park": "parked", "person": "dead",
        "group": "dead",
    }  # fmt: skip
    outcome = policy.outcome_of(Refused(code, "said"), 0)
    assert outcome.kind == expected[policy.POLICIES[code].what]
    assert outcome.code == str(code) and str(policy.EXPLANATIONS[outcome.code])


def test_being_asked_to_slow_down_is_no_outage_and_minus_200_is_tried_once_more(there, account):
    there.zalo.next_errors.extend([-32, -200, -200])
    slowed, once, twice = _one(there), _one(there), _one(there, attempts=1)
    assert (slowed.kind, slowed.is_outage) == ("retry", False)
    assert (once.kind, twice.kind) == ("retry", "dead")


def test_more_calls_than_zalo_takes_come_back_to_be_tried_again(there, account):
    there.zalo.knows_everyone, there.zalo.a_second = True, 5
    outcomes = Way().send_many([outgoing(f"u{n}", n) for n in range(12)], now=NOW)
    assert [each.kind for each in outcomes].count("handed") == len(there.zalo.sent) == 5
    assert {each.code for each in outcomes if each.kind == "retry"} == {"-32"}


def test_a_code_nobody_described_ends_this_delivery_and_is_kept(there, account):
    there.zalo.next_errors.append(-999)
    outcome = _one(there)
    assert (outcome.kind, outcome.code, outcome.closes_address) == ("dead", "-999", False)


def test_money_used_up_waits_for_an_administrator(there, account):
    there.zalo.quota = 0
    outcome = _one(there)
    assert (outcome.kind, outcome.code) == ("parked", "-223")


def test_zalo_down_is_an_outage_and_a_broken_line_is_nobodys_guess(there, account, settings, monkeypatch):
    there.zalo.status = 503
    down = _one(there)
    assert (down.kind, down.is_outage) == ("retry", True)
    there.zalo.status, there.zalo.seconds = 200, 0.3
    monkeypatch.setattr("truongan.channels.ways.zalo.wire._SECONDS", (1, 0.05))
    assert _one(there).kind == "unsure"
    settings.ZALO_API_URL = "http://127.0.0.1:9"  # nobody listens: nothing left this machine
    assert _one(there).kind == "retry"


def test_an_answer_that_is_no_json_is_nobodys_guess(there, account, settings):
    settings.ZALO_API_URL = there.url + "/push/nobody/.."  # an empty body
    assert _one(there).kind == "unsure"


# Whose chat is closed


def test_a_closed_chat_is_reached_by_the_template_under_the_deliverys_key(there, account, settings):
    settings.ZALO_TEMPLATE_ID = "t-1"
    there.zalo.templates.add("t-1")
    there.zalo.people["u1"] = -230
    assert _one(there).kind == "handed"
    [said] = there.zalo.sent
    assert (said["kind"], said["key"]) == ("template", "ta-1") and "/viec/k1/" in said["text"]


def test_who_wrote_more_than_seven_days_ago_is_not_even_tried_in_the_chat(there, account, settings):
    settings.ZALO_TEMPLATE_ID = "t-1"
    there.zalo.templates.add("t-1")
    long_ago, lately = (NOW - timedelta(days=8)).isoformat(), (NOW - timedelta(days=6)).isoformat()
    _one(there, details={"last_interaction_at": long_ago})
    _one(there, details={"last_interaction_at": lately})
    _one(there, details={"last_interaction_at": "hôm qua"})  # unreadable: Zalo decides
    assert [each["kind"] for each in there.zalo.sent] == ["template", "cs", "cs"]


def test_without_a_template_a_closed_chat_is_this_persons_end_here_and_the_address_stays(there, account):
    there.zalo.people["u1"] = -232
    outcome = _one(there)
    assert (outcome.kind, outcome.code, outcome.closes_address) == ("dead", "-232", False)


def test_an_expired_template_stops_nobody_else(there, account, settings):
    settings.ZALO_TEMPLATE_ID = "expired"
    there.zalo.people.update({"u1": -230, "u2": 0})
    closed, open_ = Way().send_many([outgoing("u1", 1), outgoing("u2", 2)], now=NOW)
    assert (closed.kind, closed.code) == ("dead", "template") and "-131" in closed.text
    assert open_.kind == "handed"


# Groups


def test_a_group_gets_one_message_without_numbers_to_answer(there, account):
    group = there.zalo.groups.answer("creategroupwithoa", _said(group_name="N", member_user_ids=["u1"]))[1]["data"]
    [outcome] = GroupWay().send_many([outgoing(group["group_id"], choices=(("ok", "Đã nhận"),))], now=NOW)
    assert outcome.kind == "handed"
    assert "Trả lời" not in there.zalo.sent[0]["text"]


def test_an_expired_group_is_said_and_one_that_put_us_out_is_closed(there, account):
    group = there.zalo.groups.answer("creategroupwithoa", _said(group_name="N", member_user_ids=["u1"]))[1]["data"]
    there.zalo.groups.all[group["group_id"]].has_expired = True
    [expired] = GroupWay().send_many([outgoing(group["group_id"])], now=NOW)
    [left] = GroupWay().send_many([outgoing("g-unknown")], now=NOW)
    assert (expired.kind, expired.code, expired.closes_address) == ("dead", "-237", False)
    assert (left.kind, left.code, left.closes_address) == ("dead", "-403", True)


def _said(**said):
    class Asked:
        json = {"group_description": "", "asset_id": "asset-1", **said}

    return Asked


# Tokens


def test_what_is_missing_is_said_in_sentences(there, db, settings):
    assert "Chưa kết nối" in " ".join(Way().missing())
    connect(there)
    assert Way().missing() == []
    settings.ZALO_APP_ID = ""
    assert "TRUONGAN_ZALO_APP_ID" in " ".join(GroupWay().missing())


def test_tokens_lie_sealed_and_bound_to_their_account(there, account):
    plain = tokens.access_token(now=NOW)
    stored = bytes(ZaloAccount.objects.get().access_token)
    assert plain.encode() not in stored
    ZaloAccount.objects.update(oa_id="another")
    with pytest.raises(tokens.NotConnected):
        tokens.access_token(now=NOW)


def test_another_installations_secret_opens_nothing_and_parks(there, account, settings):
    settings.CHANNELS_SECRET = "restored without its folder"
    outcome = _one(there)
    assert outcome.kind == "parked" and "kết nối lại" in outcome.text


def test_a_token_about_to_run_out_is_renewed_before_use(there, db):
    connect(there, lasts=timedelta(minutes=5))
    assert _one(there).kind == "handed"
    assert there.zalo.refreshed == 1


def test_a_refused_token_is_renewed_once_and_everything_goes_out(there, account):
    there.zalo.knows_everyone = True
    there.zalo.expire_access()
    outcomes = Way().send_many([outgoing(f"u{n}", n) for n in range(10)], now=NOW)
    assert {each.kind for each in outcomes} == {"handed"}
    assert there.zalo.refreshed == 1
    assert set(there.zalo.counts().values()) == {1}


def test_a_revoked_token_parks_with_the_reason_and_connecting_again_resumes(there, account):
    there.zalo.revoke()
    parked = _one(there)
    assert parked.kind == "parked" and "-14014" in parked.text and "kết nối lại" in parked.text
    account.delete()
    connect(there)
    assert _one(there).kind == "handed"


def test_zalo_down_while_renewing_is_an_outage_not_a_lost_account(there, account):
    there.zalo.expire_access()
    ZaloAccount.objects.update(access_until=NOW)
    there.zalo.status = 503
    assert _one(there).kind == "retry"
    there.zalo.status = 200
    assert _one(there).kind == "handed"


@pytest.mark.django_db(transaction=True)
def test_workers_that_renew_at_once_use_the_refresh_token_once(there):
    connect(there)
    stale = tokens.access_token(now=NOW)
    there.zalo.expire_access()
    there.zalo.seconds = 0.05  # both are on their way before the first answer
    found, start = [], threading.Barrier(6)

    def renew() -> None:
        start.wait()
        try:
            found.append(tokens.renewed(stale, now=NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=renew) for _each in range(6)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(found) == 6 and len(set(found)) == 1
    assert there.zalo.refreshed == 1
    assert found[0] in there.zalo.access
