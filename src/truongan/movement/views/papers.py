"""Papers ready to sign, filled from the register: one by one, or all in one file to take away."""

import io
import zipfile
from datetime import date, timedelta
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from truongan.documents.papers import paper_names
from truongan.documents.queries import PaperFile, paper_as_pdf, paper_as_word, papers_with_own_template
from truongan.kernel.clock import today_vn
from truongan.kernel.text import fold
from truongan.movement import rules
from truongan.movement.models import Scheme
from truongan.movement.queries.papers import paper_facts, under_its_number
from truongan.web.scoping import day_or_none

_FORMS = ("docx", "pdf")
_ZIP = "application/zip"
_DECISION = "quyet-dinh-thanh-lap"
_NEW = timedelta(days=60)  # so long after its decision a school still signs the papers that go with it


@require_safe
@login_required
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = _scheme(request, pk)
    day = _day(request, scheme)
    facts = paper_facts(scheme, day)
    missing = [
        words
        for words, is_known in (
            ("tên người đứng đầu trường", facts.head),
            ("số quyết định thành lập", scheme.decision_number),
            ("thành viên tổ", facts.members),
            ("cơ quan công an phường, xã", facts.police),
            ("trạm y tế", facts.health),
            ("Ủy ban nhân dân phường, xã", facts.commune),
        )
        if not is_known
    ]
    context = {
        "scheme": scheme,
        "day": day,
        "papers": paper_names().items(),
        "own_templates": papers_with_own_template(scheme.organization, day),
        "facts": facts,
        "missing": missing,
        "recorded": scheme.papers.prefetch_related("evidence").order_by("-signed_on", "-pk"),
        "may_edit": rules.may_edit_scheme(request.user, scheme),
    }
    return render(request, "movement/papers.html", context)


@require_safe
@login_required
def download(request: HttpRequest, pk: int, paper: str, form: str) -> HttpResponse:
    scheme = _scheme(request, pk)
    day = _day(request, scheme)
    if paper not in paper_names() or form not in _FORMS:
        raise Http404
    made = _made(request, scheme, paper, day, form)
    return _attached(made.content, made.content_type, f"{_stem(scheme, paper)}.{form}")


@require_safe
@login_required
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Every paper as Word (`dang=pdf`: as PDF) in one ZIP, in the order in which a school makes them."""
    scheme = _scheme(request, pk)
    day = _day(request, scheme)
    form = "pdf" if request.GET.get("dang") == "pdf" else "docx"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, paper in enumerate(paper_names(), start=1):
            archive.writestr(f"{place:02d}-{paper}.{form}", _made(request, scheme, paper, day, form).content)
    return _attached(target.getvalue(), _ZIP, f"{_stem(scheme, 'giay-to')}.zip")


def _made(request: HttpRequest, scheme: Scheme, paper: str, day: date, form: str) -> PaperFile:
    """The paper filled from the register; as Word, from the template the school's administrators put in use."""
    own = scheme.organization_id in request.user.scope.own_ids  # type: ignore[union-attr]  # signed in
    facts = paper_facts(scheme, day, phones=own)
    facts = under_its_number(facts, day) if paper == _DECISION else facts
    if form == "pdf":
        return paper_as_pdf(paper, facts, day)
    return paper_as_word(paper, facts, day, organization=scheme.organization)


def _scheme(request: HttpRequest, pk: int) -> Scheme:
    schemes = Scheme.objects.visible_to(request.user).select_related("organization__reports_to", "type")
    return get_object_or_404(schemes, pk=pk)


def _day(request: HttpRequest, scheme: Scheme) -> date:
    """The day the papers will carry; they may be prepared ahead. Those of a new scheme go with its decision."""
    asked, decided, today = day_or_none(request.GET.get("ngay_ky", "")), scheme.decision_on, today_vn()
    is_new = decided is not None and abs(today - decided) <= _NEW
    return asked or (decided if decided and is_new else today)


def _stem(scheme: Scheme, paper: str) -> str:
    school = "-".join(word for word in fold(scheme.organization.name).split() if word.isalnum())
    return f"{paper}-{school}"[:120]


def _attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
