"""Shapes of input. Nothing here keeps anything: what is refused goes back into the page it came from."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import User
from truongan.documents.uploads import PHOTOS, CannotKeep, checked_upload
from truongan.kernel.text import nfc
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit
from truongan.tips.receipts import normal_receipt
from truongan.tips.states import NEXT, Duty, TipState, Topic
from truongan.web.form_guard import FormRefused, new_token, token_age

LONGEST = 20_000  # letters of one account
MOST_FILES = 5
_HIDDEN = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff"  # reading order and zero-width tricks
_NO_MEMORY = {"autocomplete": "off", "spellcheck": "false"}  # a browser's spelling service may send words away


class Once(forms.Form):
    """A form that serves once: a signed token in it, which says nothing of who has it."""

    purpose = ""
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["form_token"].initial = new_token(self.purpose, now)

    def clean_form_token(self) -> str:
        token = self.cleaned_data["form_token"]
        try:
            token_age(token, self.purpose, self.now)
        except FormRefused as reason:
            fresh: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
            fresh[self.add_prefix("form_token")] = new_token(self.purpose, self.now)
            self.data = fresh
            raise forms.ValidationError(str(reason)) from reason
        return token


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Pictures, opened and drawn anew without what the camera wrote; nothing else, since nothing else can be cleaned."""

    widget = SeveralFiles

    def clean(self, value: Any, initial: Any = None) -> list[tuple[bytes, str]]:
        sent = [each for each in (value or []) if each]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("Mỗi lần gửi tối đa %(most)s ảnh.") % {"most": MOST_FILES})
        try:
            checked = [checked_upload(each, allowed=PHOTOS) for each in sent]
        except CannotKeep as reason:
            raise forms.ValidationError(str(reason)) from reason
        return [(each.content, each.content_type) for each in checked]


