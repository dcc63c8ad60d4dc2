"""Totals people wrote down beside what the register counts for the same schools; nothing is corrected."""

from dataclasses import dataclass, replace

from truongan.figures.grouping import Groups, fetch, groups_of
from truongan.figures.indicators import INDICATORS, SUMMED, Indicator
from truongan.figures.queries import Contribution
from truongan.figures.questions import Question
from truongan.figures.sources.ledger import stock_sql, until
from truongan.organizations.models import Organization

_DECLARED = [each for each in SUMMED if each.code in ("teams.memberships", "groups.memberships")]
_NAMED = 5  # schools named where the two totals lie apart
_COUNTED = " ".join(f"WHEN '{each.code}' THEN {each.stock}" for each in _DECLARED)
_BESIDE = f""", declared AS (
  SELECT DISTINCT ON (d.measure, d.organization_id) d.measure, d.organization_id AS org, d.value
  FROM here JOIN movement_declaration d ON d.organization_id = here.org
  WHERE d.on <= %(day)s ORDER BY d.measure, d.organization_id, d.on DESC
),
counted (org, {", ".join(each.stock for each in _DECLARED)}) AS ({stock_sql("here.org", _DECLARED)}),
beside AS (
  SELECT measure, org, value, coalesce(CASE measure {_COUNTED} END, 0) AS found
  FROM declared LEFT JOIN counted USING (org) WHERE measure = ANY(%(measures)s)
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY measure ORDER BY abs(value - found) DESC, org) AS place,
    sum(value) OVER whole AS declared_total, sum(found) OVER whole AS counted_total,
    count(*) FILTER (WHERE value = found) OVER whole AS agreeing,
    count(*) FILTER (WHERE value <> found) OVER whole AS differing
  FROM beside WINDOW whole AS (PARTITION BY measure)
)
SELECT measure, declared_total::int, counted_total::int, agreeing, differing, org, found::int, value
FROM ranked WHERE place <= %(named)s ORDER BY measure, place"""


@dataclass(frozen=True)
class DeclaredBesideCounted:
    """An indicator for which some schools declared a total: how many agree, how many do not, and the most apart."""

    indicator: Indicator
    declared_total: int
    counted_total: int
    agreeing: int
    differing: int
    farthest: list[Contribution]

    @property
    def difference(self) -> int:
        return self.declared_total - self.counted_total


def declared_beside_counted(question: Question, groups: Groups | None = None) -> list[DeclaredBesideCounted]:
    """Indicators of which someone declared a total by the day, compared school by school; two queries.

    `groups` are the question's organizations where the caller has looked them up already.
    """
    groups = groups or groups_of(replace(question, by="", geography=None, since=None)).listed()
    codes = [each.code for each in _DECLARED]
    found = fetch(groups, _BESIDE, **until(question.on), measures=codes, named=_NAMED)
    apart = [row for row in found if row[6] != row[7]]
    named = Organization.objects.in_bulk([row[5] for row in apart])
    wholes = {row[0]: row[1:5] for row in found}
    return [
        DeclaredBesideCounted(  # type: ignore[call-arg]  # four numbers of the whole
            INDICATORS[code],
            *wholes[code],
            [
                Contribution(named[org], counted, value)
                for measure, *_whole, org, counted, value in apart
                if measure == code
            ],
        )
        for code in codes
        if code in wholes
    ]
