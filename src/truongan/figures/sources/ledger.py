"""The movement's register, summed from its ledger: one sum over the organizations in scope, whatever the day."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from truongan.figures.grouping import Groups, fetch
from truongan.figures.indicators import INDICATORS, SUMMED, Indicator
from truongan.figures.questions import Figure, Question
from truongan.figures.rows import TOTAL, UNPLACED, Rows
from truongan.figures.sources import register
from truongan.figures.sources.source import Share, Source
from truongan.movement.holders import GROUPS_HELD, SCHEMES_HELD
from truongan.movement.states import EventKind

_IN_FORCE = "{0}.valid_from <= %(on)s AND ({0}.valid_to IS NULL OR {0}.valid_to > %(on)s)"


def fill(question: Question, groups: Groups, rows: Rows) -> None:
    """Stocks on the day and over a period; people of several organizations once."""
    _sum_ledger(question, groups, rows)
    if rows.needs("teams.persons", "groups.persons"):
        _take_out_people_counted_twice(question, groups, rows)
    if question.by == "type":
        _count_by_type(question, groups, rows)
    if question.since:
        _count_events(question, groups, rows)
        for code in ("teams.persons", "groups.persons"):
            rows.balance(code)  # a person who moves would be new and gone


def _sum_ledger(question: Question, groups: Groups, rows: Rows) -> None:
    stock = _typedstock_sql() if question.by == "type" else stock_sql()
    _add_sums(rows, "value", fetch(groups, stock, **until(question.on)))
    if question.since:
        _add_sums(rows, "opening", fetch(groups, stock, **until(_day_before(question.since))))
        _add_flows(question, groups, rows)


def until(day: date) -> dict[str, Any]:
    """The values of `stock_sql` for a day."""
    return {"day": day, "year": day.year, "new_year": date(day.year, 1, 1)}


def _sums(summed: Sequence[Indicator] = SUMMED) -> str:
    return ", ".join(f"sum(l.{each.stock})" for each in summed)


def stock_sql(key: str = "here.key", summed: Sequence[Indicator] = SUMMED) -> str:
    """Stocks on a day (`until`) by `key`: each organization's balance of the year's beginning and the year's rows up to it."""
    columns = ", ".join(f"l.{each.stock}" for each in summed)
    return f"""SELECT key, {_sums(summed)} FROM (
      SELECT {key} AS key, {columns} FROM here JOIN movement_ledgerbalance l ON l.organization_id = here.org
      WHERE l.year <= %(year)s AND (l.until_year IS NULL OR l.until_year > %(year)s)
      UNION ALL
      SELECT {key} AS key, {columns} FROM here JOIN movement_ledgerrow l ON l.organization_id = here.org
      WHERE l.day BETWEEN %(new_year)s AND %(day)s
    ) l GROUP BY 1"""


def _typedstock_sql() -> str:
    """Stocks on a day by model type: summed from the first row on, since balances hold all types together."""
    return f"""SELECT coalesce(l.type_id::text, 'none'), {_sums()}
      FROM here JOIN movement_ledgerrow l ON l.organization_id = here.org WHERE l.day <= %(day)s GROUP BY 1"""


def _add_sums(rows: Rows, name: str, found: list[tuple]) -> None:
    for key, *sums in found:
        for indicator, amount in zip(SUMMED, sums, strict=True):
            rows.add(key, indicator.code, **{name: amount})


def _add_flows(question: Question, groups: Groups, rows: Rows) -> None:
    """What entered and what left each stock in the period."""
    for name, sign in (("added", 1), ("removed", -1)):
        found = _moves(question, groups, f"l.sign = {sign} AND NOT l.by_transfer")
        _add_sums(rows, name, [(key, *(sign * amount for amount in sums)) for key, *sums in found])
    _add_transfers(question, rows, _moves(question, groups, "l.by_transfer"))


