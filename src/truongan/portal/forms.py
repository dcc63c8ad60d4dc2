from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.figures.forms import DayField
from truongan.kernel.clock import today_vn


class PublicFiguresForm(forms.Form):
    """`ngay`: the day (today when silent); `dia_gioi`: whose borders; `theo`: how the table is divided."""

    ngay = DayField(label=_("Tính đến ngày"), required=False)
    dia_gioi = DayField(label=_("Địa giới của ngày"), required=False)
    theo = forms.ChoiceField(
        label=_("Chia"),
        choices=(("unit", _("Theo đơn vị")), ("level", _("Theo cấp học")), ("type", _("Theo loại mô hình"))),
        required=False,
    )
    don_vi = forms.RegexField(r"^\d{2,5}$", label=_("Mã đơn vị"), required=False)

    def clean_ngay(self):
        day = self.cleaned_data["ngay"]
        if day and day > today_vn():
            raise forms.ValidationError(_("Ngày này chưa đến; chọn hôm nay hoặc một ngày trước đó."))
        return day
