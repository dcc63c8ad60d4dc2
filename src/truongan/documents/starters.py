"""A built-in paper as a Word template with its gaps open: what an administrator starts from."""

import io
import re
import zipfile
from dataclasses import replace

from truongan.documents.facts import PLACEHOLDERS, ClassCommitments, Launch, Member, PaperFacts, Party
from truongan.documents.layout import Block, Document, Table
from truongan.documents.package import repacked
from truongan.documents.papers import choices_of, document_of
from truongan.documents.shelf import read_text
from truongan.documents.word import to_docx

GAPS = {name: f"{{{{ {name} }}}}" for name in PLACEHOLDERS}
ROSTER_ROWS = (
    ("{%tr for tv in thanh_vien %}", "", "", ""),
    ("{{ tv.stt }}", "{{ tv.ho_ten }}", "{{ tv.chuc_vu }}", "{{ tv.nhiem_vu }}"),
    ("{%tr endfor %}", "", "", ""),
)
CLASS_ROWS = (
    ("{%tr for l in lop %}", "", "", "", "", ""),
    ("{{ loop.index }}", "{{ l.ten }}", "{{ l.si_so }}", "{{ l.da_ky }}", "{{ l.ty_le }}", ""),
    ("{%tr endfor %}", "", "", "", "", ""),
)
GROUNDS = ("{%p for dong in can_cu %}", "{{ dong }}", "{%p endfor %}")

# The layout turns names into capitals, closes lines with marks and leaves room for numbers and dates.
REPAIRS = (
    (re.compile(r"\{\{ ([A-Z_]+) \}\}"), lambda found: f"{{{{ {found[1].lower()}|upper }}}}"),
    (re.compile(r"(\{\{ dong \}\}|\{%p [^%]*%\})[;.]"), r"\1"),
    (re.compile(r"Số: +/[^<]*"), "Số: {{ so_hieu }}"),
    (re.compile(r"số +/[^<)]*?(?= ngày)"), "số {{ so_hieu }}"),
    (re.compile(r"ngày +tháng +năm +(?=[<)])"), "{{ ngay }}"),
)


def starter_of(paper: str) -> bytes:
    """The paper as a .docx whose gaps hold their names; `check_template` accepts it."""
    text = read_text(paper)
    grounds = GROUNDS if text.get("grounds") else ()
    facts = _open_facts()
    document = document_of(text, facts, GAPS, chosen=choices_of(paper), grounds=grounds, day=None)
    return _repaired(to_docx(_with_loops(document)))


def _open_facts() -> PaperFacts:
    def side(name: str) -> Party:
        return Party(GAPS[name])

    return PaperFacts(
        school=GAPS["ten_truong"],
        superior=GAPS["cap_tren"],
        place=GAPS["dia_danh"],
        scheme=GAPS["mo_hinh"],
        team=GAPS["to"],
        symbol=GAPS["ky_hieu"],
        head=GAPS["thu_truong"],
        head_title=GAPS["chuc_danh_thu_truong"],
        members=(Member("x"),),
        classes=(ClassCommitments("x", 1, 1),),
        police=side("cong_an"),
        commune=side("uy_ban"),
        health=side("y_te"),
        parents=side("cha_me"),
        launch=Launch(chair=GAPS["chu_tri"], secretary=GAPS["thu_ky"]),
    )


def _with_loops(document: Document) -> Document:
    annexes = tuple(replace(annex, blocks=_looped(annex.blocks)) for annex in document.annexes)
    return replace(document, blocks=_looped(document.blocks), annexes=annexes)


def _looped(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(_looped_table(block) if isinstance(block, Table) else block for block in blocks)


def _looped_table(table: Table) -> Table:
    titles = [column.title for column in table.columns]
    if "Họ và tên" in titles:
        return replace(table, rows=ROSTER_ROWS)
    if "Lớp" in titles:
        return replace(table, rows=CLASS_ROWS, total=())
    return table


def _repaired(docx: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name in ("word/document.xml", "docProps/core.xml"):
                text = content.decode("utf-8")
                for pattern, into in REPAIRS:
                    text = pattern.sub(into, text)
                content = text.encode("utf-8")
            target.writestr(name, content)
    return repacked(made.getvalue())
