"""What the administrator sets: topics and who answers them where."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.organizations.forms import NamedOrganizationField, NamedUnitField
from truongan.organizations.models import Organization
from truongan.support.models import Topic


class TopicForm(forms.Form):
    name = forms.CharField(label=_("Tên lĩnh vực"), max_length=120)
    description = forms.CharField(
        label=_("Gồm những gì"), max_length=300, required=False,
        help_text=_("Một câu giúp người dân chọn đúng, ví dụ: cổng trường, bạo lực học đường, người lạ vào trường."),
    )  # fmt: skip
    answer_days = forms.IntegerField(
        label=_("Trả lời trong (ngày làm việc)"), min_value=1, max_value=90, initial=10,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input"}),
        help_text=_("Theo quy chế của tỉnh; câu hỏi đã nhận giữ hạn cũ."),
    )  # fmt: skip
    position = forms.IntegerField(
        label=_("Thứ tự"), min_value=1, max_value=999, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input"}),
    )  # fmt: skip
    is_open = forms.BooleanField(label=_("Đang nhận câu hỏi"), required=False, initial=True)

    @staticmethod
    def values_of(topic: Topic) -> dict:
        return {name: getattr(topic, name) for name in TopicForm.base_fields}


class RouteForm(forms.Form):
    """Who answers in an area; without one, by default."""

    def __init__(self, *args, areas, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"] = NamedUnitField(
            areas, label=_("Địa bàn"), required=False,
            help_text=_("Xã, phường hoặc tỉnh, ví dụ: Nếnh, Bắc Ninh. Để trống: đơn vị mặc định của lĩnh vực."),
        )  # fmt: skip
        self.fields["organization"] = NamedOrganizationField(
            Organization.objects.on(day), label=_("Đơn vị trả lời"), required=True
        )  # fmt: skip
