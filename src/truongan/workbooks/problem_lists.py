"""The sheet that opens a returned workbook: every problem in one list, each a click away from its cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from truongan.workbooks.problems import Problem

LISTED = 5_000
WIDTHS = (6, 24, 8, 9, 30, 60, 26)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list; `target` is the cell in the returned workbook, `origin` its row in the file sent."""

    problem: Problem
    sheet: str
    target: str

    @property
    def link(self) -> str:
        """Address inside the workbook, empty when the problem is of a whole sheet or file."""
        return f"#'{self.sheet.replace(chr(39), chr(39) * 2)}'!{self.target}" if self.sheet and self.target else ""

    def cells(self, place: int) -> tuple[str | int, ...]:
        return (
            place,
            self.sheet,
            self.target,
            self.problem.row or "",
            self.problem.found[:300],
            self.problem.message,
            self.problem.fix[:300],
        )


def headings() -> tuple[str, ...]:
    return (_("STT"), _("Trang tính"), _("Ô"), _("Dòng gốc"), _("Đang ghi"), _("Cần làm gì"), _("Có thể sửa thành"))


def introduction(problems: Sequence[Problem], partial: bool) -> list[str]:
    """Sentences above the list."""
    errors = sum(problem.severity == "error" for problem in problems)
    doubts = len(problems) - errors
    lines = [
        _("Tệp còn %(errors)d lỗi phải sửa và %(doubts)d chỗ cần xem lại.") % {"errors": errors, "doubts": doubts}
    ]
    lines.append(
        _("Sửa các ô tô màu (bấm vào cột Ô để tới nơi), lưu lại rồi gửi chính tệp này. Không cần xóa trang này.")
    )
    if partial:
        lines.append(_("Tệp này chỉ gồm các dòng chưa nhập được. Các dòng khác không cần gửi lại."))
    if len(problems) > LISTED:
        lines.append(_("Danh sách dừng ở %(count)d dòng đầu.") % {"count": LISTED})
    return lines


def comment_text(problems: Sequence[Problem]) -> str:
    """What the comment on a cell says: each message, and the value to type where one is known."""
    parts = []
    for problem in problems:
        fix = "\n" + _("Có thể sửa thành: %(fix)s") % {"fix": problem.fix} if problem.fix else ""
        parts.append(problem.message + fix)
    return "\n\n".join(dict.fromkeys(parts))[:2000]
