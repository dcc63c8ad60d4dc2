from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.web.widgets import OF_OUR_TIME, DayInput

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx"
FILES_HELP = _("Ảnh, PDF, Word hoặc Excel; chọn được nhiều tệp. Ảnh được bỏ thông tin vị trí, thiết bị.")


class DayField(forms.DateField):
    """A day: the browser's own picker, or typed as 14/09/2021."""

    widget = DayInput
    default_validators = list(OF_OUR_TIME)

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"], **options)


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files of evidence; what they are is judged by the action, from their content."""

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault("label", _("Minh chứng"))
        options.setdefault("help_text", FILES_HELP)
        super().__init__(widget=_Files(attrs={"accept": ACCEPTED}), **options)

    def clean(self, files, initial=None):
        single = super().clean
        return [single(each) for each in files if each] if isinstance(files, list | tuple) else []
