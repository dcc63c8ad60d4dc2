"""Web push: a notice on the lock screen of a telephone or the corner of a desk, also in the installed page.

What leaves the product is the subject and the address of the task, sealed for the one browser (RFC 8291).
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pywebpush import WebPushException, webpush

from truongan.channels.models.names import Urgency
from truongan.channels.ways import contract
from truongan.channels.ways.push import keys
from truongan.channels.ways.push.services import is_push_service

_SECONDS = 10.0
_LINES = 8
_KEPT = timedelta(days=1)  # by the push service, while a telephone is off; less where the message ends before
_TOKEN_HOURS = timedelta(hours=12)  # push services take a day at most
_GONE = (404, 410)
_URGENCIES = {Urgency.LIFE_SAFETY: "high", Urgency.URGENT: "high", Urgency.NORMAL: "normal"}
_here = threading.local()


class Way(contract.Way):
    name = "push"
    # The same key is the same topic and the same tag on the screen: a repeat takes the place of the first.
    deduplicates = True
    explanations: dict[str, Any] = {
        "404": gettext_lazy("Trình duyệt này đã thôi nhận thông báo. Người dùng bật lại trong trang Cách nhận tin."),
        "410": gettext_lazy("Trình duyệt này đã thôi nhận thông báo. Người dùng bật lại trong trang Cách nhận tin."),
        "401": gettext_lazy("Máy chủ đẩy không nhận khóa của hệ thống. Kiểm tra đồng hồ máy chủ và thư mục secrets."),
        "403": gettext_lazy(
            "Khóa của hệ thống đã đổi từ khi người này đăng ký. Người dùng tắt rồi bật lại thông báo."
        ),
        "413": gettext_lazy("Tiêu đề quá dài với máy chủ đẩy."),
        "429": gettext_lazy("Máy chủ đẩy yêu cầu gửi chậm lại. Hệ thống tự gửi lại sau."),
        "keys": gettext_lazy("Đăng ký của trình duyệt bị hỏng. Người dùng tắt rồi bật lại thông báo."),
        "unreachable": gettext_lazy("Không tới được máy chủ đẩy. Hệ thống tự gửi lại."),
    }

    def missing(self) -> list[str]:
        return [] if settings.PUSH_CONTACT else [_("Chưa đặt TRUONGAN_PUSH_CONTACT: địa chỉ để máy chủ đẩy liên hệ.")]

    def send_many(self, deliveries: list[contract.Outgoing], *, now: datetime) -> list[contract.Outcome]:
        if len(deliveries) == 1:
            return [_sent(deliveries[0], now)]
        with ThreadPoolExecutor(_LINES) as lines:
            return list(lines.map(lambda each: _sent(each, now), deliveries))


def _sent(said: contract.Outgoing, now: datetime) -> contract.Outcome:
    endpoint = said.to or str(said.details.get("endpoint", ""))
    if not is_push_service(endpoint):
        return contract.dead_for_person("keys", closes_address=True)
    try:
        answer: Any = webpush(
            {"endpoint": endpoint, "keys": {each: said.details.get(each, "") for each in ("p256dh", "auth")}},
            data=json.dumps({"subject": said.subject, "url": said.url, "key": said.key}, ensure_ascii=False),
            vapid_private_key=keys.signer(),
            vapid_claims={"sub": settings.PUSH_CONTACT, "exp": int((now + _TOKEN_HOURS).timestamp())},
            ttl=_ttl(said, now),
            headers={"Topic": said.key, "Urgency": _URGENCIES.get(Urgency(said.urgency), "normal")},
            timeout=_SECONDS,
            requests_session=_session(),
        )
    except WebPushException as reason:
        return _refused(reason)
    except requests.RequestException as reason:
        return contract.retry("unreachable", type(reason).__name__)  # its words hold the browser's own address
    except (ValueError, TypeError, IndexError):  # no point of the curve: the library looks no closer
        return contract.dead_for_person("keys", closes_address=True)
    return contract.handed(answer.headers.get("Location", "")[-120:])


def _refused(reason: WebPushException) -> contract.Outcome:
    status = reason.status_code
    if status is None:
        return contract.dead_for_person("keys", closes_address=True)
    if status in _GONE:
        return contract.dead_for_person(str(status), closes_address=True)
    if status == 429:
        return contract.retry("429", after=_seconds(reason.retry_after), is_outage=False)
    if status >= 500:
        return contract.retry(str(status))
    return contract.dead_for_person(str(status), closes_address=status == 403)


def _seconds(said: str | None) -> timedelta | None:
    """`Retry-After` in seconds; as a date it is left to our own back-off."""
    return timedelta(seconds=min(int(said), 3600)) if said and said.isdigit() else None


def _ttl(said: contract.Outgoing, now: datetime) -> int:
    left = said.expires_at - now if said.expires_at else _KEPT
    return max(0, int(min(left, _KEPT).total_seconds()))


def _session() -> requests.Session:
    """One for each thread, that goes nowhere else than it was told."""
    if not hasattr(_here, "session"):
        _here.session = requests.Session()
        _here.session.max_redirects = 0
    session: requests.Session = _here.session
    return session
