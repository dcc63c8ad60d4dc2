"""E-mail through Django's mail: an SMTP server, or by default a folder of files for an installation without one."""

import smtplib
from datetime import datetime

from django.conf import settings
from django.core import mail
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.channels.ways import contract
from truongan.web.mail_folder import KEY_HEADER

_GONE = {550, 551, 553}  # no such mailbox (RFC 5321 §4.2.3)


class Way(contract.Way):
    name = "email"
    at_once = 50
    explanations = {
        "login": gettext_lazy("Máy chủ thư từ chối tài khoản gửi: sửa TRUONGAN_EMAIL_URL rồi mở lại kênh."),
        "sender": gettext_lazy("Máy chủ thư từ chối địa chỉ người gửi: sửa TRUONGAN_EMAIL_FROM rồi mở lại kênh."),
        "address": gettext_lazy("Địa chỉ thư không có hoặc bị từ chối: nhờ người nhận khai địa chỉ khác."),
        "busy": gettext_lazy("Máy chủ thư tạm không nhận thư cho địa chỉ này; đã thử lại nhiều lần."),
        "line": gettext_lazy("Không nối được với máy chủ thư: kiểm tra mạng và TRUONGAN_EMAIL_URL."),
        "cut": gettext_lazy("Mất kết nối khi đang gửi: không rõ thư đã đi chưa nên không gửi lại."),
    }

    @property
    def deduplicates(self) -> bool:  # type: ignore[override]  # a folder knows keys, SMTP does not
        return settings.EMAIL_BACKEND.endswith("mail_folder.EmailBackend")

    @property
    def rate(self) -> float:  # type: ignore[override]  # a setting
        return settings.EMAIL_RATE

    def remarks(self) -> list[str]:
        if not self.deduplicates:
            return []
        folder = _("Chưa có máy chủ thư: thư được ghi thành tệp trong thư mục %(folder)s, không tới ai.")
        return [folder % {"folder": settings.EMAIL_FILE_PATH}]

    def send_many(self, deliveries: list[contract.Outgoing], *, now: datetime) -> list[contract.Outcome]:
        line = mail.get_connection()
        outcomes = []
        try:
            line.open()
        except smtplib.SMTPAuthenticationError as reason:
            return [contract.parked("login", _said(reason))] * len(deliveries)
        except (OSError, smtplib.SMTPException) as reason:
            return [contract.retry("line", str(reason))] * len(deliveries)
        try:
            outcomes = [_send(each, line) for each in deliveries]
        finally:
            _close(line)
        return outcomes


def _send(outgoing: contract.Outgoing, line) -> contract.Outcome:
    """One letter; SMTP's codes: 4xx is "not now", 5xx is "never"."""
    try:
        line.send_messages([letter(outgoing, line)])
    except smtplib.SMTPRecipientsRefused as reason:
        return _refused(next(iter(reason.recipients.values())))
    except smtplib.SMTPSenderRefused as reason:
        return contract.parked("sender", _said(reason))
    except smtplib.SMTPResponseException as reason:
        return _refused((reason.smtp_code, reason.smtp_error))
    except (OSError, smtplib.SMTPException) as reason:
        _close(line)  # the next letter opens a new one
        return contract.unsure("cut", str(reason))
    return contract.handed(outgoing.key)


def _refused(said: tuple[int, bytes | str]) -> contract.Outcome:
    code, text = said[0], said[1].decode("utf-8", "replace") if isinstance(said[1], bytes) else said[1]
    if 400 <= code < 500:
        return contract.retry("busy", f"{code} {text}", is_outage=False)
    return contract.dead_for_person("address", f"{code} {text}", closes_address=code in _GONE)


def _said(reason: smtplib.SMTPResponseException) -> str:
    error = reason.smtp_error
    return f"{reason.smtp_code} {error.decode('utf-8', 'replace') if isinstance(error, bytes) else error}"


def _close(line) -> None:
    try:
        line.close()
    except (OSError, smtplib.SMTPException):
        line.connection = None


def _way_back(outgoing: contract.Outgoing) -> list[str]:
    """The link of the task; a letter with a code to type in has none."""
    if not outgoing.url:
        return []
    words = _("Mở để xem và trả lời") if outgoing.choices else _("Mở để xem")
    return [f"{words}: {outgoing.url}", _("Đường dẫn này dành riêng cho bạn, xin đừng chuyển tiếp.")]


def letter(outgoing: contract.Outgoing, line) -> mail.EmailMessage:
    """Plain text: what it is, the way to the page of this task, and where to stop such letters."""
    parts = [
        outgoing.short if outgoing.short != outgoing.subject else "",
        outgoing.text,
        *_way_back(outgoing),
        f"-- \n{settings.SITE_NAME}",
    ]
    host = settings.SITE_ADDRESS.split("//")[-1].split(":")[0]
    return mail.EmailMessage(
        subject=" ".join(outgoing.subject.split()),
        body="\n\n".join(part for part in parts if part),
        to=[outgoing.to],
        # The same at every try: mail programs show a repeated letter once.
        headers={
            "Message-ID": f"<{outgoing.key}@{host}>",
            "Auto-Submitted": "auto-generated",
            KEY_HEADER: outgoing.key,
        },
        connection=line,
    )
