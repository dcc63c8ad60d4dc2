import re
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.kernel.text import fold
from truongan.organizations.models import Level, Organization, RoutingRule, SchoolLevel, SchoolProfile, Sector
from truongan.organizations.queries import superiors_of
from truongan.territory.models import AdministrativeUnit
from truongan.web.widgets import OF_OUR_TIME, DayInput


def unit_label(unit: AdministrativeUnit) -> str:
    return f"{unit.full_name}, {unit.parent.full_name}" if unit.parent else unit.full_name


class UnitField(forms.ModelChoiceField):
    """A unit of the wanted day inside what the person steers."""

    def label_from_instance(self, unit: AdministrativeUnit) -> str:
        return unit_label(unit)


_CODE_BEHIND = re.compile(r"\(([^()]+)\)\s*$")
_CHOOSABLE = 200  # organizations a select still holds; beyond, one is typed


class NamedOrganizationField(forms.CharField):
    """One organization out of many, typed by code or name."""

    def __init__(self, organizations, **kwargs):
        kwargs.setdefault("help_text", _("Mã hoặc tên đơn vị; gõ không dấu cũng được."))
        super().__init__(max_length=200, **kwargs)
        self.organizations = organizations

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        code = _CODE_BEHIND.search(text)  # "Name (CODE)", as we write it into the form ourselves
        exact = self.organizations.filter(code__iexact=code[1] if code else text).first()
        found = [exact] if exact else list(self.organizations.search(text).order_by("sort_key")[:6])
        if not found:
            raise forms.ValidationError(_("Không thấy đơn vị nào trong phạm vi của bạn. Kiểm tra mã hoặc tên."))
        if len(found) > 1:
            names = "; ".join(f"{each.name} ({each.code})" for each in found[:5])
            raise forms.ValidationError(_("Có nhiều đơn vị khớp: %(names)s. Ghi mã.") % {"names": names})
        return found[0]


def offer_organizations(form: forms.BaseForm, name: str, organizations) -> None:
    """Fill a form's choice of organization; where a select would be too long, its code or name is typed instead."""
    if organizations[: _CHOOSABLE + 1].count() <= _CHOOSABLE:
        form.fields[name].queryset = organizations  # type: ignore[attr-defined]
        return
    choice, chosen = form.fields[name], str(form.initial.get(name) or "")
    form.fields[name] = NamedOrganizationField(organizations, label=choice.label, required=choice.required)
    known = organizations.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 19 else None
    form.initial[name] = f"{known.called} ({known.code})" if known else ""


class NamedUnitField(forms.CharField):
    """One unit out of thousands, typed as "Nếnh, Bắc Ninh" or by its code."""

    not_found = _("Không thấy địa bàn nào tên này trong phạm vi của bạn vào ngày đó.")

    def __init__(self, units, **kwargs):
        kwargs.setdefault("help_text", _("Tên rồi dấu phẩy và tên tỉnh, ví dụ: Nếnh, Bắc Ninh; hoặc mã."))
        super().__init__(max_length=120, **kwargs)
        self.units = units

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        name, _comma, province = text.partition(",")
        found = self.units.search(name)
        if province.strip():
            found = found.filter(parent__search_fold__contains=fold(province))
        units = list(found.order_by("path")[:6])
        # "Phường Nếnh" also finds "Phường Tân Nếnh": the one named exactly so is meant.
        exact = [each for each in units if fold(name) in (fold(each.name), fold(each.full_name))]
        units = exact if len(exact) == 1 else units
        if not units:
            raise forms.ValidationError(self.not_found)
        if len(units) > 1:
            names = "; ".join(f"{unit_label(each)} ({each.code})" for each in units[:5])
            raise forms.ValidationError(_("Có nhiều địa bàn khớp: %(names)s. Ghi mã.") % {"names": names})
        return units[0]


def offer_units(form: forms.BaseForm, name: str, units) -> None:
    """Fill a form's choice of unit; where a select would be too long, its name or code is typed instead."""
    if units[: _CHOOSABLE + 1].count() <= _CHOOSABLE:
        form.fields[name].queryset = units  # type: ignore[attr-defined]
        return
    choice = form.fields[name]
    form.fields[name] = NamedUnitField(units, label=choice.label, required=choice.required)


def units_within(scope, day):
    """Units a person may place organizations in: their areas' subtrees, as of `day`."""
    return _units_of([area for area in scope.areas if area.may_write], day)


def _units_of(areas, day):
    inside = [Q(path__startswith=area.path) for area in areas]
    units = AdministrativeUnit.objects.on(day).select_related("parent")
    return units.filter(reduce(or_, inside)).order_by("path") if inside else units.none()


