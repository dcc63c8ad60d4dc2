"""Reading a large workbook: seconds and peak memory of our reader beside the bare readers under it.

Each reader runs in a process of its own, so that peaks do not mix. Nothing is asserted.
    python benchmarks/workbooks.py [rows]
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADER = ["STT", "Tên tổ", "Họ và tên", "Điện thoại", "Số người", "Ngày tham gia", "Vai trò", "Mã", "Ghi chú"]
READERS = ("nothing", "calamine", "ours", "returned", "openpyxl")


def write(path: Path, rows: int, *, blank: int = 0) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet, ruled = workbook.add_worksheet("Thành viên"), workbook.add_format({"border": 1})
        sheet.write_row(0, 0, HEADER)
        for row in range(1, rows + 1):
            cells = [row, f"Tổ tự quản số {row // 9}", f"Nguyễn Văn An {row}", 912_000_000 + row, row % 40]
            cells += [f"{row % 28 + 1:02d}/09/2021", "Tổ viên", f"M{row:06d}", "mười" if row % 100 == 0 else ""]
            sheet.write_row(row, 0, cells)
        for row in range(rows + 1, rows + blank + 1):
            for column in range(3):
                sheet.write_blank(row, column, None, ruled)


def specification():
    from truongan.workbooks.sheets import Choice, Column, SheetSpec, WorkbookSpec

    columns = (
        Column("team", "Tên tổ", required=True),
        Column("name", "Họ và tên", required=True),
        Column("phone", "Điện thoại", kind="phone"),
        Column("count", "Số người", kind="number"),
        Column("joined_on", "Ngày tham gia", kind="date"),
        Column("role", "Vai trò", kind="choice", choices=(Choice("member", "Tổ viên"),)),
        Column("code", "Mã", kind="code"),
        Column("note", "Ghi chú", kind="number"),
    )
    return WorkbookSpec("bench", 1, "Đo", (SheetSpec("members", "Thành viên", columns),))


def read(reader: str, path: str) -> int:
    """Rows the reader saw."""
    if reader == "nothing":
        return 0
    if reader == "calamine":
        from python_calamine import CalamineWorkbook

        return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
    if reader == "openpyxl":
        from openpyxl import load_workbook

        return sum(1 for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))
    from truongan.workbooks.reading import read_workbook
    from truongan.workbooks.returning import annotate, rejected_rows

    found = read_workbook(path, "bench.xlsx", specification(), size_limit=1 << 30)
    if reader == "returned":
        annotate(path, found, only_rows=rejected_rows(found))
    return found.row_count


def measure(reader: str, path: str) -> None:
    from django.conf import settings

    settings.configure(USE_I18N=False)
    started = time.perf_counter()
    rows = read(reader, path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - started, "peak": peak}))


def compare(path: Path) -> None:
    results = {}
    for reader in READERS:
        command = [sys.executable, __file__, "--measure", reader, str(path)]
        results[reader] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    bare = results["calamine"]["seconds"]
    for reader, result in results.items():
        seconds, peak = result["seconds"], result["peak"]
        print(f"  {reader:9} {result['rows']:>9,} rows {seconds:7.2f} s {peak:6.0f} MB {seconds / bare:5.1f} ×")


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        large, blank = Path(folder) / "large.xlsx", Path(folder) / "blank.xlsx"
        write(large, rows)
        print(f"{rows:,} rows of nine columns, one in a hundred wrong ({large.stat().st_size / 1e6:.1f} MB):")
        compare(large)
        write(blank, 100, blank=1_000_000)
        print(f"100 rows and a million ruled blank ones ({blank.stat().st_size / 1e6:.1f} MB):")
        compare(blank)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
