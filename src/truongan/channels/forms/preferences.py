from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from truongan.channels.models import Channel, Preference
from truongan.kernel.phones import parse_phone

CHOSEN = (Channel.PUSH, Channel.ZALO, Channel.SMS, Channel.EMAIL)
_PLACES = ("first", "second", "third", "fourth")


class PreferenceForm(forms.Form):
    """Order of channels, quiet hours, what leaves the product."""

    first = forms.ChoiceField(label=_("Thử trước nhất"))
    second = forms.ChoiceField(label=_("Rồi đến"), required=False)
    third = forms.ChoiceField(label=_("Rồi đến"), required=False)
    fourth = forms.ChoiceField(label=_("Sau cùng"), required=False)
    quiet_from = forms.TimeField(
        label=_("Giờ nghỉ từ"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("Chỉ việc nguy hiểm đến tính mạng mới báo trong giờ nghỉ."),
    )  # fmt: skip
    quiet_to = forms.TimeField(
        label=_("Đến"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("Được qua nửa đêm: 22:00 đến 06:00."),
    )  # fmt: skip
    forwarding = forms.ChoiceField(
        label=_("Báo ra ngoài khi có thông báo mới trong hộp"), choices=Preference.Forwarding, widget=forms.RadioSelect
    )

    def __init__(self, answers=None, *, preference: Preference | None = None) -> None:
        wished = [name for name in (preference.order if preference else []) if name in CHOSEN]
        order = [*wished, *(str(name) for name in CHOSEN if name not in wished)]
        given = {
            **dict(zip(_PLACES, order, strict=True)),
            "quiet_from": preference.quiet_from if preference else None,
            "quiet_to": preference.quiet_to if preference else None,
            "forwarding": preference.forwarding if preference else Preference.Forwarding.URGENT,
        }
        super().__init__(answers, initial=given)
        for name in _PLACES:
            self.fields[name].choices = [(each.value, each.label) for each in CHOSEN]  # type: ignore[attr-defined]

    def clean(self) -> dict:
        given = super().clean() or {}
        since, until = given.get("quiet_from"), given.get("quiet_to")
        if (since is None) != (until is None):
            self.add_error("quiet_to", _("Ghi cả hai giờ, hoặc để trống cả hai."))
        elif since is not None and since == until:
            self.add_error("quiet_to", _("Giờ nghỉ cả ngày thì không báo được gì: chọn hai giờ khác nhau."))
        return given

    @property
    def order(self) -> list[str]:
        """Each channel once, as first chosen."""
        return list(dict.fromkeys(self.cleaned_data[name] for name in _PLACES if self.cleaned_data.get(name)))


class EmailForm(forms.Form):
    value = forms.CharField(
        label=_("Địa chỉ thư"), max_length=200, widget=forms.EmailInput({"autocomplete": "email"}),
        validators=[validate_email],
    )  # fmt: skip

    def clean_value(self) -> str:
        return self.cleaned_data["value"].lower()


class PhoneForm(forms.Form):
    value = forms.CharField(
        label=_("Số điện thoại di động"), max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def clean_value(self) -> str:
        phone = parse_phone(self.cleaned_data["value"])
        if phone is None or phone.startswith("02"):
            raise forms.ValidationError(_("Nhập số di động Việt Nam, ví dụ 0912 345 678."))
        return phone


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Mã sáu số vừa nhận"), max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


ADDRESS_FORMS: dict[str, type[forms.Form]] = {Channel.EMAIL: EmailForm, Channel.SMS: PhoneForm}
