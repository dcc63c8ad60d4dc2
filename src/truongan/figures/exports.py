"""Answers as plain shapes for other programs: JSON objects and table lines."""

from django.utils.translation import gettext_lazy as _

from truongan.figures.questions import Answer, Figure, Question, Row
from truongan.kernel.dates import vn_date
from truongan.workbooks.exporting import ExportColumn, export_rows


def unit_name(question: Question) -> str:
    return question.unit.full_name if question.unit else str(_("Cả nước"))


def as_json(found: Answer) -> dict:
    """The documented shape (docs/reference/commands.md): unit, as_of, geography, figures, and rows when grouped."""
    question = found.question
    shape = {
        "unit": {"code": question.unit.code if question.unit else None, "name": unit_name(question)},
        "as_of": question.on.isoformat(),
        "geography": question.borders_on.isoformat(),
        "figures": [_figure(each) for each in found.total.figures.values()],
    }
    if question.since:
        shape["from"] = question.since.isoformat()
    if question.by:
        shape["by"] = question.by
        shape["rows"] = [_row(row) for row in found.rows]
    return shape


def _row(row: Row) -> dict:
    shape: dict = {"key": row.unit.code if row.unit else row.key, "label": row.label}
    if row.note:
        shape["note"] = row.note
    return shape | {"figures": [_figure(each) for each in row.figures.values()]}


def _figure(figure: Figure) -> dict:
    indicator = figure.indicator
    shape = {
        "code": indicator.code,
        "label": str(indicator.label),
        "value": figure.value,
        "unit": str(indicator.unit),
        "basis": figure.basis,
    }
    extra = {"of": figure.whole, "opening": figure.opening, "new": figure.added, "removed": figure.removed}
    extra["in_period"] = figure.in_period
    return shape | {name: value for name, value in extra.items() if value is not None}


def as_table(found: Answer) -> list[list]:
    """Header and one line per group, the whole last."""
    indicators = [figure.indicator for figure in found.total.figures.values()]
    lines: list[list] = [["code", "name", *(each.code for each in indicators)]]
    for row in [*found.rows, found.total]:
        code = row.unit.code if row.unit else row.key
        label = row.label if row is not found.total else unit_name(found.question)
        lines.append([code, label, *(row[each.code].value for each in indicators)])
    return lines


def as_workbook(found: Answer, title: str) -> bytes:
    """The table with its basis as .xlsx: one line per group, the whole last, numbers as numbers."""
    question = found.question
    indicators = [figure.indicator for figure in found.total.figures.values()]
    columns = [ExportColumn(str(_("Đơn vị")) if question.by == "unit" else str(_("Nhóm")), 36)]
    columns += [ExportColumn(str(each.label), 14, "number") for each in indicators]
    lines = [line[1:] for line in as_table(found)[1:]]
    meta = [
        str(_("Tính đến ngày %(day)s, địa giới ngày %(borders)s"))
        % {"day": vn_date(question.on), "borders": vn_date(question.borders_on)},
        *(f"{each.label}: {Figure(each).basis}" for each in indicators),
    ]
    return export_rows(title, columns, lines, meta)
