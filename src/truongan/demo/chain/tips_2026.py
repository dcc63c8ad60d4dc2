"""Three invented confidential tips of November 2026, and one unit and the one above it that can open them."""

from datetime import date, timedelta

from truongan.accounts.models import User
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.tips.actions import (
    arrange_recovery,
    conclude_tip,
    name_officer,
    reply_to_tipster,
    send_tip,
    set_route,
    set_up_key,
    unlock,
)
from truongan.tips.models import Tip
from truongan.tips.queries.rings import ring_in
from truongan.tips.rings import Ring

DAY = date(2026, 11, 20)
# An invented secret guards invented tips; docs/reference/demo.md says it too.
PASSPHRASE = "cụm mật khẩu để xem thử 2021"  # noqa: S105 - of the demonstration, published
_MARK = "(Minh họa, không có thật) "
_NEW = "Mấy hôm nay sau giờ tan học có nhóm thanh niên lạ đứng ở ngõ cạnh trường hỏi mua, bán thuốc lá điện tử."
_WORKED_ON = "Có bạn lớp 8 bị một nhóm bạn chặn xe, lấy tiền ăn sáng, không dám nói với cô."
_UNFOUND = "Nghe nói bếp ăn dùng thịt không rõ nguồn gốc, tôi không chắc."


def confide(stage: Stage) -> None:
    """The police of phường Nếnh receive; the province's, what is about them. Two keepers hold the way back."""
    local, above = place("commune-police"), place("police")
    _can_receive(local, "cong-an-xa")
    _can_receive(above, "can-bo-tinh")
    for username in ("truong-phong-xa", "quantri"):
        _has_duty(local, username, "keeper")
    handler = cast_on("cong-an-xa", DAY)
    ring = _ring(handler)
    arrange_recovery(actor=handler, ring=ring, organization=local, now=at(DAY))
    tips = [
        _told(local, stage, topic, text, days_ago)
        for topic, text, days_ago in (("health", _UNFOUND, 12), ("violence", _WORKED_ON, 6), ("drugs", _NEW, 0))
    ]
    _work_on(handler, ring, tips[0], "unsubstantiated", "Chúng tôi đã kiểm tra hóa đơn và nơi cung cấp, chưa thấy gì.")
    _work_on(handler, ring, tips[1], "in_progress", "Cảm ơn bạn. Việc xảy ra vào giờ nào, ở đoạn đường nào?")


def _can_receive(organization: Organization, username: str) -> None:
    _has_duty(organization, username, "handler")
    unit = AdministrativeUnit.objects.get(path=organization.place_path)
    set_route(actor=None, unit=unit, topic="", organization=organization, now=at(DAY - timedelta(days=14)))


def _has_duty(organization: Organization, username: str, duty: str) -> None:
    user = User.objects.get(username=username)
    now = at(DAY - timedelta(days=14))
    name_officer(actor=None, organization=organization, user=user, duty=duty, now=now)
    set_up_key(actor=user, passphrase=PASSPHRASE, now=now)


def _ring(handler: User) -> Ring:
    cookie = unlock(actor=handler, passphrase=PASSPHRASE, session_key="", now=at(DAY))
    ring = ring_in(handler, cookie, session_key="", now=at(DAY))
    if ring is None:
        raise LookupError("the passphrase that was just set opens nothing")
    return ring


def _told(local: Organization, stage: Stage, topic: str, text: str, days_ago: int) -> Tip:
    unit = AdministrativeUnit.objects.get(path=local.place_path)
    day = stage.hour(DAY - timedelta(days=days_ago))
    return send_tip(topic=topic, unit=unit, text=_MARK + text, form_token=f"{stage.chapter}-{topic}", now=day).tip


def _work_on(handler: User, ring: Ring, tip: Tip, state: str, answer: str) -> None:
    now = at(DAY)
    reply_to_tipster(actor=handler, ring=ring, tip=tip, text=_MARK + answer, now=now)
    conclude_tip(actor=handler, ring=ring, tip=tip, state=state, now=now)
    Tip.objects.filter(pk=tip.pk).update(is_unread=False)
