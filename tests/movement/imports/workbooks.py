"""Workbooks made for tests: plain rows under the titles of the format."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from truongan.movement.imports.format import workbook_spec

SCHOOL = "Trường THCS Ánh Dương"


def workbook(rows: Mapping[str, Sequence[Mapping[str, Any]]], *, kind: str = "commune") -> bytes:
    """`rows` by sheet key, each row by column key; only columns somebody fills are written."""
    book = Workbook()
    book.remove(book.active)
    spec = workbook_spec(kind)
    for sheet in spec:
        if sheet.key not in rows:
            continue
        page = book.create_sheet(sheet.title)
        used = [column for column in sheet.columns if any(column.key in row for row in rows[sheet.key])]
        page.append([column.title for column in used])
        for row in rows[sheet.key]:
            page.append([row.get(column.key) for column in used])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def whole_school(name: str = SCHOOL) -> dict[str, list[dict[str, Any]]]:
    """One school with a scheme, a team of three and a connected group."""
    school = {"school": name}
    team = {**school, "type": "Trường học an toàn", "team": "Tổ tự quản cổng trường"}
    group = {**school, "group": "ANTT Ánh Dương"}
    return {
        "schemes": [
            {**school, "type": "Trường học an toàn", "entry": "Xây dựng mới", "decision_number": "12/QĐ-THCS",
             "decision_on": "20/08/2021", "decided_by": "Hiệu trưởng", "launched_on": "05/09/2021"},
        ],
        "teams": [{**team, "formed_on": "20/08/2021", "declared": 22}],
        "team_members": [
            {**team, "name": "Lê Văn Minh", "phone": "0912345678", "post": "Giáo viên", "role": "Tổ trưởng"},
            {**team, "name": "Trần Thị Hoa", "birth_year": 1985},
            {**team, "count": 20, "label": "Học sinh lớp 9A"},
        ],
        "groups": [
            {**group, "link": "https://zalo.me/g/anhduong", "owner": "Lê Văn Minh", "formed_on": "01/09/2021",
             "declared": 3, "checked_on": "10/09/2021", "is_active": "Có"},
        ],
        "group_members": [
            {**group, "name": "Lê Văn Minh", "phone": "0912345678", "capacity": "Nhà trường"},
            {**group, "name": "Vũ Đình Khôi", "phone": "0987654321", "employer": "Công an phường Nếnh",
             "capacity": "Công an phụ trách địa bàn"},
            {**group, "name": "Ngô Thị Lành", "employer": "Trạm Y tế phường Nếnh", "capacity": "Y tế"},
        ],
    }  # fmt: skip
