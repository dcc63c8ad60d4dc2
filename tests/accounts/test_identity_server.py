"""Sign-in through a province's identity server, as far as we decide it: whom an answer of theirs opens."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from truongan.accounts.adapters import SocialAccountAdapter
from truongan.accounts.models import User


def answer(*addresses: tuple[str, bool]):
    """What the identity server says: addresses, and whether it verified each."""
    return SimpleNamespace(
        email_addresses=[SimpleNamespace(email=email, verified=verified) for email, verified in addresses]
    )


@pytest.fixture
def with_address(cast):
    EmailAddress.objects.create(user=cast.hieu_truong, email="ha@truong.vn", verified=True, primary=True)
    return cast


def opens(sociallogin):
    found = SocialAccountAdapter().authenticate_by_email(sociallogin)
    return found[0] if found else None


def test_an_address_both_sides_verified_opens_the_account(with_address):
    assert opens(answer(("HA@truong.vn", True))) == with_address.hieu_truong


def test_an_address_they_did_not_verify_opens_nothing(with_address):
    assert opens(answer(("ha@truong.vn", False))) is None


def test_an_address_we_did_not_verify_opens_nothing(with_address):
    EmailAddress.objects.update(verified=False)
    assert opens(answer(("ha@truong.vn", True))) is None


def test_an_address_only_typed_by_an_administrator_opens_nothing(cast):
    cast.hieu_truong.email = "ha@truong.vn"
    cast.hieu_truong.save()
    assert opens(answer(("ha@truong.vn", True))) is None


def test_somebody_never_invited_gets_no_account(with_address):
    assert opens(answer(("la@truong.vn", True))) is None
    assert not SocialAccountAdapter().is_open_for_signup(None, None)


def test_a_deactivated_account_stays_shut(with_address):
    with_address.hieu_truong.is_active = False
    with_address.hieu_truong.save()
    assert opens(answer(("ha@truong.vn", True))) is None


class StandIn(BaseHTTPRequestHandler):
    """Plays the identity server on this machine: discovery, token, userinfo."""

    person: ClassVar[dict] = {}
    asked: ClassVar[list[dict]] = []

    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            names = ("authorization", "token", "userinfo")
            self.say({"issuer": here, "jwks_uri": f"{here}/keys", **{f"{n}_endpoint": f"{here}/{n}" for n in names}})
        elif self.headers["Authorization"] == "Bearer ticket":
            self.say(self.person)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(dict(parse_qsl(body)))
        self.say({"access_token": "ticket", "token_type": "Bearer", "expires_in": 60})

    def say(self, answer: dict):
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        pass


@pytest.fixture
def identity_server(settings):
    StandIn.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), StandIn) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        app = {
            "provider_id": "oidc", "name": "Tài khoản công vụ", "client_id": "truong-an", "secret": "bi-mat",
            "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield StandIn
        server.shutdown()


def go_there_and_back(client, **person):
    """Press the button, let the stand-in agree, come back to our return address."""
    StandIn.person = {"sub": "123", **person}
    assert "Tài khoản công vụ" in client.get(reverse("account_login")).content.decode()
    there = urlsplit(client.post(reverse("openid_connect_login", args=["oidc"])).url)
    sent = dict(parse_qsl(there.query))
    assert there.path == "/authorization"
    assert sent["code_challenge_method"] == "S256"
    assert sent["redirect_uri"] == "http://testserver/dang-nhap/qua/oidc/ve/"
    return client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "mot-lan", "state": sent["state"]})


def test_the_whole_way_in_and_in_again(with_address, client, identity_server):
    back = go_there_and_back(client, email="ha@truong.vn", email_verified=True)

    assert back.url == "/lam-viec/"
    assert client.get(reverse("accounts:profile")).context["user"] == with_address.hieu_truong
    assert identity_server.asked[0]["code_verifier"]
    # Linked now: the address may change on their side.
    again = Client()
    assert go_there_and_back(again, email="khac@truong.vn", email_verified=False).url == "/lam-viec/"


def test_coming_in_this_way_keeps_the_password(with_address, client, identity_server):
    go_there_and_back(client, email="ha@truong.vn", email_verified=True)
    with_address.hieu_truong.refresh_from_db()
    assert with_address.hieu_truong.check_password("truong-an-2021")


def test_who_was_not_invited_is_told_so(with_address, client, identity_server):
    back = go_there_and_back(client, email="la@truong.vn", email_verified=True)
    page = client.get(back.url).content.decode() if back.status_code == 302 else back.content.decode()
    assert "người quản trị đơn vị mời" in page
    assert not User.objects.filter(email="la@truong.vn").exists()


def test_an_unverified_address_is_not_enough_on_the_whole_way(with_address, client, identity_server):
    go_there_and_back(client, email="ha@truong.vn", email_verified=False)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_an_answer_to_a_question_nobody_asked_is_refused(with_address, client, identity_server):
    StandIn.person = {"sub": "123", "email": "ha@truong.vn", "email_verified": True}
    answer = client.get(reverse("openid_connect_callback", args=["oidc"]), {"code": "x", "state": "bia-ra"})
    assert "Chưa đăng nhập được" in answer.content.decode()
    assert client.get(reverse("accounts:profile")).status_code == 302
