"""What a unit says about a duty, and what the issuer answers."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.directives.forms.drafting import DayField
from truongan.directives.models import Duty
from truongan.organizations.forms import offer_organizations
from truongan.organizations.models import Organization

_FILE = _("Ảnh, PDF, Word hoặc Excel.")


class ProgressForm(forms.Form):
    note = forms.CharField(label=_("Kết quả, tiến độ"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    percent = forms.IntegerField(label=_("Tiến độ (%)"), min_value=0, max_value=99, required=False)
    file = forms.FileField(label=_("Tệp kèm theo"), required=False, help_text=_FILE)


class CompleteForm(forms.Form):
    note = forms.CharField(label=_("Kết quả"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    done_on = DayField(label=_("Hoàn thành ngày"))
    file = forms.FileField(label=_("Minh chứng"), required=False, help_text=_FILE)


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao chưa đạt"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Đơn vị đọc được lý do này và làm tiếp."),
    )  # fmt: skip


class HandOverForm(forms.Form):
    """To an organization inside one's place, or to a colleague."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Chuyển cho đơn vị"), required=False, empty_label=_("(vẫn đơn vị này)")
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Người phụ trách"), required=False, empty_label=_("(không ghi riêng ai)"),
        help_text=_("Người đang giữ chức vụ ở đơn vị; để trống khi chuyển cho đơn vị khác."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Lý do"), max_length=500, required=False)

    def __init__(self, *args, duty: Duty, organizations, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if duty.organization.is_school:
            del self.fields["organization"]
        else:
            offer_organizations(self, "organization", organizations)


class ExtensionForm(forms.Form):
    until = DayField(label=_("Đề nghị lùi hạn đến"))
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Trả lời"), choices=[("dong-y", _("Đồng ý")), ("khong", _("Không đồng ý"))], initial="dong-y"
    )
    until = DayField(label=_("Cho lùi đến"), required=False, help_text=_("Để trống: đúng ngày đơn vị đề nghị."))
    answer = forms.CharField(label=_("Lời trả lời"), max_length=500, required=False)

    @property
    def given(self) -> dict:
        """As `answer_extension` takes it."""
        found = self.cleaned_data
        until: date | None = found["until"]
        return {"is_granted": found["decision"] == "dong-y", "until": until, "answer": found["answer"]}
