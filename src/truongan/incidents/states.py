"""The words of an incident: states, outcomes, roles, first steps, kinds of entries of its timeline."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a case stands. It goes forward only; re-opening a concluded one puts it in hand again."""

    REPORTED = "reported", _("Mới báo, chưa ai nhận")
    ACKNOWLEDGED = "taken", _("Đã có người nhận")
    IN_HAND = "in_hand", _("Đang xử lý")
    CONCLUDED = "concluded", _("Đã kết thúc")


class Outcome(models.TextChoices):
    SUBSTANTIATED = "substantiated", _("Có thật")
    UNSUBSTANTIATED = "unsubstantiated", _("Không có căn cứ")
    DUPLICATE = "duplicate", _("Trùng vụ khác")
    HANDED_OVER = "handed_over", _("Đã chuyển cơ quan khác")


# From which state a case may go to which: re-opening is the way back from the end.
NEXT = {
    State.REPORTED: (State.ACKNOWLEDGED, State.IN_HAND, State.CONCLUDED),
    State.ACKNOWLEDGED: (State.IN_HAND, State.CONCLUDED),
    State.IN_HAND: (State.CONCLUDED,),
    State.CONCLUDED: (State.IN_HAND,),
}


class Theme(models.TextChoices):
    """Under which heading a category is offered and summed."""

    VIOLENCE = "violence", _("Bạo lực học đường")
    ORDER = "order", _("An ninh, trật tự")
    SOCIAL = "social", _("Ma túy, tệ nạn")
    ONLINE = "online", _("Trên mạng")
    HEALTH = "health", _("Dịch bệnh, sức khỏe")
    SAFETY = "safety", _("Cháy nổ, an toàn")
    OTHER = "other", _("Khác")


class Role(models.TextChoices):
    CAUSER = "causer", _("Gây ra")
    VICTIM = "victim", _("Bị hại")
    WITNESS = "witness", _("Chứng kiến")


class Group(models.TextChoices):
    """Pupils and outsiders are counted apart, as provinces publish them."""

    PUPIL = "pupil", _("Học sinh")
    OUTSIDER = "outsider", _("Người ngoài trường")
    STAFF = "staff", _("Cán bộ, giáo viên, nhân viên")


class Causer(models.TextChoices):
    """By whom a case was caused, as a case is counted once."""

    PUPILS = "pupils", _("Học sinh")
    OUTSIDERS = "outsiders", _("Người ngoài trường")
    BOTH = "both", _("Cả hai")
    UNKNOWN = "unknown", _("Chưa rõ")
    NOBODY = "nobody", _("Không do ai gây ra")


class StepKind(models.TextChoices):
    """The first steps of Decree 80/2017/NĐ-CP Art 6.3. The decree sets no hours, so none are counted here."""

    NOTICED = "noticed", _("Phát hiện")
    ASSESSED = "assessed", _("Đánh giá ban đầu mức độ tổn hại")
    HELPED = "helped", _("Hỗ trợ ngay người bị hại")
    FAMILY_TOLD = "family", _("Thông báo cho gia đình")
    OUTSIDE_TOLD = "outside", _("Báo công an, chính quyền, cơ quan khác")


class EntryKind(models.TextChoices):
    """What an entry of the timeline tells."""

    REPORTED = "reported", _("Báo vụ việc")
    ALARM = "alarm", _("Báo động")
    RISEN = "risen", _("Xem lại ai được báo")
    TAKEN = "taken", _("Nhận việc")
    REFUSED = "refused", _("Không nhận được")
    IN_HAND = "in_hand", _("Bắt đầu xử lý")
    CONCLUDED = "concluded", _("Kết thúc")
    REOPENED = "reopened", _("Mở lại")
    HANDED_OVER = "handed_over", _("Chuyển giao")
    MERGED = "merged", _("Gộp vụ trùng")
    UNMERGED = "unmerged", _("Bỏ gộp")
    CHANGED = "changed", _("Sửa nội dung")
    NOTE = "note", _("Ghi chú")
    TASK = "task", _("Giao việc")
    TASK_DONE = "task_done", _("Xong việc")
    TOLD = "told", _("Thông báo theo quy định")
    WIPED = "wiped", _("Xóa dữ liệu cá nhân")
    NOBODY = "nobody", _("Chưa ai nhận")
    CLUSTER = "cluster", _("Nghi chùm ca bệnh")


class Answer(models.TextChoices):
    """What a person who was told may answer with one tap."""

    TAKE = "take", _("Tôi nhận")
    CANNOT = "cannot", _("Không nhận được")


class LimitKind(models.TextChoices):
    DISEASE = "disease", _("Báo bệnh truyền nhiễm")
    CHILD = "child", _("Bảo vệ trẻ em")


class LimitUnit(models.TextChoices):
    AT_ONCE = "at_once", _("ngay")
    HOURS = "hours", _("giờ")
    WORKING_DAYS = "working_days", _("ngày làm việc")
