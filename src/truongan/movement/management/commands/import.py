"""`truongan import FILE…`: workbooks into the register from the command line. Format: docs/reference/workbooks.md."""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from truongan.accounts.models import User
from truongan.kernel.clock import now
from truongan.movement.imports.format import KINDS, workbook_spec
from truongan.movement.imports.importing import (
    CannotImport,
    Imported,
    import_workbook,
    read_for_import,
    returned_name,
    summary_of,
)
from truongan.movement.imports.plan import Outcome, Plan
from truongan.movement.imports.planning import plan_import
from truongan.movement.imports.uploads import kinds_for, receive_workbook
from truongan.workbooks.actions import advance_upload
from truongan.workbooks.models import Upload
from truongan.workbooks.problems import CannotRead
from truongan.workbooks.reading import identify
from truongan.workbooks.returning import annotate

_SHOWN = 40


@dataclass
class Result:
    """What became of one file; the JSON output is this, field by field."""

    file: str
    status: str  # imported | ready (dry run) | rejected
    kind: str = ""
    message: str = ""
    rows: dict[str, int] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    returned: str | None = None

    @property
    def is_rejected(self) -> bool:
        return self.status == "rejected"


class Command(BaseCommand):
    help = "Nhập tệp Excel (.xlsx, .xls) hoặc CSV vào sổ đăng ký; mã thoát 0: đã nhập, 2: bị trả lại"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="tệp cần nhập")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi gì vào sổ")
        parser.add_argument("--ready-only", action="store_true", help="nhập các dòng sẵn sàng, trả lại phần còn lại")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="dạng kết quả in ra")
        parser.add_argument("--user", metavar="USERNAME", help="nhập thay người này (mặc định: quản trị hệ thống)")
        parser.add_argument("--kind", choices=tuple(KINDS), help="loại tệp (mặc định: theo tệp và người nhập)")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = _actor(options["user"])
        results = [self._take(actor, Path(name), options) for name in options["files"]]
        if options["format"] == "json":
            status = "rejected" if any(each.is_rejected for each in results) else results[0].status
            report = {"status": status, "files": [asdict(each) for each in results]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            for each in results:
                self._tell(each)
        if any(each.is_rejected for each in results):
            sys.exit(2)

    def _take(self, actor: User, path: Path, options: dict[str, Any]) -> Result:
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.")
        try:
            kind = options["kind"] or _kind_of(actor, path)
            return self._import(actor, path, kind, options)
        except CannotRead as refusal:
            return Result(str(path), "rejected", message=refusal.message)
        except PermissionDenied:
            message = f"{actor.username} không được nhập loại tệp này."
            return Result(str(path), "rejected", message=message)

    def _import(self, actor: User, path: Path, kind: str, options: dict[str, Any]) -> Result:
        if options["dry_run"]:
            return _checked(actor, path, kind, is_partial=options["ready_only"])
        upload = receive_workbook(actor=actor, source=path, filename=path.name, kind=kind, now=now())
        try:
            done = import_workbook(actor=actor, upload=upload, ready_only=options["ready_only"], now=now())
        except CannotImport as refusal:
            advance_upload(upload=upload, to=Upload.Status.REJECTED, now=now(), message=str(refusal))
            return _rejected(path, refusal.plan)
        return _imported(path, done)

    def _tell(self, result: Result) -> None:
        style = self.style.ERROR if result.is_rejected else self.style.SUCCESS
        words = {"imported": "đã nhập", "ready": "sẵn sàng nhập", "rejected": "bị trả lại"}
        self.stdout.write(style(f"{result.file}: {words[result.status]}. {result.message}"))
        for problem in result.problems[:_SHOWN]:
            fix = f" → {problem['fix']}" if problem["fix"] else ""
            place = ", ".join(part for part in (problem["sheet"], problem["cell"]) if part)
            self.stdout.write(f"  {place}: {problem['message']}{fix}")
        if len(result.problems) > _SHOWN:
            self.stdout.write(f"  … và {len(result.problems) - _SHOWN} chỗ nữa, xem tệp trả lại.")
        if result.returned:
            self.stdout.write(f"  Tệp trả lại: {result.returned}")


def _actor(username: str | None) -> User:
    users = User.objects.filter(is_active=True)
    actor = (
        users.filter(username=username).first() if username else users.filter(is_superuser=True).order_by("pk").first()
    )
    if actor is None:
        raise CommandError(
            f"Không có tài khoản {username}." if username else "Chưa có quản trị hệ thống; dùng --user."
        )
    return actor


def _kind_of(actor: User, path: Path) -> str:
    """The kind the template's marker says, else the widest this person may send."""
    kinds = kinds_for(actor)
    if not kinds:
        raise PermissionDenied
    specs = [workbook_spec(kind) for kind in (kinds[-1], *(kind for kind in KINDS if kind != kinds[-1]))]
    found = identify(path, path.name, specs, size_limit=settings.MAX_UPLOAD_BYTES)
    return found.key if found else kinds[-1]


def _checked(actor: User, path: Path, kind: str, *, is_partial: bool) -> Result:
    if kind not in kinds_for(actor):
        raise PermissionDenied
    read = read_for_import(path, path.name, kind)
    plan = plan_import(actor, read, today=timezone.localdate(now()))
    if plan.is_clean or (is_partial and not plan.has_file_errors):
        return _result(path, plan, "ready")
    return _rejected(path, plan)


def _rejected(path: Path, plan: Plan) -> Result:
    return _result(path, plan, "rejected", annotate(path, plan.read))


def _imported(path: Path, done: Imported) -> Result:
    return _result(path, done.plan, "imported", done.returned)


def _result(path: Path, plan: Plan, status: str, returned: bytes | None = None) -> Result:
    target = path.with_name(returned_name(path.name)) if returned is not None else None
    if target is not None and returned is not None:
        target.write_bytes(returned)
    return Result(
        str(path), status, plan.kind, summary_of(plan),
        {outcome.value: plan.counts.get(outcome, 0) for outcome in Outcome},
        [_problem(each) for each in plan.read.all_problems() if each.severity == "error"],
        str(target) if target else None,
    )  # fmt: skip


def _problem(problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet, "cell": problem.coordinate, "row": problem.row, "found": problem.found,
        "message": problem.message, "fix": problem.fix, "code": problem.code,
    }  # fmt: skip
