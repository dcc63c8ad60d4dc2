"""The last way: a colleague telephones or walks over, and says with one tap what came of it."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.channels.actions.manual import ask_colleagues
from truongan.channels.ways import contract


class Way(contract.Way):
    name = "manual"
    deduplicates = True  # the task's cause is the key: asked again, nobody is asked twice
    explanations = {
        "nobody": gettext_lazy(
            "Đơn vị của người nhận chưa có ai giữ chức vụ để nhờ báo: giao chức vụ cho một người ở đơn vị đó."
        ),
    }

    def send_many(self, deliveries: list[contract.Outgoing], *, now: datetime) -> list[contract.Outcome]:
        asked = ask_colleagues(delivery_ids=[each.delivery_id for each in deliveries], now=now)
        nobody = contract.dead_for_person("nobody", _("Không có đồng nghiệp nào để nhờ báo."))
        return [
            contract.handed(asked[each.delivery_id]) if each.delivery_id in asked else nobody for each in deliveries
        ]
