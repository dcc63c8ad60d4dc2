"""What may stand in the columns with a list, and what people write instead."""

from collections.abc import Iterable

from truongan.movement.models import ConnectionGroup, GroupMembership, TeamMembership
from truongan.movement.states import EventKind
from truongan.organizations.models import SchoolLevel
from truongan.workbooks.sheets import Choice

SCHOOL_LEVELS = (
    Choice(SchoolLevel.MN.value, "Mầm non", ("MN", "Mẫu giáo", "Nhà trẻ")),
    Choice(SchoolLevel.TH.value, "Tiểu học", ("TH", "Cấp 1", "Cấp I")),
    Choice(SchoolLevel.THCS.value, "THCS", ("Trung học cơ sở", "Cấp 2", "Cấp II")),
    Choice(SchoolLevel.THPT.value, "THPT", ("Trung học phổ thông", "Cấp 3", "Cấp III")),
    Choice(
        SchoolLevel.TH_THCS.value,
        "TH&THCS",
        ("TH và THCS", "Tiểu học và THCS", "Tiểu học và trung học cơ sở", "Cấp 1-2"),
    ),
    Choice(SchoolLevel.THCS_THPT.value, "THCS&THPT", ("THCS và THPT", "Cấp 2-3")),
    Choice(SchoolLevel.GDTX.value, "GDTX", ("Giáo dục thường xuyên", "GDNN-GDTX", "Trung tâm GDNN-GDTX", "TTGDTX")),
    Choice(SchoolLevel.CDDH.value, "CĐ, ĐH", ("Cao đẳng", "Đại học", "CĐ/ĐH", "Cao đẳng, đại học", "Trung cấp")),
)
BUILT, REPLICATED, STRENGTHENED, RESTAFFED, BOTH = "built", "replicated", "strengthened", "restaffed", "both"
ENTRIES = (
    Choice(BUILT, "Xây dựng mới", ("Mới", "Xây mới", "Thành lập mới", "Xây dựng", "Thành lập")),
    Choice(REPLICATED, "Nhân rộng", ("Nhân rộng mô hình", "Nhân điển hình")),
    Choice(STRENGTHENED, "Củng cố", ("Được củng cố",)),
    Choice(RESTAFFED, "Kiện toàn", ("Được kiện toàn", "Kiện toàn lại")),
    Choice(BOTH, "Củng cố và kiện toàn", ("Củng cố, kiện toàn", "Kiện toàn, củng cố", "Củng cố kiện toàn")),
)
_EVENT_SYNONYMS = {
    EventKind.ESTABLISHED: ("Thành lập", "Quyết định"),
    EventKind.LAUNCHED: ("Lễ ra mắt", "Ra mắt mô hình"),
    EventKind.ACTIVE: ("Hoạt động", "Sinh hoạt"),
    EventKind.STRENGTHENED: ("Được củng cố",),
    EventKind.RESTAFFED: ("Được kiện toàn", "Thay thành viên"),
    EventKind.RECOGNISED: ("Điển hình", "Công nhận"),
    EventKind.TRANSFERRED: ("Chuyển",),
    EventKind.SUSPENDED: ("Tạm ngừng", "Ngừng tạm thời"),
    EventKind.RESUMED: ("Tiếp tục", "Hoạt động trở lại"),
    EventKind.REMOVED: ("Loại", "Đưa ra khỏi danh sách"),
}
EVENTS = tuple(Choice(kind.value, str(kind.label), _EVENT_SYNONYMS.get(kind, ())) for kind in EventKind)
_ROLE = TeamMembership.Role
ROLES = (
    Choice(_ROLE.HEAD.value, "Trưởng ban, chủ nhiệm", ("Trưởng ban", "Chủ nhiệm", "Trưởng ban chỉ đạo")),
    Choice(_ROLE.DEPUTY.value, "Phó", ("Phó ban", "Phó trưởng ban", "Phó chủ nhiệm")),
    Choice(_ROLE.LEADER.value, "Tổ trưởng", ("Nhóm trưởng", "TT")),
    Choice(_ROLE.VICE_LEADER.value, "Tổ phó", ("Nhóm phó", "TP")),
    Choice(_ROLE.MEMBER.value, "Thành viên", ("Tổ viên", "TV", "Ủy viên")),
)
PLATFORMS = (
    Choice(ConnectionGroup.Platform.ZALO.value, "Zalo", ("Nhóm Zalo",)),
    Choice(ConnectionGroup.Platform.VIBER.value, "Viber"),
    Choice(ConnectionGroup.Platform.TELEGRAM.value, "Telegram"),
    Choice(ConnectionGroup.Platform.OTHER.value, "Khác", ("Messenger", "Facebook", "SMS")),
)
_CAPACITY = GroupMembership.Capacity
CAPACITIES = (
    Choice(_CAPACITY.MEMBER.value, "Thành viên mô hình", ("Thành viên", "TV", "Phụ huynh", "Tổ viên")),
    Choice(
        _CAPACITY.AREA_POLICE.value,
        "Công an phụ trách địa bàn",
        ("Công an", "Công an phụ trách", "Cảnh sát khu vực", "CA", "CSKV"),
    ),
    Choice(_CAPACITY.HEALTH.value, "Y tế", ("Cán bộ y tế", "Trạm y tế", "Y tế trường học", "Nhân viên y tế")),
    Choice(_CAPACITY.SCHOOL.value, "Nhà trường", ("Trường", "Giáo viên", "Cán bộ nhà trường", "BGH")),
)
YES, NO = "yes", "no"
YES_NO = (
    Choice(YES, "Có", ("x", "Đúng", "Đang hoạt động", "Còn", "TRUE", "1")),
    Choice(NO, "Không", ("Ngừng", "Không hoạt động", "Không còn", "FALSE", "0")),
)


def of_types(types: Iterable) -> tuple[Choice, ...]:
    """Model types as a list: by short name, name or code, and by the name up to its first “về” or “giữa”."""
    return tuple(
        Choice(each.code, each.short_name, tuple(dict.fromkeys((each.name, *_shortened(each.name))))) for each in types
    )


def _shortened(name: str) -> list[str]:
    bare = name.strip('“”" ')
    cuts = [bare.split(f" {word} ", 1)[0] for word in ("về", "giữa", "và") if f" {word} " in bare]
    return [bare, *(f"{prefix}{cut}" for cut in cuts for prefix in ("", "Mô hình "))]
