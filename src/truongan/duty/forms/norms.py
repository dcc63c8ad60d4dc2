from django import forms
from django.utils.translation import gettext_lazy as _


class NormForm(forms.Form):
    """From when, how many of a group's named members, and whether the area officer must be among them."""

    valid_from = forms.DateField(
        label=_("Từ ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Từ ngày mai trở đi."),
    )  # fmt: skip
    least_percent = forms.IntegerField(
        label=_("Ít nhất bao nhiêu phần trăm thành viên trả lời"), min_value=1, max_value=100
    )
    needs_officer = forms.BooleanField(label=_("Phải có cán bộ Công an phụ trách trả lời"), required=False)
