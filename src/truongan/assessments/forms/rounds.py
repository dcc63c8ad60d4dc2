from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.activities.models import Activity
from truongan.assessments.actions.rounds import Paper
from truongan.assessments.criteria import Definition, day_in
from truongan.assessments.models import AssessmentRound, CriteriaSet, Registration
from truongan.kernel.dates import vn_date
from truongan.movement.forms.fields import ACCEPTED, DayField
from truongan.movement.models import Scheme
from truongan.organizations.models import Level, Organization, Sector
from truongan.plans.models import Plan

_SECTORS = (Sector.GOVERNMENT, Sector.COMMITTEE, Sector.POLICE, Sector.EDUCATION)
_LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
AUTHORITIES = [
    (f"{sector.value}:{level.value}", f"{sector.label}, {str(level.label).lower()}")
    for sector in _SECTORS
    for level in _LEVELS
]


class RoundForm(forms.Form):
    """Set, place and year; days left empty are those of the set."""

    criteria_set = forms.ModelChoiceField(CriteriaSet.objects.none(), label=gettext_lazy("Bộ tiêu chí"))
    organizer = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("Cơ quan tổ chức"))
    year = forms.IntegerField(
        label=gettext_lazy("Năm"), min_value=2012, max_value=2100,
        help_text=gettext_lazy("Năm mà kỳ kết thúc; kỳ của năm 2026 là từ 16/11/2025 đến 15/11/2026 với Thông tư 124/2021."),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Tên đợt"), max_length=120, required=False, help_text=gettext_lazy("Bỏ trống: đặt theo bộ tiêu chí và năm.")
    )  # fmt: skip
    starts_on = DayField(
        label=gettext_lazy("Từ ngày"), required=False, help_text=gettext_lazy("Bỏ trống: theo bộ tiêu chí.")
    )
    last_day = DayField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Bỏ trống: theo bộ tiêu chí.")
    )
    register_by = DayField(
        label=gettext_lazy("Đăng ký đến hết ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: theo bộ tiêu chí."),
    )
    decide_before = DayField(
        label=gettext_lazy("Quyết định trước ngày"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: theo bộ tiêu chí."),
    )

    def __init__(self, *args, sets, organizers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]
        self.fields["organizer"].queryset = organizers  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What `open_round` asks for."""
        given = dict(self.cleaned_data)
        definition: Definition = given["criteria_set"].criteria
        year, last_day = given.pop("year"), given.pop("last_day")
        starts_on, ends_on = definition.cycle.period(year)
        given["starts_on"] = given["starts_on"] or starts_on
        given["ends_on"] = last_day + timedelta(days=1) if last_day else ends_on
        for name in ("register_by", "decide_before"):
            given[name] = given[name] or _day_of(definition, name, year)
        given["name"] = given["name"] or f"{definition.name}, năm {year}"
        return given


def _day_of(definition: Definition, name: str, year: int) -> date | None:
    month_and_day = getattr(definition.cycle, name)
    return day_in(year, month_and_day) if month_and_day else None


class RoundChangeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Tên đợt"), max_length=120)
    register_by = DayField(label=gettext_lazy("Đăng ký đến hết ngày"), required=False)
    decide_before = DayField(label=gettext_lazy("Quyết định trước ngày"), required=False)
    authorities = forms.MultipleChoiceField(
        choices=AUTHORITIES, required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Cơ quan ghi được quyết định"),
        help_text=gettext_lazy("Thẩm quyền có thể được ủy quyền và thay đổi theo chính quyền hai cấp."),
    )  # fmt: skip
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(held: AssessmentRound) -> dict[str, Any]:
        names = ("name", "register_by", "decide_before", "authorities")
        return {name: getattr(held, name) for name in names} | {"seen_at": held.updated_at.isoformat()}


class RegistrationForm(forms.Form):
    """The day, and for each paper the set asks for: number, day of signature, file, or that it does not apply."""

    registered_on = DayField(label=gettext_lazy("Ngày đăng ký"))
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args, held: AssessmentRound, kept: Registration | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = held.criteria_set.criteria.papers
        filed = {paper.code: paper for paper in kept.papers.all()} if kept else {}
        for paper in self.papers:
            had = filed.get(paper.code)
            self.fields[f"signed_{paper.code}"] = DayField(
                label=_("Ngày ký"), required=False, initial=had.signed_on if had else None
            )
            self.fields[f"number_{paper.code}"] = forms.CharField(
                label=_("Số"), max_length=60, required=False, initial=had.number if had else ""
            )
            if paper.may_not_apply:
                self.fields[f"skip_{paper.code}"] = forms.BooleanField(
                    label=_("Trường không có loại giấy tờ này"), required=False,
                    initial=had.does_not_apply if had else False,
                )  # fmt: skip
            self.fields[f"file_{paper.code}"] = forms.FileField(
                label=_("Tệp"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED})
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for paper in self.papers:
            signed = f"signed_{paper.code}"
            if not given.get(f"skip_{paper.code}") and not given.get(signed) and signed not in self.errors:
                self.add_error(signed, ValidationError(_("Ghi ngày ký.")))
        return given

    def sections(self) -> Iterator[tuple[str, list[Any]]]:
        """Name of each paper with its controls."""
        for paper in self.papers:
            yield paper.name, [self[name] for name in self.fields if name.partition("_")[2] == paper.code]

    def filed(self) -> dict[str, Paper]:
        given = self.cleaned_data
        return {
            paper.code: Paper(
                number=given.get(f"number_{paper.code}", ""), signed_on=given.get(f"signed_{paper.code}"),
                does_not_apply=bool(given.get(f"skip_{paper.code}")),
            )
            for paper in self.papers
        }  # fmt: skip

    def sent_files(self) -> dict[str, Any]:
        found = {paper.code: self.cleaned_data.get(f"file_{paper.code}") for paper in self.papers}
        return {code: file for code, file in found.items() if file}


class BeginForm(forms.Form):
    """An assessment by a set that is repeated on any day."""

    criteria_set = forms.ModelChoiceField(CriteriaSet.objects.none(), label=gettext_lazy("Bộ tiêu chí"))
    on = DayField(label=gettext_lazy("Ngày đánh giá"))

    def __init__(self, *args, sets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]


def _described(record: Scheme | Plan | Activity) -> str:
    if isinstance(record, Scheme):
        return _("Mô hình: %(name)s") % {"name": record}
    if isinstance(record, Plan):
        return _("Kế hoạch năm học %(year)s") % {"year": record.school_year}
    return _("Hoạt động %(day)s: %(name)s") % {"day": vn_date(record.on), "name": record}


class EvidenceForm(forms.Form):
    """A file, or a record of the register; at least one of them."""

    file = forms.FileField(
        label=gettext_lazy("Tệp"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy("Ảnh, PDF, Word hoặc Excel. Ảnh được bỏ thông tin vị trí, thiết bị."),
    )  # fmt: skip
    record = forms.ChoiceField(
        label=gettext_lazy("Hoặc dẫn từ sổ"), required=False, help_text=gettext_lazy("Mô hình, kế hoạch, hoạt động của chính trường.")
    )  # fmt: skip

    def __init__(self, *args, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.records = {f"{type(each).__name__.lower()}-{each.pk}": each for each in records}
        choices = [(key, _described(each)) for key, each in self.records.items()]
        self.fields["record"].choices = [("", _("(không)")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("record"):
            raise ValidationError(_("Chọn một tệp hoặc một mục trong sổ."))
        return given
