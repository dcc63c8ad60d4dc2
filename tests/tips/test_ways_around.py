"""Ways around what the confidential channel promises: an address typed short, endless numbers, the other passphrase field."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.tips.making import NOW, OTHER_PASSPHRASE, PASSPHRASE, handler, two_levels
from truongan.tips.actions import CannotTip, change_passphrase, unlock

pytestmark = pytest.mark.django_db


def test_the_address_typed_without_its_last_stroke_leaves_no_line_either(client, caplog):
    caplog.set_level(logging.INFO, "truongan.request")
    assert client.get("/to-giac")["Location"] == "/to-giac/"
    for mistyped in ("/To-Giac/", "//to-giac/", "/TO-GIAC", "/to-giac/khong-co/"):
        assert client.get("/", PATH_INFO=mistyped).status_code == 404
    assert not caplog.records
    client.get("/")
    assert caplog.records


@pytest.mark.parametrize("page", ["tips:send", "tips:place"])
def test_endless_digits_are_no_failure_that_leaves_its_hour_in_the_log(cast, page):
    two_levels(cast)
    answer = Client(raise_request_exception=False).post(reverse(page), {"unit": "9" * 5000, "province": "9" * 5000})
    assert answer.status_code < 500


def test_the_old_passphrase_is_not_guessed_where_a_new_one_is_set(cast):
    handler(cast.cong_an_xa, cast.commune_police)
    for _n in range(5):
        with pytest.raises(CannotTip, match="không đúng"):
            change_passphrase(actor=cast.cong_an_xa, old="sai hết cả rồi", new=OTHER_PASSPHRASE, now=NOW)
    with pytest.raises(CannotTip, match="năm phút"):
        change_passphrase(actor=cast.cong_an_xa, old=PASSPHRASE, new=OTHER_PASSPHRASE, now=NOW)
    with pytest.raises(CannotTip, match="năm phút"):
        unlock(actor=cast.cong_an_xa, passphrase=PASSPHRASE, session_key="x", now=NOW)
    later = NOW + timedelta(minutes=6)
    change_passphrase(actor=cast.cong_an_xa, old=PASSPHRASE, new=OTHER_PASSPHRASE, now=later)
