"""A teacher writes down on a telephone what was done at the gate this morning."""

import pytest

from tests.activities.samples import photo
from truongan.activities.models import Activity, ActivityDraft


@pytest.fixture
def pictures(tmp_path) -> list[str]:
    """Two photos and one that is none."""
    files = {"cong.jpg": photo(size=(1800, 1200)).read(), "lop.jpg": photo(colour="red").read(), "la.jpg": b"MZ\x90"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return [str(tmp_path / name) for name in files]


def test_an_activity_on_a_telephone_with_photos_and_a_draft_on_the_way(visit, world, pictures):
    page = visit("giao_vien", width=360)
    page.goto("/lam-viec/hoat-dong/ghi/")
    page.get_by_label("Loại hoạt động").select_option(label="Trực cổng trường")
    page.get_by_label("An toàn giao thông, cổng trường").check()
    page.locator("[name=n_pupils]").fill("410")
    page.locator("[name=title]").fill("Trực cổng giờ tan học thứ hai")
    page.locator("[name=title]").press("Tab")
    page.locator("#ban-nhap:has-text('Bản nháp lưu lúc')").wait_for()
    assert ActivityDraft.objects.get(user=world.cast.giao_vien).fields["n_pupils"] == ["410"]

    page.goto("/lam-viec/hoat-dong/ghi/")  # the line was lost
    assert page.locator("[name=title]").input_value() == "Trực cổng giờ tan học thứ hai"
    page.locator("[name=photos]").set_input_files(pictures)
    page.get_by_role("button", name="Ghi hoạt động").click()

    page.locator("h1", has_text="Trực cổng giờ tan học thứ hai").wait_for()
    assert page.locator(".album img").count() == 2
    assert "la.jpg: Tệp này không phải ảnh" in page.locator("#toasts").inner_text()
    assert not ActivityDraft.objects.filter(user=world.cast.giao_vien).exists()

    page.get_by_role("link", name="Thêm ảnh").click()
    page.locator("[name$=-caption]").first.fill("Cổng trường sau giờ học")
    page.locator("[name$=-shows_children]").first.select_option("no")
    page.get_by_role("button", name="Lưu chú thích").click()
    assert "Cổng trường sau giờ học" in page.locator("main").inner_text()
    assert Activity.objects.get(title="Trực cổng giờ tan học thứ hai").photos.publishable().count() == 1


def test_an_activity_needs_no_script(visit, world, pictures):
    page = visit("hieu_truong", width=360, java_script_enabled=False)
    page.goto("/lam-viec/hoat-dong/")
    page.get_by_role("link", name="Ghi hoạt động").first.click()
    page.get_by_label("Phòng, chống ma túy").check()
    page.get_by_text("Thêm chi tiết").click()
    page.locator("[name=place]").fill("Hội trường")
    page.locator("[name=ends_at]").fill("8h")
    page.get_by_role("button", name="Ghi hoạt động").click()
    assert "Giờ kết thúc phải sau giờ bắt đầu" in page.locator("main").inner_text()

    page.locator("[name=ends_at]").fill("")
    page.locator("[name=photos]").set_input_files(pictures[:1])
    page.get_by_role("button", name="Ghi hoạt động").click()
    assert "Tuyên truyền: Phòng, chống ma túy" in page.locator("h1").inner_text()

    page.goto("/lam-viec/hoat-dong/nhat-ky/")
    assert "Hội trường" in page.locator("main").inner_text()
