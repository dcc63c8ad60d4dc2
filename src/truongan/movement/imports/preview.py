"""A plan as the preview page shows it, small enough to be kept with the upload whatever the file's size."""

from collections import Counter
from typing import Any

from truongan.movement.imports.plan import Outcome, Plan, PlannedRow
from truongan.workbooks.problems import Problem

SHOWN_ROWS = 200
SHOWN_PROBLEMS = 500


def preview_of(plan: Plan) -> dict[str, Any]:
    """Counts per sheet and outcome, the first rows of each outcome, problems and questions; plain values for JSON."""
    rows: dict[str, list[dict]] = {}
    reasons = _reasons(plan)
    for row in plan.rows:
        listed = rows.setdefault(row.outcome.value, [])
        if len(listed) < SHOWN_ROWS:
            listed.append({**_row(row), "reason": reasons.get((row.sheet, row.number), "")})
    problems = [each for each in plan.read.all_problems() if each.code != "question"]
    errors = [each for each in problems if each.severity == "error"]
    others = [each for each in problems if each.severity != "error"]
    return {
        "fingerprint": plan.fingerprint(),
        "counts": {outcome.value: plan.counts.get(outcome, 0) for outcome in Outcome},
        "total": len(plan.rows),
        "sheets": _sheets(plan),
        "rows": rows,
        "errors": [_problem(plan, each) for each in errors[:SHOWN_PROBLEMS]],
        "error_count": len(errors),
        "fix_count": sum(is_fixable(each) for each in errors),
        "remarks": [_problem(plan, each) for each in others[:SHOWN_ROWS]],
        "remark_count": len(others),
        "questions": [_question(row) for row in plan.rows if row.question and row.outcome == Outcome.CONFLICT][
            :SHOWN_PROBLEMS
        ],
        "is_clean": plan.is_clean,
        "is_idle": plan.is_idle,
        "has_file_errors": plan.has_file_errors,
    }


def is_fixable(problem: Problem) -> bool:
    """Whether the suggested value can be taken without sending the file again."""
    return bool(problem.fix and problem.row and problem.key and problem.severity == "error")


def _reasons(plan: Plan) -> dict[tuple[str, int], str]:
    """For rows that stay out: the first thing that is wrong with them."""
    reasons: dict[tuple[str, int], str] = {}
    for problem in plan.read.all_problems():
        if problem.severity == "error" and problem.row:
            reasons.setdefault((problem.sheet, problem.row), problem.message)
    return reasons


def _row(row: PlannedRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.number,
        "label": row.label,
        "school": row.school,
        "differences": [[each.title, each.before, each.after] for each in row.differences],
    }


def _question(row: PlannedRow) -> dict[str, Any]:
    assert row.question is not None
    return {
        **_row(row),
        "key": row.question.key,
        "text": row.question.text,
        "options": [[option.value, option.label] for option in row.question.options],
    }


def _problem(plan: Plan, problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "coordinate": problem.coordinate,
        "row": problem.row,
        "key": problem.key,
        "title": _title(plan, problem),
        "found": problem.found[:200],
        "message": problem.message,
        "fix": problem.fix if is_fixable(problem) else "",
        "severity": problem.severity,
    }


def _title(plan: Plan, problem: Problem) -> str:
    sheet = next((each for each in plan.read.sheets if each.name == problem.sheet), None)
    if sheet is None or not problem.key:
        return ""
    return str(sheet.spec.column(problem.key).title)


def _sheets(plan: Plan) -> list[dict[str, Any]]:
    counted: dict[str, Counter] = {}
    for row in plan.rows:
        counted.setdefault(row.sheet, Counter())[row.outcome.value] += 1
    return [{"name": name, "counts": dict(counts), "total": counts.total()} for name, counts in counted.items()]
