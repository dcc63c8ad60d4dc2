"""What an installation starts with: kinds of incidents, degrees, diseases and limits of `domain`, each with its source.

Every row is data an administrator changes from a day on. What no source was found for has no source written here.
"""

from datetime import date
from typing import Any

_DECREE_80 = "Nghị định 80/2017/NĐ-CP, Điều 2 khoản 5"
_DECREE_56 = "Nghị định 56/2017/NĐ-CP"
_CIRCULAR_54 = "Thông tư 54/2015/TT-BYT (bãi bỏ từ 01/07/2026; danh mục chưa đối chiếu đủ)"
_CIRCULAR_15 = "Thông tư 15/2026/TT-BYT; Luật 114/2025/QH15"
DISEASES_CHANGE = date(2026, 7, 1)

_CATEGORY = ("code", "name", "theme", "severity", "law", "is_disease", "concerns_children")
_CATEGORIES = (
    ("than-the", "Hành hạ, ngược đãi, đánh đập thân thể", "violence", "nghiem-trong", _DECREE_80, False, True),
    ("suc-khoe", "Xâm hại thân thể, sức khỏe", "violence", "nghiem-trong", _DECREE_80, False, True),
    ("xuc-pham", "Lăng mạ, xúc phạm danh dự, nhân phẩm", "violence", "it-nghiem-trong", _DECREE_80, False, True),
    ("co-lap", "Cô lập, xua đuổi", "violence", "it-nghiem-trong", _DECREE_80, False, True),
    ("co-y-khac", "Hành vi cố ý khác gây tổn hại", "violence", "it-nghiem-trong", _DECREE_80, False, True),
    ("danh-nhau", "Đánh nhau, gây rối trật tự", "order", "nghiem-trong", "", False, True),
    ("thuong-tich", "Cố ý gây thương tích", "order", "nguy-hiem", "", False, True),
    ("trom-cap", "Trộm cắp", "order", "it-nghiem-trong", "", False, False),
    ("giao-thong", "Vi phạm, tai nạn giao thông", "order", "nghiem-trong", "", False, False),
    ("ma-tuy", "Ma túy", "social", "nghiem-trong", "", False, True),
    ("nghien-game", "Nghiện trò chơi điện tử", "social", "it-nghiem-trong", "", False, False),
    ("tren-mang", "Bị lừa đảo, bắt nạt, xâm hại trên mạng", "online", "nghiem-trong", "", False, True),
    ("dich-benh", "Bệnh truyền nhiễm, nghi mắc", "health", "nghiem-trong", "", True, False),
    ("ngo-doc", "Ngộ độc thực phẩm", "health", "nguy-hiem", "", False, False),
    ("chay-no", "Cháy, nổ", "safety", "nguy-hiem", "", False, False),
    ("khac", "Vụ việc khác", "other", "it-nghiem-trong", "", False, False),
)
_SEVERITY = ("code", "name", "rank", "urgency", "meaning")
_SEVERITIES = (
    ("it-nghiem-trong", "Ít nghiêm trọng", 1, "urgent", "Không ai bị thương, đã yên."),
    ("nghiem-trong", "Nghiêm trọng", 2, "urgent", "Có người bị thương, bị hại, hoặc còn có thể xảy ra tiếp."),
    ("nguy-hiem", "Nguy hiểm tính mạng", 3, "life", "Đang đe dọa tính mạng. Gọi 113, 114, 115 trước khi báo ở đây."),
)
_VIOLATIONS = (
    ("muc-1", "Mức 1: gây tác hại cho bản thân", 1),
    ("muc-2", "Mức 2: gây tác hại cho nhóm, lớp", 2),
    ("muc-3", "Mức 3: gây tác hại cho nhà trường", 3),
)
_WITHIN_24 = ("sot-xuat-huyet", "soi", "ta", "bach-hau", "tay-chan-mieng")
_WITHIN_48 = ("ho-ga", "dai")
_DISEASES = (
    ("sot-xuat-huyet", "Sốt xuất huyết"),
    ("soi", "Sởi"),
    ("ta", "Tả"),
    ("bach-hau", "Bạch hầu"),
    ("tay-chan-mieng", "Tay chân miệng"),
    ("ho-ga", "Ho gà"),
    ("dai", "Dại"),
    ("khac", "Bệnh truyền nhiễm khác"),
)


