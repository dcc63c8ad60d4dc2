import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from truongan.directives.models import Directive
from truongan.directives.queries.results import Results, Tally, results_by_assignment, results_by_level
from truongan.kernel.clock import today_vn
from truongan.kernel.dates import day_argument, vn_date
from truongan.kernel.numbers import vn_number, vn_percent
from truongan.kernel.text import fold

_COUNTED = ("received", "opened", "acknowledged", "duties", "done", "done_late", "overdue", "cancelled")
_OWED = _COUNTED[3:]


class Command(BaseCommand):
    help = "Một văn bản chỉ đạo đã đem lại gì: tiếp nhận, nhiệm vụ, kết quả theo cấp"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["show"])
        parser.add_argument("number", metavar="NUMBER", help="số, ký hiệu như người ta viết, ví dụ 1646/BCĐ")
        parser.add_argument("--year", type=int, help="năm ban hành, khi nhiều văn bản cùng số")
        parser.add_argument("--issuer", metavar="CODE", help="mã cơ quan ban hành, khi nhiều văn bản cùng số")
        parser.add_argument("--on", type=day_argument, help="ngày xét quá hạn (mặc định: hôm nay)")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        directive, on = _found(options), options["on"] or today_vn()
        results, tasks = results_by_level(directive, on), results_by_assignment(directive, on)
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(directive, on, results, tasks), ensure_ascii=False, indent=2))
        else:
            self._print(directive, on, results, tasks)

    def _print(self, directive: Directive, on: date, results: Results, tasks: list) -> None:
        self.stdout.write(f"{directive.name}, {vn_date(directive.issued_on)}, {directive.issuer_name}")
        self.stdout.write(f"{directive.subject}\n{directive.get_status_display()}, tính đến {vn_date(on)}")
        for tally in [*results.levels, results.total]:
            self.stdout.write(f"  {tally.label}: {_said(tally)}")
        for task, tally in tasks:
            due = f"hạn {vn_date(task.due_on)}" if task.due_on else "thường xuyên"
            self.stdout.write(f"  {task.position}. {task.task} ({due}): {_owed(tally)}")
        for each in _implementing(directive):
            self.stdout.write(f"  Triển khai: {each.name}, {vn_date(each.issued_on)}, {each.issuer_name}")


def _found(options: dict[str, Any]) -> Directive:
    rows = Directive.objects.given_out()
    if options["year"]:
        rows = rows.filter(year=options["year"])
    if options["issuer"]:
        rows = rows.filter(kept_by__code=options["issuer"])
    wanted = fold(options["number"])
    # The folded key begins with number and symbol; the rest of it may hold the same words, hence the second look.
    likely = rows.filter(search_fold__contains=wanted).select_related("kept_by").order_by("-issued_on", "pk")
    found = [each for each in likely if fold(each.label) == wanted]
    if not found:
        raise CommandError(f"Không có văn bản đã ban hành nào mang số {options['number']}.")
    if len(found) > 1:
        lines = [f"{each.label}, {vn_date(each.issued_on)}, {each.kept_by.code} {each.issuer_name}" for each in found]
        raise CommandError("\n".join(["Nhiều văn bản cùng số; thêm --year hoặc --issuer:", *lines]))
    return found[0]


def _implementing(directive: Directive) -> list[Directive]:
    return list(Directive.objects.given_out().filter(implements=directive).order_by("issued_on", "pk"))


def _as_json(directive: Directive, on: date, results: Results, tasks: list) -> dict[str, Any]:
    return {
        "label": directive.label,
        "kind": directive.kind,
        "issued_on": _iso(directive.issued_on),
        "issuer": directive.issuer_name,
        "subject": directive.subject,
        "status": directive.status,
        "on": on.isoformat(),
        "resolved": directive.resolved_at is not None,
        "expected": directive.expected_count,
        "levels": [{"level": each.key, **_counts(each, _COUNTED)} for each in results.levels],
        "total": _counts(results.total, _COUNTED),
        "assignments": [
            {
                "task": task.task, "due_on": _iso(task.due_on), "evidence_required": task.evidence_required,
                **_counts(tally, _OWED),
            }
            for task, tally in tasks
        ],
        "implemented_by": [
            {"label": each.label, "issuer": each.issuer_name, "issued_on": _iso(each.issued_on)}
            for each in _implementing(directive)
        ],
    }  # fmt: skip


def _counts(tally: Tally, names: tuple[str, ...]) -> dict[str, int]:
    return {name: getattr(tally, name) for name in names}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _said(tally: Tally) -> str:
    shares = ((tally.opened, "mở"), (tally.acknowledged, "tiếp nhận"))
    parts = [f"{vn_number(part)} {word} ({vn_percent(part, tally.received)})" for part, word in shares]
    owed = [_owed(tally)] if tally.duties else []
    return ", ".join([f"gửi {vn_number(tally.received)}", *parts, *owed])


def _owed(tally: Tally) -> str:
    done = f"xong {vn_number(tally.done)} trên {vn_number(tally.owed)} ({vn_percent(tally.done, tally.owed)})"
    return f"{done}, quá hạn {vn_number(tally.overdue)}"
