"""What there is: rounds and assessments in scope, and the beginning of both."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truongan.assessments import rules
from truongan.assessments.actions import begin_assessment
from truongan.assessments.applicability import why_not
from truongan.assessments.forms.rounds import BeginForm
from truongan.assessments.models import Assessment, AssessmentRound, CriteriaSet, Registration
from truongan.assessments.queries.progress import round_progress
from truongan.assessments.states import Status
from truongan.assessments.tables import assessments, schools
from truongan.assessments.views.answering import answer, posted, workbook
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.movement.views.groups import chosen_school, school_chooser
from truongan.organizations.models import Organization, SchoolLevel
from truongan.web.answering import form_page
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import export_rows

_ROUNDS_SHOWN = 6


@require_safe
@login_required
def assessment_list(request: HttpRequest) -> HttpResponse:
    ask = schools.asked(request)
    found = assessments.assessments_asked(request.user, request, ask)
    rounds = AssessmentRound.objects.visible_to(request.user).select_related("organizer", "criteria_set")
    context = {
        "ask": ask,
        "page": page_of(request, assessments.ordered(found, request)),
        "rounds": [_round_card(request, each) for each in rounds.order_by("-starts_on", "-pk")[:_ROUNDS_SHOWN]],
        "sets": list(CriteriaSet.objects.current().order_by("-is_yearly", "-valid_from", "code")),
        "statuses": Status.choices,
        "levels": SchoolLevel.choices,
        "may_begin": request.user.scope.keeps_schools,
        "may_hold": rules.holders(request.user, today_vn()).exists(),
        "query": request.GET.urlencode(),
        "now": now(),
    }
    return render_page(request, "assessments/list.html", "assessments/_table.html", context)


def _round_card(request: HttpRequest, held: AssessmentRound) -> dict:
    """The round with its progress in this person's scope; for a school's people, their own step."""
    own = _own_school(request)
    card = {"round": held, "progress": round_progress(held, Organization.objects.visible_to(request.user))}
    if own is None:
        return card
    registration = Registration.objects.visible_to(request.user).filter(round=held, organization=own).first()
    mine = Assessment.objects.visible_to(request.user).filter(round=held, organization=own).first()
    return card | {
        "school": own, "registration": registration, "assessment": mine,
        "why_not": why_not(held.criteria_set.criteria, own),
        "may_write": rules.may_assess(request.user, own), "is_over": held.last_day < today_vn(),
    }  # fmt: skip


def _own_school(request: HttpRequest) -> Organization | None:
    scope = request.user.scope
    if scope.areas or len(scope.own_ids) != 1:
        return None
    return Organization.objects.visible_to(request.user).filter(pk=scope.own_ids[0], sector="school").first()


@require_safe
@login_required
def assessment_export(request: HttpRequest) -> HttpResponse:
    rows = assessments.assessments_asked(request.user, request, schools.asked(request))
    content = export_rows(
        _("Đánh giá"), list(assessments.COLUMNS), assessments.exported(assessments.ordered(rows, request)),
        assessments.export_meta(request.user),
    )  # fmt: skip
    return workbook(content, f"danh-gia-{today_vn():%Y-%m-%d}")


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An assessment by a set that is repeated on any day: which school, which set, which day."""
    require(request.user.scope.keeps_schools)
    organization = chosen_school(request)
    if organization is None:
        return school_chooser(request, _("Tự đánh giá"), "assessments/choose_school.html")
    sets = CriteriaSet.objects.current().filter(is_yearly=False).order_by("code")
    form = BeginForm(**posted(request), sets=sets, initial={"on": today_vn()})
    return answer(
        request, form,
        lambda: begin_assessment(actor=request.user, organization=organization, now=now(), **form.cleaned_data),
        to=lambda begun: f"{begun.get_absolute_url()}cham/", done=_("Đã mở bản tự chấm."),
        heading=_("Tự đánh giá"), about=organization.name, label=_("Bắt đầu chấm"),
    )  # fmt: skip
