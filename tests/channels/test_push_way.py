"""Web push against a service that opens what was sealed."""

import time
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from py_vapid import Vapid02

from tests.channels.zalo_at_hand import NOW, outgoing
from tests.channels.zalo_at_hand import there as there
from truongan.channels.ways.push import Way, keys
from truongan.channels.ways.push.services import is_push_service


def _send(browser, **more):
    details = {"endpoint": browser.endpoint, **browser.keys}
    [outcome] = Way().send_many([outgoing(**{"to": browser.endpoint, "details": details, **more})], now=NOW)
    return outcome


def test_a_browser_opens_the_subject_and_the_page_and_nothing_else(there):
    browser = there.push.browser("may-hoang-thu-trang")
    assert _send(browser, text="Chi tiết ở lại trong hệ thống.").kind == "handed"
    [arrived] = browser.arrived
    assert arrived["said"] == {
        "subject": "Bạn có việc cần xác nhận", "url": "https://truongan.example.vn/viec/k1/", "key": "ta-1",
    }  # fmt: skip
    assert (arrived["topic"], arrived["urgency"], arrived["ttl"]) == ("ta-1", "normal", str(24 * 3600))


def test_a_repeat_takes_the_place_of_the_first_on_the_screen(there):
    browser = there.push.browser("b")
    _send(browser)
    _send(browser)
    _send(browser, number=2)
    assert [each["topic"] for each in browser.arrived] == ["ta-1", "ta-2"]


def test_danger_to_life_is_urgent_and_nothing_is_kept_longer_than_the_message_lives(there):
    browser = there.push.browser("b")
    _send(browser, urgency="life", expires_at=NOW + timedelta(minutes=15))
    assert (browser.arrived[0]["urgency"], browser.arrived[0]["ttl"]) == ("high", "900")


@pytest.mark.parametrize(
    ("status", "kind", "closes"), [(404, "dead", True), (410, "dead", True), (403, "dead", True), (413, "dead", False)]
)
def test_a_browser_that_is_gone_is_given_up(there, status, kind, closes):
    browser = there.push.browser("b")
    there.push.gone["b"] = status
    outcome = _send(browser)
    assert (outcome.kind, outcome.code, outcome.closes_address) == (kind, str(status), closes)


def test_a_service_that_is_down_is_an_outage_and_one_in_a_hurry_is_not(there):
    browser = there.push.browser("b")
    there.push.status = 503
    assert _send(browser).is_outage
    there.push.status = 429
    slowed = _send(browser)
    assert (slowed.kind, slowed.is_outage) == ("retry", False)


def test_broken_keys_end_the_subscription_quietly(there):
    browser = there.push.browser("b")
    for wrong in ({"p256dh": "", "auth": ""}, {"p256dh": "AAAA", "auth": "AAAA"}, {}):
        outcome = _send(browser, details={"endpoint": browser.endpoint, **wrong})
        assert (outcome.kind, outcome.code, outcome.closes_address) == ("dead", "keys", True)


def test_the_server_proves_who_it_is_with_the_key_browsers_were_given(there):
    signed = keys.signer().sign({"sub": "mailto:a@example.vn", "aud": there.url, "exp": int(time.time()) + 60})
    token, key = signed["Authorization"].removeprefix("vapid t=").split(",k=")
    assert key == keys.public_key() and len(urlsafe_b64decode(key + "=")) == 65
    assert Vapid02.verify(signed["Authorization"])
    assert token.count(".") == 2


def test_the_pair_is_the_same_at_every_start_and_another_in_another_installation(settings):
    first = keys.public_key()
    keys._private.cache_clear()
    assert keys.public_key() == first
    settings.CHANNELS_SECRET = "another"
    assert keys.public_key() != first


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://evil-push.apple.com.example.vn/abc", False),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://user@fcm.googleapis.com/abc", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_push_services_are_called(settings, url, ours):
    settings.PUSH_SERVICES = ["fcm.googleapis.com", "push.apple.com"]
    assert is_push_service(url) is ours


def test_without_a_contact_push_is_off_and_says_why(settings):
    settings.PUSH_CONTACT = ""
    assert "TRUONGAN_PUSH_CONTACT" in " ".join(Way().missing())
