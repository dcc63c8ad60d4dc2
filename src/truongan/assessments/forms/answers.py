"""The school's answers and the superior's opinions: one form with a part for each criterion."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truongan.assessments.actions import Given, Opinion
from truongan.assessments.criteria import Group, Item
from truongan.assessments.judging import BadAnswers, value_of
from truongan.assessments.models import Answer, Assessment
from truongan.assessments.queries.suggestions import Suggestion
from truongan.assessments.states import Value

_MOST = 10_000_000


@dataclass(frozen=True)
class Line:
    """One criterion on a page: its words, the answer so far, its controls, what the register knows."""

    item: Item
    answer: Answer | None
    fields: tuple[BoundField, ...]
    pairs: tuple[tuple[str, BoundField, BoundField], ...]
    suggestion: Suggestion | None


class _Sheet(forms.Form):
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, *args, assessment: Assessment, rows: dict[str, Answer], **kwargs):
        super().__init__(*args, **kwargs)
        self.assessment, self.rows = assessment, rows
        definition = assessment.criteria_set.criteria
        self.items = definition.items_at(assessment.organization.school_level)
        # To the microsecond, else an edit within the same second would go unnoticed.
        self.fields["seen_at"].initial = assessment.updated_at.isoformat()
        for item in self.items:
            self.add_fields(item, rows.get(item.code))

    def add_fields(self, item: Item, row: Answer | None) -> None:
        raise NotImplementedError

    def parts(self, found: dict[str, Suggestion] | None = None) -> Iterator[tuple[Group | None, list[Line]]]:
        """Groups in order, each with its lines; what belongs to none comes last."""
        definition = self.assessment.criteria_set.criteria
        for group in (*definition.groups, None):
            code = group.code if group else ""
            lines = [self._line(item, found or {}) for item in self.items if item.group == code]
            if lines:
                yield group, lines

    def _line(self, item: Item, found: dict[str, Suggestion]) -> Line:
        names = [name for name in self.fields if name.partition("_")[2] == item.code and not name.startswith("n")]
        pairs = tuple(
            (words, self[f"n{place}a_{item.code}"], self[f"n{place}b_{item.code}"])
            for place, words in enumerate(item.columns)
            if f"n{place}a_{item.code}" in self.fields
        )
        return Line(item, self.rows.get(item.code), tuple(self[name] for name in names), pairs, found.get(item.code))


class AnswerSheet(_Sheet):
    """`value_CODE`, `text_CODE`, and for a share `n0a_CODE` of `n0b_CODE` for each column."""

    def add_fields(self, item: Item, row: Answer | None) -> None:
        choices = [(Value.MET.value, Value.MET.label), (Value.NOT_MET.value, Value.NOT_MET.label)]
        if item.may_not_apply:
            choices.append((Value.NOT_APPLICABLE.value, Value.NOT_APPLICABLE.label))
        self.fields[f"value_{item.code}"] = forms.ChoiceField(
            choices=choices, required=False, widget=forms.RadioSelect, initial=row.value if row else "",
            label=_("Tự chấm tiêu chí %(code)s") % {"code": item.code},
        )  # fmt: skip
        counts = row.counts if row else []
        for place, words in enumerate(item.columns):
            given = counts[place] if place < len(counts) else {}
            for end, name, label in (("a", "met", _("%(words)s: đạt")), ("b", "all", _("%(words)s: tổng số"))):
                self.fields[f"n{place}{end}_{item.code}"] = forms.IntegerField(
                    min_value=0, max_value=_MOST, required=False, initial=given.get(name),
                    label=label % {"words": words},
                )  # fmt: skip
        self.fields[f"text_{item.code}"] = forms.CharField(
            max_length=500, required=False, initial=row.note if row else "",
            label=_("Ghi chú tiêu chí %(code)s") % {"code": item.code},
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for item in self.items:
            answer = self._answer(item)
            if isinstance(answer, list):
                try:
                    value_of(item, answer)
                except BadAnswers as reason:
                    self.add_error(f"value_{item.code}", str(reason))
        return given

    def answers(self) -> dict[str, Given]:
        return {
            item.code: Given(self._answer(item), self.cleaned_data.get(f"text_{item.code}", "")) for item in self.items
        }

    def _answer(self, item: Item) -> Any:
        """Counts decide where they are given; "không áp dụng" goes before them."""
        value = self.cleaned_data.get(f"value_{item.code}", "")
        if value == Value.NOT_APPLICABLE:
            return "na"
        pairs = [
            (self.cleaned_data.get(f"n{place}a_{item.code}"), self.cleaned_data.get(f"n{place}b_{item.code}"))
            for place in range(len(item.columns))
        ]
        if any(number is not None for pair in pairs for number in pair):
            return [{"met": met, "all": whole} for met, whole in pairs]
        return {Value.MET.value: True, Value.NOT_MET.value: False}.get(value)


_NAMED = 3  # criteria without an opinion that are named each at its place
_OPINIONS = (("agree", gettext_lazy("Đồng ý")), ("disagree", gettext_lazy("Không đồng ý")))


class ExamineSheet(_Sheet):
    """`value_CODE` agree or disagree, `text_CODE` why; below them one opinion about the whole."""

    opinion = forms.CharField(
        label=gettext_lazy("Ý kiến chung, hoặc lý do trả lại"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    agree_rest = forms.BooleanField(label=gettext_lazy("Đồng ý với mọi tiêu chí chưa chọn ở trên"), required=False)

    def add_fields(self, item: Item, row: Answer | None) -> None:
        agreed = {True: "agree", False: "disagree", None: ""}[row.is_agreed if row else None]
        self.fields[f"value_{item.code}"] = forms.ChoiceField(
            choices=_OPINIONS, required=False, widget=forms.RadioSelect, initial=agreed,
            label=_("Ý kiến về tiêu chí %(code)s") % {"code": item.code},
        )  # fmt: skip
        self.fields[f"text_{item.code}"] = forms.CharField(
            max_length=500, required=False, initial=row.opinion if row else "",
            label=_("Lý do, nếu không đồng ý tiêu chí %(code)s") % {"code": item.code},
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for item in self.items:
            if given.get(f"value_{item.code}") == "disagree" and not given.get(f"text_{item.code}", "").strip():
                self.add_error(f"text_{item.code}", _("Ghi lý do để trường biết phải bổ sung gì."))
        if self.data.get("viec") != "tra-lai" and not given.get("agree_rest"):
            self._ask_for([item for item in self.items if not given.get(f"value_{item.code}")])
        return given

    def _ask_for(self, missing: list[Item]) -> None:
        """A few are named each at its place; of many, how many and the first in its own words."""
        if len(missing) <= _NAMED:
            for item in missing:
                self.add_error(f"value_{item.code}", _("Chọn đồng ý hoặc không đồng ý."))
            return
        first = missing[0]
        self.add_error("agree_rest", _(
            "Còn %(n)s tiêu chí chưa có ý kiến, đầu tiên là %(code)s “%(words)s”. Chọn ý kiến cho từng tiêu chí, hoặc "
            "đánh dấu ô này nếu đồng ý với tất cả."
        ) % {"n": len(missing), "code": first.code, "words": shorten(first.text or first.about, 60, placeholder="…")})  # fmt: skip

    def opinions(self) -> dict[str, Opinion]:
        given = self.cleaned_data
        return {
            item.code: Opinion(given[f"value_{item.code}"] != "disagree", given.get(f"text_{item.code}", ""))
            for item in self.items
            if given.get(f"value_{item.code}") or given.get("agree_rest")
        }
