"""How a few of the cast are reached, and one invented letter that did not arrive."""

from datetime import date, time, timedelta

from truongan.accounts.models import Person
from truongan.channels.actions import To, send
from truongan.channels.models import Address, Delivery, Preference
from truongan.demo.chain.stage import Stage, at, cast_on, place

DAY = date(2026, 11, 20)
_REACHED = (
    ("hieu-truong", "email", "hieu-truong@example.vn"),
    ("cong-an-xa", "email", "cong-an-xa@example.vn"),
    ("y-te-xa", "email", "tram-y-te@example.vn"),
)
_SUBJECT = "(Minh họa) Mời dự họp giao ban phong trào tháng 11"


def reach(stage: Stage) -> None:
    """Three proved addresses, two sets of wishes, one mailbox that is gone."""
    since = at(DAY - timedelta(days=10))
    for username, channel, value in _REACHED:
        person = _person(username)
        Address.objects.create(person=person, channel=channel, value=value, created_at=since, verified_at=since)
    Preference.objects.create(
        person=_person("hieu-truong"), order=["push", "sms", "email", "zalo"],
        quiet_from=time(22), quiet_to=time(5, 30),
    )  # fmt: skip
    Preference.objects.create(person=_person("cong-an-xa"), order=["zalo", "sms"], forwarding="all")
    _letter(stage)


def _person(username: str) -> Person:
    person = cast_on(username, DAY).person
    if person is None:
        raise LookupError(username)
    return person


def _letter(stage: Stage) -> None:
    health, station = _person("y-te-xa"), place("commune-health")
    message = send(
        cause="demo.channels.letter", to=[To(person_id=health.pk, organization_id=station.pk)], subject=_SUBJECT,
        short="Bạn có giấy mời họp.", organization=place("commune-committee"), expires_at=at(DAY + timedelta(days=1)),
        now=stage.hour(DAY - timedelta(days=1)),
    )  # fmt: skip
    Delivery.objects.filter(message=message, channel="email").update(
        state=Delivery.State.DEAD, attempts=1, error_code="address",
        error_text="550 5.1.1 Mailbox tram-y-te@example.vn does not exist",
    )  # fmt: skip
    Address.objects.filter(person=health, channel="email").update(failing_since=at(DAY))
