from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.alerts.actions import Words
from truongan.alerts.models import AlertTemplate
from truongan.channels.models import Urgency
from truongan.duty.models.rollcall import PARTS
from truongan.duty.network import Part
from truongan.movement.models import SchemeType
from truongan.organizations.forms import NamedOrganizationField, offer_organizations, offer_units, units_within
from truongan.organizations.models import Organization, SchoolLevel
from truongan.territory.models import AdministrativeUnit

_HOURS = [(2, _("2 giờ")), (6, _("6 giờ")), (24, _("1 ngày")), (72, _("3 ngày")), (168, _("7 ngày"))]


class AlertForm(forms.Form):
    """Whom to warn and what to say; `key` is the form's own, so that pressing twice alerts once."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Cảnh báo trong tên của"))
    unit = forms.ModelChoiceField(AdministrativeUnit.objects.none(), label=_("Địa bàn"), required=False)
    school = NamedOrganizationField(
        None, label=_("Chỉ một trường"), required=False, help_text=_("Mã hoặc tên trường; bỏ trống: cả địa bàn.")
    )
    parts = forms.MultipleChoiceField(label=_("Báo cho những ai"), choices=PARTS, widget=forms.CheckboxSelectMultiple)
    scheme_types = forms.MultipleChoiceField(
        label=_("Chỉ trường có mô hình"), required=False, widget=forms.CheckboxSelectMultiple
    )
    school_levels = forms.MultipleChoiceField(
        label=_("Chỉ cấp học"), choices=SchoolLevel, required=False, widget=forms.CheckboxSelectMultiple
    )
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
    is_drill = forms.BooleanField(label=_("Đây là diễn tập (ghi rõ trên mọi tin)"), required=False)

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
