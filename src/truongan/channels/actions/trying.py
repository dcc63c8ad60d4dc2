"""A message to oneself, so that nobody learns in an emergency that their channels do not work."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record
from truongan.channels.actions.sending import To, send
from truongan.channels.models import Message, Urgency

TRIAL_KIND = "channels.trial"
_LASTS = timedelta(minutes=30)


@transaction.atomic
def send_trial(*, actor, now: datetime) -> Message:
    """Try one's own channels as an urgent message would; within the same minute it is the same trial.

    No colleague is asked about it. The account must belong to a person.
    """
    message = send(
        cause=f"{TRIAL_KIND}.{actor.person_id}.{now:%Y%m%d%H%M}",
        to=[To(person_id=actor.person_id)],
        subject=_("Tin thử kênh nhận tin của bạn"),
        text=_("Bạn vừa tự gửi tin này. Bấm một nút; nếu không bấm, kênh sau được thử như khi có việc khẩn."),
        short=_("Tin thử kênh nhận tin của bạn."),
        kind=TRIAL_KIND,
        choices=[("got", _("Tôi đã nhận được"))],
        urgency=Urgency.URGENT,
        sent_by=actor,
        expires_at=now + _LASTS,
        now=now,
    )
    record(actor=actor, verb="channels.trial.sent", target=actor.person, now=now)
    return message


def take_trial(recipient, choice: str, via: str, now: datetime) -> None:
    """The answer itself says all there is to know: it is kept with its channel, nothing follows."""
