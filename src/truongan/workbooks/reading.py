"""Reading a workbook that someone sent: the one entry for everything that imports."""

from collections.abc import Iterable
from itertools import chain, dropwhile, islice

from django.utils.translation import gettext as _

from truongan.workbooks import refusals
from truongan.workbooks.bodies import read_table
from truongan.workbooks.grids import Grid, Row, open_grids
from truongan.workbooks.headers import SEARCHED_ROWS, find_header
from truongan.workbooks.intake import SIZE_LIMIT, Intake, Source, check_file
from truongan.workbooks.problems import Problem
from truongan.workbooks.rows import Marker, ReadWorkbook
from truongan.workbooks.sheets import MARKER_SHEET, SheetSpec, WorkbookSpec
from truongan.workbooks.values import as_text, is_blank
from truongan.workbooks.wording import IGNORED_SHEETS, header_key


def read_workbook(source: Source, filename: str, spec: WorkbookSpec, *, size_limit: int = SIZE_LIMIT) -> ReadWorkbook:
    """Everything the file holds under `spec`, normalised, with every doubt noted at its cell.

    `source` is a path or the bytes; `size_limit` is in bytes. Raises `CannotRead` when the file as a whole is
    refused; anything smaller is a `Problem`.
    """
    intake = check_file(source, filename, size_limit=size_limit)
    read = ReadWorkbook(spec, filename, intake.format)
    read.marker = _marker_of(intake)
    if read.marker and (trouble := _marker_problem(read.marker, spec)):
        read.problems.append(trouble)
        return read
    with open_grids(intake) as grids:
        for grid in grids:
            _read_grid(read, grid)
    _note_absent_sheets(read)
    if not read.row_count and not read.has_errors:
        raise refusals.no_content()
    return read


def identify(
    source: Source, filename: str, specs: Iterable[WorkbookSpec], *, size_limit: int = SIZE_LIMIT
) -> WorkbookSpec | None:
    """Which kind of workbook this is: by its marker, else by the headers it shows best; None when unlike all.

    Raises `CannotRead` as `read_workbook` does.
    """
    specs = list(specs)
    intake = check_file(source, filename, size_limit=size_limit)
    if marker := _marker_of(intake):
        return next((spec for spec in specs if spec.key == marker.kind), None)
    scores = dict.fromkeys(range(len(specs)), 0)
    with open_grids(intake) as grids:
        for grid in grids:
            if _is_content(grid):
                head = _head(grid)
                for place, spec in enumerate(specs):
                    scores[place] += max((_likeness(grid, head, sheet) for sheet in spec), default=0)
    best = max(scores, key=lambda place: scores[place], default=None)
    return specs[best] if best is not None and scores[best] else None


def _read_grid(read: ReadWorkbook, grid: Grid) -> None:
    if not _is_content(grid):
        if grid.hidden and not grid.name.startswith("_") and header_key(grid.name) not in IGNORED_SHEETS:
            read.problems.append(_hidden_sheet(grid.name))
        return
    head = _head(grid)
    if not head:
        return
    spec = _spec_for(grid, head, read.spec)
    grid.cells = chain(head, grid.cells)
    if spec is not None:
        read.sheets.append(read_table(grid, spec))
    else:
        read.problems.append(_unknown_sheet(grid.name, read.spec))


def _head(grid: Grid) -> list[tuple[int, Row]]:
    """Rows in which the header must be: the first of the sheet, not counting blank ones above them."""
    return list(islice(dropwhile(lambda each: all(map(is_blank, each[1])), grid.cells), SEARCHED_ROWS))


def _is_content(grid: Grid) -> bool:
    return not grid.hidden and not grid.name.startswith("_") and header_key(grid.name) not in IGNORED_SHEETS


def _spec_for(grid: Grid, head: list, spec: WorkbookSpec) -> SheetSpec | None:
    """Sheet meant by its name; else, for `Sheet1` and the like, the one whose header it carries."""
    if named := _named(grid.name, spec):
        return named
    likeness = {sheet.key: _likeness(grid, head, sheet) for sheet in spec}
    best = max(likeness, key=lambda key: likeness[key])
    return spec.sheet(best) if likeness[best] else None


