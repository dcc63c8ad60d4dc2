"""An administrator's own Word file for plans: its placeholders, the check on upload, the filling, one to begin with."""

import io
from datetime import date
from typing import Any

from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from truongan.documents.layout import date_line, number_text
from truongan.documents.models import PaperTemplate
from truongan.documents.package import repacked
from truongan.documents.queries import template_for
from truongan.documents.word_templates import check_docx, fill_docx
from truongan.organizations.models import Organization
from truongan.plans.composing import belongs_to, topic_words, when, who
from truongan.plans.snapshots import day_of

PAPER = "ke-hoach-nam-hoc"  # under this name its templates stand among those of other papers
PLACEHOLDERS = {
    "cap_tren": "cơ quan chủ quản",
    "don_vi": "tên đơn vị trên văn bản",
    "so_hieu": "dòng số và ký hiệu, ví dụ Số: 05/KH-THCSAD",
    "dia_danh_ngay": "địa danh, ngày tháng năm",
    "nam_hoc": "năm học, ví dụ 2026-2027",
    "ve_viec": "về việc gì",
    "thay_the": "kế hoạch được thay thế khi sửa đổi; để trống ở lần đầu",
    "can_cu": "các căn cứ: {%p for dong in can_cu %}",
    "tinh_hinh": "các đoạn đặc điểm tình hình: {%p for dong in tinh_hinh %}",
    "muc_dich": "các ý mục đích, yêu cầu: {%p for dong in muc_dich %}",
    "to_chuc": "các ý tổ chức thực hiện: {%p for dong in to_chuc %}",
    "bien_phap": "các biện pháp: {%p for bp in bien_phap %} hoặc {%tr for bp in bien_phap %}",
    "tham_quyen": "thẩm quyền ký: TM., KT. …",
    "chuc_vu_ky": "chức vụ người ký",
    "nguoi_ky": "người ký",
    "noi_nhan": "danh sách nơi nhận: {%p for dong in noi_nhan %}",
}
# What a measure has: bp.loi, bp.thoi_gian
FIELDS = {
    ".stt": "số thứ tự",
    ".noi_dung": "nội dung (lĩnh vực)",
    ".loi": "lời của biện pháp",
    ".thuc_hien": "người, bộ phận thực hiện",
    ".thoi_gian": "thời gian",
    ".nguon_luc": "nguồn lực",
    ".gan_voi": "điểm mô hình, văn bản",
}
KNOWN = PLACEHOLDERS.keys() | FIELDS.keys()
_LISTS = ("can_cu", "tinh_hinh", "muc_dich", "to_chuc", "noi_nhan")
# Made-up values: a file that cannot be filled with these is refused on upload.
SAMPLE: dict[str, Any] = {
    **dict.fromkeys(PLACEHOLDERS, "…"),
    **{name: ["Dòng thứ nhất", "Dòng thứ hai"] for name in _LISTS},
    "bien_phap": [{name[1:]: "1" for name in FIELDS}],
}


def check(docx: bytes) -> list[str]:
    """What keeps a file from serving, in Vietnamese and by the name of what is broken; empty: it may be used."""
    return check_docx(docx, KNOWN, SAMPLE)


def template_in_force(organization: Organization, day: date) -> PaperTemplate | None:
    """The own template that serves the organization's plans dated that day; None means the built-in layout."""
    return template_for(PAPER, organization, day)


def fill(docx: bytes, content: dict[str, Any]) -> bytes:
    """The template with a plan's values; raises BrokenTemplate. Equal content gives equal bytes."""
    return fill_docx(docx, placeholder_values(content), KNOWN)


