import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from truongan.assessments.checking import read_definition
from truongan.assessments.criteria import Definition
from truongan.assessments.files import shipped, shipped_codes
from truongan.assessments.judging import BadAnswers, Verdict, judge
from truongan.assessments.models import CriteriaSet

_MOST_BYTES = 1_000_000


class Command(BaseCommand):
    help = "Xếp loại một bảng câu trả lời theo một bộ tiêu chí; không ghi gì vào hệ thống"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("set", metavar="SET", help=f"mã bộ tiêu chí: {', '.join(shipped_codes())} hoặc mã khác")
        parser.add_argument("--answers", required=True, type=Path, metavar="FILE.json")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        definition = _definition(options["set"])
        answers = _answers(options["answers"])
        try:
            verdict = judge(definition, answers)
        except BadAnswers as reason:
            raise CommandError(str(reason), returncode=2) from reason
        self.stdout.write(_as_json(definition, verdict) if options["format"] == "json" else _as_text(verdict))


def _definition(code: str) -> Definition:
    """The version in use; the shipped one where the database has none yet."""
    try:
        kept = CriteriaSet.objects.current().filter(code=code).first()
    except (OperationalError, ProgrammingError):
        kept = None
    if kept:
        return kept.criteria
    raw = shipped(code)
    if raw is None:
        raise CommandError(f"Không có bộ tiêu chí {code}. Các bộ có sẵn: {', '.join(shipped_codes())}.", returncode=2)
    return read_definition(raw)


def _answers(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CommandError(f"{path}: tệp quá lớn, không phải bảng câu trả lời.", returncode=2)
        answers = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once_each)
    except OSError as reason:
        raise CommandError(f"Không đọc được {path}: {reason.strerror}.", returncode=2) from reason
    except (ValueError, RecursionError) as reason:
        raise CommandError(f"{path} không đúng dạng JSON: {reason}.", returncode=2) from reason
    if not isinstance(answers, dict):
        raise CommandError('Câu trả lời là một bảng {"mã tiêu chí": true | false}.', returncode=2)
    return answers


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The last of two answers to one criterion would win in silence."""
    for name, _value in pairs:
        if sum(1 for other, _other in pairs if other == name) > 1:
            raise CommandError(f"Tiêu chí {name} được trả lời hai lần.", returncode=2)
    return dict(pairs)


def _as_json(definition: Definition, verdict: Verdict) -> str:
    said = {
        "set": definition.code, "met": verdict.met, "class": verdict.result, "reason": verdict.reason,
        "cure_hours": verdict.cure_hours,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=2)


def _as_text(verdict: Verdict) -> str:
    lines = [
        f"Kết quả: {verdict.name}",
        f"Đạt {verdict.met}/{verdict.applicable} tiêu chí",
        f"Lý do: {verdict.reason}",
    ]
    if verdict.failed:
        lines.append(f"Chưa đạt: {', '.join(verdict.failed)}")
    if verdict.missing:
        lines.append(f"Chưa trả lời: {', '.join(verdict.missing)}")
    if verdict.cure_hours:
        lines.append(f"Phải khắc phục trong {verdict.cure_hours} giờ")
    return "\n".join(lines)
