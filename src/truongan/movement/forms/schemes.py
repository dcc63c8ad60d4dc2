"""Forms about one scheme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.movement.forms.fields import DayField, FilesField
from truongan.movement.models import Paper
from truongan.movement.states import EventKind
from truongan.organizations.models import Organization

_RECORDED = (
    EventKind.ACTIVE,
    EventKind.ESTABLISHED,
    EventKind.LAUNCHED,
    EventKind.STRENGTHENED,
    EventKind.REVIEWED,
    EventKind.CONCLUDED,
    EventKind.RECOGNISED,
    EventKind.REPLICATED,
    EventKind.PROPOSED,
    EventKind.SURVEYED,
)


class _DecisionForm(forms.Form):
    """Fields of the decision behind a step."""

    decision_number = forms.CharField(
        label=_("Số quyết định"), max_length=60, required=False, help_text=_("Ví dụ: 18/QĐ-UBND")
    )
    decision_on = DayField(label=_("Ngày quyết định"), required=False)
    decided_by = forms.CharField(label=_("Cơ quan quyết định"), max_length=200, required=False)


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Ghi chú"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EventForm(_DecisionForm):
    kind = forms.ChoiceField(
        label=_("Việc gì"),
        choices=[(kind.value, kind.label) for kind in _RECORDED],
        initial=EventKind.ACTIVE,
        help_text=_("Kiện toàn, tạm dừng, chuyển, kết thúc có mục riêng ở trang điểm mô hình."),
    )
    on = DayField(label=_("Ngày"))
    note = _note()
    files = FilesField()  # type: ignore[assignment]  # a field, not what was sent
    field_order = ["kind", "on", "note", "files", "decision_number", "decision_on", "decided_by"]


class EndForm(_DecisionForm):
    kind = forms.ChoiceField(
        label=_("Hình thức"),
        choices=[(kind.value, kind.label) for kind in (EventKind.REMOVED, EventKind.DISSOLVED)],
        help_text=_("Thanh loại: rà soát thấy không còn hoạt động. Giải thể: có quyết định thôi."),
    )
    on = DayField(
        label=_("Không còn từ ngày"),
        help_text=_("Ngày đầu tiên không tính nữa. Tổ, nhóm và thành viên của điểm cũng kết thúc từ ngày này."),
    )
    note = _note()
    field_order = ["kind", "on", "decision_number", "decision_on", "decided_by", "note"]


class PauseForm(forms.Form):
    on = DayField(label=_("Từ ngày"))
    note = _note()


class RestaffForm(_DecisionForm):
    on = DayField(label=_("Kiện toàn từ ngày"), help_text=_("Người thôi được tính đến hết ngày trước đó."))
    note = _note()
    files = FilesField()  # type: ignore[assignment]  # a field, not what was sent
    field_order = ["on", "decision_number", "decision_on", "decided_by", "note", "files"]


class TransferForm(forms.Form):
    """The receiving organization is typed by code or name: a province has more than a select can hold."""

    to = forms.CharField(
        label=_("Đơn vị nhận"), max_length=200, help_text=_("Mã hoặc tên trường; gõ không dấu cũng được.")
    )
    on = DayField(label=_("Từ ngày"))
    note = _note()

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        self.organizations = organizations

    def clean_to(self) -> Organization:
        found = list(self.organizations.search(self.cleaned_data["to"]).order_by("sort_key")[:6])
        if not found:
            raise forms.ValidationError(_("Không thấy đơn vị nào trong phạm vi bạn được ghi. Kiểm tra mã hoặc tên."))
        if len(found) > 1:
            names = "; ".join(f"{each.name} ({each.code})" for each in found[:5])
            raise forms.ValidationError(_("Có nhiều đơn vị khớp: %(names)s. Ghi mã.") % {"names": names})
        return found[0]


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Tên riêng của điểm"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu trường chỉ có một điểm loại này."),
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in: the press of the button is the answer."""


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Lý do hủy"), max_length=300, help_text=_("Ví dụ: ghi nhầm trường, nhầm ngày."))


class PaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại giấy tờ"), choices=Paper.Kind)
    signed_on = DayField(label=_("Ngày ký"))
    number = forms.CharField(label=_("Số"), max_length=60, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    files = FilesField(label=_("Bản chụp, bản quét"))  # type: ignore[assignment]  # a field, not what was sent
