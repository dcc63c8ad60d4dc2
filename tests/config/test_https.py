"""Behind HTTPS everything that leaves is secure; asked of a process of its own, since settings are read once."""

import json

import pytest

from tests.config.programs import migrated, truongan

_ASK = """
import json
from django.test import Client
secure = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "truongan.example.vn"}
browser = Client()
page = browser.get("/dang-nhap/", **secure)
plain = browser.get("/dang-nhap/", HTTP_HOST="truongan.example.vn")
other = browser.get("/", **{**secure, "HTTP_HOST": "elsewhere.example"})
print(json.dumps({
    "page": page.status_code, "hsts": page.get("Strict-Transport-Security", ""),
    "csrf": bool(browser.cookies["csrftoken"]["secure"]),
    "plain": plain.status_code, "to": plain.get("Location", ""), "other": other.status_code,
}))
"""
_HTTPS = {"TRUONGAN_HTTPS": "1", "TRUONGAN_ALLOWED_HOSTS": "truongan.example.vn"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict:
    home = tmp_path_factory.mktemp("https")
    migrated(home)
    assert truongan(home, "collectstatic", "--noinput", "--verbosity", "0", **_HTTPS).returncode == 0
    asked = truongan(home, "shell", "--verbosity", "0", "--command", _ASK, **_HTTPS)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout.strip().splitlines()[-1])


@pytest.mark.slow
def test_pages_and_cookies_stay_on_https(answers):
    assert answers["page"] == 200
    assert answers["csrf"]
    assert "max-age=31536000" in answers["hsts"]


@pytest.mark.slow
def test_plain_http_is_sent_to_https_and_other_names_get_nothing(answers):
    assert (answers["plain"], answers["to"]) == (301, "https://truongan.example.vn/dang-nhap/")
    assert answers["other"] == 400


@pytest.mark.slow
def test_the_checks_for_deployment_find_nothing(tmp_path):
    found = truongan(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **_HTTPS)
    assert found.returncode == 0, found.stderr
