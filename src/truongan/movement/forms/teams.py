from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.movement.forms.fields import DayField, FilesField
from truongan.movement.models import ConnectionGroup, GroupKind, Scheme


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Tên tổ"), max_length=200, help_text=_("Ví dụ: Tổ tự quản cổng trường"))
    formed_on = DayField(label=_("Ngày lập"))


class FromDayForm(forms.Form):
    """A change of a list from a day on."""

    on = DayField(label=_("Thay đổi từ ngày"), help_text=_("Người thôi được tính đến hết ngày trước đó."))


class EndDayForm(forms.Form):
    on = DayField(
        label=_("Không còn từ ngày"), help_text=_("Ngày đầu tiên không tính nữa; các ngày trước giữ nguyên.")
    )


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Tên nhóm"), max_length=200)
    platform = forms.ChoiceField(label=_("Nền tảng"), choices=ConnectionGroup.Platform)
    link = forms.URLField(
        label=_("Đường dẫn tham gia"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Bắt đầu bằng https://, để in mã QR. Đường dẫn chỉ người trong phạm vi xem được."),
    )  # fmt: skip
    kind = forms.ModelChoiceField(
        GroupKind.objects.order_by("pk"), label=_("Loại nhóm"), required=False,
        help_text=_("Loại nhóm quyết định ai phải có trong nhóm; để trống là loại thường."),
    )  # fmt: skip
    purpose = forms.CharField(label=_("Nhóm dùng để"), max_length=300, required=False)
    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=_("Điểm mô hình"), required=False)
    owner = forms.ChoiceField(label=_("Trưởng nhóm"), required=False)

    def __init__(self, *args, organization, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        schemes = Scheme.objects.filter(organization=organization, stock_to=None).select_related("type")
        self.fields["scheme"].queryset = schemes  # type: ignore[attr-defined]
        names = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["owner"].choices = [("", _("Chưa ghi")), *names]  # type: ignore[attr-defined]

    def clean_owner(self):
        return self.people.get(self.cleaned_data["owner"])


class NewGroupForm(GroupForm):
    formed_on = DayField(label=_("Ngày lập"))
    field_order = ["name", "platform", "formed_on", "link", "kind", "purpose", "scheme", "owner"]


class CheckForm(forms.Form):
    on = DayField(label=_("Ngày kiểm tra"))
    is_active = forms.BooleanField(
        label=_("Nhóm đang hoạt động: có tin trao đổi gần đây"), required=False, initial=True
    )
    declared_count = forms.IntegerField(
        label=_("Số thành viên nhóm hiển thị"), min_value=0, max_value=100_000, required=False
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    files = FilesField(label=_("Ảnh chụp màn hình"))  # type: ignore[assignment]  # a field, not what was sent
