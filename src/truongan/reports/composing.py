"""A report as an official document (Decree 30/2020/NĐ-CP, Appendix I), from live figures or from a seal."""

from dataclasses import dataclass
from typing import Any

from truongan.documents.layout import Annex, Block, Column, Document, Heading, Kind, Paragraph, Signer, Table
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Figure
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.reports.models import ResultReport
from truongan.reports.narrative import Values as NarrativeValues
from truongan.reports.narrative import blocks_of

Values = dict[str, int | None]
_ANNEX = (
    "schools.count", "schools.covered", "schemes.count", "schemes.active", "teams.count", "teams.memberships",
    "groups.count", "groups.memberships",
)  # fmt: skip
_SHORT = {
    "schools.count": ("Số trường", ""),
    "schools.covered": ("Trường có điểm mô hình", ""),
    "schemes.count": ("Tổng số", "Điểm mô hình"),
    "schemes.active": ("Đang hoạt động", "Điểm mô hình"),
    "teams.count": ("Số tổ", "Tổ tự quản"),
    "teams.memberships": ("Lượt thành viên", "Tổ tự quản"),
    "groups.count": ("Số nhóm", "Nhóm kết nối"),
    "groups.memberships": ("Lượt thành viên", "Nhóm kết nối"),
}


@dataclass(frozen=True)
class Figures:
    """What a report states: the whole, and its tables by unit, type and level as figures.sealing.table_of gives them."""

    total: Values
    wholes: Values
    tables: dict[str, list[dict[str, Any]]]

    @property
    def values(self) -> dict[str, int | str | None]:
        return {**self.total, **{f"{code}.of": whole for code, whole in self.wholes.items()}}


def compose(report: ResultReport, figures: Figures, area: str, of_directive: NarrativeValues) -> Document:
    """The whole document; equal inputs give an equal document and so equal bytes."""
    said = figures.values | dict(of_directive) | {"dia_ban": area, "ngay": vn_date(report.on)}
    return Document(
        kind=Kind.REPORT,
        superior=_lines(report.superior),
        issuer=_lines(report.issuer_name),
        number=report.number,
        symbol=report.symbol,
        place=report.place,
        issued_on=report.issued_on,
        subject=report.subject,
        grounds=_lines(report.grounds),
        blocks=_body(report, said),
        signer=Signer(
            titles=_lines(report.signer_title),
            name=report.signer_name,
            authority=report.authority,  # type: ignore[arg-type]  # chosen from the same list by the form
            own_titles=_lines(report.signer_own_title),
        ),
        recipients=_lines(report.recipients),
        annexes=_annexes(report, figures, area),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _body(report: ResultReport, said: dict[str, int | str | None]) -> tuple[Block, ...]:
    parts = (
        ("CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", report.work),
        ("KẾT QUẢ", report.results),
        ("KHÓ KHĂN, HẠN CHẾ", report.difficulties),
        ("PHƯƠNG HƯỚNG, NHIỆM VỤ", report.next_steps),
    )
    blocks: list[Block] = []
    kept = [(title, text) for title, text in parts if text.strip()]
    for place, (title, text) in enumerate(kept, start=1):
        blocks += [Heading(1, f"{_ROMAN[place]}. {title}"), *blocks_of(text, said)]
    return tuple(blocks)


_ROMAN = ("", "I", "II", "III", "IV")


def _annexes(report: ResultReport, figures: Figures, area: str) -> tuple[Annex, ...]:
    basis = Paragraph(f"Số liệu cộng từ sổ đăng ký, tính đến ngày {vn_date(report.on)}.", align="center", indent=False)
    by_unit = Annex(
        f"Kết quả theo đơn vị trên địa bàn {area}",
        (basis, _table("Đơn vị", figures.tables["unit"], figures.total), *_notes(figures.tables["unit"])),
        number=1,
        landscape=True,
    )
    by_kind = Annex(
        "Kết quả theo cấp học, loại mô hình và cách đếm",
        (
            _table("Cấp học", figures.tables["level"], figures.total),
            _type_table(figures),
            *_type_notes(figures),
            *(
                Paragraph(f"{each.label}: {_basis_of(each.code)}")
                for each in INDICATORS.values()
                if each.code in _ANNEX
            ),
        ),
        number=2,
        landscape=True,
    )
    return (by_unit, by_kind)


def _basis_of(code: str) -> str:
    return Figure(INDICATORS[code]).basis


def _table(first: str, rows: list[dict[str, Any]], total: Values) -> Table:
    columns = (
        Column("STT", 0.5, "center"),
        Column(first, 3),
        *(Column(_SHORT[code][0], 1, "right", _SHORT[code][1]) for code in _ANNEX),
    )
    body = tuple(
        (str(place), row["label"], *(vn_number(row["values"].get(code) or 0) for code in _ANNEX))
        for place, row in enumerate((row for row in rows if _has_any(row)), start=1)
    )
    return Table(columns, body, ("", "Tổng cộng", *(vn_number(total.get(code)) for code in _ANNEX)), size=11)


def _has_any(row: dict[str, Any]) -> bool:
    return any(row["values"].get(code) for code in _ANNEX)


def _type_table(figures: Figures) -> Table:
    codes = (
        "schools.covered",
        "schemes.count",
        "teams.count",
        "teams.memberships",
        "groups.count",
        "groups.memberships",
    )
    columns = (Column("Loại mô hình", 3), *(Column(str(INDICATORS[code].label), 1, "right") for code in codes))
    rows = tuple(
        (row["label"], *(vn_number(row["values"].get(code) or 0) for code in codes))
        for row in figures.tables["type"]
        if any(row["values"].get(code) for code in codes)
    )
    return Table(columns, rows, ("Tổng cộng", *(vn_number(figures.total.get(code)) for code in codes)), size=11)


def _type_notes(figures: Figures) -> tuple[Block, ...]:
    """A column whose parts do not add up to its total says why (domain: counting rules, 8)."""
    covered = sum(row["values"].get("schools.covered") or 0 for row in figures.tables["type"])
    if covered == figures.total.get("schools.covered"):
        return ()
    return (Paragraph("Trường có cả hai loại mô hình tính ở mỗi loại một lần và tính một lần ở dòng tổng cộng."),)


def _notes(rows: list[dict[str, Any]]) -> tuple[Block, ...]:
    noted = [f"{row['label']}: {row['note']}" for row in rows if row["note"]]
    return tuple(Paragraph(note) for note in noted)
