"""An administrator's own Word file for periodic reports: its placeholders, the check on upload, the filling."""

from collections.abc import Mapping
from typing import Any

from django.utils.timezone import localdate

from truongan.documents.layout import date_line, number_text
from truongan.documents.models import PaperTemplate
from truongan.documents.queries import template_for
from truongan.documents.word_templates import check_docx, fill_docx
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.reports.models import Submission
from truongan.reports.narrative import fill as fill_text
from truongan.reports.periodic.composing import BALANCED, COMPARED, Stated, subject_of, unit_rows
from truongan.reports.periodic.texts import values_of

PAPER = "bao-cao-dinh-ky"  # under this name its templates stand among those of other papers
PLACEHOLDERS = {
    "co_quan_chu_quan": "cơ quan chủ quản",
    "co_quan": "cơ quan ban hành",
    "so_hieu": "dòng số và ký hiệu, ví dụ Số: 05/BC-BCĐ",
    "dia_danh_ngay": "địa danh, ngày tháng năm",
    "trich_yeu": "về việc gì",
    "ky": "kỳ báo cáo, ví dụ Quý III/2026",
    "tu_ngay": "ngày đầu kỳ",
    "den_ngay": "ngày cuối kỳ",
    "han_nop": "hạn nộp của đơn vị",
    "dia_ban": "địa bàn hoặc tên trường",
    "cong_tac": "phần công tác chỉ đạo, triển khai",
    "ket_qua": "phần kết quả, số đã điền",
    "kho_khan": "phần khó khăn, hạn chế",
    "kien_nghi": "phần đề xuất, kiến nghị",
    "phuong_huong": "phần phương hướng, nhiệm vụ",
    "don_vi_da_nop": "số đơn vị trực thuộc đã được duyệt",
    "don_vi_phai_nop": "số đơn vị trực thuộc phải nộp",
    "ly_do_con_thieu": "lý do đi tiếp khi còn thiếu đơn vị",
    "chuc_vu_ky": "thẩm quyền và chức vụ người ký",
    "nguoi_ky": "người ký",
    "noi_nhan": "danh sách nơi nhận: {% for dong in noi_nhan %}",
    "chi_tieu": "bảng chỉ tiêu: {%tr for ct in chi_tieu %}",
    "don_vi": "bảng theo đơn vị hoặc trường: {%tr for dv in don_vi %}",
    "nop": "bảng tình hình nộp: {%tr for n in nop %}",
}
# What the lines of the tables have: ct.ten, dv.diem, n.tinh_trang
FIELDS = {
    ".ten": "tên chỉ tiêu, đơn vị",
    ".dvt": "đơn vị tính",
    ".dau_ky": "số đầu kỳ",
    ".tang": "tăng trong kỳ",
    ".giam": "giảm trong kỳ",
    ".cuoi_ky": "số cuối kỳ",
    ".so_ky_truoc": "so với kỳ trước, bằng lời",
    ".so_cung_ky": "so với cùng kỳ năm trước, bằng lời",
    ".truong": "số trường",
    ".truong_co": "số trường có điểm mô hình",
    ".diem": "số điểm mô hình",
    ".diem_hoat_dong": "số điểm đang hoạt động",
    ".to": "số tổ tự quản",
    ".thanh_vien_to": "lượt thành viên tổ",
    ".nhom": "số nhóm kết nối",
    ".thanh_vien_nhom": "lượt thành viên nhóm",
    ".tinh_trang": "tình trạng nộp",
    ".ngay": "ngày nộp",
}
_UNIT_FIELDS = dict(
    zip(
        BALANCED,
        ("truong", "truong_co", "diem", "diem_hoat_dong", "to", "thanh_vien_to", "nhom", "thanh_vien_nhom"),
        strict=True,
    )
)
KNOWN = PLACEHOLDERS.keys() | FIELDS.keys()


