"""What the pages of alerts show besides the alert itself."""

from datetime import datetime

from django.utils.translation import gettext as _

from truongan.alerts import rules
from truongan.alerts.models import Alert
from truongan.channels.models import Recipient
from truongan.organizations.querysets import in_scope

SILENT, INFORMED, REACHED_NOT, EVERYBODY = "", "co-tin", "khong-toi", "het"


def people_told(alert: Alert, user, which: str):
    """Recipients this person sees, as one of four lists: silent, those who know something, unreachable, everybody."""
    rows = _seen_by(alert, user)
    narrowed = {
        SILENT: rows.filter(answered_at=None),
        INFORMED: rows.filter(answer="info"),
        REACHED_NOT: rows.filter(unreachable_at__isnull=False, answered_at=None, seen_at=None),
    }
    rows = narrowed.get(which, rows).select_related("organization")
    return rows.order_by("organization__place_path", "organization__sort_key", "person__sort_key", "pk")


def organizations_told(alert: Alert, user) -> list[int]:
    """Organizations this person sees of whose people somebody was told."""
    rows = _seen_by(alert, user).filter(organization__isnull=False)
    return list(rows.order_by().values_list("organization", flat=True).distinct())


def _seen_by(alert: Alert, user):
    rows = Recipient.objects.filter(message=alert.message_id, person__isnull=False)
    return rows.filter(in_scope(user.scope, "organization__"))


def answer_label(answer: str) -> str:
    return {"got": _("Đã nhận"), "info": _("Có thông tin")}.get(answer, "")


def waiting_for(user, now: datetime) -> list[Alert]:
    """Wide alerts still in time that this person may approve; of some hundred waiting at once, the newest."""
    rows = Alert.objects.visible_to(user).waiting().filter(valid_until__gt=now).order_by("-proposed_at")
    rows = rows.select_related("unit", "school", "organization", "corrects__unit", "corrects__school")
    return [alert for alert in rows[:100] if rules.may_decide(user, alert)]
