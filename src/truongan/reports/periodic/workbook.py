"""A submission as an Excel workbook: figures with their changes, units, schools, who handed in."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from truongan.kernel.dates import vn_date
from truongan.reports.models import Submission
from truongan.reports.narrative import fill
from truongan.reports.periodic.comparison import Earlier, change_in_words
from truongan.reports.periodic.composing import BALANCED, Stated, school_rows, subject_of, unit_rows
from truongan.reports.periodic.texts import TEXTS, values_of
from truongan.workbooks.exporting import ExportColumn, ExportSheet, export_sheets

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_TEXT_TITLES = {
    "work": "Công tác chỉ đạo, triển khai",
    "results": "Kết quả",
    "difficulties": "Khó khăn, hạn chế",
    "proposals": "Đề xuất, kiến nghị",
    "next_steps": "Phương hướng, nhiệm vụ",
}


def to_xlsx(submission: Submission, stated: Stated) -> bytes:
    """Every sheet from the same figures as Word and PDF; text is written as text, so nothing in it runs."""
    title = f"{submission.organization.name}: {submission.cycle.name}"
    made_at = submission.sealed_at or datetime.combine(submission.cycle.until, time(), _ZONE)
    return export_sheets(title, _sheets(submission, stated), made_at=made_at)


def _sheets(submission: Submission, stated: Stated) -> list[ExportSheet]:
    meta = [
        submission.organization.name,
        f"{subject_of(submission)} ({vn_date(submission.cycle.since)} – {vn_date(submission.cycle.until)})",
        f"Số {submission.number_label}" if submission.number else "Dự thảo, chưa lấy số",
    ]
    sheets = [_figures(stated, meta)]
    if not submission.organization.is_school:
        first, rows = unit_rows(submission, stated)
        sheets += [
            _lines("Theo đơn vị", "Kết quả theo đơn vị", first, rows, stated, meta),
            _lines("Theo cấp học", "Kết quả theo cấp học", "Cấp học", stated.figures.tables["level"], stated, meta),
            _lines("Theo mô hình", "Kết quả theo loại mô hình", "Loại", stated.figures.tables["type"], stated, meta),
            _lines("Từng trường", "Kết quả từng trường", "Trường", school_rows(stated), stated, meta),
        ]
    if stated.gathered.get("rows"):
        sheets.append(_gathering(stated, meta))
    return [*sheets, _texts(submission, stated, meta)]


def _figures(stated: Stated, meta: list[str]) -> ExportSheet:
    previous, last_year = stated.comparison.previous, stated.comparison.last_year
    columns = [
        ExportColumn("Chỉ tiêu", 36), ExportColumn("Đơn vị tính", 16),
        *(ExportColumn(title, 11, "number") for title in ("Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ", "Kỳ trước")),
        ExportColumn("So kỳ trước", 24), ExportColumn("Cùng kỳ năm trước", 11, "number"),
        ExportColumn("So cùng kỳ", 24), ExportColumn("Cách đếm", 70),
    ]  # fmt: skip
    rows = [
        (
            each.label, each.unit, each.opening, each.added, each.removed, each.value,
            *_beside(each.code, each.value, previous), *_beside(each.code, each.value, last_year), each.basis,
        )
        for each in stated.figures.figures.values()
    ]  # fmt: skip
    notes = [f"{title}: {each.words}" for title, each in (("Kỳ trước", previous), ("Cùng kỳ", last_year)) if each]
    return ExportSheet("Tổng hợp", "Số liệu trong kỳ", columns, rows, [*meta, *notes])


def _beside(code: str, now: int | None, earlier: Earlier | None) -> tuple[int | None, str]:
    then = earlier.values.get(code) if earlier else None
    return then, change_in_words(now, then) if earlier else ""


def _lines(
    name: str, title: str, first: str, rows: list[dict[str, Any]], stated: Stated, meta: list[str]
) -> ExportSheet:
    codes = [code for code in BALANCED if code in stated.figures.figures]
    columns = [
        ExportColumn(first, 40),
        *(ExportColumn(stated.figures.figures[code].label, 14, "number") for code in codes),
        ExportColumn("Ghi chú", 40),
    ]
    lines = [
        (row["label"], *(row["values"].get(code) or 0 for code in codes), row.get("note") or None) for row in rows
    ]
    total = ("Tổng cộng (đếm riêng)", *(stated.figures.value(code) for code in codes), None)
    return ExportSheet(name, title, columns, [*lines, total], meta)


def _gathering(stated: Stated, meta: list[str]) -> ExportSheet:
    columns = [
        ExportColumn("Đơn vị", 44), ExportColumn("Tình trạng", 16), ExportColumn("Nộp ngày", 14, "date"),
        ExportColumn("Trễ", 10), ExportColumn("Số báo cáo", 20),
    ]  # fmt: skip
    rows = [
        (row["name"], row["label"], _day(row["submitted_on"]), "Trễ" if row["late"] else None, row["number"])
        for row in stated.gathered["rows"]
    ]
    return ExportSheet("Tình hình nộp", "Tình hình nộp báo cáo", columns, rows, meta)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _texts(submission: Submission, stated: Stated, meta: list[str]) -> ExportSheet:
    said = values_of(submission, stated.figures, stated.comparison, stated.gathered, stated.area)
    columns = [ExportColumn("Phần", 28), ExportColumn("Nội dung", 110)]
    rows = [(_TEXT_TITLES[name], fill(getattr(submission, name), said)) for name in TEXTS if getattr(submission, name)]
    if submission.without_reason:
        rows.append(("Lý do đi tiếp khi còn thiếu", submission.without_reason))
    return ExportSheet("Lời báo cáo", "Lời của báo cáo", columns, rows, meta)
