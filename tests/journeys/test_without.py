"""The product without a mouse, and without JavaScript."""

import re
from datetime import timedelta

import pytest

from truongan.kernel import clock

pytestmark = pytest.mark.usefixtures("world")


def focused(page) -> str:
    return page.evaluate("document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || ''")


def press_until(page, wanted: str, key: str = "Tab", most: int = 60) -> None:
    for _n in range(most):
        page.keyboard.press(key)
        if wanted in focused(page):
            return
    raise AssertionError(f"{wanted!r} cannot be reached with {key}")


def test_the_keyboard_alone_skips_walks_the_menu_and_answers_a_dialog(visit, world):
    page = visit("can_bo_tinh")
    page.goto("/lam-viec/")
    page.keyboard.press("Tab")
    assert focused(page) == "Đến nội dung chính"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"

    page.goto("/lam-viec/")
    press_until(page, "Báo cáo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bao-cao/")

    page.goto("/lam-viec/bao-cao/moi/")
    page.get_by_role("button", name="Lập dự thảo").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/bao-cao/\d+/"))
    press_until(page, "Bỏ dự thảo")
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").is_visible()
    press_until(page, "Giữ lại", most=3)
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert focused(page) == "Bỏ dự thảo"


def test_the_menu_of_a_telephone_opens_and_closes_by_keyboard(visit):
    page = visit("hieu_truong", width=360)
    page.goto("/lam-viec/")
    press_until(page, "Mở danh mục", most=4)
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Nhóm kết nối").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Nhóm kết nối", exact=True).is_visible()


def test_lists_filters_figures_and_forms_need_no_script(visit, world):
    page = visit("hieu_truong", java_script_enabled=False)
    page.goto("/lam-viec/to/")
    page.locator("main [name=q]").fill("to cong truong")
    page.locator("main").get_by_role("button", name="Tìm").click()
    assert "Tổ cổng trường" in page.locator("tbody").inner_text()
    page.get_by_role("link", name="Tổ dưới ba người").click()
    assert "Tổ cổng trường" not in page.locator("main").inner_text()

    page.goto("/lam-viec/so-lieu/")
    page.click(".stats .fig >> nth=0")
    assert page.locator(".fig-pop:popover-open").is_visible()

    page.goto(f"/lam-viec/mo-hinh/{world.schemes[0].pk}/su-kien/")
    # Not today: the pages of activities record one of their own, and the same thing twice a day is refused.
    page.locator("[name=on]").fill(f"{clock.today_vn() - timedelta(days=1):%d/%m/%Y}")
    page.locator("[name=note]").fill("Trực cổng giờ tan học")
    page.get_by_role("button", name="Ghi vào sổ").click()
    assert "Trực cổng giờ tan học" in page.locator("main").inner_text()
