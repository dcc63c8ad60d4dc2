"""What the workspace asks before an article is begun."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.news.models import Section


class BeginForm(forms.Form):
    """Under which title and in which section the draft starts."""

    title = forms.CharField(label=_("Đầu đề"), max_length=255)
    section = forms.ModelChoiceField(label=_("Chuyên mục"), queryset=Section.objects.none(), empty_label=None)

    def __init__(self, *args, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]  # a ModelChoiceField
