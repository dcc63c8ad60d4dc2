from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.duty.models.rollcall import PARTS
from truongan.duty.network import Part
from truongan.movement.models import SchemeType
from truongan.organizations.forms import NamedOrganizationField, offer_organizations, offer_units, units_within
from truongan.organizations.models import Organization, SchoolLevel
from truongan.territory.models import AdministrativeUnit

_OPEN = [(30, _("30 phút")), (60, _("1 giờ")), (240, _("4 giờ")), (1440, _("1 ngày")), (4320, _("3 ngày"))]


class RollCallForm(forms.Form):
    """Who is asked, in whose name; `key` is the form's own, so that pressing twice calls once."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    title = forms.CharField(label=_("Tên cuộc điểm danh"), max_length=200)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Gọi trong tên của"))
    unit = forms.ModelChoiceField(AdministrativeUnit.objects.none(), label=_("Địa bàn"), required=False)
    school = NamedOrganizationField(
        None, label=_("Chỉ một trường"), required=False, help_text=_("Mã hoặc tên trường; bỏ trống: cả địa bàn.")
    )
    parts = forms.MultipleChoiceField(
        label=_("Hỏi những ai"), choices=PARTS, widget=forms.CheckboxSelectMultiple, initial=["groups"]
    )
    scheme_types = forms.MultipleChoiceField(
        label=_("Chỉ trường có mô hình"), required=False, widget=forms.CheckboxSelectMultiple
    )
    school_levels = forms.MultipleChoiceField(
        label=_("Chỉ cấp học"), choices=SchoolLevel, required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes_open = forms.TypedChoiceField(label=_("Nhận trả lời trong"), choices=_OPEN, coerce=int, initial=1440)
    is_drill = forms.BooleanField(label=_("Đây là diễn tập (ghi rõ trên mọi tin)"), required=False, initial=True)
    note = forms.CharField(
        label=_("Lời nhắn"), max_length=300, required=False, help_text=_("Không nêu tên học sinh hay vụ việc.")
    )

    def __init__(self, *args: Any, user, day, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        own = Organization.objects.writable_by(user).filter(closed_on=None)
        offer_organizations(self, "organization", own.order_by("sort_key"))
        offer_units(self, "unit", units_within(user.scope, day))
        fields["school"].organizations = Organization.objects.visible_to(user).schools().filter(closed_on=None)
        fields["scheme_types"].choices = SchemeType.objects.order_by("pk").values_list("code", "name")
        if not user.scope.areas:
            del fields["unit"]

    def part(self) -> Part:
        found = self.cleaned_data
        school = found["school"]
        return Part(
            None if school else found.get("unit"), school, tuple(found["scheme_types"]), tuple(found["school_levels"]),
            tuple(found["parts"]),
        )  # fmt: skip

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
