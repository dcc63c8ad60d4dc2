"""The way of an article: author → editor → publisher, in Wagtail's own workflow."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask, Page, Task, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from truongan.news.rules import EDITORS, PUBLISHERS

WORKFLOW = _("Biên tập rồi xuất bản")
STEPS = ((_("Biên tập"), EDITORS), (_("Xuất bản"), PUBLISHERS))
_OF_WAGTAIL = "Moderators approval"  # made by its first migration, for a group this product leaves empty


def ensure_workflow(index: Page) -> None:
    """Two approvals for what lies below the index. Once there, administrators may change or switch it off for good."""
    _remove_wagtails_own()
    if Workflow.objects.filter(name=str(WORKFLOW)).exists():
        return
    workflow = Workflow.objects.create(name=str(WORKFLOW))
    for place, (name, group) in enumerate(STEPS):
        task = GroupApprovalTask.objects.create(name=str(name))
        task.groups.add(Group.objects.get(name=group))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    WorkflowPage.objects.get_or_create(page=Page.objects.get(pk=index.pk), defaults={"workflow": workflow})


def _remove_wagtails_own() -> None:
    for workflow in Workflow.objects.filter(name=_OF_WAGTAIL):
        if not WorkflowState.objects.filter(workflow=workflow).exists():
            workflow.delete()
            Task.objects.filter(name=_OF_WAGTAIL, workflow_tasks=None, task_states=None).delete()