def check(docx: bytes) -> list[str]:
    """What keeps a file from serving, in Vietnamese and by the name of what is broken; empty: it may be used."""
    return check_docx(docx, KNOWN, SAMPLE)


def template_in_force(submission: Submission) -> PaperTemplate | None:
    """The nearest own template on the day the report bears: of the unit, of an agency around it, of everyone."""
    day = submission.issued_on or localdate(submission.updated_at)
    return template_for(PAPER, submission.organization, day)


def fill(docx: bytes, submission: Submission, stated: Stated) -> bytes:
    """The template with a report's values; raises BrokenTemplate."""
    return fill_docx(docx, placeholder_values(submission, stated), KNOWN)


def placeholder_values(submission: Submission, stated: Stated) -> dict[str, Any]:
    """Every placeholder's value; numbers already in the field's style."""
    cycle = submission.cycle
    said = values_of(submission, stated.figures, stated.comparison, stated.gathered, stated.area)

    def text(name: str) -> str:
        return fill_text(getattr(submission, name), said)

    return {
        "co_quan_chu_quan": submission.superior_name.upper(),
        "co_quan": (submission.issuer_name or submission.organization.name).upper(),
        "so_hieu": number_text(submission.number, submission.symbol),
        "dia_danh_ngay": date_line(submission.place, submission.issued_on),
        "trich_yeu": subject_of(submission),
        "ky": cycle.name,
        "tu_ngay": vn_date(cycle.since),
        "den_ngay": vn_date(cycle.until),
        "han_nop": vn_date(submission.due_on),
        "dia_ban": stated.area,
        "cong_tac": text("work"),
        "ket_qua": text("results"),
        "kho_khan": text("difficulties"),
        "kien_nghi": text("proposals"),
        "phuong_huong": text("next_steps"),
        "don_vi_da_nop": vn_number(stated.gathered.get("done", 0)),
        "don_vi_phai_nop": vn_number(stated.gathered.get("total", 0)),
        "ly_do_con_thieu": submission.without_reason,
        "chuc_vu_ky": f"{submission.authority} {submission.signer_title}".strip().upper(),
        "nguoi_ky": submission.signer_name,
        "noi_nhan": [line.strip() for line in submission.recipients.splitlines() if line.strip()],
        "chi_tieu": [_figure_line(code, stated, said) for code in COMPARED if code in stated.figures.figures],
        "don_vi": [_unit_line(row) for row in unit_rows(submission, stated)[1]],
        "nop": [_submission_line(row) for row in stated.gathered.get("rows", ())],
    }


def _figure_line(code: str, stated: Stated, said: Mapping[str, Any]) -> dict[str, str]:
    figure = stated.figures.figures[code]
    return {
        "ten": figure.label,
        "dvt": figure.unit,
        "dau_ky": vn_number(figure.opening),
        "tang": vn_number(figure.added),
        "giam": vn_number(figure.removed),
        "cuoi_ky": vn_number(figure.value),
        "so_ky_truoc": said[f"{code}.vs_previous"],
        "so_cung_ky": said[f"{code}.vs_last_year"],
    }


def _unit_line(row: Mapping[str, Any]) -> dict[str, str]:
    return {"ten": row["label"]} | {
        name: vn_number(row["values"].get(code) or 0) for code, name in _UNIT_FIELDS.items()
    }


def _submission_line(row: Mapping[str, Any]) -> dict[str, str]:
    return {"ten": row["name"], "tinh_trang": row["label"], "ngay": row["submitted_on"] or ""}


# Made-up values: a file that cannot be filled with these is refused on upload.
SAMPLE: dict[str, Any] = dict.fromkeys(PLACEHOLDERS, "…") | {
    "noi_nhan": ["Như trên", "Lưu: VT"],
    "chi_tieu": [{name[1:]: "1" for name in FIELDS}],
    "don_vi": [{name[1:]: "1" for name in FIELDS}],
    "nop": [{name[1:]: "1" for name in FIELDS}],
}