class CreateForm(forms.Form):
    name = forms.CharField(label=_("Tên"), max_length=200, help_text=_("Viết đủ: Trường Tiểu học Hoa Sen"))
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=60, required=False)
    code = forms.CharField(
        label=_("Mã"), max_length=40, help_text=_("Mã trường của ngành giáo dục, hoặc mã định danh cơ quan")
    )
    sector = forms.ChoiceField(label=_("Ngành"), choices=Sector, initial=Sector.SCHOOL)
    level = forms.ChoiceField(label=_("Cấp"), choices=Level, initial=Level.SCHOOL)
    school_level = forms.ChoiceField(
        label=_("Cấp học"), choices=[("", _("Không phải trường")), *SchoolLevel.choices], required=False
    )
    unit = UnitField(AdministrativeUnit.objects.none(), label=_("Địa bàn"))
    since = forms.DateField(label=_("Ở địa bàn này từ ngày"), widget=DayInput)
    address = forms.CharField(label=_("Địa chỉ"), max_length=200, required=False)
    phone = forms.CharField(label=_("Điện thoại cơ quan"), max_length=20, required=False)

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units_within(scope, day))
        self.fields["since"].initial = day

    def clean(self):
        found = super().clean() or {}
        is_school = found.get("sector") == Sector.SCHOOL
        if is_school and not found.get("school_level"):
            self.add_error("school_level", _("Chọn cấp học của trường."))
        if not is_school and found.get("school_level"):
            self.add_error("school_level", _("Chỉ trường học có cấp học."))
        return found


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Tên mới"), max_length=200)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=60, required=False)

    @staticmethod
    def initial_of(organization: Organization) -> dict:
        return {"name": organization.name, "short_name": organization.short_name}


class ContactForm(forms.ModelForm):
    class Meta:
        model = Organization
        fields = ["short_name", "address", "phone", "founded_on"]
        widgets = {"founded_on": DayInput}


class PlaceForm(forms.Form):
    unit = UnitField(AdministrativeUnit.objects.none(), label=_("Địa bàn mới"))
    since = forms.DateField(label=_("Từ ngày"), widget=DayInput, help_text=_("Địa bàn cũ kết thúc vào ngày này"))

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        offer_units(self, "unit", units_within(scope, day))


class RouteForm(forms.Form):
    reports_to = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("Báo cáo lên"),
        required=False,
        empty_label=_("Chưa báo cáo lên đơn vị nào"),
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reports_to"].queryset = superiors_of(organization)  # type: ignore[attr-defined]


class RoutingRuleForm(forms.ModelForm):
    class Meta:
        model = RoutingRule
        fields = ["sector", "level", "school_level", "to_sector", "to_level", "priority", "valid_from"]
        widgets = {"valid_from": DayInput}
        help_texts = {"priority": _("1 được thử trước; không tìm thấy đơn vị thì thử số sau")}


class CloseForm(forms.Form):
    on = forms.DateField(label=_("Giải thể từ ngày"), widget=DayInput, help_text=_("Ngày đầu tiên đơn vị không còn"))
    reason = forms.CharField(label=_("Căn cứ"), max_length=200, help_text=_("Số, ngày quyết định"))


class CalendarForm(forms.Form):
    unit = UnitField(AdministrativeUnit.objects.none(), label=_("Địa bàn"), required=False)
    first = forms.DateField(label=_("Từ ngày"), widget=DayInput, validators=OF_OUR_TIME)
    last = forms.DateField(
        label=_("Đến hết ngày"),
        widget=DayInput,
        required=False,
        validators=OF_OUR_TIME,
        help_text=_("Bỏ trống: một ngày."),
    )
    is_working = forms.TypedChoiceField(
        label=_("Những ngày đó"),
        choices=[("nghi", _("Nghỉ")), ("lam", _("Làm việc"))],
        coerce=lambda value: value == "lam",
    )
    schools_only = forms.BooleanField(label=_("Chỉ áp dụng cho trường học"), required=False)
    note = forms.CharField(
        label=_("Lý do, căn cứ"), max_length=200, help_text=_("Số, ngày văn bản cho nghỉ, đổi ngày")
    )

    def __init__(self, *args, scope, day, **kwargs):
        super().__init__(*args, **kwargs)
        areas = [area for area in scope.areas if area.may_administer]
        offer_units(self, "unit", _units_of(areas, day))
        if not any(not area.path for area in areas):
            self.fields["unit"].required = True
        elif isinstance(self.fields["unit"], NamedUnitField):
            self.fields["unit"].help_text = _("Bỏ trống: cả nước. Tên rồi dấu phẩy và tên tỉnh, hoặc mã.")

    def clean(self):
        found = super().clean() or {}
        found["last"] = found.get("last") or found.get("first")
        return found


class ProfileForm(forms.ModelForm):
    class Meta:
        model = SchoolProfile
        fields = ["school_year", "school_level", "class_count", "pupil_count", "staff_count"]

    # One profile a year is the action's business: saving a year again replaces it.
    def validate_constraints(self) -> None:
        pass

    def clean_school_year(self) -> str:
        first, _dash, second = self.cleaned_data["school_year"].replace(" ", "").partition("-")
        if not (len(first) == 4 and first.isdecimal() and second == str(int(first) + 1)):
            raise forms.ValidationError(_("Năm học viết dạng 2021-2022."))
        return f"{first}-{second}"
