from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.duty.forms.network import NetworkForm

_OPEN = [(30, _("30 phút")), (60, _("1 giờ")), (240, _("4 giờ")), (1440, _("1 ngày")), (4320, _("3 ngày"))]


class RollCallForm(NetworkForm):
    """Who is asked."""

    labels = {"organization": _("Gọi trong tên của"), "parts": _("Hỏi những ai")}
    field_order = [
        "key", "title", "organization", "unit", "school", "parts", "scheme_types", "school_levels", "minutes_open",
        "is_drill", "note",
    ]  # fmt: skip

    title = forms.CharField(label=_("Tên cuộc điểm danh"), max_length=200)
    minutes_open = forms.TypedChoiceField(label=_("Nhận trả lời trong"), choices=_OPEN, coerce=int, initial=1440)
    note = forms.CharField(
        label=_("Lời nhắn"), max_length=300, required=False, help_text=_("Không nêu tên học sinh hay vụ việc.")
    )

    def given(self) -> dict[str, Any]:
        names = ("organization", "title", "minutes_open", "is_drill", "note")
        return {"part": self.part(), **{name: self.cleaned_data[name] for name in names}}


class ScheduleForm(RollCallForm):
    day_of_month = forms.IntegerField(label=_("Ngày trong tháng"), min_value=1, max_value=28, initial=1)
    hour = forms.TimeField(label=_("Giờ gọi"), widget=forms.TimeInput(format="%H:%M"), initial="08:00")

    def given(self) -> dict[str, Any]:
        return {
            **super().given(),
            "day_of_month": self.cleaned_data["day_of_month"],
            "hour": self.cleaned_data["hour"],
        }
