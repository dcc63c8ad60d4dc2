"""Every way a plan changes."""

from truongan.plans.actions.deciding import amend_plan, approve_plan, return_plan, submit_plan, take_back_plan
from truongan.plans.actions.guiding import comment_on_plan, resolve_comment
from truongan.plans.actions.making import (
    EDITABLE,
    MOST_MEASURES,
    MeasureText,
    copy_plan,
    discard_draft,
    discard_plan,
    edit_plan,
    save_draft,
    start_plan,
)
from truongan.plans.actions.progressing import record_progress
from truongan.plans.actions.refusals import CannotPlan, ChangedMeanwhile
from truongan.plans.actions.templates import upload_plan_template

__all__ = [
    "EDITABLE", "MOST_MEASURES", "CannotPlan", "ChangedMeanwhile", "MeasureText", "amend_plan", "approve_plan",
    "comment_on_plan", "copy_plan", "discard_draft", "discard_plan", "edit_plan", "record_progress", "resolve_comment",
    "return_plan", "save_draft", "start_plan", "submit_plan", "take_back_plan",
    "upload_plan_template",
]  # fmt: skip
