"""The content a plan's document is made of."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from truongan.plans.models import Plan, PlanVersion
from truongan.plans.snapshots import replaced_reference, snapshot


def content_of(plan: Plan) -> dict[str, Any]:
    """The plan as it stands now."""
    return snapshot(plan, replaces=replaced_reference(plan))


def numbered_version(plan: Plan, text: str) -> PlanVersion:
    """The frozen version with that number; 404 when there is none."""
    if not text.isdecimal() or len(text) > 4:
        raise Http404
    return get_object_or_404(plan.versions.select_related("by__person"), position=int(text))
