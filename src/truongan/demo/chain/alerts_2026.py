"""Alerts of autumn 2026 in phường Nếnh: one confirmed by most, one taken back, one that waits for a second person."""

from datetime import date, timedelta

from truongan.alerts.actions import Words, propose_alert, recall_alert
from truongan.alerts.models import Alert, AlertTemplate
from truongan.channels.actions import answer
from truongan.channels.models import Channel, Recipient, Urgency
from truongan.demo.chain.stage import Stage, at, cast_on, place
from truongan.duty.network import Part
from truongan.territory.models import AdministrativeUnit

DAY = date(2026, 11, 20)
_RAIN = Words(
    "Mưa lớn, ngập cục bộ chiều 12/11 (minh họa)",
    "Dữ liệu minh họa. Mưa lớn từ 14 giờ, một số đoạn đường quanh trường có thể ngập.\n"
    "Đề nghị các trường kiểm tra cổng, điện; báo phụ huynh đón học sinh đúng giờ; không để học sinh qua chỗ ngập.",
    "(Minh hoa) Mua lon, ngap cuc bo tu 14h. Don hoc sinh dung gio, khong qua cho ngap.",
    Urgency.LIFE_SAFETY,
)
_FLU = Words(
    "Theo dõi ca cúm trong trường học (minh họa)",
    "Dữ liệu minh họa. Trạm Y tế đề nghị các trường theo dõi học sinh sốt, ho và báo trạm khi có ca nghi ngờ.",
    "(Minh hoa) Theo doi ca cum, bao Tram Y te khi co ca nghi ngo.",
)
_GATE = Words(
    "Lưu ý giao thông cổng trường dịp cuối năm (minh họa)",
    "Dữ liệu minh họa. Đề nghị các tổ tự quản trực cổng giờ tan học, nhắc phụ huynh không dừng xe dưới lòng đường.",
    "(Minh hoa) Truc cong gio tan hoc, nhac phu huynh khong dung xe duoi long duong.",
)


def warn(stage: Stage) -> None:
    """Three alerts; nobody's answer comes after the alert's own time."""
    commune = AdministrativeUnit.objects.get(path=place("commune-committee").place_path)
    rain = _sent("demo-mua", commune, _RAIN, "thoi-tiet", date(2026, 11, 12), ("heads", "officers", "stations"))
    for recipient in Recipient.objects.filter(message=rain.message_id).order_by("pk"):
        if stage.rng.random() < 0.8:
            when = rain.proposed_at + timedelta(minutes=stage.rng.expovariate(1 / 12))
            answer(recipient=recipient, choice="got", via=stage.rng.choice((Channel.INBOX, Channel.SMS)), now=when)
    flu = _sent("demo-cum", commune, _FLU, "dich-benh", date(2026, 11, 16), ("heads", "stations"))
    caller = cast_on("truong-phong-xa", date(2026, 11, 16))
    reason = "Số liệu của trạm được đính chính (minh họa)."
    recall_alert(actor=caller, alert=flu, reason=reason, now=at(date(2026, 11, 16), 15))
    province = commune.parent
    _propose("demo-cong-truong", province, _GATE, "an-ninh-trat-tu", DAY, ("heads",), "can-bo-tinh", "police")


def _sent(key: str, unit, words: Words, template: str, day: date, parts: tuple[str, ...]) -> Alert:
    return _propose(key, unit, words, template, day, parts, "truong-phong-xa", "commune-committee")


def _propose(key, unit, words, template, day, parts, who: str, organization: str) -> Alert:
    return propose_alert(
        actor=cast_on(who, day), key=key, organization=place(organization), part=Part(unit=unit, parts=parts),
        words=words, template=AlertTemplate.objects.get(code=template), valid_until=at(day, 10) + timedelta(days=7),
        now=at(day, 10),
    )  # fmt: skip