def _moves(question: Question, groups: Groups, which: str) -> list[tuple]:
    """Sums of the period's ledger rows of a sort, by group."""
    key = "coalesce(l.type_id::text, 'none')" if question.by == "type" else "here.key"
    return fetch(
        groups,
        f"""SELECT {key}, {_sums()} FROM here JOIN movement_ledgerrow l ON l.organization_id = here.org
        WHERE {which} AND l.day BETWEEN %(since)s AND %(on)s GROUP BY 1""",
        since=question.since,
        on=question.on,
    )


def _add_transfers(question: Question, rows: Rows, found: list[tuple]) -> None:
    """Schemes that changed hands count in each row by what it gained or lost on the whole.

    So a school that receives one has one more and the giver one less, and an area that holds both has neither.
    """
    whole = [(TOTAL, *(sum(each) for each in zip(*(sums for _key, *sums in found), strict=True)))] if found else []
    for key, *sums in [*found, *whole] if question.by else whole:
        row = rows[key if key in rows else key or UNPLACED]
        for indicator, net in zip(SUMMED, sums, strict=True):
            figure = row.figures[indicator.code]
            figure.added, figure.removed = (figure.added or 0) + max(net, 0), (figure.removed or 0) + max(-net, 0)


def _take_out_people_counted_twice(question: Question, groups: Groups, rows: Rows) -> None:
    """The ledger counts people per organization; those in several are taken out of every sum they are in twice.

    By type only out of the whole: the ledger does not know people by type, they are counted afresh below.
    """
    days = [("value", question.on)]
    if question.since:
        days.append(("opening", _day_before(question.since)))
    for name, day in days:
        found = fetch(
            groups,
            # Presence is merged, so a person has one row per organization and day: rows are organizations.
            f""", met AS MATERIALIZED (
              SELECT here.key, p.kind, p.person_id, count(*) AS n
              FROM here JOIN movement_personpresence p ON p.organization_id = here.org
              WHERE p.is_shared AND {_IN_FORCE.format("p")}
              GROUP BY here.key, p.kind, p.person_id
            )
            SELECT key, kind, sum(n - 1)::int FROM met GROUP BY key, kind HAVING sum(n - 1) > 0
            UNION ALL
            SELECT NULL, kind, sum(n - 1)::int FROM (
              SELECT kind, person_id, sum(n) AS n FROM met GROUP BY kind, person_id
            ) whole GROUP BY kind""",
            on=day,
        )
        for key, kind, extra in found:
            row = rows[TOTAL] if key is None else rows.get(key)
            if row is not None and key != TOTAL:
                figure = row.figures[f"{kind}s.persons"]
                setattr(figure, name, getattr(figure, name) - extra)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


_PEOPLE = "count(DISTINCT m.person_id) + coalesce(sum(m.count) FILTER (WHERE m.person_id IS NULL), 0)::int"
_BY_TYPE = f"""
SELECT s.type_id::text, 'schools.covered', count(DISTINCT s.organization_id)
  FROM {SCHEMES_HELD} s
  WHERE s.stock_from <= %(on)s AND (s.stock_to IS NULL OR s.stock_to > %(on)s) GROUP BY 1
UNION ALL
SELECT s.type_id::text, 'teams.persons', {_PEOPLE}
  FROM {SCHEMES_HELD} s JOIN movement_team t ON t.scheme_id = s.id
  JOIN movement_teammembership m ON m.team_id = t.id
  WHERE {_IN_FORCE.format("m")} GROUP BY 1
UNION ALL
SELECT coalesce(s.type_id::text, 'none'), 'groups.persons', {_PEOPLE}
  FROM {GROUPS_HELD} g
  LEFT JOIN movement_scheme s ON s.id = g.scheme_id JOIN movement_groupmembership m ON m.group_id = g.id
  WHERE {_IN_FORCE.format("m")} GROUP BY 1
"""


