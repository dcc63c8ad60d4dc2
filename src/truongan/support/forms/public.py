"""What the public sends. Nobody is signed in: every form that writes is guarded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.kernel.phones import parse_phone
from truongan.organizations.forms import NamedUnitField
from truongan.support.actions import MOST_FILES
from truongan.support.models import Topic
from truongan.support.states import AskerKind, Satisfaction
from truongan.support.texts import LONGEST
from truongan.web.form_guard import GuardedForm

AREAS = "xa-phuong"  # id of the list the browser offers while the area is typed
_ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx"


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files; what they are is judged by the action, from their content."""

    def __init__(self, **options: Any):
        options.setdefault("label", _("Tệp kèm theo"))
        options.setdefault(
            "help_text", _("Tối đa 3 tệp: ảnh, PDF, Word, Excel. Ảnh được bỏ vị trí và thông tin máy chụp.")
        )
        super().__init__(required=False, widget=_Files(attrs={"multiple": True, "accept": _ACCEPTED}), **options)

    def clean(self, data: Any, initial: Any = None) -> list:
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        files = [super(FilesField, self).clean(each, initial) for each in chosen]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Chọn tối đa %(n)s tệp.") % {"n": MOST_FILES})
        return files


class AreaField(NamedUnitField):
    """A commune typed by its name, with or without diacritics; the browser offers the list where it can."""

    not_found = _("Không có xã, phường nào tên này. Gõ lại, hoặc chọn trong danh sách hiện ra khi gõ.")

    def __init__(self, units, **kwargs):
        kwargs.setdefault("label", _("Xã, phường"))
        kwargs.setdefault("help_text", _("Gõ tên xã, phường nơi có việc cần hỏi, có dấu hay không dấu đều được."))
        super().__init__(units, **kwargs)
        self.widget.attrs |= {"list": AREAS, "autocomplete": "off"}


class WhereForm(forms.Form):
    """Topic and area: enough to say who will answer. Sent with GET."""

    linh_vuc = forms.ModelChoiceField(Topic.objects.none(), label=_("Lĩnh vực"), empty_label=_("Chọn lĩnh vực"))

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["linh_vuc"].queryset = Topic.objects.offered().in_order()  # type: ignore[attr-defined]  # a choice
        self.fields["xa"] = AreaField(areas)


class AskForm(GuardedForm):
    """A question with who asks it."""

    purpose = "support.ask"

    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Lĩnh vực"), empty_label=_("Chọn lĩnh vực"))
    asker_kind = forms.ChoiceField(
        label=_("Bạn hỏi với tư cách"), choices=AskerKind, widget=forms.RadioSelect, initial=AskerKind.CITIZEN
    )
    name = forms.CharField(
        label=_("Họ và tên, hoặc tên doanh nghiệp"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Điện thoại"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Để đơn vị gọi lại khi cần; chỉ đơn vị trả lời thấy."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Nội dung câu hỏi"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Nêu việc xảy ra ở đâu, khi nào, bạn cần được trả lời điều gì."),
    )  # fmt: skip
    attached = FilesField()
    field_order = ("topic", "unit", "asker_kind", "name", "phone", "email", "text", "attached", "contact_site")

    def __init__(self, *args, areas, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.offered().in_order()  # type: ignore[attr-defined]  # a choice
        self.fields["unit"] = AreaField(areas)
        self.order_fields(self.field_order)

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"].strip()
        phone = parse_phone(typed)
        if typed and phone is None:
            raise forms.ValidationError(_("Không đọc được số này. Ghi số di động 10 chữ số, hoặc để trống."))
        return phone or ""


class CodeForm(forms.Form):
    """The code shown when the question was received."""

    ma = forms.CharField(
        label=_("Mã theo dõi"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        help_text=_("Dạng 7K2M-P9QX-RT4W; chữ thường, thiếu gạch cũng được."),
    )  # fmt: skip


class AddForm(GuardedForm):
    """What the asker adds while the question is open."""

    purpose = "support.add"

    text = forms.CharField(label=_("Nội dung bổ sung"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    attached = FilesField()
    field_order = ("text", "attached", "contact_site")


class RateForm(forms.Form):
    score = forms.TypedChoiceField(
        label=_("Mức hài lòng"),
        choices=sorted(Satisfaction.choices, reverse=True),
        coerce=int,
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label=_("Nhận xét"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
