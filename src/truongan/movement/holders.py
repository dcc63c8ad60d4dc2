"""SQL: schemes and groups that organizations held on the day `%(on)s`; teams are where their scheme is.

Each is a table expression over a relation `here (org, key)`: `organization_id` is the holder of that day. Almost
everything is where it always was; what was handed on afterwards comes from the former holdings, a small table.
Joined to `here` within: the planner does not carry a condition into a union, it would read the whole register.
"""

_SINCE_THEN = "({0}.held_from IS NULL OR {0}.held_from <= %(on)s)"
_THEN = "(f.valid_from IS NULL OR f.valid_from <= %(on)s) AND f.valid_to > %(on)s"

SCHEMES_HELD = f"""(
  SELECT here.org AS organization_id, here.key, s.id, s.type_id, s.stock_from, s.stock_to
  FROM here JOIN movement_scheme s ON s.organization_id = here.org WHERE {_SINCE_THEN.format("s")}
  UNION ALL
  SELECT here.org, here.key, s.id, s.type_id, s.stock_from, s.stock_to
  FROM here JOIN movement_formerholding f ON f.organization_id = here.org
    JOIN movement_scheme s ON s.id = f.scheme_id WHERE {_THEN}
)"""

GROUPS_HELD = f"""(
  SELECT here.org AS organization_id, here.key, g.id, g.scheme_id, g.formed_on, g.ended_on
  FROM here JOIN movement_connectiongroup g ON g.organization_id = here.org WHERE {_SINCE_THEN.format("g")}
  UNION ALL
  SELECT here.org, here.key, g.id, g.scheme_id, g.formed_on, g.ended_on
  FROM here JOIN movement_formerholding f ON f.organization_id = here.org
    JOIN movement_connectiongroup g ON g.id = f.group_id WHERE {_THEN}
)"""
