"""What of the chain of command waits for a person, for the first page of the workspace."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.directives.models import Receipt
from truongan.directives.queries.owed import ASKED, BELOW, LATE, NEAR, OWN, asking, counts_of, duties_of


@dataclass(frozen=True)
class Waiting:
    """One kind of task: how many, where they are listed, and whether they are late."""

    label: str | Promise
    advice: str | Promise
    count: int
    url_name: str
    query: str = ""
    is_late: bool = False


def waiting_for(user, today: date, near: date) -> list[Waiting]:
    """Overdue and near duties, receipts to acknowledge, questions for a later day; only what there is. Three queries."""
    own = user.scope.own_ids
    duties = counts_of(duties_of(user, OWN), today, near)
    receipts = Receipt.objects.of(own).waiting().count() if own else 0
    found = (
        Waiting(
            _("Nhiệm vụ quá hạn"), _("Báo hoàn thành kèm minh chứng, hoặc đề nghị gia hạn."), duties.late,
            "directives:owed", f"?xem={LATE}", is_late=True,
        ),
        Waiting(
            _("Văn bản chờ tiếp nhận"), _("Mở xem rồi xác nhận đã nhận; số đến được cấp ngay."), receipts,
            "directives:incoming", "?tinh_trang=cho",
        ),
        Waiting(
            _("Nhiệm vụ sắp đến hạn"), _("Còn vài ngày làm việc: ghi tiến độ để cấp trên thấy."), duties.near,
            "directives:owed", f"?xem={NEAR}",
        ),
        Waiting(
            _("Đề nghị gia hạn chờ trả lời"), _("Đơn vị nhận nhiệm vụ chờ bạn đồng ý hay không."),
            asking(user).count() if own else 0, "directives:owed", f"?cua={BELOW}&xem={ASKED}",
        ),
    )  # fmt: skip
    return [each for each in found if each.count]
