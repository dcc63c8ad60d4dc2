"""What the register already knows about a criterion. Shown with its evidence; a person confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from truongan.activities.models import Activity
from truongan.assessments.criteria import Item, day_in
from truongan.assessments.models import Assessment, FiledPaper
from truongan.incidents.queries.statistics import cases_by_theme
from truongan.kernel.dates import vn_date
from truongan.movement.models import Scheme
from truongan.organizations.models import Organization
from truongan.plans.models import Plan

# Criteria about what happened (Circular 124/2021/TT-BCA, 7.4): the register is shown, a person decides.
_FROM_CASES = ("7.4a", "7.4b")


@dataclass(frozen=True)
class Suggestion:
    """`is_met` None: the register shows something and cannot say. `records` have pages of their own."""

    words: str
    is_met: bool | None = None
    records: Sequence[Scheme | Plan] = ()


def suggestions(assessment: Assessment, day: date) -> dict[str, Suggestion]:
    """By item code; three queries at most, whatever the number of items."""
    items = assessment.criteria_set.criteria.items_at(assessment.organization.school_level)
    kinds = {item.kind for item in items}
    last = min(day, assessment.round.last_day) if assessment.round else assessment.on
    schemes = _active_schemes(assessment.organization, last) if "scheme" in kinds else []
    plans = _plans(assessment, last) if "plan" in kinds else []
    filed = _filed(assessment) if {"plan", "dated_file"} & kinds else {}
    cases = _cases(assessment, last) if any(item.code in _FROM_CASES for item in items) else {}
    found: dict[str, Suggestion] = {}
    for item in items:
        if item.kind == "scheme":
            found[item.code] = _of_schemes(schemes, last)
        elif item.kind == "plan":
            found[item.code] = _of_plans(item, plans, assessment, filed.get(item.paper))
        elif item.code in _FROM_CASES:
            found[item.code] = _of_cases(cases, last)
        elif item.paper in filed:
            found[item.code] = _of_paper(item, filed[item.paper])
    return found


def _active_schemes(organization: Organization, day: date) -> list[Scheme]:
    schemes = Scheme.objects.filter(organization=organization).active_on(day, settings.ACTIVE_DAYS)
    return list(schemes.select_related("type").order_by("stock_from", "pk"))


def _of_schemes(schemes: list[Scheme], day: date) -> Suggestion:
    if not schemes:
        return Suggestion(
            _("Sổ chưa có điểm mô hình nào đang hoạt động đến ngày %(day)s.") % {"day": vn_date(day)}, False
        )
    words = _("Sổ có %(n)s điểm mô hình đang hoạt động đến ngày %(day)s.") % {"n": len(schemes), "day": vn_date(day)}
    return Suggestion(words, True, schemes)


def _plans(assessment: Assessment, day: date) -> list[Plan]:
    years = {f"{year - 1}-{year}" for year in (day.year, day.year + 1)}
    plans = Plan.objects.filter(organization=assessment.organization, school_year__in=years)
    return list(plans.filter(submitted_on__lte=day).order_by("-school_year"))


def _of_plans(item: Item, plans: list[Plan], assessment: Assessment, paper: FiledPaper | None) -> Suggestion:
    said = [
        _("kế hoạch năm học %(year)s, %(state)s")
        % {"year": plan.school_year, "state": plan.get_status_display().lower()}
        + (_(", ban hành ngày %(day)s") % {"day": vn_date(plan.issued_on)} if plan.issued_on else "")
        for plan in plans
    ]
    words = _("Sổ có: %(plans)s.") % {"plans": "; ".join(said)} if said else _("Sổ chưa có kế hoạch nào được trình.")
    filed = _of_paper(item, paper) if paper else None
    return Suggestion(
        " ".join(filter(None, [words, filed.words if filed else "", _limit(item, assessment)])),
        filed.is_met if filed else None,
        plans,
    )


def _limit(item: Item, assessment: Assessment) -> str:
    if not item.by or not assessment.round:
        return ""
    day = day_in(assessment.round.last_day.year, item.by)
    return _("Tiêu chí cần ngày đến hết %(day)s.") % {"day": vn_date(day)}


def _cases(assessment: Assessment, day: date) -> dict[str, int]:
    start = assessment.round.starts_on if assessment.round else date(assessment.on.year, 1, 1)
    return cases_by_theme(assessment.organization, start, day)


def _of_cases(cases: dict[str, int], day: date) -> Suggestion:
    """What the register holds, never a verdict: how far the condition reaches is for a person to say."""
    if not cases:
        return Suggestion(_("Sổ vụ việc không có vụ nào đến ngày %(day)s.") % {"day": vn_date(day)})
    said = ", ".join(f"{theme.lower()} {count}" for theme, count in cases.items())
    words = _("Sổ vụ việc có: %(cases)s vụ, đến ngày %(day)s. Người có thẩm quyền quyết định.")
    return Suggestion(words % {"cases": said, "day": vn_date(day)})


def _filed(assessment: Assessment) -> dict[str, FiledPaper]:
    if assessment.round_id is None:
        return {}
    papers = FiledPaper.objects.filter(
        registration__round=assessment.round_id, registration__organization=assessment.organization_id
    ).select_related("registration__round")
    return {paper.code: paper for paper in papers}


def _of_paper(item: Item, paper: FiledPaper) -> Suggestion:
    if paper.signed_on is None:
        return Suggestion(_("Hồ sơ đăng ký ghi là không áp dụng."))
    limit = day_in(paper.registration.round.last_day.year, item.by) if item.by else None
    words = _("Hồ sơ đăng ký có giấy tờ này, ký ngày %(day)s.") % {"day": vn_date(paper.signed_on)}
    return Suggestion(words, paper.signed_on <= limit if limit else None)


def records_to_link(assessment: Assessment, day: date) -> list[Scheme | Plan | Activity]:
    """What an answer may point at: the school's schemes, plans and activities of the period, newest first."""
    organization = assessment.organization
    start = assessment.round.starts_on if assessment.round else date(assessment.on.year, 1, 1)
    schemes = Scheme.objects.filter(organization=organization).in_stock_on(day).select_related("type")
    plans = Plan.objects.filter(Q(submitted_on__isnull=False), organization=organization).order_by("-school_year")
    activities = Activity.objects.valid().filter(organization=organization, on__gte=start, on__lte=day)
    return [*schemes.order_by("-stock_from", "pk"), *plans[:5], *activities.order_by("-on", "-pk")[:60]]
