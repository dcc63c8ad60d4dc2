from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.assessments.models import Assessment
from truongan.movement.forms.fields import DayField
from truongan.organizations.models import Organization

_CHOICES = (
    ("", gettext_lazy("Để sau")),
    ("yes", gettext_lazy("Công nhận")),
    ("no", gettext_lazy("Không công nhận")),
)


class DecisionForm(forms.Form):
    """The decision's own lines, then one choice for each examined school: `pick_PK` and `why_PK`."""

    issuer = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("Cơ quan ghi quyết định"))
    authority_name = forms.CharField(
        label=gettext_lazy("Cơ quan ban hành"), max_length=200, help_text=gettext_lazy("Như trên văn bản, ví dụ Ủy ban nhân dân phường Nếnh.")
    )  # fmt: skip
    number = forms.IntegerField(
        label=gettext_lazy("Số"), min_value=1, max_value=99_999, required=False,
        help_text=gettext_lazy("Bỏ trống để lấy số tiếp theo, chỉ khi Ủy ban nhân dân tự ban hành trên hệ thống."),
    )  # fmt: skip
    symbol = forms.CharField(label=gettext_lazy("Ký hiệu"), max_length=40, initial="QĐ-UBND")
    decided_on = DayField(label=gettext_lazy("Ngày quyết định"))
    place = forms.CharField(label=gettext_lazy("Địa danh"), max_length=80, required=False)
    signer_title = forms.CharField(
        label=gettext_lazy("Chức vụ người ký"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Mỗi dòng một dòng trên văn bản; bỏ trống: Ủy ban nhân dân, Chủ tịch."),
    )  # fmt: skip
    signer_name = forms.CharField(label=gettext_lazy("Người ký"), max_length=100, required=False)

    def __init__(self, *args, issuers, waiting: list[Assessment], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]
        self.waiting = waiting
        for each in waiting:
            choices = _CHOICES if each.passes else (_CHOICES[0], _CHOICES[2])
            self.fields[f"pick_{each.pk}"] = forms.ChoiceField(
                label=_("Quyết định về %(school)s") % {"school": each.organization.name},
                choices=choices,
                required=False,
            )
            self.fields[f"why_{each.pk}"] = forms.CharField(
                label=_("Lý do không công nhận %(school)s") % {"school": each.organization.name}, max_length=300,
                required=False,
            )  # fmt: skip

    def head(self) -> Iterator[Any]:
        return (self[name] for name in self.fields if not name.startswith(("pick_", "why_")))

    def lines(self) -> Iterator[tuple[Assessment, Any, Any]]:
        return ((each, self[f"pick_{each.pk}"], self[f"why_{each.pk}"]) for each in self.waiting)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(f"pick_{each.pk}") for each in self.waiting):
            raise ValidationError(_("Chọn công nhận hoặc không công nhận cho ít nhất một trường."))
        return given

    def wanted(self) -> dict[str, Any]:
        """What `decide` asks for."""
        given = self.cleaned_data
        plain = {name: value for name, value in given.items() if not name.startswith(("pick_", "why_"))}
        picked = {each: given.get(f"pick_{each.pk}") for each in self.waiting}
        return plain | {
            "recognised": [each for each, pick in picked.items() if pick == "yes"],
            "refused": {each: given[f"why_{each.pk}"] for each, pick in picked.items() if pick == "no"},
        }


class RevokeForm(forms.Form):
    on = DayField(label=gettext_lazy("Thu hồi từ ngày"))
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    number = forms.CharField(label=gettext_lazy("Số quyết định thu hồi"), max_length=60, required=False)
