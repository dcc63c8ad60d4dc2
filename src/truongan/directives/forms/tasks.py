"""What a draft asks of its recipients: a line for each task."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from truongan.directives.actions import Task
from truongan.directives.actions.drafting import MOST_TASKS
from truongan.directives.forms.drafting import DayField
from truongan.directives.models import Directive
from truongan.directives.recipients import Rule, kind_label

EXTRA = 2


class TaskForm(forms.Form):
    """One task; an empty line is no task."""

    task = forms.CharField(label=_("Nhiệm vụ"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = DayField(label=_("Hạn"), required=False)
    evidence_required = forms.CharField(label=_("Kết quả, minh chứng phải có"), max_length=500, required=False)
    kinds = forms.MultipleChoiceField(label=_("Giao cho"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, kinds: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Chỉ giao cho"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(kind, kind_label(kind)) for kind in kinds], help_text=_("Không chọn: mọi đơn vị nhận văn bản."),
        )  # fmt: skip

    def clean(self):
        found = super().clean() or {}
        if not found.get("task") and (found.get("due_on") or found.get("evidence_required")):
            raise forms.ValidationError(_("Ghi nhiệm vụ, hoặc xóa hạn và kết quả của dòng này."))
        return found

    @property
    def line(self) -> Task | None:
        found = self.cleaned_data
        if not found.get("task"):
            return None
        return Task(found["task"], found["due_on"], found["evidence_required"], tuple(found["kinds"]))


class SeenForm(forms.Form):
    seen_at = forms.DateTimeField(widget=forms.HiddenInput)


def task_formset(directive: Directive, posted: Any = None):
    """The draft's tasks with some lines to add."""
    options = {
        "kinds": list(Rule.of(directive.recipient_rule).kinds), "empty_permitted": True,
        "use_required_attribute": False,
    }  # fmt: skip
    kind = forms.formset_factory(TaskForm, extra=EXTRA, max_num=MOST_TASKS + EXTRA, absolute_max=MOST_TASKS + EXTRA)
    if posted is not None:
        return kind(posted, prefix="nv", form_kwargs=options)
    initial = [
        {
            "task": each.task, "due_on": each.due_on, "evidence_required": each.evidence_required,
            "kinds": each.target.get("kinds", []),
        }
        for each in directive.assignments.order_by("position")
    ]  # fmt: skip
    return kind(initial=initial, prefix="nv", form_kwargs=options)


def tasks_of(formset) -> list[Task]:
    return [form.line for form in formset if form.line]


def days_of(formset) -> list[date]:
    return [form.cleaned_data["due_on"] for form in formset if form.is_valid() and form.cleaned_data.get("due_on")]
