from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.figures.forms import DayField
from truongan.figures.indicators import MOVEMENT, Subject
from truongan.figures.sources import breakdowns_of
from truongan.kernel.clock import today_vn

BREAKDOWNS = (("unit", _("Theo đơn vị")), ("level", _("Theo cấp học")), ("type", _("Theo loại mô hình")))


class PublicFiguresForm(forms.Form):
    """`ngay`: the day (today when silent); `dia_gioi`: whose borders; `theo`: how the table is divided.

    Not by topic, form or audience: tables of small places divided so could be set against each other until a cell
    that is hidden in one is told by the others.
    """

    ngay = DayField(label=_("Tính đến ngày"), required=False)
    dia_gioi = DayField(label=_("Địa giới của ngày"), required=False)
    theo = forms.ChoiceField(label=_("Chia"), choices=BREAKDOWNS, required=False)
    don_vi = forms.RegexField(r"^\d{2,5}$", label=_("Mã đơn vị"), required=False)

    def __init__(self, *args, subject: Subject = MOVEMENT, **kwargs):
        super().__init__(*args, **kwargs)
        divides = breakdowns_of(subject)
        self.fields["theo"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, declared above
            each for each in BREAKDOWNS if each[0] in divides
        ]

    def clean_ngay(self):
        day = self.cleaned_data["ngay"]
        if day and day > today_vn():
            raise forms.ValidationError(_("Ngày này chưa đến; chọn hôm nay hoặc một ngày trước đó."))
        return day
