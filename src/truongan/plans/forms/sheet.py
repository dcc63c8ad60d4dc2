"""A whole plan on one page: its texts and any number of measures. Works without JavaScript."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.directives.models import Directive
from truongan.movement.forms.fields import DayField
from truongan.movement.models import Scheme
from truongan.plans.actions import EDITABLE, MOST_MEASURES, MeasureText
from truongan.plans.models import Measure, Plan
from truongan.plans.states import Topic

MEASURES = "bp"  # prefix of the lines
ADDED_AT_ONCE = 2
_AUTHORITIES = [("", _("(người đứng đầu ký)")), *((each, each) for each in ("TM.", "Q.", "KT.", "TL.", "TUQ."))]
_ROWS = {
    "title": 2, "grounds": 5, "situation": 6, "goals": 6, "arrangements": 6, "superior": 2, "issuer_name": 2,
    "signer_title": 2, "signer_own_title": 2, "recipients": 4,
}  # fmt: skip
_LONGEST = 20_000
_TYPED = ("id", "topic", "text", "responsible", "starts_on", "ends_on", "resources")


class PlanForm(forms.ModelForm):
    """The texts of a plan and what its document needs."""

    authority = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=_AUTHORITIES, required=False)
    implements = forms.ChoiceField(label=_("Thực hiện văn bản chỉ đạo"), required=False)
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    class Meta:
        model = Plan
        fields = EDITABLE
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in _ROWS.items()}
        help_texts = {
            "grounds": _("Mỗi dòng một căn cứ."),
            "situation": _("Mỗi dòng một đoạn."),
            "goals": _("Mỗi dòng một ý; bản in tự đánh số."),
            "arrangements": _("Mỗi dòng một ý; bản in tự đánh số."),
            "recipients": _("Mỗi dòng một nơi nhận."),
            "superior": _("Mỗi dòng một dòng trên văn bản."),
            "symbol": _("Phần sau số, ví dụ KH-THCSAD; số lấy khi được duyệt."),
        }

    def __init__(self, *args, directives: Mapping[str, Directive], **kwargs):
        super().__init__(*args, **kwargs)
        self.directives = directives
        for name in ("grounds", "situation", "goals", "arrangements", "recipients"):
            self.fields[name].max_length = _LONGEST  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["maxlength"] = _LONGEST
        self.fields["implements"].choices = _named(_("Không theo văn bản nào"), directives)  # type: ignore[attr-defined]
        self.initial["implements"] = str(self.instance.implements_id or "")
        # To the microsecond, else an edit within the same second would go unnoticed.
        self.initial["seen_at"] = self.instance.updated_at.isoformat()

    def clean_implements(self) -> Directive | None:
        return self.directives.get(self.cleaned_data["implements"])

    def _post_clean(self) -> None:
        """What was typed must not reach the plan itself: the action writes it, and a refused page shows the old title."""


class MeasureForm(forms.Form):
    """One measure. A line nobody wrote in is no measure."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topic = forms.ChoiceField(label=_("Nội dung"), choices=[("", _("Chọn nội dung")), *Topic.choices])
    text = forms.CharField(label=_("Biện pháp"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    person = forms.ChoiceField(label=_("Người phụ trách"), required=False)
    responsible = forms.CharField(label=_("Người, bộ phận thực hiện"), max_length=200, required=False)
    starts_on = DayField(label=_("Từ ngày"), required=False)
    ends_on = DayField(label=_("Đến hết ngày"), required=False)
    resources = forms.CharField(label=_("Nguồn lực"), max_length=300, required=False)
    scheme = forms.ChoiceField(label=_("Gắn với điểm mô hình"), required=False)
    directive = forms.ChoiceField(label=_("Theo văn bản"), required=False)
    position = forms.IntegerField(label=_("Thứ tự"), min_value=1, max_value=999, required=False)
    removed = forms.BooleanField(label=_("Bỏ biện pháp này"), required=False)

    def __init__(self, *args, people, schemes, directives, **kwargs):
        super().__init__(*args, **kwargs)
        self.links: dict[str, Mapping[str, Any]] = {"person": people, "scheme": schemes, "directive": directives}
        for name, choices in self.links.items():
            self.fields[name].choices = _named(_("Không chọn"), choices)  # type: ignore[attr-defined]

    def clean(self):
        found = super().clean() or {}
        starts, ends = found.get("starts_on"), found.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Ngày kết thúc trước ngày bắt đầu."))
        return found

    @property
    def is_measure(self) -> bool:
        return bool(self.cleaned_data.get("text")) and not self.cleaned_data.get("removed")

    @property
    def measure(self) -> MeasureText:
        found = self.cleaned_data
        values: dict[str, Any] = {name: found[name] for name in _TYPED}
        values |= {name: choices.get(found[name]) for name, choices in self.links.items()}
        return MeasureText(**values)

    @property
    def summary(self) -> str:
        """What the closed line says: its topic and the beginning of its text, also while it is only typed."""
        topic, text = str(self["topic"].value() or ""), " ".join(str(self["text"].value() or "").split())
        label = str(Topic(topic).label) if topic in Topic.values else ""
        return " – ".join(part for part in (label, text[:90] + ("…" if len(text) > 90 else "")) if part)


class PlanSheet:
    """The page. `data` is what was posted, or a draft's fields; with `growing` or `is_draft` nothing is judged yet."""

    def __init__(
        self, *, plan: Plan, people: Iterable[Person], schemes: Iterable[Scheme], directives: Iterable[Directive],
        data: Mapping[str, Any] | None = None, growing: bool = False, is_draft: bool = False,
    ):  # fmt: skip
        self.plan, self.data, self.growing = plan, data, growing
        self.judges = data is not None and not growing and not is_draft
        self.directives = _keyed(directives)
        self.links = {"people": _keyed(people), "schemes": _keyed(schemes), "directives": self.directives}

    @cached_property
    def form(self) -> PlanForm:
        if self.judges:
            return PlanForm(self.data, instance=self.plan, directives=self.directives)
        typed = {name: self.data[name] for name in (*EDITABLE, "seen_at") if self.data and name in self.data}
        form = PlanForm(instance=self.plan, directives=self.directives, use_required_attribute=False)
        form.initial.update(typed)
        return form

    @cached_property
    def measures(self):
        options = {**self.links, "empty_permitted": True, "use_required_attribute": False}
        kind = forms.formset_factory(MeasureForm, extra=0, max_num=MOST_MEASURES, absolute_max=MOST_MEASURES)
        if self.judges:
            return kind(self.data, prefix=MEASURES, form_kwargs=options)
        lines = self._typed_lines() if self.data is not None else self._present_lines()
        lines += [{} for _line in range(ADDED_AT_ONCE if self.growing or not lines else 0)]
        return kind(initial=lines[:MOST_MEASURES], prefix=MEASURES, form_kwargs=options)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.measures.is_valid()])  # every part, so that all reasons show at once

    @property
    def texts(self) -> list[MeasureText]:
        """The measures in the order asked for; one without a number stays behind the one before it."""
        place, numbered = 0.0, []
        for line, form in enumerate((form for form in self.measures if form.is_measure), start=1):
            asked = form.cleaned_data.get("position")
            place = asked or place + 0.001
            # Two at one place: the one moved up goes before the other, the one moved down behind it.
            tie = 0 if not asked or asked == line else 1 if asked > line else -1
            numbered.append((place, tie, line, form))
        return [form.measure for _place, _tie, _line, form in sorted(numbered, key=lambda each: each[:3])]

    def _present_lines(self) -> list[dict[str, Any]]:
        measures = self.plan.measures.order_by("position", "pk")
        return [_line_of(number, each) for number, each in enumerate(measures, start=1)]

    def _typed_lines(self) -> list[dict[str, Any]]:
        typed = self.data or {}
        total = str(typed.get(f"{MEASURES}-TOTAL_FORMS", "0"))
        count = min(int(total), MOST_MEASURES) if total.isdecimal() and len(total) < 5 else 0
        names = MeasureForm.base_fields
        lines = [{name: typed.get(f"{MEASURES}-{line}-{name}", "") for name in names} for line in range(count)]
        return [line for line in lines if any(value for name, value in line.items() if name != "position")]


def _line_of(number: int, measure: Measure) -> dict[str, Any]:
    plain = ("topic", "text", "responsible", "starts_on", "ends_on", "resources")
    links = {name: str(getattr(measure, f"{name}_id") or "") for name in ("person", "scheme", "directive")}
    return {"id": measure.pk, "position": number, **links, **{name: getattr(measure, name) for name in plain}}


def _keyed(things: Iterable[Any]) -> dict[str, Any]:
    return {str(each.pk): each for each in things}


def _named(nothing: Any, things: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [("", nothing), *((pk, _described(each)) for pk, each in things.items())]


def _described(thing: Any) -> str:
    if isinstance(thing, Directive):
        return thing.described[:120]
    if isinstance(thing, Person):
        return f"{thing.name} ({thing.post})" if thing.post else thing.name
    return str(thing)
