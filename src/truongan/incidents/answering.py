"""What follows from a tap on a message of the alarm, and what the page behind its link may say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from truongan.channels.answers import Answers
from truongan.incidents.actions import answer_alarm
from truongan.incidents.actions.refusals import locked
from truongan.incidents.models import Alarm
from truongan.web.formats import vn_datetime


def take(recipient, choice: str, via: str, now) -> None:
    answer_alarm(recipient=recipient, choice=choice, via=via, now=now)


def lock(message) -> None:
    """The case before whoever answers: whoever is quicker takes it and calls the others' messages back."""
    alarm = Alarm.objects.select_related("incident").filter(message=message).first()
    if alarm is not None:
        locked(alarm.incident)


def describe(message, _recipient) -> list[str]:
    """How grave, since when, and what a tap does: no school, no kind, nothing that a forwarded link must not tell."""
    alarm = Alarm.objects.select_related("incident__severity").filter(message=message).first()
    if alarm is None:
        return []
    incident = alarm.incident
    lines = [
        _("Mức độ: %(severity)s. Báo lúc %(at)s.")
        % {"severity": incident.severity.name, "at": vn_datetime(incident.reported_at)}
    ]
    if incident.is_unanswered:
        until = vn_datetime(alarm.ends_at)
        lines.append(_("Nếu chưa ai nhận đến %(at)s, cấp tiếp theo được báo.") % {"at": until})
    else:
        lines.append(_("Đã có người nhận việc này."))
    lines.append(_("Nội dung vụ việc chỉ xem được khi đã đăng nhập."))
    return lines


ALARM = Answers(
    take=take, describe=describe, lock=lock, over=_lazy("Đã có người nhận vụ việc, hoặc vụ việc đã xong.")
)  # fmt: skip
