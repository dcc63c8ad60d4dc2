"""Criteria sets: what they say, their versions, the editor, files in and out."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.assessments import rules
from truongan.assessments.actions import CannotKeepSet, add_version, use_version
from truongan.assessments.checking import BadCriteria
from truongan.assessments.files import MOST_BYTES, parse, write
from truongan.assessments.forms.sets import KIND_WORDS, SetEditor, UploadForm
from truongan.assessments.models import CriteriaSet
from truongan.assessments.views.answering import answer, posted
from truongan.audit.queries import history_of
from truongan.kernel.clock import now
from truongan.kernel.refusals import require
from truongan.organizations.models import SchoolLevel
from truongan.web.answering import form_page, press, sent_to


@require_safe
@login_required
def set_list(request: HttpRequest) -> HttpResponse:
    sets = CriteriaSet.objects.order_by("-is_yearly", "code", "-version")
    return render(request, "assessments/set_list.html", {"sets": sets, "may_keep": rules.may_keep_sets(request.user)})


@require_safe
@login_required
def set_page(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(CriteriaSet.objects.select_related("based_on"), pk=pk)
    definition = shown.criteria
    levels = dict(SchoolLevel.choices)
    context = {
        "set": shown,
        "definition": definition,
        "parts": [
            (group, [item for item in definition.items if item.group == (group.code if group else "")])
            for group in (*definition.groups, None)
        ],
        "levels": [levels[level] for level in definition.school_levels],
        "kinds": {kind: str(words) for kind, words in KIND_WORDS.items()},
        "untold": sum(1 for item in definition.items if not item.text),
        "versions": CriteriaSet.objects.filter(code=shown.code).order_by("-version"),
        "round_count": shown.rounds.count(),
        "may_keep": rules.may_keep_sets(request.user),
        "history": history_of(shown),
    }
    return render(request, "assessments/set.html", context)


@require_safe
@login_required
def set_download(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(CriteriaSet, pk=pk)
    response = HttpResponse(write(shown.definition), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.code}-ban-{shown.version}.toml"'
    return response


@form_page
@login_required
def set_new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version, from this one; what cannot be used comes back with every reason and everything typed."""
    require(rules.may_keep_sets(request.user))
    shown = get_object_or_404(CriteriaSet, pk=pk)
    is_sent = request.method == "POST"
    editor = SetEditor(shown.definition, request.POST if is_sent else None)
    problems: list[str] = []
    if is_sent and editor.is_valid():
        try:
            kept = add_version(
                actor=request.user, raw=editor.definition(), based_on=shown,
                note=editor.head.cleaned_data["note"], now=now(),
            )  # fmt: skip
        except CannotKeepSet as reason:
            cause = reason.__cause__
            problems = cause.problems if isinstance(cause, BadCriteria) else [str(reason)]
        else:
            return sent_to(kept)
    context = {"set": shown, "editor": editor, "problems": problems}
    return render(request, "assessments/set_edit.html", context, status=422 if is_sent else 200)


@form_page
@login_required
def set_upload(request: HttpRequest) -> HttpResponse:
    require(rules.may_keep_sets(request.user))
    form = UploadForm(**posted(request))
    return answer(
        request, form, lambda: _uploaded(request, form), 
        done=lambda kept: _("Đã nhận bản %(version)s, dùng từ bây giờ.") % {"version": kept.version},
        heading=_("Tải bộ tiêu chí lên"), label=_("Tải lên"),
        hint=_("Tệp TOML như tệp tải về từ một bộ đang có. Cùng mã thì thành bản tiếp theo; đợt đã mở giữ bản cũ."),
    )  # fmt: skip


def _uploaded(request: HttpRequest, form: UploadForm) -> CriteriaSet:
    try:
        raw = parse(form.cleaned_data["file"].read(MOST_BYTES + 1))
    except BadCriteria as reason:
        raise CannotKeepSet(str(reason)) from reason
    return add_version(actor=request.user, raw=raw, note=form.cleaned_data["note"], now=now())


@require_POST
@login_required
def set_use(request: HttpRequest, pk: int) -> HttpResponse:
    require(rules.may_keep_sets(request.user))
    shown = get_object_or_404(CriteriaSet, pk=pk)
    return press(
        request, lambda: use_version(actor=request.user, criteria_set=shown, now=now()), to=shown,
        done=_("Đợt mở từ bây giờ dùng bản này."),
    )  # fmt: skip