def categories() -> list[dict[str, Any]]:
    return [
        dict(zip(_CATEGORY, row, strict=True)) | {"position": place} for place, row in enumerate(_CATEGORIES, start=1)
    ]


def severities() -> list[dict[str, Any]]:
    return [dict(zip(_SEVERITY, row, strict=True)) | {"position": row[2]} for row in _SEVERITIES]


def violation_levels() -> list[dict[str, Any]]:
    law = "Thông tư 19/2025/TT-BGDĐT"
    return [
        {"code": code, "name": name, "rank": rank, "position": rank, "law": law} for code, name, rank in _VIOLATIONS
    ]


def diseases() -> list[dict[str, Any]]:
    return [{"code": code, "name": name, "position": place} for place, (code, name) in enumerate(_DISEASES, start=1)]


def limits() -> list[dict[str, Any]]:
    """Hours after a suspected case was noticed; for a child under 16 what the school and the commune owe."""
    station = {
        "kind": "disease",
        "name": "Báo trạm y tế cấp xã ca nghi mắc bệnh truyền nhiễm",
        "who": "Người phát hiện",
    }
    child = {"kind": "child", "law": _DECREE_56}
    return [
        station | {"code": "benh-24", "amount": 24, "law": _CIRCULAR_15, "valid_from": DISEASES_CHANGE},
        station
        | {"code": "benh-24", "amount": 24, "law": _CIRCULAR_54, "valid_to": DISEASES_CHANGE, "diseases": list(_WITHIN_24)},
        station
        | {"code": "benh-48", "amount": 48, "law": _CIRCULAR_54, "valid_to": DISEASES_CHANGE, "diseases": list(_WITHIN_48)},
        child
        | {
            "code": "tre-em-bao", "name": "Báo Tổng đài 111, Công an hoặc UBND cấp xã (Mẫu số 01)",
            "who": "Nhà trường", "unit": "at_once", "position": 1,
        },
        child
        | {
            "code": "tre-em-khan-cap", "name": "Biện pháp can thiệp khẩn cấp", "who": "UBND cấp xã",
            "after": "tre-em-bao", "amount": 12, "unit": "hours", "position": 2,
        },
        child
        | {
            "code": "tre-em-ke-hoach", "name": "Kế hoạch hỗ trợ, can thiệp", "who": "UBND cấp xã",
            "after": "tre-em-bao", "amount": 5, "unit": "working_days", "position": 3,
        },
        child
        | {
            "code": "tre-em-phe-duyet", "name": "Phê duyệt kế hoạch", "who": "UBND cấp xã",
            "after": "tre-em-ke-hoach", "amount": 2, "unit": "working_days", "position": 4,
        },
    ]  # fmt: skip


def cluster_rules() -> list[dict[str, Any]]:
    """Three linked cases in a week where a disease is not endemic are an early sign (domain §10).

    No text was found for the time before; the same number stands there as our own default, without a source. That
    "linked" is read as "of one disease at one school" is our own, too.
    """
    rule = {"code": "chum-ca", "name": "Cùng một bệnh tại cùng một trường", "cases": 3, "days": 7, "apart": ["khac"]}
    return [
        rule | {"law": "Thông tư 15/2026/TT-BYT (cảnh báo sớm); Luật 114/2025/QH15", "valid_from": DISEASES_CHANGE},
        rule | {"law": "", "valid_to": DISEASES_CHANGE},
    ]
