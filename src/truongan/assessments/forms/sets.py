"""The editor of criteria sets: a head, a line for each criterion, a line for each class."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.assessments.criteria import DATED, KINDS, YEARLY
from truongan.assessments.forms.rounds import AUTHORITIES
from truongan.movement.forms.fields import DayField
from truongan.organizations.models import SchoolLevel

KIND_WORDS = {
    "yes_no": _("Có hoặc không"),
    "person": _("Người có thẩm quyền quyết định"),
    "dated_file": _("Tệp có ngày"),
    "files": _("Một số tệp"),
    "plan": _("Kế hoạch trong sổ"),
    "scheme": _("Mô hình trong sổ"),
    "share": _("Tỷ lệ, tính từ số"),
}


class SetHeadForm(forms.Form):
    code = forms.CharField(
        label=_("Mã bộ"), max_length=40, help_text=_("Mã khác là một bộ khác; cùng mã là bản tiếp theo của bộ này.")
    )
    name = forms.CharField(label=_("Tên"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    issuing_text = forms.CharField(label=_("Văn bản ban hành"), max_length=300)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200, required=False)
    valid_from = DayField(label=_("Có hiệu lực từ ngày"), required=False)
    valid_to = DayField(label=_("Hết hiệu lực từ ngày"), required=False)
    school_levels = forms.MultipleChoiceField(
        label=_("Cấp học áp dụng"), choices=SchoolLevel.choices, widget=forms.CheckboxSelectMultiple
    )
    mandatory = forms.CharField(
        label=_("Tiêu chí bắt buộc"), required=False, max_length=400, help_text=_("Mã cách nhau bằng dấu phẩy: 4, 5, 10, 11.")
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Nhịp"), choices=((DATED, _("Theo ngày, lặp lại được")), (YEARLY, _("Theo đợt hằng năm")))
    )
    starts = forms.CharField(
        label=_("Kỳ từ"), required=False, max_length=5, help_text=_("Tháng-ngày: 11-16 là ngày 16/11.")
    )
    ends = forms.CharField(label=_("Đến trước"), required=False, max_length=5)
    register_by = forms.CharField(label=_("Đăng ký đến hết"), required=False, max_length=5)
    decide_before = forms.CharField(label=_("Quyết định trước"), required=False, max_length=5)
    authorities = forms.MultipleChoiceField(
        label=_("Cơ quan ghi được quyết định"),
        choices=AUTHORITIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(
        label=_("Bản này thay đổi gì"), max_length=300, help_text=_("Một câu, cho người xem lại sau này.")
    )


class ItemForm(forms.Form):
    code = forms.CharField(label=_("Mã"), max_length=12)
    group = forms.ChoiceField(label=_("Nhóm"), required=False)
    text = forms.CharField(
        label=_("Nguyên văn"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    about = forms.CharField(
        label=_("Diễn giải"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(
        label=_("Minh chứng"), choices=[(kind, KIND_WORDS[kind]) for kind in KINDS], required=False
    )
    threshold = forms.CharField(label=_("Tỷ lệ phải đạt"), required=False, max_length=12)
    may_not_apply = forms.BooleanField(label=_("Có thể không áp dụng"), required=False)
    extra = forms.BooleanField(label=_("Tiêu chí thêm của tỉnh"), required=False)

    def __init__(self, *args, groups=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("(không)")), *groups]  # type: ignore[attr-defined]


class ClassForm(forms.Form):
    code = forms.CharField(label=_("Mã"), max_length=40)
    name = forms.CharField(label=_("Tên hạng"), max_length=200)
    at_least = forms.CharField(
        label=_("Từ"), required=False, max_length=12, help_text=_("Số tiêu chí, 70% hoặc 7/10.")
    )
    at_most = forms.CharField(label=_("Đến"), required=False, max_length=12)
    below = forms.CharField(label=_("Dưới"), required=False, max_length=12)
    needs_mandatory = forms.BooleanField(label=_("Đủ tiêu chí bắt buộc"), required=False)
    passes = forms.BooleanField(label=_("Là đạt"), required=False)
    cure_hours = forms.IntegerField(label=_("Giờ để khắc phục"), required=False, min_value=1, max_value=10_000)


class UploadForm(forms.Form):
    file = forms.FileField(label=_("Tệp TOML"), widget=forms.FileInput(attrs={"accept": ".toml"}))
    note = forms.CharField(label=_("Bản này thay đổi gì"), max_length=300, required=False)


ItemSet = forms.formset_factory(ItemForm, extra=2, can_delete=True, max_num=200, validate_max=True)
ClassSet = forms.formset_factory(ClassForm, extra=1, can_delete=True, max_num=20, validate_max=True)


class SetEditor:
    """The three forms together; what they do not show of a set (papers, groups, columns) stays as it was."""

    def __init__(self, raw: Mapping[str, Any], posted: Any = None):
        self.raw = raw
        groups = [(each["code"], each["name"]) for each in raw.get("group", ())]
        self.head = SetHeadForm(posted, initial=_head_of(raw))
        self.items = ItemSet(
            posted, prefix="muc", initial=[_shown(each, ItemForm) for each in raw["item"]], form_kwargs={"groups": groups}
        )  # fmt: skip
        self.classes = ClassSet(posted, prefix="hang", initial=[_class_of(each) for each in raw["class"]])

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), self.items.is_valid(), self.classes.is_valid()])

    def definition(self) -> dict[str, Any]:
        """The set as a mapping for `add_version`."""
        given = self.head.cleaned_data
        raw = {name: value for name, value in self.raw.items() if name not in ("item", "class", "cycle", "mandatory")}
        for name in ("code", "name", "issuing_text", "issuer", "notes", "school_levels", "authorities"):
            raw[name] = given[name]
        for name in ("valid_from", "valid_to"):
            raw.pop(name, None)
            if given[name]:
                raw[name] = given[name].isoformat()
        codes = [code.strip() for code in given["mandatory"].split(",") if code.strip()]
        if codes:
            raw["mandatory"] = codes
        raw["cycle"] = _cycle(given)
        raw["item"] = [self._item(form) for form in _kept(self.items)]
        raw["class"] = [_class(form.cleaned_data) for form in _kept(self.classes)]
        return raw

    def _item(self, form: ItemForm) -> dict[str, Any]:
        given = {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        before: dict[str, Any] = next((each for each in self.raw["item"] if each["code"] == given["code"]), {})
        unseen = {name: value for name, value in before.items() if name not in form.fields}
        return unseen | {name: value for name, value in given.items() if value not in ("", False, None)}


def _head_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    cycle = raw.get("cycle", {})
    return {
        **raw, "mandatory": ", ".join(raw.get("mandatory", ())), "kind": cycle.get("kind", DATED),
        "starts": cycle.get("from", ""), "ends": cycle.get("to", ""), "register_by": cycle.get("register_by", ""),
        "decide_before": cycle.get("decide_before", ""),
    }  # fmt: skip


def _shown(row: Mapping[str, Any], form: type[forms.Form]) -> dict[str, Any]:
    return {name: row[name] for name in form.base_fields if name in row}


def _class_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**_shown(row, ClassForm), "code": row["class"]}


def _kept(formset: Any) -> list[Any]:
    return [form for form in formset.forms if form.cleaned_data.get("code") and not form.cleaned_data.get("DELETE")]


def _cycle(given: Mapping[str, Any]) -> dict[str, Any]:
    cycle = {"kind": given["kind"], "from": given["starts"], "to": given["ends"]}
    cycle |= {"register_by": given["register_by"], "decide_before": given["decide_before"]}
    return {name: value for name, value in cycle.items() if value}


def _class(given: Mapping[str, Any]) -> dict[str, Any]:
    row = {"class": given["code"], "name": given["name"], "passes": given["passes"]}
    kept = {name: given[name] for name in ("at_least", "at_most", "below", "cure_hours") if given[name]}
    return row | kept | ({"needs_mandatory": True} if given["needs_mandatory"] else {})
