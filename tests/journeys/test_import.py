"""A commune's workbook: sent, refused with its errors marked, corrected, imported, and sent again without effect."""

import io
import json
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.conftest import TODAY
from tests.factories import make_school, unit
from tests.movement.imports.workbooks import whole_school, workbook
from truongan.movement.models import Scheme, TeamMembership

SCHOOL = "Trường Tiểu học Thiên Lý"
NAME = "phuong-nenh.xlsx"


@pytest.fixture
def rows(world):
    """A school without anything in the register yet, as its commune reports it."""
    make_school(place=unit("07795", TODAY), name=SCHOOL, school_level="TH", since=date(2025, 7, 1))
    text = json.dumps(whole_school(SCHOOL)).replace("/2021", "/2025").replace("0912345678", "0934567801")
    rows = json.loads(text)
    for sheet in rows.values():
        for row in sheet:
            if "type" in row:
                row["type"] = "Liên kết nhà trường, gia đình, công an"
    return rows


def test_a_workbook_goes_in_whole_once_its_errors_are_mended(visit, work, world, rows):
    page = visit("truong_phong_xa")
    before = TeamMembership.objects.count()
    rows["team_members"][1]["birth_year"] = "1985 hoặc 1986"

    _send(page, workbook(rows))
    page.locator("#tien-do").wait_for()
    work()
    page.get_by_role("heading", name=f"Xem trước: {NAME}").wait_for()  # the page looks again by itself
    assert "1985 hoặc 1986" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp đã tô lỗi").click()
    returned = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    comments = [cell.comment.text for row in returned["Thành viên tổ"].iter_rows() for cell in row if cell.comment]
    assert any("1985 hoặc 1986" in comment or "Năm sinh" in comment for comment in comments), comments
    assert TeamMembership.objects.count() == before

    rows["team_members"][1]["birth_year"] = 1985
    corrected = workbook(rows)
    _send(page, corrected)
    work()
    page.get_by_role("heading", name=f"Xem trước: {NAME}").wait_for()
    page.get_by_role("button", name="Nhập 9 dòng", exact=True).click()
    page.get_by_role("dialog").locator("button[type=submit]").click()
    page.locator("#tien-do").wait_for()
    work()
    page.get_by_text("Đã nhập xong").first.wait_for()
    schemes = Scheme.objects.filter(organization__name=SCHOOL, decision_number="12/QĐ-THCS")
    assert schemes.count() == 1
    after = TeamMembership.objects.count()
    assert after == before + 3

    _send(page, corrected)
    work()
    page.get_by_text("không có gì mới").or_(page.get_by_text("không đổi")).first.wait_for()
    assert (schemes.count(), TeamMembership.objects.count()) == (1, after)


def _send(page, content: bytes) -> None:
    page.goto("/lam-viec/nhap/gui/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("[type=file]").set_input_files({"name": NAME, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Gửi và đối chiếu").click()
