"""One plan: its page, its versions, its document."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.audit.queries import history_of
from truongan.documents.pdf import to_pdf, to_png
from truongan.documents.queries import PDF_TYPE, WORD_TYPE
from truongan.documents.sandbox import BrokenTemplate
from truongan.documents.word import to_docx
from truongan.kernel.clock import today_vn
from truongan.plans import rules
from truongan.plans.comparing import compare
from truongan.plans.composing import compose
from truongan.plans.forms.plans import CommentForm, ResolveForm
from truongan.plans.models import Plan
from truongan.plans.panels import panels_of
from truongan.plans.queries import details
from truongan.plans.queries.documents import content_of, numbered_version
from truongan.plans.snapshots import day_of
from truongan.plans.states import Status
from truongan.plans.tables.plans import state_of
from truongan.plans.views.answering import visible_plan
from truongan.plans.word_templates import fill, template_in_force
from truongan.web.answering import sent_to

_FORMATS = {"docx": (WORD_TYPE, to_docx), "pdf": (PDF_TYPE, to_pdf)}


@require_safe
@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Texts, measures with their progress, advice, versions, and what contexts above add."""
    return plan_page(request, visible_plan(request, pk))


def plan_page(
    request: HttpRequest, plan: Plan, *, comment_form: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; with a refused comment it comes back with what was typed."""
    day, user = today_vn(), request.user
    comments = details.comments_on(plan)
    groups = details.measure_groups(plan, comments, day)
    label, tone = state_of(plan)
    lines = [line.measure for group in groups for line in group.lines]
    may_guide = rules.may_guide(user, plan)
    context = {
        "plan": plan,
        "label": label,
        "tone": tone,
        "groups": groups,
        "standing": details.standing_of(groups),
        "comments": comments,
        "open_comments": sum(1 for each in comments if each.resolved_at is None),
        "versions": details.versions_of(plan),
        "in_force": details.version_in_force(plan) if plan.is_being_amended else None,
        "history": history_of(plan),
        "panels": panels_of(request, plan, day),
        "seen_at": plan.updated_at.isoformat(),
        "may_write": rules.may_write(user, plan.organization),
        "may_guide": may_guide,
        "resolvable": {each.pk for each in comments if not each.resolved_at and rules.may_resolve(user, each)},
        "comment_form": comment_form or (CommentForm(measures=lines) if may_guide else None),
        "resolve_form": ResolveForm(),
        **_powers(user, plan, day),
    }
    return render(request, "plans/plan.html", context, status=status)


def _powers(user: Any, plan: Plan, day) -> dict[str, bool]:
    """What the person may do now that changes the plan's state; asked only where the state allows it."""
    leads = rules.may_submit(user, plan, day)
    waits = plan.status == Status.SUBMITTED
    return {
        "may_submit": plan.is_open and leads,
        "may_take_back": waits and leads,
        "may_amend": plan.is_approved and leads,
        "may_decide": waits and rules.may_decide(user, plan, day),
    }


@require_safe
@login_required
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side in words: `tu` and `den` are their numbers, no `den` means the plan as it is now."""
    plan = visible_plan(request, pk)
    found = details.versions_of(plan)
    first, second = request.GET.get("tu", ""), request.GET.get("den", "")
    if not first and found:
        first = str(found[1].position if second == "" and not plan.is_open and len(found) > 1 else found[0].position)
    old = numbered_version(plan, first) if first else None
    new = numbered_version(plan, second) if second else None
    comparison = compare(old.content, new.content if new else content_of(plan)) if old else None
    context = {"plan": plan, "versions": found, "old": old, "new": new, "comparison": comparison}
    return render(request, "plans/versions.html", context)


@require_safe
@login_required
def download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The plan as Word or PDF; `ban` asks for a frozen version."""
    plan = visible_plan(request, pk)
    if extension not in _FORMATS:
        raise Http404
    content_type, write = _FORMATS[extension]
    content = _content(request, plan)
    try:
        file = _own_word(plan, content) if extension == "docx" else None
    except BrokenTemplate as reason:
        messages.error(request, _("Mẫu Word riêng không điền được: %(reason)s") % {"reason": reason})
        return sent_to(plan)
    name = f"ke-hoach-{plan.school_year}-{content['number'] or 'du-thao'}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file or write(compose(content)), content_type=content_type, headers=headers)


def _own_word(plan: Plan, content: dict[str, Any]) -> bytes | None:
    """Filled into the own Word file in force on the document's date, if there is one."""
    template = template_in_force(plan.organization, day_of(content["issued_on"]) or today_vn())
    return fill(bytes(template.content), content) if template else None


@require_safe
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The document page by page, as it will be printed."""
    plan = visible_plan(request, pk)
    content = _content(request, plan)
    pages = range(1, len(to_png(compose(content), ppi=30)) + 1)
    version = request.GET.get("ban", "")
    return render(request, "plans/preview.html", {"plan": plan, "pages": pages, "version": version})


@require_safe
@login_required
def preview_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the document as a picture."""
    plan = visible_plan(request, pk)
    pages = to_png(compose(_content(request, plan)), ppi=110)
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png")


def _content(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    asked = request.GET.get("ban", "")
    return numbered_version(plan, asked).content if asked else content_of(plan)
