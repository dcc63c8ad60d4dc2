"""Published directives: what anybody may read of the chain of command."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from truongan.directives.models import Directive
from truongan.directives.querysets import DirectiveQuerySet
from truongan.directives.states import DirectiveKind, Topic
from truongan.documents.uploads import PDF
from truongan.web.page_cache import cached_page
from truongan.web.paging import page_of

_PER_PAGE = 20


def _published() -> DirectiveQuerySet:
    return Directive.objects.published()


@require_safe
@cached_page("documents", query=("loai", "linh_vuc", "nam", "trang"))  # words searched for are hardly ever the same
def document_list(request: HttpRequest) -> HttpResponse:
    """Published directives, newest first; `q` words, `loai` kind, `linh_vuc` topic, `nam` year."""
    given = request.GET
    rows = _published()
    if given.get("loai") in DirectiveKind.values:
        rows = rows.filter(kind=given["loai"])
    if given.get("linh_vuc") in Topic.values:
        rows = rows.filter(topics__contains=[given["linh_vuc"]])
    if given.get("nam", "").isdecimal() and len(given["nam"]) == 4:
        rows = rows.filter(year=int(given["nam"]))
    rows = rows.search(given.get("q", "").strip()[:100]).order_by("-issued_on", "-pk")
    context = {
        "page": page_of(request, rows, per_page=_PER_PAGE),
        "kinds": DirectiveKind.choices,
        "topics": Topic.choices,
    }
    return render(request, "portal/documents.html", context)


@require_safe
@cached_page("documents")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One published directive: what it says, its PDF, what it replaced."""
    found = get_object_or_404(_published().select_related("implements", "replaces"), pk=pk)
    context = {
        "document": found,
        "pdf": found.files.defer("content").filter(is_main=True, content_type=PDF).first(),
        "implements": found.implements if found.implements and found.implements.is_published else None,
        "replaced_by": _published().filter(replaces=found).order_by("pk").first(),
    }
    return render(request, "portal/document.html", context)


@require_safe
def document_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed PDF as it was kept."""
    found = get_object_or_404(_published(), pk=pk)
    kept = get_object_or_404(found.files, is_main=True, content_type=PDF)
    answer = HttpResponse(bytes(kept.content), content_type=PDF)
    name = f"{found.kind}-{found.number}-{found.year}.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
