"""A province police that collects, a commune committee below it with two schools, and one school directly below it."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import make_person, make_scheme, make_team
from truongan.reports.actions import open_cycle, start_submission, submit
from truongan.reports.models import ReportCycle, Submission

SINCE, UNTIL = date(2026, 6, 15), date(2026, 9, 14)
CUT_OFF = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)  # 09:00 on 15/09 in Viet Nam, the schools' deadline
EVERY = ("police", "committee", "education", "health", "school")


@pytest.fixture
def routes(cast):
    """Who reports to whom."""
    for below, above in (
        (cast.commune_committee, cast.province_police),
        (cast.school, cast.commune_committee),
        (cast.neighbour_school, cast.commune_committee),
        (cast.other_school, cast.province_police),
    ):
        below.reports_to = above
        below.save(update_fields=["reports_to"])


@pytest.fixture
def register(cast):
    """One model before the period, one begun in it."""
    make_team(
        scheme=make_scheme(organization=cast.school, on=date(2026, 1, 5)),
        members=[make_person(organization=cast.school), 7],
        on=date(2026, 1, 6),
    )
    make_scheme(organization=cast.neighbour_school, on=date(2026, 7, 1))


def open_quarter(cast, **fields) -> ReportCycle:
    asked = {
        "actor": cast.can_bo_tinh, "issuer": cast.province_police, "kind": "quarter", "since": SINCE, "until": UNTIL,
        "name": "Quý III/2026", "sectors": EVERY, "now": CUT_OFF,
    }  # fmt: skip
    return open_cycle(**asked | fields)


@pytest.fixture
def cycle(cast, routes, register) -> ReportCycle:
    return open_quarter(cast)


def of(cycle: ReportCycle, organization) -> Submission:
    return Submission.objects.select_related("cycle", "organization", "superior", "seal").get(
        cycle=cycle, organization=organization
    )


def hand_in(cycle, organization, actor, *, now=CUT_OFF, **fields) -> Submission:
    """Begun, and handed in with these texts."""
    submission = start_submission(actor=actor, submission=of(cycle, organization), now=now)
    if fields:
        Submission.objects.filter(pk=submission.pk).update(**fields)
    return submit(actor=actor, submission=submission, now=now)
