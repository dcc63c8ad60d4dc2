"""Assessments: schools that registered, met a set and are recognised; schools, never assessments.

A round counts while it is the latest of its set and organizer that has begun by the day, and for a year after its
end. Which schools a round asks is read from its set (levels) and its organizer's place on the day.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from truongan.assessments.models import Assessment, AssessmentRound, Judgement, Recognition, Registration
from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import ASSESSMENTS, Indicator
from truongan.figures.questions import Question
from truongan.figures.rows import Rows
from truongan.figures.sources.schools import OPEN_SCHOOL
from truongan.figures.sources.source import Share, Source
from truongan.organizations.models import Organization

_IN_FORCE = "{0}.valid_from <= %(on)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(on)s)"
# A path and those above it, to meet organizers by equality: comparing beginnings would try every pair.
_ABOVE = """ARRAY['', split_part(p.path, '/', 1) || '/',
  split_part(p.path, '/', 1) || '/' || split_part(p.path, '/', 2) || '/', p.path]"""
_FACTS = f""", rounds AS MATERIALIZED (
  SELECT DISTINCT ON (c.code, r.organizer_id) r.id, c.definition -> 'school_levels' AS levels,
    CASE WHEN z.level = 'nation' THEN '' ELSE q.path END AS path
  FROM assessments_assessmentround r
  JOIN assessments_criteriaset c ON c.id = r.criteria_set_id
  JOIN organizations_organization z ON z.id = r.organizer_id
  LEFT JOIN organizations_placement q ON q.organization_id = z.id AND {_IN_FORCE.format("q")}
  WHERE r.starts_on <= %(on)s AND r.ends_on > %(year_ago)s
  ORDER BY c.code, r.organizer_id, r.starts_on DESC, r.id DESC
), schools AS MATERIALIZED (
  SELECT here.org, here.key, o.school_level FROM here JOIN organizations_organization o ON o.id = here.org
  WHERE {OPEN_SCHOOL}
), facts AS (
  SELECT s.org, 'applicable' AS fact, NULL::bigint AS id FROM schools s
  JOIN organizations_placement p ON p.organization_id = s.org AND {_IN_FORCE.format("p")}
  CROSS JOIN LATERAL unnest({_ABOVE}) AS above
  JOIN rounds r ON r.path = above AND jsonb_exists(r.levels, s.school_level)
  UNION ALL
  SELECT s.org, 'registered', g.id FROM schools s
  JOIN assessments_registration g ON g.organization_id = s.org JOIN rounds r ON r.id = g.round_id
  WHERE g.registered_on <= %(on)s
  UNION ALL
  SELECT s.org, CASE WHEN j.passes THEN 'met' ELSE 'judged' END, a.id FROM schools s
  JOIN assessments_assessment a ON a.organization_id = s.org JOIN rounds r ON r.id = a.round_id
  CROSS JOIN LATERAL (SELECT j.passes FROM assessments_judgement j WHERE j.assessment_id = a.id AND j.on <= %(on)s
    ORDER BY j.made_at DESC, j.id DESC LIMIT 1) j
  UNION ALL
  SELECT last.org, 'recognised', last.id FROM (
    SELECT DISTINCT ON (s.org, c.code) s.org, n.id,
      n.is_recognised AND (n.revoked_on IS NULL OR n.revoked_on > %(on)s) AS holds
    FROM schools s JOIN assessments_assessment a ON a.organization_id = s.org
    JOIN assessments_criteriaset c ON c.id = a.criteria_set_id
    JOIN assessments_recognition n ON n.assessment_id = a.id
    JOIN assessments_recognitiondecision d ON d.id = n.decision_id
    WHERE d.decided_on <= %(on)s AND d.decided_on > %(year_ago)s
    ORDER BY s.org, c.code, d.decided_on DESC, n.id DESC
  ) last WHERE last.holds
)"""
_COUNTED = f"""{_FACTS} SELECT {{key}}, count(DISTINCT org),
  count(DISTINCT org) FILTER (WHERE fact = 'registered'), count(DISTINCT org) FILTER (WHERE fact = 'met'),
  count(DISTINCT org) FILTER (WHERE fact = 'recognised')
FROM facts JOIN schools USING (org) GROUP BY 1"""


def year_before(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)


def _on(day: date) -> dict[str, date]:
    return {"on": day, "year_ago": year_before(day)}


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """As it stands on the day; over a period the net change, since a school may meet, fail and meet again."""
    days = {"value": question.on}
    if question.since:
        days["opening"] = question.since - timedelta(days=1)
    for name, day in days.items():
        for key, *counts in fetch(groups, _COUNTED.format(key="key"), **_on(day)):
            for code, count in zip(ASSESSMENTS.codes, counts, strict=True):
                rows.add(key, code, **{name: count})
    if question.since:
        for code in ASSESSMENTS.codes:
            rows.balance(code)


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """One for each school."""
    asked = {*codes}.intersection(ASSESSMENTS.codes)
    if not asked:
        return
    for organization, *counts in fetch(groups, _COUNTED.format(key="org"), **_on(question.on)):
        for code, count in zip(ASSESSMENTS.codes, counts, strict=True):
            if code in asked and count:
                yield organization, code, count


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """Registrations, passing assessments and recognitions in force."""
    sql = f"{_FACTS} SELECT fact, id FROM facts WHERE fact IN ('registered', 'met', 'recognised') ORDER BY 1, 2"
    return fetch(groups, sql, **_on(question.on))


def rounds_counted(day: date) -> QuerySet[AssessmentRound]:
    """Rounds whose schools count on the day."""
    rounds = AssessmentRound.objects.filter(starts_on__lte=day, ends_on__gt=year_before(day))
    return rounds.order_by("criteria_set__code", "organizer", "-starts_on", "-pk").distinct(
        "criteria_set__code", "organizer"
    )


def _school(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=organization.pk).order_by("pk")


def _registrations(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Registration]:
    rows = Registration.objects.filter(organization=organization, round__in=rounds_counted(question.on).values("pk"))
    return rows.registered_on(question.on).select_related("round__criteria_set").order_by("pk")


def _assessments(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(organization=organization, round__in=rounds_counted(question.on).values("pk"))
    last = Judgement.objects.filter(assessment=OuterRef("pk"), on__lte=question.on).order_by("-made_at", "-pk")
    return (
        rows.met_on(question.on)
        .annotate(judged_on=Subquery(last.values("on")[:1]))
        .select_related("round", "criteria_set", "organization")
        .order_by("pk")
    )


def _recognitions(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Recognition]:
    when: dict[str, Any] = {
        "decision__decided_on__lte": question.on,
        "decision__decided_on__gt": year_before(question.on),
    }
    decided = Recognition.objects.filter(assessment__organization=organization, **when)
    last = decided.order_by("assessment__criteria_set__code", "-decision__decided_on", "-pk").distinct(
        "assessment__criteria_set__code"
    )
    found = Recognition.objects.recognised_on(question.on).filter(pk__in=last.values("pk"))
    return found.select_related("decision__round", "assessment__criteria_set").order_by("pk")


SOURCE = Source(
    "assessments",
    ("", "unit", "level"),
    fill,
    shares,
    identities,
    {"school": _school, "registration": _registrations, "assessment": _assessments, "recognition": _recognitions},
)
