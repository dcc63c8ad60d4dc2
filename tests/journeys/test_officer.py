"""The movement officer of the province: a number on any day, its evidence, and the report that carries it."""

import io
import re

import docx
import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.usefixtures("world")
DAY = "?ngay=2021-09-14"
# Of the register in conftest: two teams with 2 + 12 and 1 + 9, one group of 3 + 20.
FIGURES = {
    "schemes.count": 3, "teams.count": 2, "teams.memberships": 24, "groups.count": 1, "groups.memberships": 23,
}  # fmt: skip


def test_a_number_opens_down_to_the_row(visit):
    page = visit("can_bo_tinh")
    page.goto(f"/lam-viec/so-lieu/{DAY}")
    shown = [int(text.replace(".", "")) for text in page.locator(".stats .fig").all_inner_texts()]
    assert shown == list(FIGURES.values())

    page.click(".stats .fig >> nth=2")
    opened = page.locator(".fig-pop:popover-open")
    assert "14/09/2021" in opened.inner_text()
    opened.get_by_role("link").click()
    page.wait_for_url("**/teams.memberships/**")
    assert page.locator("h1").inner_text().startswith("24 lượt thành viên")

    page.locator("tr", has_text="Trường THCS Ánh Dương").get_by_role("link", name="Xem từng dòng").click()
    rows = page.locator("tbody tr")
    assert rows.count() == 3
    assert "Phạm Quốc Huy" in page.locator("tbody").inner_text()
    assert "không nêu tên" in page.locator("tbody").inner_text()


def test_the_same_number_everywhere(visit):
    everyone = visit(None)
    public = everyone.request.get("/so-lieu.json?ngay=2021-09-14&don_vi=24").json()
    assert {each["code"]: each["value"] for each in public["figures"] if each["code"] in FIGURES} == FIGURES
    everyone.goto(f"/so-lieu/{DAY}&don_vi=24")
    shown = [int(text.replace(".", "")) for text in everyone.locator(".stats .fig").all_inner_texts()]
    assert shown == list(FIGURES.values())


def test_the_report_is_drafted_edited_sealed_and_downloaded(visit, world):
    page = visit("can_bo_tinh")
    page.goto("/lam-viec/bao-cao/")
    page.get_by_role("link", name="Lập báo cáo").first.click()
    page.get_by_label("Số liệu tính đến ngày").fill("14/09/2021")
    page.get_by_label("Cơ quan ban hành").select_option(str(world.cast.province_police.pk))
    page.get_by_role("button", name="Lập dự thảo").click()

    page.get_by_role("link", name="Sửa lời").click()
    page.locator("[name=signer_title]").fill("GIÁM ĐỐC")
    page.locator("[name=signer_name]").fill("Hoàng Văn Thử")
    page.locator("[name=difficulties]").fill("Một số trường chưa có y tế trong nhóm.")
    page.get_by_role("button", name="Lưu dự thảo").click()

    page.get_by_role("button", name="Chốt báo cáo").click()
    page.get_by_role("dialog").get_by_role("button", name="Chốt và lấy số").click()
    page.get_by_text("Đã chốt báo cáo số").first.wait_for()
    assert "khớp với mọi số đã chốt" in page.locator("main").inner_text()
    assert page.locator("tr", has_text="lượt thành viên").locator(".fig-link", has_text="24").count() > 0

    files = {name: _downloaded(page, name) for name in ("Word", "PDF")}
    for text in (_words(files["Word"]), _text(files["PDF"])):
        assert "3 điểm mô hình" in text
        assert "24 lượt thành viên" in text
        assert "chưa có y tế trong nhóm" in text
    assert files == {name: _downloaded(page, name) for name in ("Word", "PDF")}  # a sealed report is one file for ever


def _downloaded(page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return download.value.path().read_bytes()


def _words(content: bytes) -> str:
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return re.sub(r"\s+", " ", " ".join(each.text for each in paragraphs))


def _text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pages))
