"""A submission as an official report (Decree 30/2020/NĐ-CP, Appendix I) with its annex tables."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from truongan.documents.layout import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Kind,
    Paragraph,
    Signer,
    Table,
    day_text,
    roman,
)
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.reports.models import Addendum, ReportCycle, Submission
from truongan.reports.narrative import blocks_of
from truongan.reports.periodic.comparison import Comparison, change_in_words
from truongan.reports.periodic.statements import PeriodFigures
from truongan.reports.periodic.texts import values_of
from truongan.reports.states import CHOSEN_DATES, DONE

BALANCED = ("schools.count", "schools.covered", "schemes.count", "schemes.active", "teams.count",
            "teams.memberships", "groups.count", "groups.memberships")  # fmt: skip
OTHERS = (
    "plans.made", "plans.approved", "activities.count", "activities.attendances", "assessments.registered",
    "assessments.met", "assessments.recognised",
)  # fmt: skip
COMPARED = (*BALANCED, *OTHERS)
# Activity is a window that moves: schemes leave and enter it daily, so its flows within a period say nothing.
MOVING = tuple(code for code in BALANCED if code != "schemes.active")
_SHORT = {
    "schools.count": ("Số trường", ""),
    "schools.covered": ("Có điểm mô hình", ""),
    "schemes.count": ("Tổng số", "Điểm mô hình"),
    "schemes.active": ("Hoạt động", "Điểm mô hình"),
    "teams.count": ("Số tổ", "Tổ tự quản"),
    "teams.memberships": ("Lượt TV", "Tổ tự quản"),
    "groups.count": ("Số nhóm", "Nhóm kết nối"),
    "groups.memberships": ("Lượt TV", "Nhóm kết nối"),
}
_TITLES = {
    "work": "CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
    "results": "KẾT QUẢ",
    "difficulties": "KHÓ KHĂN, HẠN CHẾ",
    "proposals": "ĐỀ XUẤT, KIẾN NGHỊ",
    "next_steps": "PHƯƠNG HƯỚNG, NHIỆM VỤ",
}


@dataclass(frozen=True)
class Stated:
    """Everything the document is made of, already counted; `names` says what each school of the shares is called."""

    figures: PeriodFigures
    comparison: Comparison
    gathered: dict[str, Any]
    area: str
    names: dict[int, str]


def compose(submission: Submission, stated: Stated) -> Document:
    """The whole document; equal inputs give an equal document and so equal bytes."""
    return Document(
        kind=Kind.REPORT,
        superior=_lines(submission.superior_name),
        issuer=_lines(submission.issuer_name or submission.organization.name),
        number=submission.number,
        symbol=submission.symbol,
        place=submission.place,
        issued_on=submission.issued_on,
        subject=subject_of(submission),
        grounds=grounds_of(submission),
        blocks=_body(submission, stated),
        signer=signer_of(submission),
        recipients=_lines(submission.recipients),
        annexes=_annexes(submission, stated),
    )


def subject_of(submission: Submission) -> str:
    """`Kết quả xây dựng mô hình tự quản … quý III/2026`; of a cycle about one matter, the matter."""
    cycle = submission.cycle
    if cycle.kind in CHOSEN_DATES:
        return cycle.name
    return " ".join(("Kết quả xây dựng mô hình tự quản về an ninh, trật tự trong trường học", *_period(cycle)))


def _period(cycle: ReportCycle) -> tuple[str, ...]:
    """`quý III/2026` within a sentence; nothing of a cycle about one matter."""
    return () if cycle.kind in CHOSEN_DATES else (f"{cycle.name[:1].lower()}{cycle.name[1:]}",)


def grounds_of(submission: Submission) -> tuple[str, ...]:
    """The directive that asked for it, where one did."""
    directive = submission.cycle.directive
    if directive is None or directive.issued_on is None:
        return ()
    return (f"Thực hiện {directive.name} {day_text(directive.issued_on)} của {directive.issuer_name}",)


def signer_of(submission: Submission) -> Signer:
    return Signer(
        titles=_lines(submission.signer_title),
        name=submission.signer_name,
        authority=submission.authority,  # type: ignore[arg-type]  # chosen from the same list by the form
        own_titles=_lines(submission.signer_own_title),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _body(submission: Submission, stated: Stated) -> tuple[Block, ...]:
    said = values_of(submission, stated.figures, stated.comparison, stated.gathered, stated.area)
    blocks: list[Block] = []
    kept = [name for name in _TITLES if name == "results" or getattr(submission, name).strip()]
    for place, name in enumerate(kept, start=1):
        blocks.append(Heading(1, f"{roman(place)}. {_TITLES[name]}"))
        if name == "results":
            blocks += _completeness(submission, stated.gathered)
        blocks += blocks_of(getattr(submission, name), said)
        if name == "results":
            blocks += [_balance(stated.figures), *_comparison(stated)]
    return tuple(blocks)


def _completeness(submission: Submission, gathered: dict[str, Any]) -> list[Block]:
    """`Tổng hợp từ 14/16 đơn vị`, who is missing and why the report goes on without them."""
    if not gathered.get("total"):
        return []
    said = f"Báo cáo tổng hợp từ {vn_number(gathered['done'])}/{vn_number(gathered['total'])} đơn vị trực thuộc."
    missing = missing_rows(gathered)
    if missing:
        named = ", ".join(row["name"] for row in missing[:10])
        more = f" và {len(missing) - 10} đơn vị khác (xem phụ lục)" if len(missing) > 10 else ""
        said += f" Chưa có báo cáo được duyệt của: {named}{more}."
        if submission.without_reason:
            said += f" Lý do tổng hợp khi còn thiếu: {submission.without_reason.strip().rstrip('.')}."
        said += " Số liệu của các đơn vị này lấy từ sổ đăng ký."
    return [Paragraph(said)]


def missing_rows(gathered: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in gathered.get("rows", ()) if row["status"] not in DONE]


def _balance(figures: PeriodFigures) -> Table:
    """Opening + new - removed = closing, one line for each figure."""
    columns = (
        Column("Chỉ tiêu", 3.4),
        *(Column(title, 1, "right") for title in ("Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ")),
    )
    shown = [figures.figures[code] for code in MOVING if code in figures.figures]
    rows = tuple(
        (each.label, *(vn_number(number) for number in (each.opening, each.added, each.removed, each.value)))
        for each in shown
    )
    return Table(columns, rows, caption="Biến động trong kỳ")


def _comparison(stated: Stated) -> list[Block]:
    earlier = (("Kỳ trước", stated.comparison.previous), ("Cùng kỳ năm trước", stated.comparison.last_year))
    shown = [(title, each) for title, each in earlier if each is not None]
    if not shown:
        return []
    columns = [Column("Chỉ tiêu", 3), Column("Kỳ này", 1, "right")]
    for title, _each in shown:
        columns += [Column("Số", 1, "right", title), Column("Tăng, giảm", 1.9, "left", title)]
    rows = []
    for code in COMPARED:
        if code not in stated.figures.figures:
            continue
        now = stated.figures.value(code)
        cells = [stated.figures.figures[code].label, vn_number(now)]
        for _title, each in shown:
            then = each.values.get(code)
            cells += [vn_number(then) if then is not None else "–", change_in_words(now, then)]
        rows.append(tuple(cells))
    notes = [Paragraph(f"{title}: {each.words}.") for title, each in shown]
    return [Table(tuple(columns), tuple(rows), caption="So sánh", size=11), *notes]


def _annexes(submission: Submission, stated: Stated) -> tuple[Annex, ...]:
    if submission.organization.is_school:
        return ()
    cycle = submission.cycle
    basis = Paragraph(f"Số liệu đến hết ngày {vn_date(cycle.until)}.", align="center", indent=False)
    first, rows = unit_rows(submission, stated)
    annexes: list[tuple[str, tuple[Block, ...]]] = [
        (
            " ".join(("Kết quả theo đơn vị", *_period(cycle))),
            (basis, _unit_table(first, rows, stated.figures), *_checks(rows, stated.figures), *_notes(rows)),
        ),
        (
            "Kết quả theo cấp học và cách đếm",
            (
                _unit_table("Cấp học", stated.figures.tables.get("level", []), stated.figures),
                *(Paragraph(f"{each.label}: {each.basis}") for each in _shown(stated.figures)),
            ),
        ),
    ]
    if stated.gathered.get("rows"):
        annexes.append(("Tình hình nộp báo cáo", (_gathering_table(stated.gathered),)))
    return tuple(
        Annex(title, blocks, number=place, landscape=True) for place, (title, blocks) in enumerate(annexes, start=1)
    )


def _shown(figures: PeriodFigures):
    return [figures.figures[code] for code in BALANCED if code in figures.figures]


def unit_rows(submission: Submission, stated: Stated) -> tuple[str, list[dict[str, Any]]]:
    """The lines of the first annex: units directly beneath; of a commune its schools, by name."""
    if submission.level in ("province", "nation", "district"):
        return "Đơn vị", [row for row in stated.figures.tables.get("unit", []) if _has_any(row)]
    return "Trường", school_rows(stated)


def school_rows(stated: Stated) -> list[dict[str, Any]]:
    """One line for each school of the scope, also those with nothing in the register."""
    return [
        {"label": name, "note": "", "values": {"schools.count": 1} | stated.figures.shares.get(pk, {})}
        for pk, name in stated.names.items()
    ]


def _has_any(row: dict[str, Any]) -> bool:
    return any(row["values"].get(code) for code in BALANCED)


def _unit_table(first: str, rows: list[dict[str, Any]], figures: PeriodFigures) -> Table:
    columns = (
        Column("STT", 0.5, "center"),
        Column(first, 3),
        *(Column(_SHORT[code][0], 1, "right", _SHORT[code][1]) for code in BALANCED),
    )
    body = tuple(
        (str(place), row["label"], *(vn_number(row["values"].get(code) or 0) for code in BALANCED))
        for place, row in enumerate(filter(_has_any, rows), start=1)
    )
    total = ("", "Tổng cộng", *(vn_number(figures.value(code)) for code in BALANCED))
    return Table(columns, body, total, size=11)


def _checks(rows: list[dict[str, Any]], figures: PeriodFigures) -> list[Block]:
    """A column whose lines do not reach its total says so (domain: counting rules, 8)."""
    said: list[Block] = []
    for code in BALANCED:
        whole, parts = figures.value(code) or 0, sum(row["values"].get(code) or 0 for row in rows)
        if parts != whole:
            said.append(
                Paragraph(
                    f"{figures.figures[code].label}: các dòng cộng lại {vn_number(parts)}, tổng đếm riêng "
                    f"{vn_number(whole)}; giữ nguyên cả hai."
                )
            )
    return said


def _notes(rows: list[dict[str, Any]]) -> list[Block]:
    return [Paragraph(f"{row['label']}: {row['note']}") for row in rows if row.get("note")]


def _gathering_table(gathered: dict[str, Any]) -> Table:
    columns = (
        Column("STT", 0.5, "center"),
        Column("Đơn vị", 4),
        Column("Tình trạng", 1.5),
        Column("Nộp ngày", 1.2, "center"),
        Column("Đúng hạn", 1.2, "center"),
        Column("Số báo cáo", 1.5),
    )
    rows = tuple(
        (str(place), row["name"], row["label"], _day(row), _on_time(row), row["number"])
        for place, row in enumerate(gathered["rows"], start=1)
    )
    done = f"Đã duyệt {vn_number(gathered['done'])}/{vn_number(gathered['total'])}"
    return Table(columns, rows, ("", done, "", "", "", ""), size=11)


def _day(row: dict[str, Any]) -> str:
    return vn_date(date.fromisoformat(row["submitted_on"])) if row["submitted_on"] else "–"


def _on_time(row: dict[str, Any]) -> str:
    if not row["submitted_on"]:
        return "Chưa nộp"
    if row["late"]:
        return "Trễ"
    # The first time counts; the day shown is that of the last, and the two must not seem to disagree.
    again = row.get("due_on") and row["submitted_on"] > row["due_on"]
    return "Đúng hạn, nộp lại" if again else "Đúng hạn"


def compose_addendum(submission: Submission, addendum: Addendum) -> Document:
    """A correction as a report of its own that names the one it corrects."""
    rows = tuple((each["label"], vn_number(each["was"]), vn_number(each["now"])) for each in addendum.changes)
    columns = (Column("Chỉ tiêu", 3), Column("Số đã báo cáo", 1, "right"), Column("Số đính chính", 1, "right"))
    issued = day_text(submission.issued_on)
    blocks: list[Block] = [
        Paragraph(
            f"{submission.issuer_name} đính chính, bổ sung Báo cáo số {submission.number_label} {issued} như sau:"
        ),
        *blocks_of(addendum.reason, {}),
    ]
    if rows:
        blocks.append(Table(columns, rows, caption="Số liệu đính chính"))
    blocks.append(Paragraph(f"Các nội dung khác của Báo cáo số {submission.number_label} giữ nguyên."))
    return Document(
        kind=Kind.REPORT,
        superior=_lines(submission.superior_name),
        issuer=_lines(submission.issuer_name),
        number=addendum.number,
        symbol=addendum.symbol,
        place=submission.place,
        issued_on=addendum.issued_on,
        subject=f"Đính chính, bổ sung Báo cáo số {submission.number_label}",
        blocks=tuple(blocks),
        signer=signer_of(submission),
        recipients=_lines(submission.recipients),
    )