class WordsField(forms.CharField):
    """A person's own words: Unicode composed, invisible direction marks out, at most LONGEST letters."""

    def __init__(self, **kwargs):
        rows = kwargs.pop("rows", 10)
        widget = forms.Textarea(attrs={"rows": rows, **_NO_MEMORY})
        super().__init__(**{"max_length": LONGEST, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        words = nfc(super().to_python(value) or "").replace("\x00", "")
        return words.translate(dict.fromkeys(map(ord, _HIDDEN))).strip()


class PlaceForm(forms.Form):
    """What it is about and where, before anything is written: whether anybody can receive it is said first."""

    topic = forms.ChoiceField(label=_("Việc gì"), choices=[("", _("Chọn lĩnh vực")), *Topic.choices])
    unit = forms.TypedChoiceField(label=_("Ở xã, phường nào"), coerce=int)

    def __init__(self, *args, communes: Collection[AdministrativeUnit], **kwargs):
        super().__init__(*args, **kwargs)
        self.communes = {each.pk: each for each in communes}
        unit: Any = self.fields["unit"]
        unit.choices = [("", _("Chọn xã, phường")), *((each.pk, each.full_name) for each in communes)]

    @property
    def chosen(self) -> AdministrativeUnit:
        return self.communes[self.cleaned_data["unit"]]


class ProvinceForm(forms.Form):
    """Only where the installation serves more than one province."""

    province = forms.TypedChoiceField(label=_("Ở tỉnh, thành phố nào"), coerce=int)

    def __init__(self, *args, provinces: Collection[AdministrativeUnit], **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["province"]
        choice.choices = [("", _("Chọn tỉnh, thành phố")), *((each.pk, each.full_name) for each in provinces)]


class TipForm(Once):
    purpose = "tips.send"

    topic = forms.ChoiceField(choices=Topic.choices, widget=forms.HiddenInput)
    unit = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.TypedChoiceField(
        label=_("Xảy ra ở trường nào"), required=False, coerce=int, empty_value=None,
        help_text=_("Bỏ trống nếu không phải ở trường hoặc không muốn nêu."),
    )  # fmt: skip
    concerned = forms.TypedMultipleChoiceField(
        label=_("Tố giác nói về cơ quan, trường nào hoặc người của họ"), required=False, coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chọn đủ: tố giác sẽ không bao giờ gửi đến nơi được chọn hay cấp dưới của họ, mà lên cấp trên."),
    )  # fmt: skip
    text = WordsField(
        label=_("Điều bạn muốn báo"), rows=12,
        help_text=_("Việc gì, khi nào, ai biết. Muốn giấu mình thì đừng viết điều chỉ một mình bạn biết."),
    )  # fmt: skip
    pictures = PicturesField(
        label=_("Ảnh"), required=False,
        help_text=_("Chỉ nhận ảnh JPG, PNG, WebP, tối đa 5 ảnh. Tên tệp, nơi chụp và máy chụp bị bỏ. "
                    "PDF, Word, ghi âm không nhận vì không xóa sạch được dấu vết: chụp màn hình hoặc chụp lại bằng ảnh."),
    )  # fmt: skip

    def __init__(self, *args, schools: Collection[Organization], others: Collection[Organization], **kwargs):
        super().__init__(*args, **kwargs)
        self.organizations = {each.pk: each for each in (*schools, *others)}
        place: Any = self.fields["place"]
        place.choices = [("", _("Không nêu")), *((each.pk, each.name) for each in schools)]
        concerned: Any = self.fields["concerned"]
        concerned.choices = [(pk, each.name) for pk, each in self.organizations.items()]
        self.fields["pictures"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"

    @property
    def place_name(self) -> str:
        chosen = self.organizations.get(self.cleaned_data["place"])
        return chosen.name if chosen else ""

    @property
    def concerned_units(self) -> list[Organization]:
        return [self.organizations[pk] for pk in self.cleaned_data["concerned"]]


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=_("Mã biên nhận 16 chữ số"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "0000 0000 0000 0000", **_NO_MEMORY}),
    )  # fmt: skip

    def clean_receipt(self) -> str:
        receipt = normal_receipt(self.cleaned_data["receipt"])
        if not receipt:
            raise forms.ValidationError(_("Mã gồm đúng 16 chữ số. Đếm lại bốn nhóm, mỗi nhóm bốn số."))
        return receipt


class MoreForm(Once):
    """One more message of whoever holds the receipt."""

    purpose = "tips.add"

    code = forms.UUIDField(widget=forms.HiddenInput)
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    text = WordsField(label=_("Viết thêm cho đơn vị"), rows=6)
    pictures = PicturesField(label=_("Thêm ảnh"), required=False, help_text=_("JPG, PNG, WebP, tối đa 5 ảnh."))


class WordsForm(forms.Form):
    """A reply or a note."""

    text = WordsField(label=_("Nội dung"), rows=5)


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("Chuyển sang"))

    def __init__(self, *args, state: str, **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["state"]
        choice.choices = [(each, TipState(each).label) for each in NEXT[state]]


class ForwardForm(forms.Form):
    organization = forms.ModelChoiceField(label=_("Chuyển đến đơn vị"), queryset=Organization.objects.none())
    keeps_access = forms.BooleanField(
        label=_("Đơn vị này vẫn đọc được tố giác"), required=False,
        help_text=_("Không chọn thì khóa của đơn vị này bị gỡ ngay khi chuyển."),
    )  # fmt: skip

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["organization"]
        choice.queryset = organizations


class SecretForm(forms.Form):
    """A new passphrase, twice."""

    passphrase = forms.CharField(
        label=_("Cụm mật khẩu riêng"), max_length=300, strip=False, widget=forms.PasswordInput(attrs=_NO_MEMORY),
        help_text=_("Ít nhất 16 ký tự, ví dụ năm từ không liên quan. Khác mật khẩu đăng nhập. Không ai cấp lại được."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Nhập lại"), max_length=300, strip=False, widget=forms.PasswordInput(attrs=_NO_MEMORY)
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("passphrase") and given.get("passphrase") != given.get("again"):
            self.add_error("again", _("Hai lần nhập không giống nhau."))
        return given


class NewSecretForm(SecretForm):
    """A secret made anew: a sign-in left open is not enough for that."""

    password = forms.CharField(
        label=_("Mật khẩu đăng nhập"), max_length=300, strip=False, widget=forms.PasswordInput(attrs=_NO_MEMORY)
    )
    field_order = ("password", "passphrase", "again")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():  # signs in through another server
            del self.fields["password"]

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Mật khẩu đăng nhập không đúng."))
        return ""


class ChangeSecretForm(SecretForm):
    old = forms.CharField(
        label=_("Cụm mật khẩu đang dùng"), max_length=300, strip=False, widget=forms.PasswordInput(attrs=_NO_MEMORY)
    )
    field_order = ("old", "passphrase", "again")


class UnlockForm(forms.Form):
    passphrase = forms.CharField(
        label=_("Cụm mật khẩu riêng"), max_length=300, strip=False, widget=forms.PasswordInput(attrs=_NO_MEMORY)
    )
    onward = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)


class OfficerForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Người"), queryset=User.objects.none())
    duty = forms.ChoiceField(label=_("Việc"), choices=Duty.choices)

    def __init__(self, *args, users, **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["user"]
        choice.queryset = users
        choice.label_from_instance = lambda user: user.display_name


class RouteForm(forms.Form):
    unit_code = forms.CharField(
        label=_("Mã địa bàn"), max_length=10, help_text=_("Mã tỉnh hoặc xã hôm nay, xem trang Địa giới.")
    )
    topic = forms.ChoiceField(
        label=_("Lĩnh vực"), required=False, choices=[("", _("Mọi lĩnh vực không có dòng riêng")), *Topic.choices]
    )
    organization_code = forms.CharField(label=_("Mã đơn vị tiếp nhận"), max_length=40)
