"""What every answer tells the browser, and what no address offers."""

import pytest
from csp.middleware import CSPMiddleware
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from truongan.config.middleware import PolicyOfFiles

PAGES = ["/", "/so-lieu/", "/dang-nhap/", "/lam-viec/", "/khong-co/", "/healthz"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_headers(cast, as_, address):
    answer = as_("hieu_truong" if address.startswith("/lam-viec/") else "anonymous").get(address)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Request-ID"]


@pytest.mark.parametrize("address", PAGES)
def test_the_content_policy_allows_our_own_files_only(cast, as_, address):
    answer = as_("hieu_truong" if address.startswith("/lam-viec/") else "anonymous").get(address)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "*" not in answer["Content-Security-Policy"]


def test_static_files_carry_the_shortest_policy_and_workers_the_whole(settings):
    def policy(path: str) -> str:
        answer = PolicyOfFiles(lambda request: HttpResponse())(RequestFactory().get(path))
        return CSPMiddleware(lambda request: answer)(RequestFactory().get(path))["Content-Security-Policy"]

    for path in ("/static/css/portal.css", "/static/img/icons.svg", "/static/js/app.js"):
        assert set(policy(path).split("; ")) == {"default-src 'none'", "frame-ancestors 'none'"}
    for path in ("/static/js/proof-worker.1a2b.js", "/", "/so-lieu/"):
        assert "script-src 'self'" in policy(path)


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast):
    browser = Client()
    browser.post(reverse("account_login"), {"login": "hieu-truong", "password": "truong-an-2021"})

    session = browser.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    browser.get(reverse("account_change_password"))
    assert browser.cookies["csrftoken"]["httponly"]
    assert browser.cookies["csrftoken"]["samesite"] == "Lax"


def test_a_form_without_the_token_is_refused(cast):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(reverse("account_login"), {"login": "x", "password": "y"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/admin/", "/quan-tri/", "/static/", "/files/", "/media/", "/__debug__/"])
def test_no_back_door_answers(client, address):
    assert client.get(address).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


@pytest.mark.django_db
def test_pages_of_a_person_are_kept_by_no_cache_on_the_way(as_):
    for address in ("/lam-viec/", "/lam-viec/nguoi/"):
        assert "Cookie" in as_("hieu_truong").get(address)["Vary"]


@pytest.mark.django_db
def test_nobody_is_sent_to_another_site_after_signing_in(cast):
    answer = Client().post(
        reverse("account_login") + "?next=https://elsewhere.example/",
        {"login": "hieu-truong", "password": "truong-an-2021"},
    )
    assert answer.status_code == 302
    assert answer.url.startswith("/")


def test_files_people_upload_are_not_among_those_served(settings):
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))
    assert finders.find("secrets/secret-key") is None
