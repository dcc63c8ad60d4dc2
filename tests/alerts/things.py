"""An alert for each of their addresses."""

from datetime import timedelta

from tests.duty.things import make_head, make_network
from truongan.alerts.actions import Words, propose_alert
from truongan.alerts.models import Alert, AlertTemplate
from truongan.duty.network import Part
from truongan.kernel import clock

WORDS = Words("Mưa lũ lớn", "Suối dâng cao từ 14 giờ.", "Mua lu lon")


def make_alert(cast, key: str = "thu") -> Alert:
    """Sent by the school of the cast to its own network, in force now: the routes ask the clock of today."""
    make_network(cast)
    make_head(cast)
    return propose_alert(
        actor=cast.hieu_truong, key=key, organization=cast.school, part=Part(school=cast.school, parts=("heads",)),
        words=WORDS, valid_until=clock.now() + timedelta(days=1), now=clock.now(),
    )  # fmt: skip


def alert_arguments(cast) -> dict[str, list]:
    alert, template = make_alert(cast), AlertTemplate.objects.order_by("pk").first()
    found = {f"alerts:{name}": [alert.pk] for name in ("alert", "approve", "refuse", "recall", "correct")}
    return found | {f"alerts:{name}": [template.pk] for name in ("template_edit", "template_close")}


def alert_keys(cast) -> dict[str, list]:
    """What stands in the addresses of their pages."""
    found = alert_arguments(cast)
    return {"alert": found["alerts:alert"], "alert_template": found["alerts:template_edit"]}
