from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from truongan.duty.models.rollcall import PARTS
from truongan.duty.network import Part
from truongan.movement.models import SchemeType
from truongan.organizations.forms import NamedOrganizationField, offer_organizations, offer_units, units_within
from truongan.organizations.models import Organization, SchoolLevel
from truongan.territory.models import AdministrativeUnit


class NetworkForm(forms.Form):
    """A part of the network, spoken to in whose name; `key` is the form's own, so that pressing twice sends once."""

    labels: dict[str, str | Promise] = {}

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    organization = forms.ModelChoiceField(Organization.objects.none())
    unit = forms.ModelChoiceField(AdministrativeUnit.objects.none(), label=_("Địa bàn"), required=False)
    school = NamedOrganizationField(
        None, label=_("Chỉ một trường"), required=False, help_text=_("Mã hoặc tên trường; bỏ trống: cả địa bàn.")
    )
    parts = forms.MultipleChoiceField(choices=PARTS, widget=forms.CheckboxSelectMultiple)
    scheme_types = forms.MultipleChoiceField(
        label=_("Chỉ trường có mô hình"), required=False, widget=forms.CheckboxSelectMultiple
    )
    school_levels = forms.MultipleChoiceField(
        label=_("Chỉ cấp học"), choices=SchoolLevel, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_drill = forms.BooleanField(label=_("Đây là diễn tập (ghi rõ trên mọi tin)"), required=False)

    def __init__(self, *args: Any, user, day, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name, label in self.labels.items():
            fields[name].label = label
        own = Organization.objects.writable_by(user).filter(closed_on=None)
        offer_organizations(self, "organization", own.order_by("sort_key"))
        offer_units(self, "unit", units_within(user.scope, day))
        fields["school"].organizations = Organization.objects.visible_to(user).schools().filter(closed_on=None)
        fields["scheme_types"].choices = SchemeType.objects.order_by("pk").values_list("code", "name")
        if not user.scope.areas:
            del fields["unit"]

    def part(self) -> Part:
        found = self.cleaned_data
        school = found["school"]
        return Part(
            None if school else found.get("unit"), school, tuple(found["scheme_types"]), tuple(found["school_levels"]),
            tuple(found["parts"]),
        )  # fmt: skip
