from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Appointment, Person, User
from truongan.kernel.phones import parse_phone
from truongan.organizations.forms import UnitField, offer_organizations, offer_units, units_within
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.web.widgets import DayInput

ROLE_HELP = _("Theo dõi: chỉ xem. Nhập liệu và lãnh đạo: ghi sổ. Quản trị: thêm mời người, giao chức vụ.")


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "phone", "email", "birth_year", "post"]

    def __init__(self, *args, phone_is_open: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # What the editor saw travels with the form, so that only what they changed is written.
            field.show_hidden_initial = bool(self.instance.pk) and (name != "phone" or phone_is_open)
        self.fields["phone"].widget.input_type = "tel"
        if not phone_is_open:
            # The form must not be a way around the mask: a number may be replaced, not read.
            self.initial["phone"] = ""
            self.fields["phone"].help_text = _("Số hiện có được che; để trống thì giữ nguyên.")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and parse_phone(phone) is None:
            raise forms.ValidationError(_("Số điện thoại không đúng dạng, ví dụ 0912 345 678."))
        return parse_phone(phone) or ""

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= 2100:
            raise forms.ValidationError(_("Năm sinh gồm bốn chữ số."))
        return year

    # Whose phone it is, is the action's business: its answer does not give the other person away.
    def validate_constraints(self) -> None:
        pass

    def validate_unique(self) -> None:
        pass

    def hidden_initial(self) -> list[str]:
        return [
            self[name].as_hidden(only_initial=True) for name, field in self.fields.items() if field.show_hidden_initial
        ]

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def seen(self) -> dict:
        """The values the editor had before them, as the hidden copies say."""
        values = {}
        for name in self.changed_data:
            field = self.fields[name]
            if not field.show_hidden_initial:
                continue
            hidden = field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name))
            values[name] = (
                field.to_python(hidden) if hidden not in (None, "") else (None if name == "birth_year" else "")
            )
        return values


class NewPersonForm(PersonForm):
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Đơn vị"))

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "organization", organizations)


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do cần số điện thoại"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ví dụ: liên hệ về vụ việc ngày 14/09. Lý do được ghi vào nhật ký cùng tên bạn."),
    )  # fmt: skip


class AppointForm(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Đơn vị"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=Appointment.Role, help_text=ROLE_HELP)
    title = forms.CharField(label=_("Chức danh"), max_length=120, required=False)
    is_head = forms.BooleanField(label=_("Là người đứng đầu đơn vị"), required=False)
    since = forms.DateField(label=_("Từ ngày"), widget=DayInput)

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "organization", organizations)


class EndForm(forms.Form):
    on = forms.DateField(label=_("Kết thúc từ ngày"), widget=DayInput, help_text=_("Ngày đầu tiên không còn hiệu lực"))


class HandOverForm(forms.Form):
    successor = forms.ModelChoiceField(Person.objects.none(), label=_("Người nhận"))
    on = forms.DateField(label=_("Từ ngày"), widget=DayInput)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people  # type: ignore[attr-defined]


class BeatForm(forms.Form):
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Trường"), required=False, empty_label=_("Cả xã, phường")
    )
    unit = UnitField(AdministrativeUnit.objects.none(), label=_("Xã, phường"), required=False)
    since = forms.DateField(label=_("Từ ngày"), widget=DayInput)

    def __init__(self, *args, schools, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "organization", schools)
        offer_units(self, "unit", units_within(scope, day).filter(level="commune"))

    def clean(self):
        found = super().clean() or {}
        if bool(found.get("organization")) == bool(found.get("unit")):
            raise forms.ValidationError(_("Chọn một trường, hoặc một xã, phường."))
        return found


class SuspendForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=200)


class InviteForm(forms.Form):
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Đơn vị"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=Appointment.Role, help_text=ROLE_HELP)
    title = forms.CharField(label=_("Chức danh"), max_length=120, required=False)

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "organization", organizations)


class AcceptForm(forms.Form):
    username = forms.CharField(
        label=_("Tên đăng nhập"), min_length=4, max_length=60, validators=[ASCIIUsernameValidator(message=_("Tên đăng nhập chỉ gồm chữ không dấu, chữ số và @ . + - _"))],
        help_text=_("Không dấu, không khoảng trắng, ví dụ le-thu-ha"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Mật khẩu"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự, không chỉ gồm chữ số"), strip=False,
    )  # fmt: skip
    repeated = forms.CharField(
        label=_("Nhập lại mật khẩu"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self):
        found = super().clean() or {}
        password = found.get("password")
        if password and found.get("repeated") and password != found["repeated"]:
            self.add_error("repeated", _("Hai lần nhập không giống nhau."))
        if password:
            shape = User(username=found.get("username", ""), email=self.person.email, first_name=self.person.name)
            try:
                validate_password(password, shape)
            except forms.ValidationError as reasons:
                self.add_error("password", reasons)
        return found
