"""allauth's forms with our words: it takes some of its own when its modules load, before a language is chosen."""

from allauth.account import forms as account_forms
from allauth.mfa.webauthn import forms as key_forms
from django.utils.translation import gettext_lazy as _


class _Plain:
    """A label above the field, and no placeholder that repeats it; `labels` replaces words."""

    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]  # mixed into forms
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            if name in ("password", "oldpassword"):
                field.help_text = ""  # a link to "forgot" in allauth's words; the page has its own


class LoginForm(_Plain, account_forms.LoginForm):
    labels = {"login": _("Tên đăng nhập hoặc thư điện tử"), "remember": _("Giữ đăng nhập trên máy này")}


class ReauthenticateForm(_Plain, account_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(_Plain, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(_Plain, account_forms.SetPasswordForm):
    pass


class ResetPasswordForm(_Plain, account_forms.ResetPasswordForm):
    labels = {"email": _("Thư điện tử")}


class ResetPasswordKeyForm(_Plain, account_forms.ResetPasswordKeyForm):
    pass


class AddKeyForm(_Plain, key_forms.AddWebAuthnForm):
    labels = {"name": _("Tên khóa")}


class EditKeyForm(_Plain, key_forms.EditWebAuthnForm):
    labels = {"name": _("Tên khóa")}
