"""Reporting what happened: one short page, sent once however often the line breaks."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from truongan.incidents import rules
from truongan.incidents.actions import CannotWorkOnIncident, change_incident, report_incident
from truongan.incidents.forms.choices import Offer
from truongan.incidents.forms.reporting import IncidentForm, ReportForm, initial_of
from truongan.incidents.models import Incident
from truongan.incidents.views.answering import seen
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization
from truongan.web.answering import answer, form_page, sent_to

_OFFERED = 30


@form_page
@login_required
def report(request: HttpRequest) -> HttpResponse:
    """The form; for whoever sees several schools, the choice of one first."""
    organization = _organization(request)
    if organization is None:
        return _chooser(request)
    require(rules.may_report_for(request.user, organization))
    offer = Offer(today_vn())
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES, offer=offer)
        if form.is_valid():
            sent = _reported(request, organization, form)
            if sent is not None:
                return sent
    else:
        form = ReportForm(initial={"key": uuid4(), "severity": ""}, offer=offer)
    context = {
        "form": form,
        "organization": organization,
        "may_change_place": bool(request.user.scope.areas) or len(request.user.scope.own_ids) > 1,
        "most_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "incidents/report.html", context, status=422 if form.is_bound else 200)


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a case."""
    incident = seen(request, pk)
    require(rules.may_decide(request.user, incident))
    offer = Offer(incident.occurred_on, kept=incident)
    if request.method == "POST":
        form = IncidentForm(request.POST, offer=offer)
    else:
        form = IncidentForm(initial=initial_of(incident), offer=offer)
    return answer(
        request, form,
        lambda: change_incident(
            actor=request.user, incident=incident, facts=form.facts(),
            seen_at=_moment(form.cleaned_data["seen_at"]), now=now(),
        ),
        template="incidents/edit.html", to=incident, done=lambda changed: _saved(incident, changed), incident=incident,
    )  # fmt: skip


def _saved(before: Incident, after: Incident) -> str:
    if len(after.askings) == len(before.askings):
        return _("Đã lưu.")
    return _("Đã lưu. Đã gọi theo phân công mới; xem “Ai được báo”.")


def _reported(request: HttpRequest, organization: Organization, form: ReportForm) -> HttpResponse | None:
    at = now()
    try:
        done = report_incident(
            actor=request.user, organization=organization, report=form.report(at), key=form.cleaned_data["key"],
            photos=form.cleaned_data["photos"], now=at,
        )  # fmt: skip
    except CannotWorkOnIncident as reason:
        form.add_error(None, str(reason))
        return None
    except PermissionDenied:
        raise Http404 from None  # somebody else's form
    if done.was_there:
        messages.info(request, _("Vụ việc này đã được báo, không gửi lần nữa."))
    else:
        messages.success(request, _("Đã báo. Người có trách nhiệm đang được gọi; trang này tự cập nhật."))
    for reason in done.refused:
        messages.warning(request, _("Ảnh không được giữ: %(reason)s") % {"reason": reason})
    address = done.incident.get_absolute_url()
    if request.headers.get("X-Send-Once"):  # the page's script goes there itself, and lets go of its draft
        return HttpResponse(status=201, headers={"Location": address})
    return sent_to(address)


def _organization(request: HttpRequest) -> Organization | None:
    """The school named in the address (404 outside the scope), else the person's own when there is only one."""
    key = request.GET.get("truong", "")
    organizations = Organization.objects.visible_to(request.user)
    if key:
        if not key.isdecimal() or len(key) > 18:
            raise Http404
        return get_object_or_404(organizations, pk=int(key))
    own = request.user.scope.own_ids
    if len(own) == 1 and not request.user.scope.areas and "chon" not in request.GET:
        return organizations.filter(pk=own[0]).first()
    return None


def _chooser(request: HttpRequest) -> HttpResponse:
    """Schools this person sees: their own first, then by name."""
    words = request.GET.get("q", "").strip()[:100]
    found = Organization.objects.visible_to(request.user).on(today_vn())
    found = found.search(words) if words else found.schools()
    own = list(Organization.objects.visible_to(request.user).filter(pk__in=request.user.scope.own_ids))
    others = found.exclude(pk__in=[each.pk for each in own]).order_by("sort_key", "pk")[:_OFFERED]
    context = {"organizations": [*([] if words else own), *others], "words": words}
    return render(request, "incidents/choose.html", context)


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
