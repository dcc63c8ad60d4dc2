from django import forms
from django.utils.translation import gettext_lazy as _


class TypeForm(forms.Form):
    name = forms.CharField(
        label=_("Tên đầy đủ"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Như trong văn bản chỉ đạo; in trên quyết định, báo cáo."),
    )  # fmt: skip
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=80, help_text=_("Dùng trong danh sách và tệp Excel."))


class ChangedTypeForm(TypeForm):
    is_open = forms.BooleanField(label=_("Còn lập điểm mới"), required=False)
