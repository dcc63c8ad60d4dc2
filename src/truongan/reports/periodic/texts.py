"""The texts a submission begins with, and the numbers that may stand in them as `{schemes.count.new}`."""

import re
from collections.abc import Container, Mapping
from typing import Any

from django.utils.timezone import localdate

from truongan.figures.indicators import INDICATORS
from truongan.kernel.dates import vn_date
from truongan.reports.models import Submission
from truongan.reports.periodic.comparison import Comparison, Earlier, change_in_words
from truongan.reports.periodic.statements import PeriodFigures
from truongan.reports.states import DONE

_PARTS = ("opening", "new", "removed", "of", "vs_previous", "vs_last_year")
OTHERS = ("ky", "tu_ngay", "den_ngay", "dia_ban", "don_vi_da_nop", "don_vi_phai_nop")
NAMES = frozenset({*OTHERS, *(f"{code}.{part}" for code in INDICATORS for part in _PARTS)})
_NAMED = 3  # sources of one point that are named; more are counted
_SOURCES = re.compile(r" \((?:\d+ đơn vị, như )?([^()]+)\)$")
TEXTS = ("work", "results", "difficulties", "proposals", "next_steps")


def known_names() -> Container[str]:
    """Names that may stand in a text beside the indicators' own codes."""
    return NAMES


def values_of(
    submission: Submission, figures: PeriodFigures, comparison: Comparison, gathered: Mapping[str, Any], area: str
) -> dict[str, int | str | None]:
    """Every name of a text with its value."""
    cycle = submission.cycle
    values: dict[str, int | str | None] = {
        "ky": cycle.name,
        "tu_ngay": vn_date(cycle.since),
        "den_ngay": vn_date(cycle.until),
        "dia_ban": area,
        "don_vi_da_nop": gathered.get("done", 0),
        "don_vi_phai_nop": gathered.get("total", 0),
    }
    for code, figure in figures.figures.items():
        values[code] = figure.value
        values[f"{code}.opening"] = figure.opening
        values[f"{code}.new"] = figure.added
        values[f"{code}.removed"] = figure.removed
        values[f"{code}.of"] = figure.whole
        values[f"{code}.vs_previous"] = _against(figure.value, comparison.previous, code)
        values[f"{code}.vs_last_year"] = _against(figure.value, comparison.last_year, code)
    return values


def _against(now: int | None, earlier: Earlier | None, code: str) -> str:
    return change_in_words(now, earlier.values.get(code) if earlier else None)


def default_texts(submission: Submission) -> dict[str, str]:
    """What a submission says before anyone edits it; a school speaks of itself, an agency of its area."""
    results = _SCHOOL_RESULTS if submission.organization.is_school else _AGENCY_RESULTS
    return {"results": results, "next_steps": _NEXT}


_SCHOOL_RESULTS = (
    "Trong kỳ (từ ngày {tu_ngay} đến ngày {den_ngay}), nhà trường có {schemes.count} điểm mô hình tự quản về an ninh, "
    "trật tự (đầu kỳ {schemes.count.opening}, tăng {schemes.count.new}, giảm {schemes.count.removed}), trong đó "
    "{schemes.active} điểm đang hoạt động.\n"
    "- Tổ tự quản: {teams.count} tổ với {teams.memberships} lượt thành viên.\n"
    "- Nhóm kết nối: {groups.count} nhóm với {groups.memberships} lượt thành viên.\n"
    "- Hoạt động trong kỳ: {activities.count} hoạt động với {activities.attendances} lượt người dự."
)
_AGENCY_RESULTS = (
    "Đến ngày {den_ngay}, {dia_ban} có {schemes.count} điểm mô hình tự quản về an ninh, trật tự tại {schools.covered} "
    "trên {schools.covered.of} trường học, cơ sở giáo dục. Trong kỳ (từ ngày {tu_ngay}) tăng {schemes.count.new} điểm, "
    "giảm {schemes.count.removed} điểm; so với kỳ trước {schemes.count.vs_previous}, so với cùng kỳ năm trước "
    "{schemes.count.vs_last_year}. Số điểm đang hoạt động là {schemes.active}.\n"
    "- Tổ tự quản: {teams.count} tổ (đầu kỳ {teams.count.opening}) với {teams.memberships} lượt thành viên "
    "({teams.persons} người).\n"
    "- Nhóm kết nối: {groups.count} nhóm (đầu kỳ {groups.count.opening}) với {groups.memberships} lượt thành viên "
    "({groups.persons} người).\n"
    "- Kế hoạch, hoạt động: {plans.made} trường đã lập kế hoạch; trong kỳ có {activities.count} hoạt động với "
    "{activities.attendances} lượt người dự."
)
_NEXT = (
    "Tiếp tục duy trì, củng cố hoạt động của mô hình, tổ tự quản và nhóm kết nối; rà soát, kiện toàn khi thay đổi "
    "nhân sự."
)


def notes_below(submission: Submission, exclude: Container[int] = ()) -> list[Submission]:
    """Accepted submissions directly below that carry difficulties or proposals, in order of name."""
    below = (
        Submission.objects.directly_below(submission).filter(status__in=DONE).select_related("organization")
        .exclude(difficulties="", proposals="").order_by("organization__sort_key", "pk")
    )  # fmt: skip
    return [each for each in below if each.pk not in exclude]


def joined(submission: Submission, notes: list[Submission], field: str) -> str:
    """One point for each thing said, and by whom: `- Thiếu kinh phí (Trường THCS Ánh Dương)`.

    What several units say in the same words is said once; the names a unit below had added give way to its own.
    """
    below = Submission.objects.below(submission).values_list("organization__name", "organization__short_name")
    names = {name for both in below for name in both if name}
    said: dict[str, tuple[str, list[str]]] = {}
    for each in notes:
        for line in getattr(each, field).splitlines():
            text = _bare(line, names)
            if text:
                _text, sources = said.setdefault(text.casefold(), (text, []))
                sources.append(each.organization.called)
    return "\n".join(f"- {text} ({_named(sources)})" for text, sources in said.values())


def _bare(line: str, names: Container[str]) -> str:
    """A point without its dash, closing mark and the sources that were added to it on the way up."""
    text = " ".join(line.split()).removeprefix("- ").rstrip(" ;.")
    found = _SOURCES.search(text)
    return text[: found.start()].rstrip(" ;.") if found and found[1].split(", ")[0] in names else text


def _named(sources: list[str]) -> str:
    unique = list(dict.fromkeys(sources))
    if len(unique) <= _NAMED:
        return ", ".join(unique)
    return f"{len(unique)} đơn vị, như {', '.join(unique[:_NAMED])}"


def gathered_below(submission: Submission) -> dict[str, Any]:
    """How far the units directly below are, as the document tells it; days are those of Viet Nam."""
    rows = [
        {
            "id": each.organization_id,
            "name": each.organization.called,
            "status": each.status,
            "label": str(each.get_status_display()),
            "submitted_on": localdate(each.submitted_at).isoformat() if each.submitted_at and each.is_sent else None,
            "due_on": each.due_on.isoformat() if each.due_on else None,
            "late": each.is_late and each.is_sent,
            "number": each.number_label,
        }
        for each in Submission.objects.directly_below(submission)
        .select_related("organization")
        .order_by("organization__sort_key", "pk")
    ]
    return {"rows": rows, "total": len(rows), "done": sum(row["status"] in DONE for row in rows)}
