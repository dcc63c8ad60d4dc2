import logging
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tests.config.programs import surroundings
from truongan.config import middleware

TOKEN = "mat-chi-nguoi-duoc-moi-biet"
_PROXIES = "from truongan.config import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"


@pytest.mark.parametrize(
    "url",
    [
        reverse("invitation_accept", args=[1, TOKEN]),
        reverse("account_reset_password_from_key", args=["1", TOKEN]),
        reverse("channel_tasks:task", args=[f"1-{TOKEN}"]),
        reverse("movement_public:receipt", args=[TOKEN]),
    ],
)
def test_a_link_that_lets_somebody_in_does_not_enter_the_log(db, client, caplog, url):
    with caplog.at_level(logging.INFO):
        client.get(url)
    lines = [record for record in caplog.records if record.name in {"truongan.request", "django.request"}]
    assert len(lines) == 1
    assert TOKEN not in str(vars(lines[0]))


SECRET = [
    ("invitation_accept", [1, TOKEN]),
    ("account_reset_password_from_key", ["1", TOKEN]),
    ("channel_tasks:task", [f"1-{TOKEN}"]),
    ("channel_tasks:seen", [f"1-{TOKEN}"]),
    ("movement_public:receipt", [TOKEN]),
    ("directives:feed_file", [TOKEN]),
]


def test_every_address_that_carries_a_secret_is_tried_here():
    assert {name for name, _ in SECRET} == middleware._SECRET_PATHS


@pytest.mark.parametrize(("name", "args"), SECRET)
@pytest.mark.parametrize("slip", ["{cut}", "{url}.", "//{capitals}"])
def test_neither_does_one_that_was_copied_wrong(db, client, caplog, name, args, slip):
    url = reverse(name, args=args)
    with caplog.at_level(logging.INFO):
        client.get("/", PATH_INFO=slip.format(cut=url[:-1], url=url, capitals=url.upper()))
    assert [each.name for each in caplog.records] == ["truongan.request"]
    assert TOKEN not in str(vars(caplog.records[0])).lower()


@pytest.mark.parametrize(("name", "args"), SECRET)
def test_nor_one_that_is_sent_on_to_https(db, client, settings, caplog, name, args):
    settings.SECURE_SSL_REDIRECT = True
    with caplog.at_level(logging.INFO):
        assert client.get(reverse(name, args=args)).status_code == 301
    assert TOKEN not in str([vars(each) for each in caplog.records])


@pytest.mark.parametrize(("name", "args"), SECRET)
def test_nor_a_form_sent_without_its_token(db, caplog, name, args):
    with caplog.at_level(logging.INFO):
        Client(enforce_csrf_checks=True).post(reverse(name, args=args))
    assert TOKEN not in str([vars(each) for each in caplog.records])


@pytest.mark.parametrize(("name", "args"), SECRET)
def test_nor_one_whose_page_breaks(client, caplog, monkeypatch, name, args):
    def broken(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", broken)
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        client.get(reverse(name, args=args) + "?q=bi-mat")
    said = [vars(each) for each in caplog.records]
    assert {each["name"] for each in said} >= {"truongan.request"}
    assert TOKEN not in str([{**each, "exc_info": ""} for each in said])
    assert "bi-mat" not in str([{**each, "exc_info": ""} for each in said])


def test_the_link_of_a_task_does_not_enter_the_log_where_it_is_answered_or_seen(db, client, caplog):
    with caplog.at_level(logging.INFO):
        client.post(reverse("channel_tasks:task", args=[f"1-{TOKEN}"]), {"tra_loi": "take"})
        client.post(reverse("channel_tasks:seen", args=[f"1-{TOKEN}"]))
    assert not any(TOKEN in str(vars(each)) for each in caplog.records)


def test_other_addresses_enter_the_log_as_they_are(client, caplog):
    with caplog.at_level(logging.INFO, logger="truongan.request"):
        client.get("/healthz?khoa=bi-mat")
    assert caplog.records[0].getMessage() == "GET /healthz 200"


def test_a_stranger_cannot_fill_the_disk(db, client):
    too_large = client.post(reverse("account_login"), {"login": "a"}, headers={"Content-Length": "6000000"})
    assert too_large.status_code == 413
    assert "quá lớn" in too_large.content.decode()


def test_who_is_signed_in_sends_files(cast, as_):
    url, client = reverse("movement:import_upload"), as_("hieu_truong")
    file = SimpleUploadedFile("lon.xlsx", b"x" * 6_000_000)
    assert client.post(url, {"file": file}).status_code == 422  # taken in, then judged by the form
    assert client.post(url, {}, headers={"Content-Length": "600000000"}).status_code == 413


@pytest.mark.parametrize("url", ["/lam-viec/tim/?q=%00", "/lam-viec/?don_vi=a%00b", "/lam-viec/%00/"])
def test_an_address_no_person_types_is_refused(cast, as_, url):
    assert as_("hieu_truong").get(url).status_code == 400


@pytest.mark.parametrize(("https", "trusted"), [("0", "0"), ("1", "1")])
def test_the_senders_address_is_taken_from_a_proxy_only_where_there_is_one(tmp_path, https, trusted):
    around = surroundings(tmp_path, TRUONGAN_HTTPS=https, DATABASE_URL="postgresql://localhost/none")
    asked = subprocess.run([sys.executable, "-c", _PROXIES], env=around, capture_output=True, text=True, timeout=60)
    assert asked.stdout.strip() == trusted
