"""Schools themselves: which exist on the day, and what is a part of them."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import Indicator
from truongan.figures.questions import Figure, Question
from truongan.figures.rows import Rows
from truongan.figures.sources.source import Share, Source
from truongan.organizations.models import Organization

# A school that counts on the day: `%(on)s` of the statement it stands in.
OPEN_SCHOOL = """o.sector = 'school' AND (o.founded_on IS NULL OR o.founded_on <= %(on)s)
  AND (o.closed_on IS NULL OR o.closed_on > %(on)s)"""


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Schools that exist on the day; over a period those founded and closed in it."""
    if question.by == "type":
        sql, repeat = "SELECT ''::text AS key, ", ""
    else:
        sql, repeat = "SELECT here.key, ", "GROUP BY here.key"
    found = fetch(
        groups,
        f"""{sql}
          count(*) FILTER (WHERE (o.founded_on IS NULL OR o.founded_on <= %(on)s)
            AND (o.closed_on IS NULL OR o.closed_on > %(on)s)),
          count(*) FILTER (WHERE (o.founded_on IS NULL OR o.founded_on < %(since)s)
            AND (o.closed_on IS NULL OR o.closed_on >= %(since)s)),
          count(*) FILTER (WHERE o.founded_on BETWEEN %(since)s AND %(on)s),
          count(*) FILTER (WHERE o.closed_on BETWEEN %(since)s AND %(on)s)
        FROM here JOIN organizations_organization o ON o.id = here.org WHERE o.sector = 'school' {repeat}""",
        on=question.on,
        since=question.since or question.on,
    )
    for key, value, opening, added, removed in found:
        flows = {"opening": opening, "added": added, "removed": removed} if question.since else {}
        if question.by == "type":
            for row in rows.values():
                _set(row.figures["schools.count"], value=value, **flows)
        else:
            rows.add(key, "schools.count", value=value, **flows)


def _set(figure: Figure, **amounts: int) -> None:
    for name, amount in amounts.items():
        setattr(figure, name, amount)


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """One for each school that exists on the day."""
    if "schools.count" in codes:
        sql = f"SELECT here.org FROM here JOIN organizations_organization o ON o.id = here.org WHERE {OPEN_SCHOOL}"
        yield from ((organization, "schools.count", 1) for (organization,) in fetch(groups, sql, on=question.on))


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """None: a seal's hash is about what was registered, and schools stand in its table by unit."""
    return []


def _school(question: Question, indicator: Indicator, organization: Organization) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=organization.pk).order_by("pk")


SOURCE = Source("schools", ("", "unit", "type", "level"), fill, shares, identities, {"school": _school})
