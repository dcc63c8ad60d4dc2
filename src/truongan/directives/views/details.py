"""The page of one directive, its files, and everything that is done with it after issue."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.audit.queries import history_of
from truongan.directives import rules
from truongan.directives.actions import (
    acknowledge_receipt,
    add_late_joiners,
    issue_directive,
    open_directive,
    publish_directive,
    recall_directive,
    what_is_missing,
)
from truongan.directives.composing import compose
from truongan.directives.forms.issued import RecallForm
from truongan.directives.models import Directive, Receipt
from truongan.directives.queries import detail as shown_of
from truongan.directives.queries.results import results_by_assignment, results_by_level
from truongan.directives.recipients import Rule, late_joiners, left_out, recipients_of, rule_in_words
from truongan.directives.views.finding import draft_of_own, offices_of, visible_directive
from truongan.documents.pdf import to_pdf, to_png
from truongan.documents.uploads import DOCX, PDF
from truongan.documents.word import to_docx
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.web.answering import answer, form_page, press

_WRITERS = {"docx": (DOCX, to_docx), "pdf": (PDF, to_pdf)}


@require_safe
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, its file, what it asks of us, what came of it. Opening it is noted for a recipient."""
    directive = visible_directive(request, pk)
    open_directive(actor=request.user, directive=directive, now=now())
    if directive.is_draft:
        return render(request, "directives/draft.html", _draft(request, directive))
    return render(request, "directives/detail.html", _issued(request, directive))


def _draft(request: HttpRequest, directive: Directive) -> dict:
    rule = Rule.of(directive.recipient_rule)
    today = today_vn()
    return {
        "directive": directive,
        "files": directive.files.defer("content").order_by("-is_main", "pk"),
        "missing": what_is_missing(directive),
        "tasks": shown_of.tasks_of(directive),
        "rule_lines": rule_in_words(rule, shown_of.place_name(rule.within)),
        "rule": rule,
        "left_out": left_out(directive.kept_by, rule.codes, today),
        "count": recipients_of(directive.kept_by, rule, today).count(),
        "can_edit": rules.may_draft(request.user, directive.kept_by),
        "can_issue": rules.may_issue(request.user, directive.kept_by, today),
        "entries": history_of(directive),
    }


def _issued(request: HttpRequest, directive: Directive) -> dict:
    user, today = request.user, today_vn()
    receipts, duties = shown_of.receipts_seen(user, directive), shown_of.duties_seen(user, directive)
    is_ours = directive.issuer_id is not None and directive.issuer_id in user.scope.own_ids  # type: ignore[union-attr]
    may_lead = directive.issuer_id is not None and rules.may_issue(user, directive.kept_by, today)
    results = results_by_level(directive, today, receipts, duties)
    rule = Rule.of(directive.recipient_rule)
    own = shown_of.own_receipts(user, directive)
    joined = receipts.filter(is_late_joiner=True).count() if is_ours else 0
    return {
        "directive": directive,
        "today": today,
        "files": directive.files.defer("content").order_by("-is_main", "content_type", "pk"),
        "own_receipts": [(each, rules.may_acknowledge(user, each.organization_id)) for each in own],
        "own_duties": shown_of.own_duties(user, directive),
        "results": results,
        "shows_results": is_ours or results.total.received > len(own),
        "tasks": results_by_assignment(directive, today, duties),
        "family": shown_of.family_of(user, directive),
        "rule_lines": rule_in_words(rule, shown_of.place_name(rule.within)) if is_ours else [],
        "rule": rule if is_ours else Rule(),
        "frozen": results.total.received - joined,
        "joined": joined,
        "late": late_joiners(directive, today).count() if is_ours and directive.is_in_force else 0,
        "dissolved": shown_of.dissolved_recipients(directive, today) if is_ours else [],
        "implement_url": f"{reverse('directives:new')}?thuc_hien={directive.pk}",
        "replace_url": f"{reverse('directives:new')}?thay_the={directive.pk}",
        "may_lead": may_lead and directive.is_in_force,
        "may_publish": may_lead and (directive.is_in_force or directive.is_published),
        "can_replace": directive.is_in_force and is_ours and rules.may_draft(user, directive.kept_by),
        "can_implement": directive.is_in_force
        and bool(shown_of.implementable(user, directive, list(offices_of(request)[:20]))),
        "entries": history_of(directive) if is_ours or user.is_superuser else [],  # type: ignore[union-attr]
    }


