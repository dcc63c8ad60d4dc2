"""Signing in as a person does it: through the pages, with the real limits."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from truongan.accounts.models import User

PASSWORD = "truong-an-2021"


@pytest.fixture(autouse=True)
def no_memory_of_failures(db):
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_name_and_password_open_the_workspace(cast, client):
    assert sign_in(client, "hieu-truong").url == "/lam-viec/"


def test_a_wrong_name_and_a_wrong_password_sound_the_same(cast, client):
    known = sign_in(client, "hieu-truong", "sai-mat-khau").content.decode()
    unknown = sign_in(client, "khong-co-ai", "sai-mat-khau").content.decode()
    said = "Tên đăng nhập hoặc mật khẩu không đúng."
    assert said in known
    assert said in unknown


def test_five_failures_lock_the_account_for_five_minutes_and_say_so(cast, client):
    for _ in range(5):
        sign_in(client, "hieu-truong", "sai-mat-khau")

    answer = sign_in(client, "hieu-truong")

    assert "tạm khóa 5 phút" in answer.content.decode()
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"].endswith("5/5m/key")


def test_a_locked_account_does_not_lock_its_neighbour(cast, client):
    for _ in range(6):
        sign_in(client, "hieu-truong", "sai-mat-khau")
    assert sign_in(client, "giao-vien").status_code == 302


def test_a_whole_staff_room_mistyping_behind_one_address_still_gets_in(cast, client):
    for number in range(30):
        make_user(f"giao-vien-{number}", cast.school)
        sign_in(client, f"giao-vien-{number}", "sai-mat-khau")
    assert sign_in(client, "giao-vien").status_code == 302


def test_a_success_does_not_count_as_a_failure(cast):
    for _ in range(7):
        assert sign_in(Client(), "hieu-truong").status_code == 302


def test_there_is_no_open_sign_up(client, db):
    assert client.get("/dang-nhap/signup/").status_code == 404
    page = client.post(reverse("account_signup"), {"username": "la", "password1": PASSWORD})
    assert "người quản trị đơn vị mời" in page.content.decode()
    assert not User.objects.exists()


def test_signing_out_of_the_other_sessions(cast):
    here, elsewhere = Client(), Client()
    for each in (here, elsewhere):
        sign_in(each, "hieu-truong")
    assert UserSession.objects.count() == 2

    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("Máy này") == 1
    here.post(reverse("usersessions_list"))

    assert here.get(reverse("accounts:profile")).status_code == 200
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def test_changing_the_password_needs_the_old_one(cast, client):
    sign_in(client, "hieu-truong")
    url, new = reverse("account_change_password"), "cay-bang-lang-2026"
    wrong = client.post(url, {"oldpassword": "khong-phai", "password1": new, "password2": new})
    assert "Mật khẩu hiện tại không đúng." in wrong.content.decode()
    client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert sign_in(Client(), "hieu-truong", new).status_code == 302


def test_a_forgotten_password_is_set_anew_by_mail(cast, client):
    EmailAddress.objects.create(user=cast.hieu_truong, email="ha@truong.vn", verified=True, primary=True)
    assert client.post(reverse("account_reset_password"), {"email": "ha@truong.vn"}).status_code == 302

    assert "Đặt lại mật khẩu" in mail.outbox[0].subject
    path = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    new = "cay-bang-lang-2026"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(Client(), "hieu-truong", new).status_code == 302


def test_an_unknown_address_is_not_given_away(client, db):
    known = client.post(reverse("account_reset_password"), {"email": "khong-co@truong.vn"})
    assert known.url == reverse("account_reset_password_done")


def reauthenticate(client: Client, password: str = PASSWORD):
    return client.post(reverse("account_reauthenticate"), {"password": password})


def totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_the_second_factor_is_asked_after_the_password(cast, client):
    sign_in(client, "hieu-truong")
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    assert "Mật khẩu không đúng." in reauthenticate(client, "sai").content.decode()
    reauthenticate(client)
    form = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="khoa-bi-mat"[^>]*value="([A-Z2-7]+)"', form)[1]
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Mã không đúng." in wrong.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": totp(secret)}).status_code == 302
    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    recovery = re.findall(r"<code>(\d+)</code>", codes)
    assert len(recovery) == 10

    again = Client()
    assert sign_in(again, "hieu-truong").url == reverse("mfa_authenticate")
    assert again.get("/lam-viec/tai-khoan/").status_code == 302
    assert "Nhập mã" in again.get(reverse("mfa_authenticate")).content.decode()
    assert again.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 302
    assert again.get("/lam-viec/tai-khoan/").status_code == 200


PAGES = (
    "account_login", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
    "account_inactive", "account_signup", "socialaccount_login_cancelled",
)  # fmt: skip
OWN_PAGES = (
    "account_logout", "account_change_password", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
    "mfa_list_webauthn", "mfa_add_webauthn", "usersessions_list", "socialaccount_connections", "accounts:profile",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_before_sign_in_are_ours_and_vietnamese(client, db, name):
    check_page(client.get(reverse(name)))


def test_a_failed_identity_server_is_told_in_our_words(client, db):
    check_page(client.get(reverse("socialaccount_login_error")), 401)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_ones_own_account_are_ours_and_vietnamese(cast, client, name):
    sign_in(client, "hieu-truong")
    reauthenticate(client)
    check_page(client.get(reverse(name)))


def check_page(answer, status=200):
    body = answer.content.decode()
    assert answer.status_code == status
    assert "Trường An" in body
    assert not re.search(
        r"\b(Sign|Password|Email|Security|Authenticator|Current|Remember|Forgot|Name|Code|Confirm)\b",
        re.sub(r"<[^>]+>", " ", body),
    )
    # Under our content security policy nothing inline runs; data blocks are not code.
    assert not re.search(r"<script(?![^>]*(src=|application/json))", body)
    assert " style=" not in body
