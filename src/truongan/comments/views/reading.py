"""What readers see and send. Forms stand on addresses of their own: pages kept for everybody hold nothing personal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from truongan.comments import codes
from truongan.comments.actions import (
    CannotComment,
    NotAccepted,
    TooMany,
    comment_by_code,
    post_comment,
    report_comment,
    withdraw_comment,
)
from truongan.comments.forms import CodeForm, CommentForm, ComplaintForm
from truongan.comments.models import Comment
from truongan.comments.queries.shown import shown_comments
from truongan.comments.rules import is_answerable
from truongan.kernel.clock import now
from truongan.news.models import Article
from truongan.web.htmx import render_page
from truongan.web.page_cache import cached_page, depends_on

_LARGEST = 100_000  # bytes of a form: a comment of 2,000 letters takes at most 30,000, each letter escaped
_LETTERS_SHOWN = 20_000  # of what cannot be sent any more


def below_article(request: HttpRequest, page: Page) -> str:
    """The comments below an article, as a part of its page; the page is dropped when they change."""
    if not isinstance(page, Article):
        return ""
    depends_on(request, f"comments:{page.pk}")
    shown = shown_comments(page)
    if not (shown.count or shown.is_open):
        return ""
    return render_to_string("comments/_section.html", {"shown": shown}, request=request)


@require_safe
@cached_page("news", query=("sau",))
def comments(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Twenty comments of a page from a place on: what "Xem thêm" leads to, and adds to the list where scripts run."""
    depends_on(request, f"comments:{page_pk}")
    article = get_object_or_404(Article.objects.visible_to(request.user), pk=page_pk)
    shown = shown_comments(article, request.GET.get("sau", ""))
    return render_page(request, "comments/thread.html", "comments/_comments.html", {"shown": shown})


@csrf_exempt  # nobody is signed in here, and the form's own token serves once
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, page_pk: int) -> HttpResponse:
    """The form of a comment: its own page, or a part fetched into the article."""
    if _is_too_large(request):
        return _answer(request, "too_large", {}, 413)
    article = Article.objects.visible_to(request.user).select_related("author_unit").filter(pk=page_pk).first()
    if article is None:
        return _gone(request)
    parent = _parent(request, article)
    if request.method != "POST":
        return _form(request, article, CommentForm(about=article.pk, now=now()), parent)
    form = CommentForm(request.POST, about=article.pk, now=now())
    if not form.is_valid():
        return _form(request, article, form, parent, 422)
    return _posted(request, article, form, parent)


def _posted(request: HttpRequest, article: Article, form: CommentForm, parent: Comment | None) -> HttpResponse:
    given, token = form.cleaned_data, form.cleaned_data["form_token"]
    code = codes.code_of(token)
    try:
        post_comment(
            article=article, name=given["name"], email=given["email"], text=given["text"], parent=parent,
            form_key=form.token_key, code=code, is_slow=not form.is_proven, now=form.now,
        )  # fmt: skip
    except NotAccepted as refusal:
        for reason in refusal.reasons:
            form.add_error("text", reason.message)
        return _form(request, article, form, parent, 422)
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        response = _form(request, article, form, parent, 429)
        response["Retry-After"] = "60"
        return response
    except CannotComment as refusal:
        form.renew_token()
        form.add_error(None, str(refusal))
        return _form(request, article, form, parent, 422)
    return _answer(request, "sent", {"article": article, "code": code}, 200)


def _form(
    request: HttpRequest, article: Article, form: CommentForm, parent: Comment | None, status: int = 200
) -> HttpResponse:
    is_open = shown_comments(article).is_open
    context = {"article": article, "form": form, "parent": parent, "is_open": is_open or form.is_bound}
    return _answer(request, "write", context, status)


def _parent(request: HttpRequest, article: Article) -> Comment | None:
    """The comment that is answered, from the address: the upper of the two levels, published, of this page."""
    asked = request.GET.get("tra_loi", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    found = _published(article.pk).filter(pk=int(asked)).first()
    return found if found and is_answerable(found) else None


def _published(page_pk: int) -> Any:
    return Comment.objects.published().filter(thread__page=page_pk)


def _gone(request: HttpRequest) -> HttpResponse:
    """The page is not published (any more). Words already typed are given back to be kept elsewhere."""
    typed = request.POST.get("text", "")[:_LETTERS_SHOWN]
    if not typed:
        raise Http404
    return _answer(request, "gone", {"typed": typed}, 404)


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A reader tells that something is wrong with a published comment."""
    if _is_too_large(request):
        return _answer(request, "too_large", {}, 413)
    pages = Article.objects.visible_to(request.user).values("pk")
    shown = Comment.objects.published().filter(organization=None, thread__page__in=pages)
    found = get_object_or_404(shown.select_related("thread__page"), pk=pk)
    if request.method != "POST":
        return _answer(request, "report", {"comment": found, "form": ComplaintForm(about=pk, now=now())}, 200)
    form = ComplaintForm(request.POST, about=pk, now=now())
    if not form.is_valid():
        return _answer(request, "report", {"comment": found, "form": form}, 422)
    given = form.cleaned_data
    report_comment(comment=found, reason=given["reason"], text=given["text"], form_key=form.token_key, now=form.now)
    return _answer(request, "reported", {"comment": found}, 200)


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """What became of a comment, for who has its code."""
    if request.method != "POST":
        return _answer(request, "track", {"form": CodeForm(now=now())}, 200)
    form = CodeForm(request.POST, now=now())
    found = comment_by_code(form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and found is None:
        form.add_error("code", _("Không có ý kiến nào mang mã này. Xem lại từng chữ; chữ hoa, chữ thường như nhau."))
    context = {"form": form, "comment": found, "code": form.cleaned_data.get("code", "")}
    return _answer(request, "track", context, 200 if found else 422)


@csrf_exempt  # as above: who sends the code may withdraw
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST, now=now())
    found = None
    if form.is_valid():
        try:
            found = withdraw_comment(code=form.cleaned_data["code"], now=now())
        except CannotComment as refusal:
            form.add_error("code", str(refusal))
    return _answer(request, "track", {"form": form, "comment": found, "withdrawn": True}, 200 if found else 422)


def _is_too_large(request: HttpRequest) -> bool:
    size = request.META.get("CONTENT_LENGTH") or "0"
    return size.isdigit() and int(size) > _LARGEST


def _answer(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render_page(request, f"comments/{name}.html", f"comments/_{name}.html", context, status)
