"""The tree of units under a directive: at each level who has it, acknowledged it, did it, is late.

Sums over the copies of place, level and sector that receipts and duties carry, grouped by one more part of the
path: one index range of one table each, whether the nation or a commune asks.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Prefetch

from truongan.directives.models import Directive, Duty, Receipt
from truongan.organizations.scope import EVERY_SECTOR, Scope
from truongan.territory.models import AdministrativeUnit

_COUNTS = ("received", "opened", "acknowledged", "late_joiners", "owed", "done", "done_late", "overdue")
LISTED = 100  # units of one place shown on a page; a commune has a few dozen


@dataclass
class Node:
    """A unit of the tree, or all of it, with the sums of every recipient at and below it."""

    path: str
    name: str = ""
    received: int = 0
    opened: int = 0
    acknowledged: int = 0
    late_joiners: int = 0
    owed: int = 0
    done: int = 0
    done_late: int = 0
    overdue: int = 0

    @property
    def waiting(self) -> int:
        return self.received - self.acknowledged


@dataclass
class Tree:
    """One opened node: its sums, the units beneath it, and the recipients that stand at the node itself."""

    root: str
    here: Node
    trail: list[Node] = field(default_factory=list)  # from the root to the node, without it
    below: list[Node] = field(default_factory=list)
    directly: Node | None = None  # the sums of those that stand at the node itself


@dataclass(frozen=True)
class Seen:
    """What of a directive a person sees: everything (its keeper's people), or areas and own organizations."""

    root: str = ""  # path of the unit the tree begins at
    paths: tuple[tuple[str, tuple[str, ...]], ...] = (("", ()),)  # prefix, sectors (none: every one)
    own: tuple[int, ...] = ()

    @classmethod
    def by(cls, scope: Scope, directive: Directive) -> "Seen":
        base = directive.kept_by.place_path  # whoever receives it stands here or below
        if directive.kept_by_id in scope.own_ids:
            return cls(base)
        areas = tuple(
            (area.path, () if area.sectors == EVERY_SECTOR else tuple(sorted(area.sectors))) for area in scope.areas
        )
        common = _common([path for path, _sectors in areas])
        return cls(common if common.startswith(base) else base, areas, scope.own_ids)

    def condition(self) -> tuple[str, list]:
        """SQL over a table with path, sector and organization_id, and its parameters."""
        if self.paths == (("", ()),):
            return "true", []
        parts, values = ["organization_id = ANY(%s)"], [list(self.own)]
        for prefix, sectors in self.paths:
            part, more = _inside(prefix)
            if sectors:
                part, more = f"{part} AND sector = ANY(%s)", [*more, list(sectors)]
            parts.append(f"({part})")
            values += more
        return f"({' OR '.join(parts)})", values


def _common(paths: list[str]) -> str:
    """The lowest unit that holds all of them, as its path."""
    first, last = min(paths, default=""), max(paths, default="")  # what these two share, all share
    shared = 0
    while shared < len(first) and first[shared] == last[shared]:
        shared += 1
    return first[: first.rfind("/", 0, shared) + 1]


def _inside(prefix: str) -> tuple[str, list]:
    # As a range the prefix uses the index on (directive, path) whatever the planner knows of LIKE parameters.
    return ("path ~>=~ %s AND path ~<~ %s", [prefix, _after(prefix)]) if prefix else ("true", [])


def _after(prefix: str) -> str:
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def tree_of(directive: Directive, seen: Seen, path: str, day: date) -> Tree:
    """The tree opened at `path` (a unit's path at or below `seen.root`), with one grouped query for each table."""
    depth = path.count("/") + 1
    sums = _sums(directive, seen, path, depth, day)
    names = _names([path, *_above(path, seen.root), *(each for each in sums if each != path)])
    tree = Tree(seen.root, Node(path, names.get(path, "")))
    tree.trail = [Node(each, names.get(each, "")) for each in _above(path, seen.root)]
    for child, counts in sums.items():
        node = Node(child, names.get(child, child), **counts)
        for name in _COUNTS:
            setattr(tree.here, name, getattr(tree.here, name) + getattr(node, name))
        if child == path:
            tree.directly = node
        else:
            tree.below.append(node)
    order = {path: place for place, path in enumerate(names)}
    tree.below.sort(key=lambda node: order.get(node.path, len(order)))
    return tree


def _sums(directive: Directive, seen: Seen, path: str, depth: int, day: date) -> dict[str, dict[str, int]]:
    condition, values = seen.condition()
    inside, prefix = _inside(path)
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        for statement, own in ((_RECEIVED, []), (_OWED, [day])):
            cursor.execute(
                statement.format(where=f"{inside} AND {condition}"), [depth, *own, directive.pk, *prefix, *values]
            )
            columns = [column.name for column in cursor.description or ()][1:]
            for part, *counts in cursor.fetchall():
                key = f"{path}{part}/" if part else path
                found.setdefault(key, {}).update(zip(columns, counts, strict=True))
    return found


# By the whole path first: a few thousand places are cut apart, not every row.
_RECEIVED = """
SELECT split_part(path, '/', %s) AS part, sum(received)::int AS received, sum(opened)::int AS opened,
  sum(acknowledged)::int AS acknowledged, sum(late_joiners)::int AS late_joiners
FROM (SELECT path, count(*) AS received, count(opened_at) AS opened, count(acknowledged_at) AS acknowledged,
        count(*) FILTER (WHERE is_late_joiner) AS late_joiners
      FROM directives_receipt WHERE directive_id = %s AND {where} GROUP BY path) places
GROUP BY 1
"""
_OWED = """
SELECT split_part(path, '/', %s) AS part, sum(owed)::int AS owed, sum(done)::int AS done,
  sum(done_late)::int AS done_late, sum(overdue)::int AS overdue
FROM (SELECT path, count(*) AS owed, count(done_at) AS done, count(*) FILTER (WHERE done_on > due_on) AS done_late,
        count(*) FILTER (WHERE status = 'open' AND due_on < %s) AS overdue
      FROM directives_duty WHERE directive_id = %s AND status <> 'cancelled' AND {where} GROUP BY path) places
GROUP BY 1
"""


def _above(path: str, root: str) -> list[str]:
    """Paths from the root down to the unit over `path`: of "a/b/c/" under "" they are "", "a/", "a/b/"."""
    if path == root:
        return []
    parts = path[len(root) :].rstrip("/").split("/")
    return [root + "".join(f"{part}/" for part in parts[:count]) for count in range(len(parts))]


def _names(paths: list[str]) -> dict[str, str]:
    """Names of units by path, in Vietnamese order."""
    units = AdministrativeUnit.objects.filter(path__in=[path for path in paths if path]).in_vietnamese_order()
    return {unit.path: unit.full_name for unit in units}


def recipients_at(directive: Directive, receipts, path: str) -> list[Receipt]:
    """The recipients at this very unit, of `receipts` a person sees, each organization with `owed_here`.

    Three queries, at most LISTED rows. Duties handed in from elsewhere stand with who has them now, if it received.
    """
    duties = Duty.objects.filter(directive=directive).exclude(status="cancelled").select_related("assignment")
    rows = receipts.filter(path=path).select_related("organization").order_by("organization__sort_key", "pk")
    theirs = Prefetch("organization__duties", duties.order_by("assignment__position"), to_attr="owed_here")
    return list(rows.prefetch_related(theirs)[:LISTED])
