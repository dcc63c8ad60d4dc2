"""SMS through any gateway that takes one HTTP request for each message; settings say how (docs/how-to)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.channels.ways import contract
from truongan.channels.ways.sms.gateway import Gateway

_LINES = 8  # requests under way at once
_PATIENCE = (
    45  # seconds for one call: what a slow gateway has not been asked by then waits, well before its lease ends
)


class Way(contract.Way):
    name = "sms"
    at_once = 400
    explanations = {
        "line": gettext_lazy("Không nối được với cổng SMS: kiểm tra mạng và TRUONGAN_SMS_URL."),
        "silent": gettext_lazy("Cổng SMS không trả lời: không rõ tin đã đi chưa nên không gửi lại."),
        "refused": gettext_lazy("Cổng SMS từ chối số này: sửa số điện thoại của người nhận."),
        "number": gettext_lazy("Không phải số điện thoại Việt Nam đọc được: sửa số của người nhận."),
        "401": gettext_lazy("Cổng SMS từ chối khóa: sửa TRUONGAN_SMS_HEADERS rồi mở lại kênh."),
        "402": gettext_lazy("Tài khoản ở cổng SMS hết tiền: nạp tiền rồi mở lại kênh."),
        "403": gettext_lazy("Cổng SMS không cho gửi: hỏi nhà cung cấp rồi mở lại kênh."),
        "429": gettext_lazy("Cổng SMS yêu cầu gửi chậm lại: giảm TRUONGAN_SMS_RATE."),
        "5xx": gettext_lazy("Cổng SMS gặp sự cố; đã thử lại nhiều lần."),
    }

    @property
    def deduplicates(self) -> bool:  # type: ignore[override]  # a setting
        return settings.SMS_TAKES_KEYS

    @property
    def rate(self) -> float:  # type: ignore[override]  # a setting
        return settings.SMS_RATE

    def missing(self) -> list[str]:
        if settings.SMS_URL:
            return []
        return [_("Chưa khai cổng SMS: đặt TRUONGAN_SMS_URL (và TRUONGAN_SMS_HEADERS, TRUONGAN_SMS_BODY).")]

    @cached_property
    def gateway(self) -> Gateway:
        return Gateway(lines=3 * _LINES)  # three portions may be under way at once

    def send_many(self, deliveries: list[contract.Outgoing], *, now: datetime) -> list[contract.Outcome]:
        until = monotonic() + _PATIENCE

        def send(each: contract.Outgoing) -> contract.Outcome:
            return self.gateway.send(each) if monotonic() < until else contract.retry("line", _("Cổng SMS quá chậm."))

        with ThreadPoolExecutor(min(_LINES, len(deliveries))) as lines:
            return list(lines.map(send, deliveries))
