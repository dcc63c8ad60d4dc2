"""Taking a workbook into the register: one transaction, whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.kernel.numbers import vn_number
from truongan.movement import ledger
from truongan.movement.imports.applying import write_plan
from truongan.movement.imports.corrections import correct
from truongan.movement.imports.format import workbook_spec
from truongan.movement.imports.plan import Outcome, Plan
from truongan.movement.imports.planning import own_school, plan_import, touched_ids
from truongan.movement.models import SchemeType
from truongan.organizations.models import Organization
from truongan.workbooks.actions import advance_upload, attach_returned_file
from truongan.workbooks.intake import Source
from truongan.workbooks.models import Upload
from truongan.workbooks.reading import read_workbook
from truongan.workbooks.returning import annotate, rejected_rows
from truongan.workbooks.rows import ReadWorkbook

_ATTEMPTS = 3
Tick = Callable[[int], None]


class CannotImport(Exception):
    """The file did not go in; the register is as it was. The plan says why, row by row."""

    def __init__(self, message: str, plan: Plan) -> None:
        super().__init__(message)
        self.plan = plan


class PlanChanged(CannotImport):
    """Somebody changed the register since the preview: what was agreed to is no longer what would happen."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows by outcome, and the rows given back when only the ready ones were taken."""

    plan: Plan
    returned: bytes | None = None

    @property
    def written(self) -> int:
        counts = self.plan.counts
        return counts[Outcome.NEW] + counts[Outcome.CHANGED]


def read_for_import(
    source: Source, filename: str, kind: str, *, fixes: Mapping[str, str] | None = None
) -> ReadWorkbook:
    """The workbook as rows, its model types those of the register, suggested fixes the sender accepted put in place."""
    types = list(SchemeType.objects.order_by("pk"))
    read = read_workbook(source, filename, workbook_spec(kind, types), size_limit=settings.MAX_UPLOAD_BYTES)
    correct(read, fixes or {})
    return read


def import_workbook(
    *,
    actor,
    upload: Upload,
    source: Source | None = None,
    ready_only: bool = False,
    answers: Mapping[str, str] | None = None,
    fixes: Mapping[str, str] | None = None,
    expected: str = "",
    now: datetime,
    tick: Tick | None = None,
) -> Imported:
    """Take a received workbook into the register in one transaction, and mark the upload imported in the same one.

    Raises CannotImport when rows are in error or in doubt and `ready_only` was not asked for, PlanChanged when the
    plan is not the `expected` one (its fingerprint), CannotRead when the file cannot be opened.
    """
    place: Source = source if source is not None else Path(upload.file.path)
    for attempt in range(1, _ATTEMPTS + 1):
        # Read anew each time: problems are noted on the rows.
        read = read_for_import(place, upload.filename, upload.kind, fixes=fixes)
        try:
            return _import_once(actor, upload, place, read, ready_only, answers or {}, expected, now, tick)
        except (IntegrityError, OperationalError):
            # Another writer was there first (the same new phone, a ring of locks): look again at what is there now.
            if attempt == _ATTEMPTS:
                raise
    raise AssertionError


@transaction.atomic
def _import_once(
    actor,
    upload: Upload,
    source: Source,
    read: ReadWorkbook,
    ready_only: bool,
    answers: Mapping[str, str],
    expected: str,
    now: datetime,
    tick: Tick | None,
) -> Imported:
    with ledger.planned_for_many(read.row_count):
        plan = plan_import(
            actor,
            read,
            today=timezone.localdate(now),
            answers=answers,
            own_id=own_id_of(upload),
            locks=True,
            tick=(lambda done: tick(done // 2)) if tick else None,
        )
    if plan.has_file_errors or (plan.rejected_rows and not ready_only):
        raise CannotImport(_("Tệp còn lỗi hoặc chỗ chưa rõ nên chưa nhập gì."), plan)
    if expected and plan.fingerprint() != expected:
        raise PlanChanged(_("Sổ đăng ký đã thay đổi từ lúc xem trước. Xem lại rồi nhập."), plan)
    returned = annotate(source, read, only_rows=rejected_rows(read)) if plan.rejected_rows else None
    if not plan.is_idle:
        write_plan(actor=actor, plan=plan, upload=upload, now=now, tick=tick)
        ledger.refresh(touched_ids(plan))
        if read.row_count > ledger.MANY:
            # Robust: what is committed is imported, whether or not the planner could be told.
            transaction.on_commit(ledger.take_statistics, robust=True)
    if returned is None:
        drop_returned_file(upload)
    else:
        attach_returned_file(upload=upload, content=returned, filename=returned_name(upload.filename))
    advance_upload(
        upload=upload,
        to=Upload.Status.IMPORTED,
        now=now,
        message=summary_of(plan),
        progress=len(plan.rows),
        total=len(plan.rows),
    )
    if not plan.is_idle:
        _record(actor, plan, upload, now)
    return Imported(plan, returned)


def drop_returned_file(upload: Upload) -> None:
    """Nothing is left to mend: the workbook given back at an earlier check would only mislead."""
    name = upload.returned_file.name if upload.returned_file else None
    if name:
        Upload.objects.filter(pk=upload.pk).update(returned_file="")
        storage = upload.returned_file.storage
        transaction.on_commit(lambda: storage.delete(name))


def _record(actor, plan: Plan, upload: Upload, now: datetime) -> None:
    own_id = own_id_of(upload) or (own_school(actor) if actor and plan.kind == "school" else None)
    record(
        actor=actor,
        verb="movement.workbook.imported",
        target=upload,
        now=now,
        organization=Organization.objects.filter(pk=own_id).first() if own_id else None,
        filename=upload.filename,
        sha256=upload.sha256,
        rows={outcome.value: count for outcome, count in plan.counts.items()},
        organizations=len(touched_ids(plan)),
    )


def own_id_of(upload: Upload) -> int | None:
    """The school whose own file this is; see `uploads.scope_key_for`."""
    _path, mark, pk = upload.scope_key.rpartition("#")
    return int(pk) if mark and pk.isdecimal() else None


def returned_name(filename: str) -> str:
    return f"{Path(filename).stem}.tra-lai.xlsx"


def summary_of(plan: Plan) -> str:
    """One sentence for the list of files and the command line."""
    if plan.is_idle and plan.is_clean:
        return _("Không có gì thay đổi: mọi dòng đã có trong sổ.")
    counts = plan.counts
    said = _("%(new)s mới, %(changed)s thay đổi, %(unchanged)s không đổi") % {
        "new": vn_number(counts[Outcome.NEW]),
        "changed": vn_number(counts[Outcome.CHANGED]),
        "unchanged": vn_number(counts[Outcome.UNCHANGED]),
    }
    if left := len(plan.rejected_rows):
        said += _(", %(left)s dòng chưa vào được") % {"left": vn_number(left)}
    return f"{said}."
