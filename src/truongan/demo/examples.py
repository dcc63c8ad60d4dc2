"""A workbook with the mistakes senders make, to see how the importer gives them back. Never part of the register."""

from datetime import date, timedelta
from typing import Any

from truongan.demo.rows import Row, Sending


def example_of_errors(sending: Sending) -> Sending:
    """A few right rows of a real sending, and one row for each mistake."""
    example = Sending(
        "vi-du-loi", sending.kind, "Ví dụ một tệp có lỗi (không nhập)", sending.sender, sending.sent_on, mess=0.0
    )
    schools, teams = sending.rows["schools"][:3], sending.rows["teams"][:4]
    members, schemes = sending.rows["team_members"][:14], sending.rows["schemes"][:4]
    for sheet, rows in (("schools", schools), ("schemes", schemes), ("teams", teams), ("team_members", members)):
        for row in rows:
            example.add(sheet, dict(row))
    _spoil_schools(example, schools[0])
    _spoil_schemes(example, schemes[0])
    _spoil_members(example, members[0])
    return example


def _spoil_schools(example: Sending, row: Row) -> None:
    _add(example, "schools", row, school_code="MH-000-999", school="Trường THCS Không Có", commune="Xã Không Tồn Tại")
    _add(
        example,
        "schools",
        row,
        school_code="MH-000-998",
        school="Trường THCS Xa Lạ",
        commune="Phường Tân Tiến",
        district="",
    )


def _spoil_schemes(example: Sending, row: Row) -> None:
    _add(example, "schemes", row, school_code="", school="Trường THCS Anh Duong Xa")
    _add(
        example,
        "schemes",
        row,
        decision_on=date(2021, 9, 10),
        launched_on=date(2021, 9, 1),
        entry="strengthened",
        renewed_on=None,
    )


def _spoil_members(example: Sending, row: Row) -> None:
    example.add("team_members", dict(row))  # the same person twice
    _add(example, "team_members", row, name="Nguyễn Thử Sai", phone="12345")
    _add(example, "team_members", row, name="Trần Thử Khác", phone="0912345678", birth_year=1890)
    _add(
        example,
        "team_members",
        row,
        name="Lê Thử Ngày",
        phone="",
        valid_from=date(2021, 9, 9),
        valid_to=date(2021, 9, 1),
    )
    _add(
        example, "team_members", row, name="Phạm Thử Sớm", phone="", valid_from=example.sent_on + timedelta(days=3650)
    )
    _add(example, "team_members", row, name="Vũ Thử Tổ", phone="", team="Tổ không có trong danh sách")
    _add(example, "team_members", row, name="", phone="", count=5, label="", birth_year=None, post="")


def _add(example: Sending, sheet: str, row: Row, **changes: Any) -> None:
    example.add(sheet, {**row, **changes})
