from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from truongan.movement.imports.format import KINDS


class UploadForm(forms.Form):
    """Which file, and whose it is."""

    kind = forms.ChoiceField(label=_("Loại tệp"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Tệp Excel hoặc CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, kinds: list[str], **options) -> None:
        super().__init__(*args, **options)
        self.fields["file"].help_text = _(
            "Tệp .xlsx, .xls hoặc .csv, tối đa %(limit)d MB. Chưa có gì được ghi vào sổ cho tới khi bạn đồng ý ở bước "
            "xem trước."
        ) % {"limit": settings.MAX_UPLOAD_BYTES // 1_000_000}
        widget = forms.HiddenInput() if len(kinds) == 1 else forms.RadioSelect()
        choices = [(kind, KINDS[kind]) for kind in kinds]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Loại tệp"), choices=choices, widget=widget, initial=kinds[-1] if kinds else None
        )
