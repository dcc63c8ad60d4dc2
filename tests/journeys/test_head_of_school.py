"""A head of school sets up a model with everything in one sitting, and gets its papers the same day."""

import io

import docx
import pytest

from truongan.kernel import clock
from truongan.kernel.dates import vn_date

pytestmark = pytest.mark.usefixtures("world")


def test_a_model_is_set_up_on_a_telephone_and_gives_back_its_decision(visit, world):
    page = visit("hieu_truong", width=360)
    page.goto("/lam-viec/mo-hinh/them/")
    page.get_by_label("Loại mô hình").select_option(label="Liên kết nhà trường, gia đình, công an")
    page.locator("[name=established_on]").fill(vn_date(clock.today_vn()))
    page.locator("[name=decision_number]").fill("41/QĐ-THCS")
    page.locator("[name=to-0-name]").fill("Tổ an toàn giao thông")
    page.locator("[name=to-0-name]").blur()
    page.get_by_text("Bản nháp lưu lúc").wait_for()

    page.goto("/lam-viec/")  # called away; the draft waits
    page.goto("/lam-viec/mo-hinh/them/")
    assert page.locator("[name=decision_number]").input_value() == "41/QĐ-THCS"
    assert page.locator("[name=to-0-name]").input_value() == "Tổ an toàn giao thông"

    page.locator("[name=to-0-tv-0-person]").select_option(str(world.teacher.pk))
    page.locator("[name=to-0-tv-0-role]").select_option("leader")
    line = page.locator("fieldset", has=page.locator("[name=to-0-tv-1-name]"))
    line.locator("summary").click()
    page.locator("[name=to-0-tv-1-name]").fill("Đỗ Thị Nết")
    page.locator("[name=nhom-name]").fill("Cổng trường bình yên")
    page.locator("[name=nhom-tv-0-person]").select_option(str(world.cast.cong_an_xa.person.pk))
    page.locator("[name=nhom-tv-0-role]").select_option("area_police")
    page.get_by_role("button", name="Lập điểm mô hình").click()

    page.locator("h1", has_text="Liên kết").wait_for()
    assert "41/QĐ-THCS" in page.locator("main").inner_text()
    assert "Trần Minh Khôi" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_role("link", name="Bộ giấy tờ ký sẵn").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word Quyết định").click()
    decision = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    text = "".join(decision.element.body.itertext())
    assert "41/QĐ-THCS" in text
    assert "Phạm Quốc Huy" in text
    assert "Đỗ Thị Nết" in text
