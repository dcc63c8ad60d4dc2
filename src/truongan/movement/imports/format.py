"""The workbooks senders fill in: which sheets, which columns, and how else people title them.

Every kind of sender uses the same sheets; a school may leave its own name out.
`docs/reference/workbooks.md` describes the format, and a test compares the two.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from truongan.movement.imports import choices
from truongan.workbooks.sheets import Column, SheetSpec, WorkbookSpec

VERSION = 1
KINDS = {
    "school": _("Tệp của trường"),
    "commune": _("Tệp của xã, phường"),
    "district": _("Tệp của huyện"),
    "province": _("Tệp của tỉnh"),
}
_FIRST_DAY = date(1990, 1, 1)


class NamedType(Protocol):
    code: str
    name: str
    short_name: str


def _day(
    key: str, title: str, *synonyms: str, required: bool = False, hint: str = "", example: str = "05/09/2021"
) -> Column:
    return Column(
        key, title, synonyms, "date", required=required, width=14, hint=hint, example=example, earliest=_FIRST_DAY
    )


def _count(key: str, title: str, *synonyms: str, minimum: int = 0, hint: str = "", example: str = "") -> Column:
    return Column(
        key, title, synonyms, "number", width=12, minimum=minimum, maximum=100_000, hint=hint, example=example
    )


_CODE = Column(
    "school_code",
    "Mã trường",
    ("Mã số trường", "Mã đơn vị", "Mã trường học", "Mã số đơn vị"),
    "code",
    width=14,
    hint="Mã của Bộ Giáo dục và Đào tạo hoặc mã trong hệ thống; có mã thì không cần đúng tên.",
    max_length=40,
)
_SCHOOL = Column(
    "school",
    "Tên trường",
    (
        "Trường",
        "Tên đơn vị",
        "Đơn vị",
        "Tên trường học",
        "Trường học",
        "Cơ sở giáo dục",
        "Tên cơ sở giáo dục",
        "Tên trường, đơn vị",
    ),
    required=True,
    width=34,
    example="Trường THCS Hoa Sen",
    max_length=200,
    hint="Tên đầy đủ; viết có dấu hay không dấu đều được.",
)
_COMMUNE = Column(
    "commune",
    "Xã, phường",
    ("Xã/phường", "Xã", "Phường", "Xã, phường, thị trấn", "Xã/phường/thị trấn", "Tên xã", "Địa bàn", "Địa bàn xã"),
    width=20,
    hint="Cần khi nhiều trường cùng tên, và khi trường chưa có trong hệ thống.",
    max_length=100,
)
_DISTRICT = Column(
    "district",
    "Huyện",
    ("Quận, huyện", "Huyện, thành phố", "Huyện, thị xã, thành phố", "Tên huyện", "Thành phố", "Quận"),
    width=20,
    hint="Với số liệu trước ngày 01/07/2025.",
    max_length=100,
)
_TYPE = Column(
    "type",
    "Loại mô hình",
    ("Mô hình", "Tên mô hình", "Tên loại mô hình", "Loại"),
    required=True,
    width=34,
    example="Trường học an toàn",
    max_length=300,
)
_TYPE_IF_SEVERAL = replace(
    _TYPE,
    required=False,
    hint="Bắt buộc khi trường có nhiều mô hình.",
)
_SCHEME_NAME = Column(
    "scheme_name",
    "Tên điểm",
    ("Tên điểm mô hình", "Điểm mô hình"),
    width=24,
    max_length=300,
    hint="Chỉ cần khi trường có nhiều điểm của cùng một loại mô hình.",
)
_NAME = Column(
    "name",
    "Họ và tên",
    ("Họ tên", "Họ tên thành viên", "Tên thành viên", "Họ và tên thành viên"),
    width=26,
    example="Nguyễn Văn An",
    max_length=100,
    hint="Không ghi tên học sinh: dùng hai cột Số người và Nhóm người.",
)
_PHONE = Column(
    "phone",
    "Điện thoại",
    ("Số điện thoại", "SĐT", "ĐT", "Số ĐT", "Di động", "Điện thoại di động"),
    "phone",
    width=14,
    example="0912345678",
    hint="Dùng để nhận ra một người trong nhiều tệp.",
)
_PEOPLE = (
    _count(
        "count", "Số người", "Số lượng", "Số lượng người", minimum=1, hint="Khi không nêu tên: có bao nhiêu người."
    ),
    Column(
        "label",
        "Nhóm người",
        ("Đối tượng", "Nhóm không nêu tên"),
        width=24,
        max_length=120,
        hint="Khi không nêu tên: họ là ai, ví dụ Học sinh lớp 9A.",
    ),
    _day("valid_from", "Từ ngày", "Ngày tham gia", "Ngày vào", hint="Bỏ trống là từ ngày lập.", example=""),
    _day("valid_to", "Đến ngày", "Ngày ra", "Ngày thôi tham gia", hint="Ngày cuối cùng còn tham gia.", example=""),
)
_DECISION = (
    Column(
        "decision_number",
        "Số quyết định",
        ("Số QĐ", "QĐ số", "Quyết định số", "Số văn bản"),
        width=18,
        example="12/QĐ-THCS",
        max_length=60,
    ),
    _day("decision_on", "Ngày quyết định", "Ngày QĐ", "Ngày ký", "Ngày ký quyết định", "Ngày thành lập"),
    Column(
        "decided_by",
        "Cơ quan quyết định",
        ("Cơ quan ban hành", "Nơi ban hành", "Cơ quan ra quyết định"),
        width=28,
        max_length=200,
    ),
)

SCHOOLS = SheetSpec(
    "schools",
    "Trường học",
    (
        _CODE,
        _SCHOOL,
        Column(
            "level", "Cấp học", ("Bậc học", "Cấp"), "choice", choices=choices.SCHOOL_LEVELS, width=12, example="THCS"
        ),
        _COMMUNE,
        _DISTRICT,
        Column("school_year", "Năm học", (), width=12, example="2021-2022", max_length=20),
        _count("classes", "Số lớp", "Lớp", example="16"),
        _count("pupils", "Số học sinh", "Học sinh", "Số HS", "Tổng số học sinh", example="560"),
        _count(
            "staff",
            "Số cán bộ, giáo viên, nhân viên",
            "Cán bộ, giáo viên, nhân viên",
            "Số CBGVNV",
            "Số giáo viên",
            "CBGV",
        ),
        _count("declared_schemes", "Số mô hình khai báo", "Số mô hình", "Tổng số mô hình"),
        _count("declared_teams", "Số tổ khai báo", "Số tổ tự quản", "Số tổ"),
        _count("declared_team_members", "Số thành viên tổ khai báo", "Số thành viên tổ", "Số thành viên tổ tự quản"),
        _count("declared_groups", "Số nhóm khai báo", "Số nhóm kết nối", "Số nhóm Zalo", "Số nhóm"),
        _count(
            "declared_group_members", "Số thành viên nhóm khai báo", "Số thành viên nhóm", "Số thành viên nhóm Zalo"
        ),
        _day(
            "declared_on", "Tính đến ngày", "Ngày khai báo", "Thời điểm", hint="Ngày của các số khai báo.", example=""
        ),
    ),
    synonyms=("Trường", "Danh sách trường", "DS trường", "Danh sách trường học", "Đơn vị"),
    instructions=(
        "Mỗi trường một dòng. Trường chưa có trong hệ thống được lập mới nếu tệp do xã, huyện hoặc tỉnh gửi.",
        "Các số khai báo chỉ để đối chiếu; số liệu chính thức do hệ thống đếm từ danh sách.",
    ),
)
SCHEMES = SheetSpec(
    "schemes",
    "Mô hình",
    (
        _CODE,
        _SCHOOL,
        _COMMUNE,
        _TYPE,
        _SCHEME_NAME,
        Column(
            "entry",
            "Hình thức",
            ("Hình thức xây dựng", "Cách thức", "Hình thức thực hiện", "Xây dựng/củng cố/kiện toàn"),
            "choice",
            choices=choices.ENTRIES,
            width=16,
            example="Xây dựng mới",
            hint="Bỏ trống là xây dựng mới.",
        ),
        *_DECISION,
        _day("launched_on", "Ngày ra mắt", "Ngày ra mắt mô hình", "Ra mắt"),
        _day(
            "renewed_on",
            "Ngày củng cố, kiện toàn",
            "Ngày củng cố",
            "Ngày kiện toàn",
            example="",
            hint="Bắt buộc khi hình thức là củng cố hoặc kiện toàn.",
        ),
        Column(
            "pilot",
            "Điểm gốc",
            ("Nhân rộng từ", "Điểm được nhân rộng"),
            width=30,
            max_length=300,
            hint="Tên trường có điểm gốc, khi hình thức là nhân rộng.",
        ),
    ),
    synonyms=("Điểm mô hình", "Danh sách mô hình", "DS mô hình", "Mô hình tự quản"),
    instructions=("Mỗi điểm mô hình một dòng: một loại mô hình ở một trường. Cần ngày quyết định hoặc ngày ra mắt.",),
)
EVENTS = SheetSpec(
    "events",
    "Sự kiện",
    (
        _CODE,
        _SCHOOL,
        _COMMUNE,
        _TYPE_IF_SEVERAL,
        _SCHEME_NAME,
        Column(
            "event",
            "Sự kiện",
            ("Loại sự kiện", "Nội dung sự kiện", "Việc"),
            "choice",
            choices=choices.EVENTS,
            required=True,
            width=20,
            example="Kiện toàn",
        ),
        _day("on", "Ngày", "Ngày diễn ra", "Ngày thực hiện", "Thời gian", required=True),
        *_DECISION[:1],
        replace(_DECISION[1], synonyms=("Ngày QĐ", "Ngày ký", "Ngày ký quyết định")),
        _DECISION[2],
        Column("note", "Ghi chú", ("Nội dung", "Diễn giải"), width=34, max_length=2000),
    ),
    synonyms=("Diễn biến", "Sự kiện mô hình", "Hoạt động"),
    instructions=(
        "Những gì đã diễn ra với một điểm mô hình sau khi ra mắt: củng cố, kiện toàn, sơ kết, tạm dừng, thanh loại…",
    ),
)
TEAMS = SheetSpec(
    "teams",
    "Tổ tự quản",
    (
        _CODE,
        _SCHOOL,
        _COMMUNE,
        _TYPE_IF_SEVERAL,
        _SCHEME_NAME,
        Column(
            "team",
            "Tên tổ",
            ("Tổ", "Tổ tự quản", "Tên tổ tự quản"),
            required=True,
            width=30,
            max_length=200,
            example="Tổ tự quản cổng trường",
        ),
        _day("formed_on", "Ngày lập", "Ngày thành lập", "Ngày lập tổ", hint="Bỏ trống là ngày của mô hình."),
        _day(
            "ended_on", "Ngày kết thúc", "Ngày giải thể", "Kết thúc", hint="Ngày cuối cùng còn hoạt động.", example=""
        ),
        _count(
            "declared",
            "Số thành viên khai báo",
            "Số thành viên",
            "Thành viên",
            "Tổng số thành viên",
            hint="Chỉ để đối chiếu với danh sách.",
        ),
    ),
    synonyms=("Tổ", "Danh sách tổ", "DS tổ", "Danh sách tổ tự quản"),
    instructions=("Mỗi tổ một dòng. Tên tổ không trùng nhau trong cùng một mô hình.",),
)
TEAM_MEMBERS = SheetSpec(
    "team_members",
    "Thành viên tổ",
    (
        _CODE,
        _SCHOOL,
        _COMMUNE,
        _TYPE_IF_SEVERAL,
        _SCHEME_NAME,
        Column(
            "team",
            "Tên tổ",
            ("Tổ", "Tổ tự quản", "Tên tổ tự quản"),
            required=True,
            width=30,
            max_length=200,
            example="Tổ tự quản cổng trường",
        ),
        _NAME,
        _PHONE,
        Column(
            "birth_year", "Năm sinh", ("Sinh năm",), "number", width=10, minimum=1920, maximum=2020, example="1980"
        ),
        Column(
            "post",
            "Chức vụ",
            ("Chức vụ, đơn vị", "Công việc", "Nghề nghiệp"),
            width=20,
            max_length=120,
            example="Giáo viên",
        ),
        Column(
            "role",
            "Vai trò",
            ("Vai trò trong tổ", "Nhiệm vụ", "Chức danh trong tổ"),
            "choice",
            choices=choices.ROLES,
            width=16,
            example="Tổ trưởng",
            hint="Bỏ trống là thành viên.",
        ),
        *_PEOPLE,
    ),
    synonyms=("Danh sách thành viên tổ", "DS thành viên tổ", "Thành viên tổ tự quản", "Thành viên"),
    instructions=("Mỗi người một dòng. Học sinh không nêu tên: ghi Số người và Nhóm người.",),
)
GROUPS = SheetSpec(
    "groups",
    "Nhóm kết nối",
    (
        _CODE,
        _SCHOOL,
        _COMMUNE,
        _TYPE_IF_SEVERAL,
        _SCHEME_NAME,
        Column(
            "group",
            "Tên nhóm",
            ("Nhóm", "Nhóm kết nối", "Tên nhóm Zalo", "Nhóm Zalo", "Tên nhóm kết nối"),
            required=True,
            width=30,
            max_length=200,
            example="ANTT THCS Hoa Sen",
        ),
        Column(
            "platform",
            "Nền tảng",
            ("Ứng dụng", "Kênh"),
            "choice",
            choices=choices.PLATFORMS,
            width=12,
            example="Zalo",
            hint="Bỏ trống là Zalo.",
        ),
        Column(
            "link",
            "Đường dẫn",
            ("Link", "Link nhóm", "Đường dẫn nhóm", "Liên kết"),
            width=30,
            max_length=300,
            example="https://zalo.me/g/vidu123",
        ),
        Column("owner", "Trưởng nhóm", ("Quản trị nhóm", "Chủ nhóm", "Người lập nhóm"), width=26, max_length=100),
        _day("formed_on", "Ngày lập", "Ngày thành lập", "Ngày lập nhóm", hint="Bỏ trống là ngày của mô hình."),
        _day(
            "ended_on", "Ngày kết thúc", "Ngày giải thể", "Kết thúc", hint="Ngày cuối cùng còn hoạt động.", example=""
        ),
        _count(
            "declared",
            "Số thành viên khai báo",
            "Số thành viên",
            "Thành viên",
            "Tổng số thành viên",
            hint="Số thành viên nhóm đang hiển thị.",
        ),
        _day("checked_on", "Ngày kiểm tra gần nhất", "Ngày kiểm tra", "Kiểm tra gần nhất"),
        Column(
            "is_active",
            "Đang hoạt động",
            ("Hoạt động", "Còn hoạt động", "Tình trạng hoạt động"),
            "choice",
            choices=choices.YES_NO,
            width=12,
            example="Có",
            hint="Khi kiểm tra, nhóm còn hoạt động không.",
        ),
    ),
    synonyms=("Nhóm", "Nhóm Zalo", "Danh sách nhóm", "Nhóm kết nối Zalo"),
    instructions=("Mỗi nhóm một dòng. Ngày kiểm tra là ngày có người mở nhóm ra xem còn hoạt động không.",),
)
GROUP_MEMBERS = SheetSpec(
    "group_members",
    "Thành viên nhóm",
    (
        _CODE,
        _SCHOOL,
        _COMMUNE,
        Column(
            "group",
            "Tên nhóm",
            ("Nhóm", "Nhóm kết nối", "Tên nhóm Zalo", "Nhóm Zalo", "Tên nhóm kết nối"),
            required=True,
            width=30,
            max_length=200,
            example="ANTT THCS Hoa Sen",
        ),
        _NAME,
        _PHONE,
        Column(
            "employer",
            "Đơn vị công tác",
            ("Nơi công tác", "Cơ quan công tác", "Cơ quan", "Chức vụ, đơn vị công tác"),
            width=28,
            max_length=200,
            example="Công an phường Nếnh",
            hint="Bỏ trống là trường của nhóm.",
        ),
        Column(
            "capacity",
            "Tư cách",
            ("Thành phần", "Vai trò", "Vai trò trong nhóm", "Tư cách tham gia"),
            "choice",
            choices=choices.CAPACITIES,
            width=18,
            example="Công an phụ trách địa bàn",
            hint="Bỏ trống là thành viên mô hình.",
        ),
        *_PEOPLE,
    ),
    synonyms=("Danh sách thành viên nhóm", "DS thành viên nhóm", "Thành viên nhóm kết nối", "Thành viên nhóm Zalo"),
    instructions=(
        "Mỗi người một dòng. Nhóm đủ bốn bên khi có thành viên, nhà trường, công an phụ trách địa bàn và y tế.",
    ),
)
SHEETS = (SCHOOLS, SCHEMES, EVENTS, TEAMS, TEAM_MEMBERS, GROUPS, GROUP_MEMBERS)


def workbook_spec(kind: str, types: Iterable[NamedType] = ()) -> WorkbookSpec:
    """The format for one kind of sender; with the register's model types, these become a list to choose from."""
    listed = tuple(types)
    sheets = tuple(_fitted(sheet, kind, listed) for sheet in SHEETS)
    return WorkbookSpec(kind, VERSION, str(KINDS[kind]), sheets)


def _fitted(sheet: SheetSpec, kind: str, types: tuple[NamedType, ...]) -> SheetSpec:
    columns = []
    for column in sheet.columns:
        if column.key == "school" and kind == "school":
            column = replace(column, required=False, hint="Bỏ trống là trường của bạn.")
        if column.key == "type" and types:
            column = replace(column, kind="choice", choices=choices.of_types(types))
        columns.append(column)
    return replace(sheet, columns=tuple(columns))
