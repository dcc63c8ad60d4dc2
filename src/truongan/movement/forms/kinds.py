from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.movement.models.group import Need


class GroupKindForm(forms.Form):
    name = forms.CharField(label=_("Tên loại nhóm"), max_length=120)
    needs = forms.MultipleChoiceField(
        label=_("Phải có trong nhóm"), choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nhóm thiếu một trong các tư cách này được báo là chưa đủ thành phần."),
    )  # fmt: skip
