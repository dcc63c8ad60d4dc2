"""A person lets a browser show notices, sees which do, and turns one off."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.channels.sending import say, work
from tests.channels.zalo_at_hand import NOW, connect
from tests.channels.zalo_at_hand import there as there
from truongan.channels.actions.push import allow_push, end_push
from truongan.channels.actions.refusals import CannotLink
from truongan.channels.actions.zalo_links import ask_zalo_code, link_zalo, unlink_zalo
from truongan.channels.models import Address, Channel
from truongan.channels.ways.push import keys

PAGE = "/lam-viec/kenh/dien-thoai/"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"


def _form(browser) -> dict[str, str]:
    return {"endpoint": browser.endpoint, **browser.keys}


def test_a_browser_that_was_allowed_gets_urgent_messages(there, cast, as_):
    phone = there.push.browser("dien-thoai")
    answer = as_("hieu_truong").post(f"{PAGE}bat/", _form(phone), headers={"User-Agent": ANDROID})
    assert answer.status_code == 302
    page = as_("hieu_truong").get(PAGE).content.decode()
    assert "Chrome, Android" in page and keys.public_key() in page and phone.endpoint not in page
    say(cast.hieu_truong.person, now=NOW, urgency="urgent", subject="Điểm danh mạng lưới")
    for minutes in (0, 4):
        work(NOW + timedelta(minutes=minutes))
    assert [each["said"]["subject"] for each in phone.arrived] == ["Điểm danh mạng lưới"]
    assert "/viec/" in phone.arrived[0]["said"]["url"]


def test_a_subscription_elsewhere_or_with_broken_keys_is_refused_with_a_sentence(there, as_):
    phone = there.push.browser("b")
    for wrong in (
        {"endpoint": "https://169.254.169.254/x"},
        {"endpoint": there.url + "/" + "x" * 500},
        {"p256dh": "AAAA"},
        {"auth": "AAAA"},
        {"p256dh": "ký tự lạ"},
        {"endpoint": ""},
    ):
        answer = as_("hieu_truong").post(f"{PAGE}bat/", {**_form(phone), **wrong})
        assert answer.status_code == 422 and "Chưa bật được" in answer.content.decode()
    assert not Address.objects.exists()


def test_the_same_browser_again_is_the_same_row_and_in_other_hands_the_others(there, cast):
    phone = there.push.browser("b")
    told = {**_form(phone), "label": "Chrome", "now": NOW}
    first = allow_push(actor=cast.hieu_truong, **told)
    assert allow_push(actor=cast.hieu_truong, **told).pk == first.pk
    allow_push(actor=cast.giao_vien, **told)
    assert [each.person for each in Address.objects.in_use()] == [cast.giao_vien.person]


def test_only_the_newest_ten_browsers_are_kept(there, cast):
    for number in range(12):
        phone = there.push.browser(f"b{number}")
        allow_push(actor=cast.hieu_truong, **_form(phone), label="Chrome", now=NOW)
    assert Address.objects.in_use().count() == 10
    assert not Address.objects.in_use().filter(value__endswith="/b0").exists()


def test_nobody_turns_off_anothers_browser(there, cast, as_):
    phone = there.push.browser("b")
    address = allow_push(actor=cast.hieu_truong, **_form(phone), label="Chrome", now=NOW)
    with pytest.raises(PermissionDenied):
        end_push(actor=cast.giao_vien, address=address, now=NOW)
    assert as_("giao_vien").post(f"{PAGE}{address.pk}/tat/").status_code == 404
    as_("hieu_truong").post(f"{PAGE}{address.pk}/tat/")
    assert not Address.objects.in_use().exists()


def test_a_gone_browser_is_given_up_and_the_person_goes_on(there, cast):
    phone = there.push.browser("b")
    allow_push(actor=cast.hieu_truong, **_form(phone), label="Chrome", now=NOW)
    there.push.gone["b"] = 410
    say(cast.hieu_truong.person, now=NOW, urgency="urgent")
    for minutes in (0, 4):
        work(NOW + timedelta(minutes=minutes))
    assert Address.objects.get().closed_at is not None


def test_the_worker_and_the_manifest_come_from_the_root(client, db):
    worker, manifest = client.get("/sw.js"), client.get("/manifest.webmanifest")
    assert worker["Content-Type"].startswith("text/javascript") and worker["Cache-Control"] == "no-cache"
    assert b"showNotification" in worker.content
    told = json.loads(manifest.content)
    assert told["display"] == "standalone" and told["scope"] == "/" and len(told["icons"]) == 3
    assert "set-cookie" not in {name.lower() for name in worker.headers}


def test_the_page_says_that_the_channel_is_off(as_, settings):
    settings.PUSH_CONTACT = ""
    page = as_("hieu_truong").get(PAGE).content.decode()
    assert "chưa bật kênh này" in page and "data-push-on" not in page


# One's own Zalo


def test_the_code_is_shown_once_and_the_page_learns_that_it_worked(there, cast, as_):
    connect(there)
    browser = as_("hieu_truong")
    page = browser.post("/lam-viec/kenh/zalo/cua-toi/ma/").content.decode()
    assert "TA-" in page and "zalo.me" in page
    assert "TA-" not in browser.get("/lam-viec/kenh/zalo/cua-toi/").content.decode()
    assert "HX-Redirect" not in browser.get("/lam-viec/kenh/zalo/cua-toi/trang-thai/").headers
    code = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    link_zalo(zalo_id="u1", oa_id="41", letters=code.text[3:].replace("-", ""), now=NOW)
    assert (
        browser.get("/lam-viec/kenh/zalo/cua-toi/trang-thai/").headers["HX-Redirect"] == "/lam-viec/kenh/zalo/cua-toi/"
    )
    assert browser.get("/lam-viec/kenh/zalo/qr/")["Content-Type"] == "image/svg+xml"


def test_who_unlinks_is_not_written_to(there, cast):
    code = ask_zalo_code(actor=cast.hieu_truong, now=NOW)
    link_zalo(zalo_id="u1", oa_id="41", letters=code.text[3:].replace("-", ""), now=NOW)
    assert unlink_zalo(actor=cast.hieu_truong, now=NOW) and not unlink_zalo(actor=cast.hieu_truong, now=NOW)
    assert not Address.objects.in_use().filter(channel=Channel.ZALO).exists()


def test_a_code_of_nobody_opens_nothing(there, cast):
    with pytest.raises(CannotLink):
        link_zalo(zalo_id="u1", oa_id="41", letters="22222222", now=NOW)


def _renewal(new, old=None, **changes) -> dict[str, str]:
    told = {"old_endpoint": old.endpoint, "old_auth": old.keys["auth"]} if old else {}
    return {**_form(new), **told, **changes}


def _renewed(client, said, origin="http://testserver"):
    return client.post(f"{PAGE}doi/", json.dumps(said), content_type="application/json", headers={"Origin": origin})


def test_a_changed_address_takes_the_place_of_the_old_one_without_anybody_signed_in(there, cast, client):
    old, new = there.push.browser("cu"), there.push.browser("moi")
    allow_push(actor=cast.hieu_truong, **_form(old), label="Chrome, Android", now=NOW)

    assert _renewed(client, _renewal(new, old)).status_code == 204

    (kept,) = Address.objects.in_use()
    assert (kept.person, kept.value, kept.label) == (cast.hieu_truong.person, new.endpoint, "Chrome, Android")
    assert (
        _renewed(client, _renewal(there.push.browser("nua"), old)).status_code == 403
    )  # the old one proves nothing now
    say(cast.hieu_truong.person, now=NOW, urgency="urgent", subject="Điểm danh mạng lưới")
    for minutes in (0, 4):
        work(NOW + timedelta(minutes=minutes))
    assert len(new.arrived) == 1 and old.arrived == []


def test_without_the_secret_of_the_old_address_nothing_is_replaced(there, cast, client, as_):
    old, new = there.push.browser("cu"), there.push.browser("moi")
    allow_push(actor=cast.hieu_truong, **_form(old), label="Chrome", now=NOW)

    assert _renewed(client, _renewal(new, old, old_auth=new.keys["auth"] + "x")).status_code == 403
    assert _renewed(client, _renewal(new)).status_code == 403
    assert _renewed(as_("giao_vien"), _renewal(new)).status_code == 403  # never allowed a browser
    assert _renewed(client, _renewal(new, old), origin="https://noi-khac.example").status_code == 403
    assert client.post(f"{PAGE}doi/", _renewal(new, old)).status_code == 403  # a form of another site
    foreign = _renewal(new, old, endpoint="https://169.254.169.254/x")
    assert _renewed(client, foreign).status_code == 422

    assert [each.value for each in Address.objects.in_use()] == [old.endpoint]


@pytest.mark.parametrize("body", ["", "[1]", "5", '"x"', "null", "[" * 100_000, '{"old_endpoint": "\\ud800"}'])
def test_what_no_worker_of_ours_says_is_turned_away(there, client, body):
    headers = {"Origin": "http://testserver"}
    assert client.post(f"{PAGE}doi/", body, content_type="application/json", headers=headers).status_code == 403


def test_a_browser_that_does_not_tell_its_old_address_needs_who_allowed_it_signed_in(there, cast, as_):
    old, new = there.push.browser("cu"), there.push.browser("moi")
    allow_push(actor=cast.hieu_truong, **_form(old), label="Trình duyệt", now=NOW)

    assert _renewed(as_("hieu_truong"), _renewal(new)).status_code == 204

    assert {each.person for each in Address.objects.in_use()} == {cast.hieu_truong.person}
    assert Address.objects.in_use().filter(value=new.endpoint).exists()
