"""SQL: which organization held each scheme and group on the day `%(on)s`; teams are where their scheme is.

Each is a table expression with `organization_id` as the holder of that day. Almost everything is where it always
was; what was handed on afterwards comes from the former holdings, a small table.
"""

_SINCE_THEN = "({0}.held_from IS NULL OR {0}.held_from <= %(on)s)"
_THEN = "(f.valid_from IS NULL OR f.valid_from <= %(on)s) AND f.valid_to > %(on)s"

SCHEMES_HELD = f"""(
  SELECT s.organization_id, s.id, s.type_id, s.stock_from, s.stock_to
  FROM movement_scheme s WHERE {_SINCE_THEN.format("s")}
  UNION ALL
  SELECT f.organization_id, s.id, s.type_id, s.stock_from, s.stock_to
  FROM movement_formerholding f JOIN movement_scheme s ON s.id = f.scheme_id WHERE {_THEN}
)"""

GROUPS_HELD = f"""(
  SELECT g.organization_id, g.id, g.scheme_id, g.formed_on, g.ended_on
  FROM movement_connectiongroup g WHERE {_SINCE_THEN.format("g")}
  UNION ALL
  SELECT f.organization_id, g.id, g.scheme_id, g.formed_on, g.ended_on
  FROM movement_formerholding f JOIN movement_connectiongroup g ON g.id = f.group_id WHERE {_THEN}
)"""
