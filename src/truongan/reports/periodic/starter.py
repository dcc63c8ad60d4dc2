"""The built-in layout of a periodic report as a Word template with its places open."""

import io
from collections.abc import Iterable

from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from truongan.documents.package import repacked

_FIGURES = (
    ("Chỉ tiêu", "ten"), ("Đầu kỳ", "dau_ky"), ("Tăng", "tang"), ("Giảm", "giam"), ("Cuối kỳ", "cuoi_ky"),
    ("So kỳ trước", "so_ky_truoc"),
)  # fmt: skip
_UNITS = (
    ("Đơn vị", "ten"), ("Trường", "truong"), ("Có mô hình", "truong_co"), ("Điểm", "diem"), ("Tổ", "to"),
    ("Lượt TV tổ", "thanh_vien_to"), ("Nhóm", "nhom"),
)  # fmt: skip
_BODY = (
    ("I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", "cong_tac"),
    ("II. KẾT QUẢ", "ket_qua"),
    ("III. KHÓ KHĂN, HẠN CHẾ", "kho_khan"),
    ("IV. ĐỀ XUẤT, KIẾN NGHỊ", "kien_nghi"),
    ("V. PHƯƠNG HƯỚNG, NHIỆM VỤ", "phuong_huong"),
)


def starter() -> bytes:
    """A .docx that `templates.check` accepts: every place once, both tables with their loops."""
    document = WordDocument()
    _page(document)
    head = document.add_table(rows=2, cols=2)
    _say(head.cell(0, 0).paragraphs[0], "{{ co_quan_chu_quan }}\n", ("{{ co_quan }}", True))
    _say(head.cell(0, 1).paragraphs[0], ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", True))
    _say(head.cell(1, 0).paragraphs[0], "{{ so_hieu }}")
    _say(head.cell(1, 1).paragraphs[0], "{{ dia_danh_ngay }}")
    _say(document.add_paragraph(), ("BÁO CÁO\n{{ trich_yeu }}", True))
    for title, name in _BODY:
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph(f"{{{{ {name} }}}}").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if name == "ket_qua":
            _table(document, "ct", "chi_tieu", _FIGURES)
    sign = document.add_table(rows=1, cols=2)
    sign.cell(0, 0).text = "Nơi nhận:"
    for line in ("{%p for dong in noi_nhan %}", "- {{ dong }}", "{%p endfor %}"):
        sign.cell(0, 0).add_paragraph(line)
    _say(sign.cell(0, 1).paragraphs[0], ("{{ chuc_vu_ky }}\n\n\n\n{{ nguoi_ky }}", True))
    document.add_page_break()
    _say(document.add_paragraph(), ("PHỤ LỤC\nKẾT QUẢ THEO ĐƠN VỊ", True))
    _table(document, "dv", "don_vi", _UNITS)
    made = io.BytesIO()
    document.save(made)
    return repacked(made.getvalue())


def _page(document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)


def _say(paragraph, *parts: str | tuple[str, bool]) -> None:
    """Centred text; a pair (text, True) is bold."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in parts:
        text, bold = part if isinstance(part, tuple) else (part, False)
        paragraph.add_run(text).bold = bold


def _table(document, item: str, name: str, columns: Iterable[tuple[str, str]]) -> None:
    columns = tuple(columns)
    table = document.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    table.cell(1, 0).text = f"{{%tr for {item} in {name} %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for place, (title, field) in enumerate(columns):
        table.cell(0, place).paragraphs[0].add_run(title).bold = True
        table.cell(2, place).text = f"{{{{ {item}.{field} }}}}"