@require_safe
@login_required
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the sending has come; asks again by itself until everybody has it."""
    directive = visible_directive(request, pk)
    shown = {"directive": directive, "written": shown_of.written_count(directive)}
    return render(request, "directives/_progress.html", shown)


@require_safe
@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages of a document composed here as pictures."""
    directive = _composed(request, pk)
    pages = range(1, len(to_png(_document(directive), ppi=40)) + 1)
    return render(request, "directives/preview.html", {"directive": directive, "pages": pages})


@require_safe
@login_required
def preview_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page of the document as a picture."""
    pages = to_png(_document(_composed(request, pk)), ppi=110)
    if not 1 <= number <= len(pages):
        raise Http404
    return HttpResponse(pages[number - 1], content_type="image/png")


@require_safe
@login_required
def download(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """A draft as Word or PDF, made now; an issued one answers with the file kept at issue."""
    directive = _composed(request, pk)
    if extension not in _WRITERS:
        raise Http404
    media_type, write = _WRITERS[extension]
    if not directive.is_draft:
        return file(request, pk, get_object_or_404(directive.files, is_main=True, content_type=media_type).pk)
    return _saved(write(_document(directive)), f"du-thao-{pk}.{extension}", media_type)


@require_safe
@login_required
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A kept file, exactly as it was kept; a recipient who takes it has opened the directive."""
    directive = visible_directive(request, pk)
    kept = get_object_or_404(directive.files, pk=file_pk)
    open_directive(actor=request.user, directive=directive, now=now())
    return _saved(bytes(kept.content), kept.name, kept.content_type)


def _saved(content: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _composed(request: HttpRequest, pk: int) -> Directive:
    directive = visible_directive(request, pk)
    if not directive.is_composed:
        raise Http404
    return directive


def _document(directive: Directive):
    return compose(directive, shown_of.tasks_of(directive))


@require_POST
@login_required
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    directive = draft_of_own(request, pk)
    carries = request.POST.get("nhiem_vu_cu") != "ket-thuc"
    seen_at = _moment(request.POST.get("seen_at", ""))
    words = _("Đã ban hành %(name)s, gửi %(count)s nơi nhận.")
    return press(
        request, lambda: issue_directive(
            actor=request.user, directive=directive, seen_at=seen_at, carries_duties=carries, now=now()
        ),
        to=directive, done=lambda issued: words % {"name": issued.name, "count": issued.expected_count},
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    """When the page with the button was made; nothing where it does not say."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


@require_POST
@login_required
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` of the receipt: a person may speak for two units that both received it."""
    receipt = get_object_or_404(Receipt.objects.visible_to(request.user).select_related("directive"), pk=pk)
    require(rules.may_acknowledge(request.user, receipt.organization_id))
    return press(
        request, lambda: acknowledge_receipt(actor=request.user, receipt=receipt, now=now()), to=receipt.directive,
        done=lambda kept: _("Đã tiếp nhận, số đến %(number)s.") % {"number": kept.arrival_number},
    )  # fmt: skip


@form_page
@login_required
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    directive = _led(request, pk)
    form = RecallForm(request.POST or None)
    return answer(
        request, form, lambda: recall_directive(actor=request.user, directive=directive, **form.cleaned_data, now=now()),
        template="directives/form.html", to=directive, done=_("Đã thu hồi và báo cho mọi nơi nhận."),
        heading=_("Thu hồi văn bản"), label=_("Thu hồi"), tone="danger", directive=directive,
        warning=_("Mọi nơi nhận được báo; nhiệm vụ đang mở kết thúc. Số văn bản và sổ giữ nguyên."),
    )  # fmt: skip


@require_POST
@login_required
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    directive = _led(request, pk)
    wanted = request.POST.get("dang") == "1"
    return press(
        request, lambda: publish_directive(actor=request.user, directive=directive, is_public=wanted, now=now()),
        to=directive, done=_("Đã đăng trên trang công khai.") if wanted else _("Đã gỡ khỏi trang công khai."),
    )  # fmt: skip


@require_POST
@login_required
def add_late(request: HttpRequest, pk: int) -> HttpResponse:
    directive = _led(request, pk)
    return press(
        request, lambda: add_late_joiners(actor=request.user, directive=directive, now=now()), to=directive,
        done=lambda added: _("Đã gửi bổ sung cho %(n)s đơn vị.") % {"n": added},
    )  # fmt: skip


def _led(request: HttpRequest, pk: int) -> Directive:
    directive = visible_directive(request, pk)
    require(directive.issuer_id is not None and rules.may_issue(request.user, directive.kept_by, today_vn()))
    return directive