def _named(name: str, spec: WorkbookSpec) -> SheetSpec | None:
    wanted = header_key(name)
    return next((sheet for sheet in spec if wanted in sheet.name_keys), None)


def _likeness(grid: Grid, head: list, sheet: SheetSpec) -> int:
    """Columns recognised, none unless every required one is there; a matching name decides between equals."""
    header = find_header(sheet, head, grid.merges)
    if header is None or any(column.required and column.key not in header.columns for column in sheet.columns):
        return 0
    return header.score * 2 + (header_key(grid.name) in sheet.name_keys)


def _marker_of(intake: Intake) -> Marker | None:
    if intake.format == "csv" or (intake.parts and not any(part.name == MARKER_SHEET for part in intake.parts)):
        return None
    with open_grids(intake, only=MARKER_SHEET) as grids:
        for grid in grids:
            said = {as_text(row[0]): as_text(row[1]) for _, row in islice(grid.cells, 10) if len(row) > 1}
            version = said.get("version", "")
            return Marker(said.get("kind", ""), int(version) if version.isdecimal() and len(version) < 9 else 0)
    return None


def _marker_problem(marker: Marker, spec: WorkbookSpec) -> Problem | None:
    if marker.kind != spec.key:
        message = _(
            "Đây là biểu mẫu loại khác (%(kind)s), không phải “%(title)s”. Chọn đúng loại hoặc tải đúng biểu mẫu."
        )
        return Problem("", "", marker.kind, message % {"kind": marker.kind, "title": spec.title}, code="wrong_kind")
    if marker.version > spec.version:
        message = _(
            "Biểu mẫu phiên bản %(found)d mới hơn phần mềm đang chạy (%(known)d). Tải lại biểu mẫu từ hệ thống này."
        )
    elif marker.version < spec.version and marker.version not in spec.reads_versions:
        message = _(
            "Biểu mẫu phiên bản %(found)d đã cũ, hiện dùng phiên bản %(known)d. Tải biểu mẫu mới và chép dữ liệu sang."
        )
    else:
        return None
    known = {"found": marker.version, "known": spec.version}
    return Problem("", "", str(marker.version), message % known, code="wrong_version")


def _note_absent_sheets(read: ReadWorkbook) -> None:
    present = {sheet.spec.key for sheet in read.sheets}
    for sheet in read.spec:
        if sheet.required and sheet.key not in present:
            message = _("Tệp thiếu trang tính “%(title)s”. Thêm trang tính này theo biểu mẫu.") % {
                "title": sheet.title
            }
            read.problems.append(Problem(sheet.title, "", "", message, code="missing_sheet"))
    if not present and any(problem.code == "unknown_sheet" for problem in read.problems):
        read.problems.append(_nothing_known(read.spec))


def _nothing_known(spec: WorkbookSpec) -> Problem:
    titles = ", ".join(sheet.title for sheet in spec)
    message = _("Tệp không có trang tính nào của biểu mẫu “%(title)s”. Cần một trong: %(titles)s.")
    return Problem("", "", "", message % {"title": spec.title, "titles": titles}, code="no_known_sheet")


def _unknown_sheet(name: str, spec: WorkbookSpec) -> Problem:
    message = _(
        "Trang tính “%(name)s” không có trong biểu mẫu nên không được đọc. Các trang tính được đọc: %(titles)s."
    )
    titles = ", ".join(sheet.title for sheet in spec)
    return Problem(name, "", "", message % {"name": name, "titles": titles}, severity="warning", code="unknown_sheet")


def _hidden_sheet(name: str) -> Problem:
    message = _("Trang tính “%(name)s” đang ẩn nên không được đọc. Bỏ ẩn nếu cần nhập.") % {"name": name}
    return Problem(name, "", "", message, severity="warning", code="hidden_sheet")
