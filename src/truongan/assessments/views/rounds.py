"""A round: its progress, its schools, its deadlines, and a school's registration for it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from truongan.assessments import rules
from truongan.assessments.actions import (
    CannotAssess,
    attach_paper_file,
    begin_assessment,
    change_round,
    open_round,
    register_school,
)
from truongan.assessments.forms.rounds import RegistrationForm, RoundChangeForm, RoundForm
from truongan.assessments.models import (
    Assessment,
    AssessmentRound,
    CriteriaSet,
    RecognitionDecision,
    Registration,
)
from truongan.assessments.queries.progress import failed_items, round_progress
from truongan.assessments.states import Status
from truongan.assessments.tables import schools
from truongan.assessments.views.answering import answer, posted, workbook
from truongan.audit.queries import history_of
from truongan.kernel.clock import now, today_vn
from truongan.kernel.refusals import require
from truongan.organizations.models import Organization, SchoolLevel
from truongan.web.answering import form_page, press
from truongan.web.htmx import render_page
from truongan.web.paging import page_of
from truongan.workbooks.exporting import export_rows

_FAILED_SHOWN = 8


@require_safe
@login_required
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_round(request, pk)
    scope = Organization.objects.visible_to(request.user)
    ask = schools.asked(request)
    found = schools.schools_asked(held, scope, ask)
    page = page_of(request, schools.ordered(found, request))
    decisions = RecognitionDecision.objects.visible_to(request.user).filter(round=held)
    context = {
        "held": held,
        "ask": ask,
        "page": page,
        "rows": list(schools.school_rows(page.object_list, held)),
        "progress": round_progress(held, scope),
        "failed": failed_items(held, scope, limit=_FAILED_SHOWN),
        "decisions": decisions.order_by("-decided_on", "-pk"),
        "stages": schools.STAGES,
        "levels": SchoolLevel.choices,
        "may_change": rules.may_hold_round(request.user, held.organizer, today_vn()),
        "may_register": request.user.scope.keeps_schools,
        "may_decide": _issuers(request, held).exists(),
        "today": today_vn(),
        "query": request.GET.urlencode(),
        "history": history_of(held),
    }
    return render_page(request, "assessments/round.html", "assessments/_schools.html", context)


def seen_round(request: HttpRequest, pk: int) -> AssessmentRound:
    rounds = AssessmentRound.objects.visible_to(request.user).select_related("organizer", "criteria_set")
    return get_object_or_404(rounds, pk=pk)


def _issuers(request: HttpRequest, held: AssessmentRound):
    return rules.issuers(request.user, held.authorities, today_vn())


@require_safe
@login_required
def round_export(request: HttpRequest, pk: int) -> HttpResponse:
    held, ask = seen_round(request, pk), schools.asked(request)
    scope = Organization.objects.visible_to(request.user)
    rows = schools.ordered(schools.schools_asked(held, scope, ask), request)
    content = export_rows(
        held.name, list(schools.COLUMNS), schools.exported(rows, held), schools.export_meta(request.user, held, ask)
    )
    return workbook(content, f"dot-danh-gia-{held.pk}-{today_vn():%Y-%m-%d}")


@form_page
@login_required
def round_new(request: HttpRequest) -> HttpResponse:
    holders = rules.holders(request.user, today_vn()).order_by("sort_key")
    require(holders.exists())
    sets = CriteriaSet.objects.current().filter(is_yearly=True).order_by("-valid_from", "code")
    today = today_vn()
    initial = {
        "year": today.year + (today.month == 12 or (today.month, today.day) >= (11, 16)),
        "criteria_set": sets.in_force_on(today).first(), "organizer": holders.first(),
    }  # fmt: skip
    form = RoundForm(**posted(request), sets=sets, organizers=holders, initial=initial)
    return answer(
        request, form, lambda: open_round(actor=request.user, now=now(), **form.wanted()),
        done=_("Đã mở đợt và báo cho các trường."),
        heading=_("Mở đợt đánh giá"), label=_("Mở đợt"),
        hint=_("Các trường thuộc địa bàn và đúng cấp học được báo ngay. Bộ tiêu chí và kỳ không đổi được sau khi mở; hạn và thẩm quyền sửa được."),
    )  # fmt: skip


@form_page
@login_required
def round_change(request: HttpRequest, pk: int) -> HttpResponse:
    held = seen_round(request, pk)
    require(rules.may_hold_round(request.user, held.organizer, today_vn()))
    form = RoundChangeForm(**posted(request), initial=RoundChangeForm.initial_of(held))
    return answer(
        request, form, lambda: change_round(actor=request.user, held=held, now=now(), **form.cleaned_data),
        to=held, done=_("Đã sửa đợt."), heading=_("Sửa hạn và thẩm quyền"), held=held,
        back=held.get_absolute_url(),
    )  # fmt: skip


@form_page
@login_required
def register(request: HttpRequest, pk: int, school: int) -> HttpResponse:
    """A school's registration: the day, and each paper with its number, day and file."""
    held, organization = seen_round(request, pk), seen_school(request, school)
    require(rules.may_assess(request.user, organization))
    rows = Registration.objects.visible_to(request.user).filter(round=held, organization=organization)
    kept = rows.prefetch_related("papers__evidence").first()
    initial = {"registered_on": kept.registered_on if kept else today_vn(), "note": kept.note if kept else ""}
    form = RegistrationForm(**posted(request), held=held, kept=kept, initial=initial)
    return answer(
        request, form, lambda: _register(request, held, organization, form), template="assessments/register.html",
        to=held, done=_("Đã ghi đăng ký."), held=held, organization=organization, kept=kept,
    )  # fmt: skip


def _register(request: HttpRequest, held: AssessmentRound, organization: Organization, form: RegistrationForm) -> None:
    given, at = form.cleaned_data, now()
    kept = register_school(
        actor=request.user, held=held, organization=organization, registered_on=given["registered_on"],
        papers=form.filed(), note=given["note"], now=at,
    )  # fmt: skip
    papers = {paper.code: paper for paper in kept.papers.all()}
    for code, file in form.sent_files().items():
        try:
            attach_paper_file(actor=request.user, paper=papers[code], file=file, now=at)
        except CannotAssess as reason:
            raise CannotAssess(_("Đăng ký đã ghi, riêng tệp chưa nhận được. %(why)s") % {"why": reason}) from reason


@require_POST
@login_required
def begin(request: HttpRequest, pk: int, school: int) -> HttpResponse:
    """Open the school's own assessment of the round, and go there."""
    held, organization = seen_round(request, pk), seen_school(request, school)
    require(rules.may_assess(request.user, organization))
    found = Assessment.objects.visible_to(request.user).filter(round=held, organization=organization).first()
    to = found.get_absolute_url() if found else held.get_absolute_url()
    if found and found.status != Status.DRAFT:
        return press(request, lambda: None, to=to, done=_("Bản tự chấm đã có."))
    today = today_vn()
    on = min(today, held.last_day)
    response = press(
        request,
        lambda: begin_assessment(actor=request.user, organization=organization, held=held, on=on, now=now()),
        to=to, done=_("Đã mở bản tự chấm."),
    )  # fmt: skip
    begun = Assessment.objects.visible_to(request.user).filter(round=held, organization=organization).first()
    if begun:
        response["Location"] = f"{begun.get_absolute_url()}cham/"
    return response


def seen_school(request: HttpRequest, pk: int) -> Organization:
    return get_object_or_404(Organization.objects.visible_to(request.user), pk=pk)
