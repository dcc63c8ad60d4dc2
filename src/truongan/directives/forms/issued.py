"""Forms about a directive that has been issued, and about the registers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.directives.actions.series import SERIES
from truongan.directives.states import ARRIVAL_SERIES, OWN_SERIES, DirectiveKind
from truongan.organizations.models import Organization


class RecallForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do thu hồi"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mọi đơn vị nhận văn bản đọc được lý do này."),
    )  # fmt: skip


def series_label(series: str) -> str:
    if series == OWN_SERIES:
        return str(_("Sổ chung mọi loại"))
    if series == ARRIVAL_SERIES:
        return str(_("Sổ văn bản đến"))
    known = {str(value): str(label) for value, label in DirectiveKind.choices}
    return str(_("Sổ %(kind)s") % {"kind": known.get(series, series)})


class ContinueForm(forms.Form):
    """Where the paper register ended."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Cơ quan"))
    series = forms.ChoiceField(label=_("Sổ"), choices=[(each, series_label(each)) for each in SERIES])
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    last_number = forms.IntegerField(
        label=_("Số cuối cùng trong sổ giấy"), min_value=1, max_value=999_999,
        help_text=_("Số tiếp theo lấy ở đây là số này cộng một."),
    )  # fmt: skip

    def __init__(self, *args, issuers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"] = forms.ModelChoiceField(issuers, label=_("Cơ quan"))
