from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from truongan.figures.forms import DayField
from truongan.organizations.models import Level, Organization
from truongan.reports.actions import EDITABLE, TEXTS
from truongan.reports.figure_names import with_codes, with_names
from truongan.reports.models import ResultReport
from truongan.reports.narrative import UnknownFigure, check_text
from truongan.reports.thread.numbers import number_names

_AUTHORITIES = [("", _("(người đứng đầu ký)")), *((each, each) for each in ("TM.", "Q.", "KT.", "TL.", "TUQ."))]
_LONG = {"grounds": 3, "work": 5, "results": 8, "difficulties": 4, "next_steps": 5, "recipients": 4}
_SHORT_AREAS = ("superior", "issuer_name", "signer_title", "signer_own_title", "subject")


class NewReportForm(forms.Form):
    """Whose report, about which unit, on which day."""

    issuer = forms.ModelChoiceField(Organization.objects.none(), label=_("Cơ quan ban hành"))
    don_vi = forms.ChoiceField(label=_("Địa bàn"), required=False)
    ngay = DayField(label=_("Số liệu tính đến ngày"))
    tu = DayField(label=_("Từ ngày"), required=False, help_text=_("Bỏ trống nếu chỉ báo cáo số đến ngày tính."))

    def __init__(self, *args, issuers, units: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"] = forms.ModelChoiceField(issuers, label=_("Cơ quan ban hành"))
        self.fields["don_vi"] = forms.ChoiceField(label=_("Địa bàn"), choices=units, required=False)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        on, since = given.get("ngay"), given.get("tu")
        if on and since and since > on:
            self.add_error("tu", _("Ngày đầu kỳ phải trước hoặc bằng ngày tính."))
        issuer = given.get("issuer")
        # Without a unit a report states the whole country; a school's is about the school alone.
        if issuer and not given.get("don_vi") and not issuer.is_school and issuer.level != Level.NATION:
            self.add_error("don_vi", _("Chọn địa bàn của báo cáo."))
        return given


class ReportForm(forms.ModelForm):
    """The texts of a draft; figures stand in them by name, as {Điểm mô hình}."""

    authority = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=_AUTHORITIES, required=False)
    issued_on = DayField(label=_("Ngày ban hành"), required=False, help_text=_("Bỏ trống: lấy ngày chốt."))
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    class Meta:
        model = ResultReport
        fields = EDITABLE
        widgets = {
            **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in _LONG.items()},
            **{name: forms.Textarea(attrs={"rows": 2}) for name in _SHORT_AREAS},
        }
        help_texts = {
            "results": _("Trong ngoặc nhọn là tên số, ví dụ {Điểm mô hình}; hệ thống điền số thật."),
            "recipients": _("Mỗi dòng một nơi nhận."),
            "superior": _("Mỗi dòng một dòng trên văn bản."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # To the microsecond, else an edit within the same second would go unnoticed.
        self.initial["seen_at"] = self.instance.updated_at.isoformat()
        self.initial.update({name: with_names(self.initial[name]) for name in TEXTS if self.initial.get(name)})

    def clean(self):
        super().clean()
        given = self.cleaned_data
        known = number_names() if self.instance.directive_id else ()
        for name in TEXTS:
            if name in given:
                given[name] = with_codes(given[name])
            try:
                check_text(given.get(name, ""), known)
            except UnknownFigure as reason:
                self.add_error(name, ValidationError(str(reason)))
        return given
