"""Rows of the data of incidents, as an administrator changes them from a day on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.incidents.models import Category, ClusterRule, Disease, Limit, Severity, ViolationLevel
from truongan.movement.forms.fields import DayField

_COMMON = ("name", "law", "position")


class _RowForm(forms.ModelForm):
    code = forms.SlugField(
        label=_("Mã"), max_length=30, help_text=_("Chữ thường không dấu, gạch nối. Cùng mã là cùng một loại, bản mới.")
    )
    since = DayField(label=_("Áp dụng từ ngày"))
    field_order = ("code", "since", "name")


class CategoryForm(_RowForm):
    class Meta:
        model = Category
        fields = (*_COMMON, "theme", "severity", "is_disease", "concerns_children")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        codes = Severity.objects.order_by("rank").values_list("code", "name").distinct()
        self.fields["severity"] = forms.ChoiceField(label=_("Mức độ thường gặp"), choices=list(codes))


class SeverityForm(_RowForm):
    class Meta:
        model = Severity
        fields = (*_COMMON, "rank", "urgency", "meaning")


class ViolationLevelForm(_RowForm):
    class Meta:
        model = ViolationLevel
        fields = (*_COMMON, "rank")


class DiseaseForm(_RowForm):
    class Meta:
        model = Disease
        fields = _COMMON


class LimitForm(_RowForm):
    diseases = forms.CharField(
        label=_("Chỉ cho các bệnh (mã)"), required=False, max_length=600,
        help_text=_("Cách nhau bằng dấu phẩy; để trống là mọi bệnh."),
    )  # fmt: skip

    class Meta:
        model = Limit
        fields = (*_COMMON, "kind", "who", "after", "amount", "unit")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["diseases"] = ", ".join(self.instance.diseases)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("unit") == "at_once") != (told.get("amount") is None):
            self.add_error("amount", _("“Ngay” thì để trống thời hạn; đơn vị khác thì ghi con số."))
        told["diseases"] = [each.strip() for each in (told.get("diseases") or "").split(",") if each.strip()]
        return told


class ClusterRuleForm(_RowForm):
    """Codes of diseases are typed as in the limits."""

    diseases = forms.CharField(
        label=_("Chỉ cho các bệnh (mã)"), required=False, max_length=600,
        help_text=_("Cách nhau bằng dấu phẩy; để trống là mọi bệnh."),
    )  # fmt: skip
    apart = forms.CharField(
        label=_("Trừ các bệnh (mã)"), required=False, max_length=600,
        help_text=_("Những dòng gộp nhiều bệnh, như “bệnh khác”: hai ca chưa chắc cùng một bệnh."),
    )  # fmt: skip

    class Meta:
        model = ClusterRule
        fields = (*_COMMON, "cases", "days")
        help_texts = {"law": _("Vì sao chọn ngưỡng này; để trống là mức tự đặt.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("diseases", "apart"):
            if self.instance.pk:
                self.initial[name] = ", ".join(getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("cases") or 2) < 2:
            self.add_error("cases", _("Ít nhất 2 ca mới là chùm."))
        if (told.get("days") or 1) < 1:
            self.add_error("days", _("Ít nhất 1 ngày."))
        for name in ("diseases", "apart"):
            told[name] = [each.strip() for each in (told.get(name) or "").split(",") if each.strip()]
        return told


class EndForm(forms.Form):
    until = DayField(label=_("Thôi dùng từ ngày"))


KINDS: dict[str, tuple[Any, Any]] = {
    "loai": (_("Loại vụ việc"), CategoryForm),
    "muc-do": (_("Mức độ"), SeverityForm),
    "vi-pham": (_("Mức vi phạm của học sinh"), ViolationLevelForm),
    "benh": (_("Bệnh báo theo tên"), DiseaseForm),
    "thoi-han": (_("Thời hạn theo luật"), LimitForm),
    "chum-ca": (_("Ngưỡng nghi chùm ca bệnh"), ClusterRuleForm),
}