def _count_by_type(question: Question, groups: Groups, rows: Rows) -> None:
    """People and covered schools of each type: neither adds up over types, so both are counted afresh.

    The whole is right already: the ledger keeps both in rows without a type.
    """
    for code in ("schools.covered", "teams.persons", "groups.persons"):
        for key, row in rows.items():
            if key != TOTAL:
                row.figures[code] = Figure(INDICATORS[code], 0)
    for key, code, value in fetch(groups, _BY_TYPE, on=question.on):
        if key in rows:
            rows[key].figures[code].value = value


def _count_events(question: Question, groups: Groups, rows: Rows) -> None:
    """Schemes with an event of a kind in the period, each once; and those with any of them, each once."""
    key = "s.type_id::text" if question.by == "type" else "s.key"
    found = fetch(
        groups,
        f"""SELECT {key}, count(DISTINCT s.id) FILTER (WHERE e.kind = %(strengthened)s),
          count(DISTINCT s.id) FILTER (WHERE e.kind = %(restaffed)s),
          count(DISTINCT s.id) FILTER (WHERE e.kind IS NOT NULL OR s.stock_from >= %(since)s)
        FROM {SCHEMES_HELD} s
        LEFT JOIN movement_schemeevent e ON e.scheme_id = s.id AND e.voided_at IS NULL
          AND e.kind IN (%(strengthened)s, %(restaffed)s) AND e.on BETWEEN %(since)s AND %(on)s
        WHERE s.stock_from <= %(on)s AND (s.stock_to IS NULL OR s.stock_to > %(on)s)
        GROUP BY 1""",
        on=question.on,
        since=question.since,
        strengthened=EventKind.STRENGTHENED,
        restaffed=EventKind.RESTAFFED,
    )
    for row_key, strengthened, restaffed, worked_on in found:
        rows.add(row_key, "schemes.strengthened", in_period=strengthened)
        rows.add(row_key, "schemes.restaffed", in_period=restaffed)
        rows.add(row_key, "schemes.worked_on", value=worked_on, in_period=worked_on)


def shares(question: Question, groups: Groups, codes: Collection[str]) -> Iterator[Share]:
    """Stocks of each organization on the day; distinct people are counted within each."""
    summed = [each for each in SUMMED if each.code in codes]
    if not summed:
        return
    for organization, *amounts in fetch(groups, stock_sql("here.org", summed), **until(question.on)):
        for indicator, value in zip(summed, amounts, strict=True):
            if value:
                yield organization, indicator.code, value


_ROWS = f"""
SELECT 'scheme', s.id FROM {SCHEMES_HELD} s
  WHERE s.stock_from <= %(on)s AND (s.stock_to IS NULL OR s.stock_to > %(on)s)
UNION ALL
SELECT 'team', t.id FROM {SCHEMES_HELD} s
  JOIN movement_team t ON t.scheme_id = s.id
  WHERE t.formed_on <= %(on)s AND (t.ended_on IS NULL OR t.ended_on > %(on)s)
UNION ALL
SELECT 'team_membership', m.id FROM {SCHEMES_HELD} s
  JOIN movement_team t ON t.scheme_id = s.id
  JOIN movement_teammembership m ON m.team_id = t.id
  WHERE m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to > %(on)s)
UNION ALL
SELECT 'group', g.id FROM {GROUPS_HELD} g
  WHERE g.formed_on <= %(on)s AND (g.ended_on IS NULL OR g.ended_on > %(on)s)
UNION ALL
SELECT 'group_membership', m.id FROM {GROUPS_HELD} g
  JOIN movement_groupmembership m ON m.group_id = g.id
  WHERE m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to > %(on)s)
ORDER BY 1, 2
"""


def identities(question: Question, groups: Groups) -> list[tuple[str, int]]:
    """Every row of the register in force on the day."""
    return fetch(groups, _ROWS, on=question.on)


SOURCE = Source("ledger", ("", "unit", "type", "level"), fill, shares, identities, register.RECORDS)
