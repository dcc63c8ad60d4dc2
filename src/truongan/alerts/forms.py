from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.alerts.actions import Words
from truongan.alerts.models import AlertTemplate
from truongan.channels.models import Urgency
from truongan.duty.forms.network import NetworkForm
from truongan.duty.models.rollcall import PARTS

_HOURS = [(2, _("2 giờ")), (6, _("6 giờ")), (24, _("1 ngày")), (72, _("3 ngày")), (168, _("7 ngày"))]


class AlertForm(NetworkForm):
    """Whom to warn and what to say."""

    labels = {"organization": _("Cảnh báo trong tên của"), "parts": _("Báo cho những ai")}

    subject = forms.CharField(label=_("Tiêu đề"), max_length=200)
    text = forms.CharField(
        label=_("Nội dung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Nói rõ việc gì, ở đâu, cần làm gì. Không nêu tên học sinh."),
    )  # fmt: skip
    short = forms.CharField(
        label=_("Tin ngắn (SMS)"), max_length=160, help_text=_("Gọn trong 160 ký tự; tin SMS tự bỏ dấu.")
    )
    urgency = forms.ChoiceField(label=_("Mức khẩn"), choices=Urgency)
    hours = forms.TypedChoiceField(label=_("Có hiệu lực trong"), choices=_HOURS, coerce=int, initial=24)
    asks_information = forms.BooleanField(label=_("Thêm nút “Tôi có thông tin, gọi cho tôi”"), required=False)

    def words(self) -> Words:
        names = ("subject", "text", "short", "urgency", "asks_information", "is_drill")
        return Words(**{name: self.cleaned_data[name] for name in names})

    def holds_for(self) -> timedelta:
        return timedelta(hours=self.cleaned_data["hours"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Người nhận sẽ đọc được."),
    )  # fmt: skip


class TemplateForm(forms.ModelForm):
    parts = forms.MultipleChoiceField(label=_("Báo cho những ai"), choices=PARTS, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = AlertTemplate
        fields = ["code", "name", "subject", "text", "short", "urgency", "parts", "asks_information"]
