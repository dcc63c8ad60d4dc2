"""Plans, activities and assessments as plain rows: a test of figures must not depend on forms."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

from truongan.activities.models import Activity, Audience
from truongan.assessments.models import (
    Assessment,
    AssessmentRound,
    CriteriaSet,
    Judgement,
    Recognition,
    RecognitionDecision,
    Registration,
)
from truongan.organizations.models import Organization
from truongan.plans.models import Plan
from truongan.plans.states import Status

_numbers = count(1)
NOW = datetime(2021, 7, 1, 2, 0, tzinfo=UTC)


def make_plan(school: Organization, made: date | None, approved: date | None = None, **fields) -> Plan:
    """Handed in and approved on these days; what has become of it since is in `fields`."""
    given = {
        "organization": school, "school_year": "2021-2022", "title": "Kế hoạch", "issuer_name": school.name,
        "created_at": NOW, "updated_at": NOW, "submitted_on": made, "approved_on": approved, "search_fold": "ke hoach",
        "status": Status.SUBMITTED if made else Status.DRAFT,
    }  # fmt: skip
    return Plan.objects.create(**given | fields)


def make_activity(school: Organization, on: date, *audience: tuple, **fields) -> Activity:
    """`audience`: (group, attendances, people or nothing)."""
    given = {
        "organization": school, "on": on, "kind": "communication", "title": f"Hoạt động {next(_numbers)}",
        "token": uuid4(), "recorded_at": NOW, "search_fold": "hoat dong",
    }  # fmt: skip
    activity = Activity.objects.create(**given | fields)
    for group, attendances, *people in audience:
        Audience.objects.create(
            activity=activity, group=group, attendance_count=attendances, person_count=people[0] if people else None
        )
    return activity


def make_set(code: str = "thu-nghiem", levels=("THCS", "THPT")) -> CriteriaSet:
    return CriteriaSet.objects.create(
        code=code, version=1, name=f"Bộ {code}", issuing_text="Thông tư", is_yearly=True,
        definition={"school_levels": [*levels]}, sha256="0" * 64, created_at=NOW,
    )  # fmt: skip


def make_round(organizer: Organization, criteria_set: CriteriaSet, starts_on: date, ends_on: date) -> AssessmentRound:
    return AssessmentRound.objects.create(
        criteria_set=criteria_set, organizer=organizer, name=f"Đợt {ends_on.year}", starts_on=starts_on,
        ends_on=ends_on, opened_at=NOW, updated_at=NOW,
    )  # fmt: skip


def register(held: AssessmentRound, school: Organization, on: date) -> Registration:
    return Registration.objects.create(round=held, organization=school, registered_on=on, recorded_at=NOW)


def judge(held: AssessmentRound | None, school: Organization, *days: tuple[date, bool], **fields) -> Assessment:
    """An assessment with its judgements: (day, whether it passes)."""
    criteria_set = fields.pop("criteria_set", None) or held.criteria_set
    assessment = Assessment.objects.create(
        criteria_set=criteria_set, organization=school, round=held, on=days[0][0], created_at=NOW, updated_at=NOW,
        status="submitted",
    )  # fmt: skip
    for day, passes in days:
        Judgement.objects.create(
            assessment=assessment, occasion="submitted", on=day, passes=passes,
            made_at=datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
        )  # fmt: skip
    return assessment


def recognise(assessment: Assessment, on: date, *, revoked: date | None = None, holds: bool = True) -> Recognition:
    decision = RecognitionDecision.objects.create(
        round=assessment.round, issuer=assessment.round.organizer, authority_name="UBND", number=next(_numbers),
        decided_on=on, created_at=NOW,
    )  # fmt: skip
    return Recognition.objects.create(
        decision=decision, assessment=assessment, school_name=assessment.organization.name, is_recognised=holds,
        revoked_on=revoked, revoke_reason="Có vụ việc" if revoked else "",
    )  # fmt: skip
