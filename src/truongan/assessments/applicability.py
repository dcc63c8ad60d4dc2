"""To which schools a set and a round apply, and how it is said when one does not."""

from django.utils.translation import gettext as _

from truongan.assessments.criteria import Definition
from truongan.assessments.models import AssessmentRound
from truongan.assessments.refusals import CannotAssess
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet


def schools_of(held: AssessmentRound) -> OrganizationQuerySet:
    """The N of every share of a round: schools in its place, of a level its set applies to, open at its end."""
    return (
        Organization.objects.schools()
        .on(held.last_day)
        .filter(
            place_path__startswith=held.organizer.place_path,
            school_level__in=held.criteria_set.criteria.school_levels,
        )
    )


def why_not(definition: Definition, organization: Organization) -> str:
    """Why the set does not apply to this organization; empty when it does."""
    if not organization.is_school:
        return _("%(name)s không phải là trường học.") % {"name": organization.name}
    if not organization.school_level:
        return _("%(name)s chưa ghi cấp học, nên chưa biết %(text)s có áp dụng không. Ghi cấp học ở trang của trường.") % {
            "name": organization.name, "text": definition.issuing_text,
        }  # fmt: skip
    if not definition.applies_to(organization.school_level):
        return _("%(text)s không áp dụng cho cấp %(level)s, nên %(name)s không đánh giá theo bộ này.") % {
            "text": definition.issuing_text, "level": organization.get_school_level_display(),
            "name": organization.name,
        }  # fmt: skip
    return ""


def refuse_other_levels(definition: Definition, organization: Organization, refusal: type[CannotAssess]) -> None:
    if reason := why_not(definition, organization):
        raise refusal(reason)