def placeholder_values(content: dict[str, Any]) -> dict[str, Any]:
    """Every placeholder's value of a snapshot."""
    measures = [_measure(number, each) for number, each in enumerate(content["measures"], start=1)]
    return {
        "cap_tren": content["superior"].upper(),
        "don_vi": content["issuer_name"].upper(),
        "so_hieu": number_text(content["number"], content["symbol"]),
        "dia_danh_ngay": date_line(content["place"], day_of(content["issued_on"])),
        "nam_hoc": content["school_year"],
        "ve_viec": content["title"],
        "thay_the": content["replaces"],
        "can_cu": _lines(content["grounds"]),
        "tinh_hinh": _lines(content["situation"]),
        "muc_dich": _lines(content["goals"]),
        "to_chuc": _lines(content["arrangements"]),
        "bien_phap": measures,
        "tham_quyen": content["authority"],
        "chuc_vu_ky": content["signer_title"].upper(),
        "nguoi_ky": content["signer_name"],
        "noi_nhan": _lines(content["recipients"]),
    }


def _measure(number: int, measure: dict[str, Any]) -> dict[str, str]:
    return {
        "stt": str(number),
        "noi_dung": topic_words(measure["topic"]),
        "loi": measure["text"],
        "thuc_hien": who(measure),
        "thoi_gian": when(measure),
        "nguon_luc": measure["resources"],
        "gan_voi": belongs_to(measure),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


_TABLE = (
    ("TT", "stt"), ("Nội dung", "noi_dung"), ("Biện pháp", "loi"), ("Thực hiện", "thuc_hien"),
    ("Thời gian", "thoi_gian"), ("Nguồn lực", "nguon_luc"), ("Mô hình, văn bản", "gan_voi"),
)  # fmt: skip
_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def starter() -> bytes:
    """A .docx that `check` accepts: every place once, to be changed in Word."""
    document = WordDocument()
    section, style = document.sections[0], document.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style.font.name, style.font.size = "Times New Roman", Pt(13)  # type: ignore[attr-defined]  # a paragraph style
    head = document.add_table(rows=2, cols=2)
    _centred(head.cell(0, 0).paragraphs[0], "{{ cap_tren }}\n{{ don_vi }}")
    _centred(head.cell(0, 1).paragraphs[0], _MOTTO, bold=True)
    _centred(head.cell(1, 0).paragraphs[0], "{{ so_hieu }}")
    _centred(head.cell(1, 1).paragraphs[0], "{{ dia_danh_ngay }}")
    _centred(document.add_paragraph(), "KẾ HOẠCH\n{{ ve_viec }}", bold=True)
    _each(document, "can_cu")
    document.add_paragraph("{%p if thay_the %}")
    document.add_paragraph("Kế hoạch này sửa đổi và thay thế {{ thay_the }}.")
    document.add_paragraph("{%p endif %}")
    for title, name in (("I. ĐẶC ĐIỂM TÌNH HÌNH", "tinh_hinh"), ("II. MỤC ĐÍCH, YÊU CẦU", "muc_dich")):
        document.add_paragraph().add_run(title).bold = True
        _each(document, name)
    document.add_paragraph().add_run("III. NỘI DUNG, BIỆN PHÁP").bold = True
    _measures(document)
    document.add_paragraph().add_run("IV. TỔ CHỨC THỰC HIỆN").bold = True
    _each(document, "to_chuc")
    sign = document.add_table(rows=1, cols=2)
    sign.cell(0, 0).text = "Nơi nhận:"
    for line in ("{%p for dong in noi_nhan %}", "- {{ dong }}", "{%p endfor %}"):
        sign.cell(0, 0).add_paragraph(line)
    _centred(sign.cell(0, 1).paragraphs[0], "{{ tham_quyen }} {{ chuc_vu_ky }}\n\n\n\n{{ nguoi_ky }}", bold=True)
    made = io.BytesIO()
    document.save(made)
    return repacked(made.getvalue())


def _each(document, name: str) -> None:
    for line in (f"{{%p for dong in {name} %}}", "{{ dong }}", "{%p endfor %}"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _measures(document) -> None:
    table = document.add_table(rows=4, cols=len(_TABLE))
    table.style = "Table Grid"
    table.cell(1, 0).text = "{%tr for bp in bien_phap %}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for place, (title, field) in enumerate(_TABLE):
        table.cell(0, place).paragraphs[0].add_run(title).bold = True
        table.cell(2, place).text = f"{{{{ bp.{field} }}}}"


def _centred(paragraph, text: str, *, bold: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold
