"""Workbooks as senders make them, built in memory."""

import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from truongan.workbooks.sheets import Choice, Column, SheetSpec, WorkbookSpec

MEMBERS = SheetSpec(
    key="members",
    title="Thành viên",
    synonyms=("DS thành viên", "Danh sách thành viên"),
    columns=(
        Column("team", "Tên tổ", ("Tổ", "Tổ tự quản"), required=True),
        Column("name", "Họ và tên", ("Họ tên", "Thành viên họ tên"), required=True),
        Column("phone", "Điện thoại", ("SĐT", "Số điện thoại"), kind="phone"),
        Column("count", "Số người", ("Số lượng",), kind="number", minimum=0),
        Column("joined_on", "Ngày tham gia", ("Ngày vào tổ",), kind="date"),
        Column(
            "role",
            "Vai trò",
            ("Chức vụ trong tổ",),
            kind="choice",
            choices=(Choice("head", "Tổ trưởng", ("trưởng",)), Choice("member", "Tổ viên", ("thành viên", "tv"))),
        ),
        Column("code", "Mã", kind="code"),
    ),
    instructions=("Mỗi người một dòng.",),
)
GROUPS = SheetSpec("groups", "Nhóm kết nối", (Column("name", "Tên nhóm", required=True), Column("link", "Đường dẫn")))
SPEC = WorkbookSpec("school", 2, "Biểu mẫu của trường", (MEMBERS, GROUPS))
HEADER = ["STT", "Tên tổ", "Họ và tên", "Điện thoại", "Số người", "Ngày tham gia", "Vai trò", "Mã"]


def xlsx(
    rows: Iterable[Sequence], *, title: str = "Thành viên", change: Callable[[Worksheet], object] | None = None
) -> bytes:
    """One sheet with these rows from A1; `change` sees it before it is saved."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def member(**cells) -> list:
    """A row under HEADER: everything in order unless said otherwise."""
    row = {"number": 1, "team": "Tổ 1", "name": "Nguyễn Văn An", "phone": "0912345678", "count": 1,
           "joined_on": "05/09/2021", "role": "Tổ viên", "code": "A1"} | cells  # fmt: skip
    return list(row.values())


def repacked(content: bytes, changes: dict[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with parts replaced, added, or (None) left out."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", compression) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            if part is not None:
                new.writestr(name, part)
    return stream.getvalue()


def sheet_xml(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read("xl/worksheets/sheet1.xml")


def xls(
    rows: Sequence[Sequence[str | float]], *, title: str = "Thành viên", at: tuple[int, int] | None = None
) -> bytes:
    """A minimal Excel 97 workbook: one sheet of text and numbers; `at` adds a number in a far cell."""
    cells = [(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value not in ("", None)]
    if at:
        cells.append((*at, 1.0))
    body = bytearray()
    body += _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for r, c, value in cells:
        if isinstance(value, str):
            text = value.encode("utf-16-le")
            body += _record(0x0204, struct.pack("<HHHHB", r, c, 0, len(text) // 2, 1) + text)
        else:
            body += _record(0x0203, struct.pack("<HHHd", r, c, 0, value))
    body += _record(0x000A, b"")
    name = title.encode("utf-16-le")
    top = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)) + _record(
        0x0042, struct.pack("<H", 1200)
    )
    place = len(top) + 4 + 8 + len(name) + 4
    top += _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name) // 2, 1) + name) + _record(0x000A, b"")
    return ole({"Workbook": top + bytes(body)})


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file of 512-byte sectors with these streams, each padded past the mini-stream limit."""
    fat: list[int] = []
    entries: list[tuple[str, int, int]] = []
    sectors = b""
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        start, count = len(fat), len(padded) // 512
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        sectors += padded
        entries.append((name, start, len(padded)))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
    for place, (name, start, size) in enumerate(entries, start=1):
        directory += _entry(name, 2, start, size, right=place + 1 if place < len(entries) else 0xFFFFFFFF)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    directory_start = len(fat)
    fat += [*range(directory_start + 1, directory_start + len(directory) // 512), 0xFFFFFFFE]
    fat_sectors = -(-(len(fat) + 1) // 127)
    fat_start = len(fat)
    fat += [0xFFFFFFFD] * fat_sectors
    table = b"".join(struct.pack("<I", each) for each in fat).ljust(fat_sectors * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += b"".join(struct.pack("<I", fat_start + each) for each in range(fat_sectors))
    return head.ljust(512, b"\xff") + sectors + directory + table


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<III", 0xFFFFFFFF, right, child)
        + bytes(36) + struct.pack("<IQ", start, size)
    )  # fmt: skip


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
