"""What each refusal of Zalo means and what is done about it: one table, read by the code and by administrators.

Compiled from public implementations that quote Zalo's documentation; see docs/reference/channels-zalo.md.
"""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from truongan.channels.ways import contract
from truongan.channels.ways.zalo.wire import Refused, Unreachable

What = Literal["slow_down", "once_more", "renew", "park", "person", "group"]


@dataclass(frozen=True)
class Policy:
    what: What
    explanation: Any


POLICIES: dict[int, Policy] = {
    -32: Policy("slow_down", _("Zalo yêu cầu gửi chậm lại. Hệ thống tự gửi lại sau.")),
    -200: Policy("once_more", _("Zalo báo gửi không thành công. Hệ thống đã gửi lại một lần.")),
    -216: Policy("renew", _("Mã truy cập không còn hợp lệ. Hệ thống tự xin mã mới rồi gửi lại.")),
    -220: Policy("renew", _("Mã truy cập đã hết hạn. Hệ thống tự xin mã mới rồi gửi lại.")),
    -204: Policy("park", _("Zalo báo Official Account không dùng được nữa. Kiểm tra OA trên trang quản lý của Zalo.")),
    -219: Policy("park", _("Zalo báo ứng dụng đã bị gỡ hoặc bị khóa. Kiểm tra ứng dụng trên trang nhà phát triển.")),
    -221: Policy("park", _("Zalo báo OA chưa được xác thực. Hoàn tất xác thực OA với Zalo.")),
    -223: Policy("park", _("OA đã dùng hết hạn mức tin. Chờ kỳ hạn mức mới hoặc mua thêm, rồi mở lại kênh.")),
    -224: Policy("park", _("OA chưa có gói dịch vụ cần cho việc này. Mua gói, rồi mở lại kênh.")),
    -320: Policy("park", _("Ứng dụng chưa gắn với tài khoản trả tiền của Zalo. Gắn tài khoản, rồi mở lại kênh.")),
    -321: Policy("park", _("Tài khoản trả tiền của Zalo không trả được phí. Nạp tiền, rồi mở lại kênh.")),
    -213: Policy("person", _("Người này chưa quan tâm OA. Mời họ quét mã QR của OA rồi bấm “Quan tâm”.")),
    -217: Policy("person", _("Người này không nhận lời mời từ OA. Dùng kênh khác.")),
    -227: Policy("person", _("Tài khoản Zalo của người này bị khóa hoặc lâu không hoạt động. Dùng kênh khác.")),
    -230: Policy("person", _("Người này không nhắn cho OA trong 7 ngày qua. Nhắn OA một tin là nhận lại được.")),
    -232: Policy("person", _("Người này chưa nhắn cho OA, hoặc đã lâu. Nhắn OA một tin là nhận lại được.")),
    -244: Policy("person", _("Người này đã hạn chế tin của OA. Họ tự mở lại được trong Zalo.")),
    -237: Policy("group", _("Nhóm đã hết hạn gói. Gia hạn trong 45 ngày, sau đó nhóm bị giải tán.")),
    -403: Policy("group", _("OA không còn trong nhóm. Thêm OA vào lại, hoặc lập nhóm mới.")),
}  # fmt: skip
UNKNOWN = _("Zalo từ chối với mã hệ thống chưa biết. Tra mã này trong tài liệu của Zalo.")
TEMPLATE = _(
    "Mẫu tin Zalo không dùng được (hết hạn, chưa duyệt hoặc sai tham số). Sửa mẫu hoặc bỏ mã mẫu khỏi cấu hình."
)
BROKEN_LINE = _("Đường truyền đứt khi Zalo đang trả lời: không rõ tin đã tới chưa, nên không gửi lại.")
NO_TOKEN = _("Zalo không cấp mã truy cập mới. Quản trị viên kết nối lại Official Account.")

EXPLANATIONS: dict[str, Any] = {str(code): each.explanation for code, each in POLICIES.items()} | {
    "template": TEMPLATE,
    "line": BROKEN_LINE,
    "token": NO_TOKEN,
    "unreachable": _("Không tới được Zalo. Hệ thống tự gửi lại khi Zalo hoạt động trở lại."),
}


def outcome_of(refused: Refused, attempts: int) -> contract.Outcome:
    """What follows from a refusal, `attempts` tries before this one."""
    code, text = str(refused.code), refused.text
    policy = POLICIES.get(refused.code)
    match policy.what if policy else "unknown":
        case "slow_down":
            return contract.retry(code, text, is_outage=False)
        case "once_more" if attempts == 0:
            return contract.retry(code, text, is_outage=False)
        case "renew":
            return contract.refresh_and_retry(code, text)
        case "park":
            return contract.parked(code, text)
        case "group" if refused.code == -403:
            return contract.dead_for_person(code, text, closes_address=True)
    return contract.dead_for_person(code, text or str(UNKNOWN))


def outcome_of_silence(silence: Unreachable) -> contract.Outcome:
    """Words that never left are sent again; words that may have arrived are not, for Zalo knows no keys of ours."""
    if silence.may_have_arrived:
        return contract.unsure("line", str(silence))
    return contract.retry("unreachable", str(silence))
