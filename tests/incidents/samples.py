"""Cases of the cast's school, made through the product's own actions."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from truongan.duty.models import MatrixRule, RuleLevel, RuleTarget
from truongan.incidents.actions import report_incident
from truongan.incidents.facts import Report
from truongan.incidents.models import Category, Disease, Incident, Severity

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # nine in the morning in Viet Nam
BEFORE = NOW - timedelta(minutes=10)


def category(code: str = "danh-nhau") -> Category:
    return Category.objects.get(code=code)


def severity(code: str = "nghiem-trong") -> Severity:
    return Severity.objects.get(code=code)


def told(code: str = "danh-nhau", *, grave: str = "nghiem-trong", disease: str = "", **fields) -> Report:
    fields.setdefault("occurred_at", BEFORE)
    fields.setdefault("what", "Hai nhóm đánh nhau trước cổng.")
    fields.setdefault("place", "Cổng trường")
    named = Disease.objects.get(code=disease) if disease else None
    return Report(category=category(code), severity=severity(grave), disease=named, **fields)


def reported(
    cast, code: str = "danh-nhau", *, by=None, at: datetime = NOW, key: UUID | None = None, **fields
) -> Incident:
    school = fields.pop("organization", cast.school)
    photos = fields.pop("photos", ())
    return report_incident(
        actor=by or cast.giao_vien, organization=school, report=told(code, **fields), key=key or uuid4(), photos=photos,
        now=at,
    ).incident  # fmt: skip


def make_rule(cast, *steps: tuple[int, list], **fields) -> MatrixRule:
    """A rule for the cast's school; each step: minutes, and the people it names."""
    fields.setdefault("name", "Quy tắc thử")
    fields.setdefault("valid_from", date(2021, 1, 1))
    rule = MatrixRule.objects.create(organization=cast.school, **fields)
    for number, (minutes, users) in enumerate(steps, start=1):
        level = RuleLevel.objects.create(rule=rule, number=number, timeout_minutes=minutes)
        for user in users:
            RuleTarget.objects.create(level=level, who="person", person=user.person)
    return rule
