"""Beginning an article in the workspace, from a directive's thread or a sealed report."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truongan.directives.models import Directive
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.news.actions import CannotPublish, draft_article, refresh_groups
from truongan.news.beginnings import Beginning, from_report, from_thread
from truongan.news.forms import BeginForm
from truongan.news.models import Article, Section
from truongan.news.rules import may_begin_article, may_write_in
from truongan.reports.models import ResultReport
from truongan.reports.thread.sources import thread_of
from truongan.web.scoping import day_or_none


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin_from_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft article of what came of a directive until a day."""
    rows = Directive.objects.visible_to(request.user).given_out().select_related("kept_by", "issuer")
    directive = get_object_or_404(rows, pk=pk)
    asked = day_or_none(request.POST.get("ngay") or request.GET.get("ngay", ""))
    # The whole, as for a report of the issuer: an article tells what the public may read, not one officer's part.
    thread = thread_of(directive, on=min(asked or today_vn(), today_vn()))
    return _begin(request, lambda: from_thread(thread, today_vn()), directive, reverse("reports:thread", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin_from_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft article of a sealed report; an open one is not there to be told."""
    rows = ResultReport.objects.visible_to(request.user).filter(status=ResultReport.Status.SEALED)
    report = get_object_or_404(rows.select_related("issuer", "unit", "seal", "directive__kept_by"), pk=pk)
    return _begin(request, lambda: from_report(report, today_vn()), report.directive, report.get_absolute_url())


def _begin(
    request: HttpRequest, build: Callable[[], Beginning], directive: Directive | None, back: str
) -> HttpResponse:
    require(may_begin_article(request.user, today_vn()))
    refresh_groups(user=request.user, day=today_vn())  # type: ignore[arg-type]  # signed in
    beginning = build()
    sections = Section.objects.live().order_by("path")
    form = BeginForm(request.POST or None, sections=sections, initial={"title": beginning.title})
    status = 200
    if request.method == "POST" and form.is_valid():
        require(may_write_in(request.user, form.cleaned_data["section"]))
        try:
            article = _draft(request, beginning, form)
        except CannotPublish as reason:
            form.add_error("title", str(reason))
        else:
            messages.success(request, _("Đã lập dự thảo bài viết. Sửa lời, thêm ảnh rồi gửi duyệt."))
            return redirect("wagtailadmin_pages:edit", article.pk)
    if form.errors:
        status = 422
    earlier = Article.objects.filter(directive=directive).order_by("-pk")[:5] if directive else ()
    context = {
        "form": form,
        "beginning": beginning,
        "figures": beginning.figures,
        "earlier": earlier,
        "back": back,
        "day": request.POST.get("ngay") or request.GET.get("ngay", ""),
    }
    return render(request, "news/begin.html", context, status=status)


def _draft(request: HttpRequest, beginning: Beginning, form: BeginForm) -> Article:
    return draft_article(
        actor=request.user, section=form.cleaned_data["section"], title=form.cleaned_data["title"],
        lead=beginning.lead[:600], body=beginning.body, author_unit=beginning.author_unit,
        directive=beginning.directive, now=now(),
    )  # fmt: skip
