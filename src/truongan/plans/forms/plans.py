"""Small forms about a plan: beginning one, deciding, advising, telling how far a measure is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.movement.forms.fields import DayField
from truongan.organizations.forms import offer_organizations
from truongan.organizations.models import Organization
from truongan.plans.models import Measure
from truongan.plans.school_years import is_school_year
from truongan.plans.states import Progress

COPY, EMPTY = "chep", "trong"


class SchoolYearField(forms.CharField):
    """`2021-2022`; also typed as 2021 - 2022 or 2021–2022."""

    def __init__(self, **options):
        options.setdefault("label", _("Năm học"))
        super().__init__(max_length=20, help_text=_("Ví dụ: 2021-2022"), **options)

    def clean(self, value):
        text = "".join(super().clean(value).replace("–", "-").replace("—", "-").split())
        if text and not is_school_year(text):
            raise forms.ValidationError(_("Năm học viết dạng 2021-2022: hai năm liền nhau."))
        return text


class WhoseForm(forms.Form):
    """Whose plan, when a person writes for several organizations."""

    don_vi_lap = forms.ModelChoiceField(Organization.objects.none(), label=_("Đơn vị lập kế hoạch"))

    def __init__(self, *args, organizations, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, "don_vi_lap", organizations)


class NewPlanForm(forms.Form):
    """Which school year, and what to begin from: a text, an earlier year's plan, or nothing."""

    school_year = SchoolYearField()
    begin = forms.ChoiceField(label=_("Bắt đầu từ"), widget=forms.RadioSelect)
    implements = forms.ChoiceField(label=_("Thực hiện văn bản chỉ đạo"), required=False)

    def __init__(self, *args, starters, earlier, directives, **kwargs):
        super().__init__(*args, **kwargs)
        self.starters = {each.code: each for each in starters}
        self.earlier = {f"{COPY}-{each.pk}": each for each in earlier}
        self.directives = {str(each.pk): each for each in directives}
        choices = [(code, _("Mẫu: %(name)s") % {"name": each.name}) for code, each in self.starters.items()]
        for code, plan in self.earlier.items():
            choices.append((code, _("Chép kế hoạch năm học %(year)s, dời thời gian") % {"year": plan.school_year}))
        self.fields["begin"].choices = [*choices, (EMPTY, _("Trang trắng"))]  # type: ignore[attr-defined]
        names = [(pk, each.described[:140]) for pk, each in self.directives.items()]
        self.fields["implements"].choices = [("", _("Không theo văn bản nào")), *names]  # type: ignore[attr-defined]

    def clean_implements(self):
        return self.directives.get(self.cleaned_data["implements"])


class ReturnForm(forms.Form):
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Cần sửa gì"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Đơn vị nhận được đúng lời này."),
    )  # fmt: skip


class AmendForm(forms.Form):
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Lý do sửa đổi"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SeenForm(forms.Form):
    """Nothing to fill in: the press of the button is the answer, about what was seen."""

    seen_at = forms.DateTimeField(widget=forms.HiddenInput)


class CommentForm(forms.Form):
    measure = forms.ChoiceField(label=_("Về"), required=False)
    text = forms.CharField(label=_("Ý kiến"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, measures: list[Measure], **kwargs):
        super().__init__(*args, **kwargs)
        self.measures = {str(each.pk): each for each in measures}
        names = [(pk, f"{number}. {each.text}"[:120]) for number, (pk, each) in enumerate(self.measures.items(), 1)]
        self.fields["measure"].choices = [("", _("Cả kế hoạch")), *names]  # type: ignore[attr-defined]

    def clean_measure(self) -> Measure | None:
        return self.measures.get(self.cleaned_data["measure"])


class ResolveForm(forms.Form):
    answer = forms.CharField(
        label=_("Đã tiếp thu thế nào"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProgressForm(forms.Form):
    progress = forms.ChoiceField(label=_("Tiến độ"), choices=Progress, widget=forms.RadioSelect)
    percent = forms.IntegerField(
        label=_("Phần trăm"), min_value=0, max_value=100, required=False, help_text=_("Khi đang làm: 1 đến 99.")
    )
    done_on = DayField(label=_("Làm xong ngày"), required=False, help_text=_("Bỏ trống: hôm nay."))
    note = forms.CharField(
        label=_("Kết quả, ghi chú"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Không thực hiện thì ghi vì sao."),
    )  # fmt: skip

    def clean(self):
        found = super().clean() or {}
        if found.get("progress") == Progress.DROPPED and not found.get("note"):
            self.add_error("note", _("Ghi vì sao không thực hiện."))
        if found.get("progress") == Progress.ONGOING and found.get("percent") == 100:
            self.add_error("percent", _("Đủ 100 thì chọn “Đã làm xong”."))
        found["percent"] = found.get("percent") or 0
        if found.get("progress") != Progress.ONGOING:
            found["percent"] = 0
        return found
