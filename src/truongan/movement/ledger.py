"""Keeps the ledger equal to the register: rebuilt for the organizations an action touched, in its transaction.

Everything is a set of day ranges; PostgreSQL's multiranges merge what overlaps, so nothing is counted
twice: not a person in two teams, not a scheme strengthened three times, not two checks of one week.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from truongan.accounts.models import Person
from truongan.movement.models import (
    ConnectionGroup,
    FormerHolding,
    GroupCheck,
    GroupMembership,
    Scheme,
    SchemeEvent,
    Team,
    TeamMembership,
)
from truongan.movement.models.group import Need
from truongan.movement.models.ledger import STOCKS, LedgerBalance, LedgerRow, PersonPresence
from truongan.movement.states import EVIDENCE, EventKind
from truongan.organizations.models import Organization

MANY = 50
_MEASURED = (
    Organization,
    Person,
    Scheme,
    SchemeEvent,
    Team,
    TeamMembership,
    ConnectionGroup,
    GroupMembership,
    GroupCheck,
    LedgerRow,
    LedgerBalance,
    PersonPresence,
)
# What was handed on counts at each holder on the days it was held there. `life` is cut to those days, `handed` are
# the days it changed hands: null for what never did, so that the common case is a plain column.
_SCHEMES = """
scheme AS (
  SELECT * FROM (
    SELECT id, organization_id AS org, type_id AS type, is_replica,
      daterange(stock_from, stock_to) * daterange(held_from, NULL) AS life, nullif(ARRAY[held_from], '{NULL}') AS handed
    FROM movement_scheme WHERE organization_id = ANY(%(ids)s) AND stock_from IS NOT NULL
    UNION ALL
    SELECT s.id, f.organization_id, s.type_id, s.is_replica,
      daterange(s.stock_from, s.stock_to) * daterange(f.valid_from, f.valid_to), ARRAY[f.valid_from, f.valid_to]
    FROM movement_formerholding f JOIN movement_scheme s ON s.id = f.scheme_id
    WHERE f.organization_id = ANY(%(ids)s) AND s.stock_from IS NOT NULL
  ) held WHERE NOT isempty(life)
),
event AS (
  SELECT e.scheme_id, e.kind, e.on
  FROM movement_schemeevent e JOIN (SELECT DISTINCT id FROM scheme) s ON s.id = e.scheme_id
  WHERE e.voided_at IS NULL
),
pause AS (
  SELECT p.scheme_id, range_agg(daterange(p.on, (
    SELECT min(r.on) FROM event r WHERE r.scheme_id = p.scheme_id AND r.kind = %(resumed)s AND r.on >= p.on
  ))) AS days
  FROM event p WHERE p.kind = %(suspended)s GROUP BY p.scheme_id
),
team AS (
  SELECT t.id, t.organization_id AS org, s.type_id AS type,
    daterange(t.formed_on, t.ended_on) * daterange(s.held_from, NULL) AS life,
    nullif(ARRAY[s.held_from], '{NULL}') AS handed
  FROM movement_team t JOIN movement_scheme s ON s.id = t.scheme_id
  WHERE t.organization_id = ANY(%(ids)s)
  UNION ALL
  SELECT t.id, f.organization_id, s.type_id,
    daterange(t.formed_on, t.ended_on) * daterange(f.valid_from, f.valid_to), ARRAY[f.valid_from, f.valid_to]
  FROM movement_formerholding f JOIN movement_scheme s ON s.id = f.scheme_id JOIN movement_team t ON t.scheme_id = s.id
  WHERE f.organization_id = ANY(%(ids)s)
),
in_team AS (
  SELECT t.org, t.type, t.handed, m.person_id, m.count, daterange(m.valid_from, m.valid_to) * t.life AS days
  FROM movement_teammembership m JOIN team t ON t.id = m.team_id
),
chat AS (
  SELECT g.id, g.organization_id AS org, s.type_id AS type,
    daterange(g.formed_on, g.ended_on) * daterange(g.held_from, NULL) AS life,
    nullif(ARRAY[g.held_from], '{NULL}') AS handed
  FROM movement_connectiongroup g LEFT JOIN movement_scheme s ON s.id = g.scheme_id
  WHERE g.organization_id = ANY(%(ids)s)
  UNION ALL
  SELECT g.id, f.organization_id, s.type_id,
    daterange(g.formed_on, g.ended_on) * daterange(f.valid_from, f.valid_to), ARRAY[f.valid_from, f.valid_to]
  FROM movement_formerholding f JOIN movement_connectiongroup g ON g.id = f.group_id
  LEFT JOIN movement_scheme s ON s.id = g.scheme_id
  WHERE f.organization_id = ANY(%(ids)s)
),
in_chat AS (
  SELECT g.id, g.org, g.type, g.handed, m.person_id, m.count, m.capacity,
    daterange(m.valid_from, m.valid_to) * g.life AS days
  FROM movement_groupmembership m JOIN chat g ON g.id = m.group_id
),
need AS (
  SELECT g.id, n.code
  FROM movement_connectiongroup g
  LEFT JOIN movement_groupkind usual ON usual.is_default
  LEFT JOIN movement_groupkind said ON said.id = g.kind_id
  CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(said.needs, usual.needs, to_jsonb(%(needs)s::text[]))) n (code)
  WHERE g.id IN (SELECT id FROM chat)
),
met AS (
  SELECT id, capacity AS code, range_agg(days) AS days FROM in_chat GROUP BY id, capacity
  UNION ALL
  SELECT g.id, %(leader)s, range_agg(daterange(m.valid_from, m.valid_to) * daterange(h.valid_from, h.valid_to))
  FROM movement_connectiongroup g JOIN movement_groupmembership m ON m.group_id = g.id
  JOIN movement_teammembership h ON h.person_id = m.person_id AND h.role IN ('head', 'leader')
  JOIN movement_team t ON t.id = h.team_id AND t.organization_id = g.organization_id
  WHERE g.id IN (SELECT id FROM chat) GROUP BY g.id
),
whole AS (
  SELECT need.id, range_intersect_agg(coalesce(met.days, '{}'::datemultirange)) AS days
  FROM need LEFT JOIN met USING (id, code) GROUP BY need.id
)
"""

_PRESENCE = f"""
WITH {_SCHEMES}
INSERT INTO movement_personpresence (person_id, organization_id, kind, valid_from, valid_to, is_shared)
SELECT person_id, org, kind, lower(days), upper(days), false FROM (
  SELECT person_id, org, 'team' AS kind, unnest(range_agg(days)) AS days
  FROM in_team WHERE person_id IS NOT NULL AND NOT isempty(days) GROUP BY person_id, org
  UNION ALL
  SELECT person_id, org, 'group', unnest(range_agg(days))
  FROM in_chat WHERE person_id IS NOT NULL AND NOT isempty(days) GROUP BY person_id, org
) merged
"""

# Only the flag of people met in these organizations, before or now, can have changed.
_SHARED = """
UPDATE movement_personpresence p SET is_shared = many.yes
FROM (
  SELECT person_id, kind, count(DISTINCT organization_id) > 1 AS yes
  FROM movement_personpresence WHERE person_id = ANY(%(people)s) GROUP BY person_id, kind
) many
WHERE p.person_id = many.person_id AND p.kind = many.kind AND p.is_shared <> many.yes
"""

_SPANS = """
spans (org, type, stock, n, days, handed) AS (
  SELECT org, type, 'schemes', 1, life, handed FROM scheme
  UNION ALL
  SELECT org, type, CASE WHEN is_replica THEN 'schemes_replicated' ELSE 'schemes_built' END, 1, life, handed
  FROM scheme
  UNION ALL
  SELECT s.org, s.type, 'schemes_' || e.kind, 1, s.life * daterange(min(e.on), NULL), s.handed
  FROM scheme s JOIN event e ON e.scheme_id = s.id
  WHERE e.kind IN (%(strengthened)s, %(restaffed)s) GROUP BY s.id, s.org, s.type, s.life, s.handed, e.kind
  UNION ALL
  SELECT lived.org, lived.type, 'schemes_active', 1,
    unnest(lived.days * lived.life::datemultirange - coalesce(pause.days, '{}'::datemultirange)), lived.handed
  FROM (
    SELECT s.id, s.org, s.type, s.life, s.handed, range_agg(daterange(e.on, e.on + %(window)s)) AS days
    FROM scheme s JOIN event e ON e.scheme_id = s.id
    WHERE e.kind = ANY(%(evidence)s) GROUP BY s.id, s.org, s.type, s.life, s.handed
  ) lived LEFT JOIN pause ON pause.scheme_id = lived.id
  UNION ALL
  SELECT covered.org, NULL, 'covered', 1, covered.days, turns.handed
  FROM (SELECT org, unnest(range_agg(life)) AS days FROM scheme GROUP BY org) covered
  LEFT JOIN (SELECT org, array_agg(day) AS handed FROM scheme, unnest(handed) AS day GROUP BY org) turns USING (org)
  UNION ALL
  SELECT org, type, 'teams', 1, life, handed FROM team
  UNION ALL
  SELECT org, type, 'team_memberships', count, days, handed FROM in_team
  UNION ALL
  SELECT org, NULL::bigint, 'team_persons', count, days, handed FROM in_team WHERE person_id IS NULL
  UNION ALL
  SELECT organization_id, NULL, kind || '_persons', 1, daterange(valid_from, valid_to), NULL
  FROM movement_personpresence WHERE organization_id = ANY(%(ids)s)
  UNION ALL
  SELECT org, type, 'groups', 1, life, handed FROM chat
  UNION ALL
  SELECT police.org, police.type, 'groups_connected', 1, unnest(police.days * health.days), police.handed
  FROM (
    SELECT id, org, type, handed, range_agg(days) AS days FROM in_chat
    WHERE capacity = 'area_police' GROUP BY id, org, type, handed
  ) police
  JOIN (SELECT id, range_agg(days) AS days FROM in_chat WHERE capacity = 'health' GROUP BY id) health USING (id)
  UNION ALL
  SELECT g.org, g.type, 'groups_complete', 1,
    unnest(datemultirange(g.life) * coalesce(whole.days, datemultirange(g.life))), g.handed
  FROM chat g LEFT JOIN whole USING (id)
  UNION ALL
  SELECT g.org, g.type, 'groups_active', 1,
    unnest(range_agg(daterange(c.on, c.on + %(window)s)) * g.life::datemultirange), g.handed
  FROM chat g JOIN movement_groupcheck c ON c.group_id = g.id
  WHERE c.is_active GROUP BY g.id, g.org, g.type, g.life, g.handed
  UNION ALL
  SELECT org, type, 'group_memberships', count, days, handed FROM in_chat
  UNION ALL
  SELECT org, NULL, 'group_persons', count, days, handed FROM in_chat WHERE person_id IS NULL
)
"""

_COLUMNS = ", ".join(STOCKS)
_SUMS = ", ".join(f"coalesce(sum(n * sign) FILTER (WHERE stock = '{stock}'), 0)" for stock in STOCKS)
_LEDGER = f"""
WITH {_SCHEMES}, {_SPANS}
INSERT INTO movement_ledgerrow (organization_id, type_id, day, sign, by_transfer, {_COLUMNS})
SELECT org, type, day, sign, coalesce(day = ANY(handed), false) AS by_transfer, {_SUMS} FROM (
  SELECT org, type, stock, n, lower(days) AS day, 1 AS sign, handed FROM spans WHERE NOT isempty(days)
  UNION ALL
  SELECT org, type, stock, n, upper(days), -1, handed FROM spans WHERE NOT isempty(days) AND NOT upper_inf(days)
) moves
GROUP BY org, type, day, sign, by_transfer
"""

# One row for each year that begins with other stocks than the year before; it holds until the next one.
_RUNNING = ", ".join(f"sum(sum({stock})) OVER years" for stock in STOCKS)
_BALANCES = f"""
INSERT INTO movement_ledgerbalance (organization_id, year, until_year, {_COLUMNS})
SELECT organization_id, year, lead(year) OVER years, {_RUNNING}
FROM (
  SELECT *, extract(year FROM day)::int + 1 AS year FROM movement_ledgerrow WHERE organization_id = ANY(%(ids)s)
) moves
GROUP BY organization_id, year
WINDOW years AS (PARTITION BY organization_id ORDER BY year)
"""


@contextmanager
def planned_for_many(count: int) -> Iterator[None]:
    """Within: statements over many rows are joined by hash, for `count` organizations or rows above MANY.

    A bulk change meets tables whose statistics still say they are empty (a first import, an import within one
    transaction), and the planner then loops a thousand rows over a thousand rows.
    """
    if count <= MANY:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def take_statistics() -> None:
    """Tell the planner how large the tables have become; after a bulk change and outside its transaction.

    Inside one it would hold its locks until the commit and could meet another import's in a deadlock.
    """
    tables = ", ".join(sorted({model._meta.db_table for model in _MEASURED}))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def with_former_holders(organization_ids: Collection[int]) -> list[int]:
    """These organizations and those that held before them what is theirs now, in the order in which rows are locked.

    What changes about a scheme today may concern a day on which another school held it.
    """
    ids = set(organization_ids)
    theirs = Q(scheme__organization__in=ids) | Q(group__organization__in=ids)
    return sorted(ids | set(FormerHolding.objects.filter(theirs).values_list("organization", flat=True)))


@transaction.atomic
def refresh(organization_ids: Collection[int]) -> None:
    """Rebuild the derived rows of these organizations; call it last among an action's writes.

    Former holders of what is theirs now are rebuilt with them. The rows of all are locked first, so two writers to one school cannot each rebuild from half the truth.
    """
    if not organization_ids:
        return
    ids = with_former_holders(organization_ids)
    values: dict[str, Any] = {
        "ids": ids,
        "window": settings.ACTIVE_DAYS,
        "evidence": [str(kind) for kind in EVIDENCE],
        "strengthened": EventKind.STRENGTHENED,
        "restaffed": EventKind.RESTAFFED,
        "suspended": EventKind.SUSPENDED,
        "resumed": EventKind.RESUMED,
        "needs": Need.values,
        "leader": Need.TEAM_LEADER,
    }
    presence = PersonPresence.objects.filter(organization__in=ids)
    with connection.cursor() as cursor, planned_for_many(len(ids)):
        cursor.execute("SELECT id FROM organizations_organization WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [ids])
        people = set(presence.values_list("person", flat=True))
        presence.delete()
        cursor.execute(_PRESENCE, values)
        people |= set(presence.values_list("person", flat=True))
        cursor.execute(_SHARED, {"people": sorted(people)})
        LedgerRow.objects.filter(organization__in=ids).delete()
        cursor.execute(_LEDGER, values)
        LedgerBalance.objects.filter(organization__in=ids).delete()
        cursor.execute(_BALANCES, values)


def rebuild(batch: int = 2000) -> int:
    """Rebuild the whole ledger in batches of organizations; returns how many. Needed after ACTIVE_DAYS changes."""
    ids = list(Organization.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), batch):
        refresh(ids[start : start + batch])
    return len(ids)
