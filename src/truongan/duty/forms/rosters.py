from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.duty.actions.rosters import MOST_WEEKS
from truongan.kernel.phones import parse_phone
from truongan.organizations.forms import offer_organizations
from truongan.organizations.models import Organization
from truongan.web.widgets import OF_OUR_TIME, DayInput


def _hours(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"placeholder": "07:00"}, format="%H:%M"), **options
    )


class RosterForm(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Đơn vị"))
    name = forms.CharField(label=_("Tên lịch trực"), max_length=120, help_text=_("Ví dụ: Trực ban Công an phường"))
    phone = forms.CharField(label=_("Điện thoại trực"), max_length=20, required=False)

    def __init__(self, *args: Any, organizations, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "organization", organizations)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and parse_phone(phone) is None:
            raise forms.ValidationError(_("Số điện thoại không đúng dạng, ví dụ 0912 345 678."))
        return parse_phone(phone) or ""


class ShiftForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Người trực"), widget=forms.CheckboxSelectMultiple
    )
    first = forms.DateField(label=_("Từ ngày"), widget=DayInput, validators=OF_OUR_TIME)
    days = forms.IntegerField(label=_("Số ngày liền nhau"), min_value=1, max_value=31, initial=1)
    starts = _hours(_("Từ giờ"))
    ends = _hours(_("Đến giờ"), help_text=_("Không sau giờ bắt đầu thì là ngày hôm sau."))

    def __init__(self, *args: Any, people, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class ReplaceForm(forms.Form):
    by = forms.ModelChoiceField(Person.objects.none(), label=_("Người trực thay"))
    why = forms.CharField(label=_("Lý do"), max_length=200, required=False)

    def __init__(self, *args: Any, people, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = people  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    note = forms.CharField(
        label=_("Việc bàn giao"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Việc đang dở, ai đang lo, cần theo dõi gì. Không ghi tên học sinh."),
    )  # fmt: skip


class CopyForm(forms.Form):
    weeks = forms.IntegerField(label=_("Chép sang mấy tuần sau"), min_value=1, max_value=MOST_WEEKS, initial=4)


class AbsenceForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Người vắng"))
    deputy = forms.ModelChoiceField(
        Person.objects.none(), label=_("Người thay"), required=False, empty_label=_("Không có người thay")
    )
    first = forms.DateField(label=_("Vắng từ ngày"), widget=DayInput, validators=OF_OUR_TIME)
    starts = _hours(_("Từ giờ"))
    last = forms.DateField(label=_("Đến ngày"), widget=DayInput, validators=OF_OUR_TIME)
    ends = _hours(_("Đến giờ"))
    reason = forms.CharField(label=_("Lý do"), max_length=200, required=False)

    def __init__(self, *args: Any, people, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("person", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "person": found["person"], "deputy": found["deputy"], "reason": found["reason"],
            "starts_at": timezone.make_aware(datetime.combine(found["first"], found["starts"])),
            "ends_at": timezone.make_aware(datetime.combine(found["last"], found["ends"])),
        }  # fmt: skip


class BeatHandOverForm(forms.Form):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("Cán bộ nhận"))
    since = forms.DateField(label=_("Từ ngày"), widget=DayInput, validators=OF_OUR_TIME)

    def __init__(self, *args: Any, people, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
