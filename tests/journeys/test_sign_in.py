"""Into the workspace and out of it: password, second factor, invitation."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from tests.factories import make_user
from truongan.accounts.actions import invite
from truongan.kernel import clock

PASSWORD = "truong-an-2021"


@pytest.fixture(autouse=True)
def no_memory_of_failures(world):
    cache.clear()


def enter(page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("Tên đăng nhập").fill(username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_wrong_password_is_said_and_the_right_one_leads_where_one_was_going(visit):
    page = visit(None)
    page.goto("/lam-viec/to/")
    enter(page, "giao-vien", "sai-mat-khau")
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in page.locator("main").inner_text()
    enter(page, "giao-vien")
    page.wait_for_url("**/lam-viec/to/")

    page.locator(".me").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/")
    page.goto("/lam-viec/")
    assert page.locator("[name=password]").is_visible()


def test_a_second_factor_is_switched_on_and_asked_for(visit, world):
    user = make_user("pho-hieu-truong", world.cast.school)
    page = visit(None)
    page.goto("/dang-nhap/")
    enter(page, user.username)
    page.goto("/dang-nhap/hai-lop/ung-dung/bat/")
    if page.locator("[name=password]").is_visible():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").first.click()
    secret = page.locator("#khoa-bi-mat").input_value()
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Bật").click()
    page.wait_for_url("**/ma-du-phong/**")
    recovery = page.locator("code").first.inner_text()
    assert Authenticator.objects.filter(user=user).count() == 2

    again = visit(None)
    again.goto("/dang-nhap/")
    enter(again, user.username)
    again.locator("[name=code]").fill(recovery)
    again.locator("main button[type=submit]").first.click()
    again.wait_for_url("**/lam-viec/")


def test_an_invitation_becomes_an_account(visit, world):
    cast = world.cast
    invitation, token = invite(
        actor=cast.hieu_truong, person=world.teacher, organization=cast.school, role="editor", now=clock.now()
    )
    page = visit(None, width=360)
    page.goto(f"/dang-nhap/loi-moi/{invitation.pk}/{token}/")
    assert "Trường THCS Ánh Dương" in page.locator("main").inner_text()
    page.locator("[name=username]").fill("quoc-huy")
    for field in page.locator("[type=password]").all():
        field.fill("hoa-phuong-do-2026")
    page.get_by_role("button", name="Lập tài khoản").click()
    if "/lam-viec/" not in page.url:
        page.goto("/dang-nhap/")
        enter(page, "quoc-huy", "hoa-phuong-do-2026")
    page.wait_for_url("**/lam-viec/**")
    assert "Phạm Quốc Huy" in page.locator("main").inner_text()
    page.goto(f"/dang-nhap/loi-moi/{invitation.pk}/{token}/")
    assert "đã được dùng" in page.locator("main").inner_text()
