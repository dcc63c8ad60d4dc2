from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from truongan.directives.models import Directive
from truongan.figures.forms import DayField
from truongan.organizations.models import Organization, Sector
from truongan.reports.actions import EDITABLE_SUBMISSION, FRAME
from truongan.reports.figure_names import with_codes, with_names
from truongan.reports.models import Submission
from truongan.reports.narrative import UnknownFigure, check_text
from truongan.reports.periodic.periods import Period
from truongan.reports.periodic.texts import TEXTS, known_names

_AUTHORITIES = [("", _("(người đứng đầu ký)")), *((each, each) for each in ("TM.", "Q.", "KT.", "TL.", "TUQ."))]
_ROWS = {
    "work": 4, "results": 8, "difficulties": 5, "proposals": 5, "next_steps": 4, "recipients": 3, "superior_name": 2,
    "issuer_name": 2, "signer_title": 2, "signer_own_title": 2,
}  # fmt: skip
_DUE = {
    "school": _("Hạn của trường"), "commune": _("Hạn của cấp xã"), "district": _("Hạn của cấp huyện"),
    "province": _("Hạn của cấp tỉnh"), "government": _("Hạn gửi Chính phủ"),
}  # fmt: skip


class CycleForm(forms.Form):
    """A round of reports: whose, which period, who takes part; deadlines only where they differ from the rules."""

    issuer = forms.ModelChoiceField(Organization.objects.none(), label=_("Cơ quan tổng hợp"))
    period = forms.ChoiceField(label=_("Kỳ"))
    name = forms.CharField(label=_("Tên đợt báo cáo"), max_length=200)
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))
    directive = forms.ModelChoiceField(
        Directive.objects.none(), label=_("Theo văn bản"), required=False, empty_label=_("(không theo văn bản nào)")
    )
    sectors = forms.MultipleChoiceField(
        label=_("Ngành báo cáo"), choices=Sector, widget=forms.CheckboxSelectMultiple,
        help_text=_("Đơn vị của ngành không chọn được bỏ qua; đơn vị dưới đó nộp thẳng lên cấp trên kế tiếp."),
    )  # fmt: skip
    request = forms.CharField(label=_("Yêu cầu"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    repeats = forms.BooleanField(label=_("Tự mở các kỳ sau"), required=False)

    def __init__(self, *args, issuers, directives, periods: list[Period], levels: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {each.since.isoformat(): each for each in periods}
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]  # declared above
        self.fields["directive"].queryset = directives  # type: ignore[attr-defined]  # declared above
        chosen = ("name", "since", "until")
        for name in ("period", "repeats") if not periods else chosen:
            del self.fields[name]
        if periods:
            choices = [(key, f"{each.name} ({each.words})") for key, each in self.periods.items()]
            self.fields["period"].choices = choices  # type: ignore[attr-defined]  # declared above
        for level in levels:
            self.fields[f"due_{level}"] = DayField(
                label=_DUE[level], required=False, help_text=_("Bỏ trống: theo quy định.")
            )
        self.levels = levels

    @property
    def chosen(self):
        return [bound for bound in self.visible_fields() if not bound.name.startswith("due_")]

    @property
    def own_deadlines(self):
        return [bound for bound in self.visible_fields() if bound.name.startswith("due_")]

    @property
    def has_own_deadlines(self) -> bool:
        return any(bound.value() or bound.errors for bound in self.own_deadlines)

    def span(self) -> tuple[date, date, str]:
        """First day, last day and name of what was chosen."""
        if self.periods:
            period = self.periods[self.cleaned_data["period"]]
            return period.since, period.until, period.name
        given = self.cleaned_data
        return given["since"], given["until"], given["name"]

    def deadlines(self) -> dict[str, date]:
        given = {level: self.cleaned_data.get(f"due_{level}") for level in self.levels}
        return {level: day for level, day in given.items() if day}


class SubmissionForm(forms.ModelForm):
    """The texts and the frame of a submission; numbers stand in the texts by name, as {Điểm mô hình}."""

    authority = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=_AUTHORITIES, required=False)
    issued_on = DayField(label=_("Ngày ban hành"), required=False, help_text=_("Bỏ trống: lấy ngày chốt."))
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    class Meta:
        model = Submission
        fields = EDITABLE_SUBMISSION
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in _ROWS.items()}
        help_texts = {
            "results": _("Trong ngoặc nhọn là tên số, ví dụ {Điểm mô hình}; hệ thống điền số thật."),
            "recipients": _("Mỗi dòng một nơi nhận."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # To the microsecond, else an edit within the same second would go unnoticed.
        self.initial["seen_at"] = self.instance.updated_at.isoformat()
        self.initial.update({name: with_names(self.initial[name]) for name in TEXTS if self.initial.get(name)})

    @property
    def texts(self):
        return [self[name] for name in TEXTS if name in self.fields]

    @property
    def frame(self):
        return [self[name] for name in FRAME]

    def clean(self):
        super().clean()
        given = self.cleaned_data
        for name in TEXTS:
            if name in given:
                given[name] = with_codes(given[name])
            try:
                check_text(given.get(name, ""), known_names())
            except UnknownFigure as reason:
                self.add_error(name, ValidationError(str(reason)))
        return given


class FrameForm(SubmissionForm):
    """Only the frame: of a report whose texts and figures were accepted."""

    class Meta(SubmissionForm.Meta):
        fields = FRAME  # type: ignore[assignment]  # fewer of the same names


class AddendumForm(forms.Form):
    reason = forms.CharField(
        label=_("Nội dung, lý do đính chính"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một đoạn; dòng bắt đầu bằng “- ” là một ý."),
    )  # fmt: skip
