from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.documents.word_templates import MAX_BYTES
from truongan.organizations.models import Organization

WORD_FILES = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateForm(forms.Form):
    """An own Word file and whose papers it serves. Whether the file will do is the action's question."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("Dùng cho"),
        required=False,
        help_text=_("Mẫu của một cơ quan dùng cho các trường trong địa bàn của cơ quan đó"),
    )
    name = forms.CharField(label=_("Tên mẫu"), max_length=120)
    file = forms.FileField(
        label=_("Tệp Word (.docx)"), max_length=200, widget=forms.FileInput(attrs={"accept": WORD_FILES})
    )

    def __init__(self, *args, organizations, may_serve_all: bool, **kwargs):
        super().__init__(*args, **kwargs)
        choice: forms.ModelChoiceField = self.fields["organization"]  # type: ignore[assignment]  # declared above
        choice.queryset = organizations
        choice.required = not may_serve_all
        choice.empty_label = str(_("Mọi đơn vị")) if may_serve_all else None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn %(limit)d MB.") % {"limit": MAX_BYTES // 1_000_000})
        return file
