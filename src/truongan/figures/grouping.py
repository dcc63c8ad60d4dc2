"""Which organizations a question is about, and into which group each of them falls."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.translation import gettext_lazy as _

from truongan.figures.parts import PARTS
from truongan.figures.questions import Question, Row
from truongan.figures.rows import UNPLACED
from truongan.movement.models import SchemeType
from truongan.organizations.models import Organization, SchoolLevel
from truongan.organizations.querysets import in_scope
from truongan.territory.geography import Geography
from truongan.territory.models import AdministrativeUnit

_SPLIT = "split:"


@dataclass
class Groups:
    """`sql` selects (org, key); `labels` are the groups shown even when empty."""

    sql: str
    values: dict[str, Any]
    labels: dict[str, str] = field(default_factory=dict)
    split: dict[str, AdministrativeUnit] = field(default_factory=dict)
    by: str = ""
    is_nation: bool = False

    def listed(self) -> "Groups":
        """The same groups with their organizations looked up once and named one by one.

        With the true number of them the planner takes the index path for a commune or province; a nation's
        43,000 stay a subquery, which it joins by hash.
        """
        if self.is_nation:
            return self
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            found = cursor.fetchall()
        # Keys by their number: a thousand paths spelled out four times over is most of the time of a statement.
        keys = sorted({key for _org, key in found})
        numbers = {key: number for number, key in enumerate(keys, start=1)}
        values = {
            "orgs": _array(org for org, _key in found),
            "numbers": _array(numbers[key] for _org, key in found),
            "keys": keys,
        }
        sql = (
            "SELECT org, (%(keys)s::text[])[number] AS key "
            "FROM unnest(%(orgs)s::bigint[], %(numbers)s::int[]) AS listed (org, number)"
        )
        return replace(self, sql=sql, values=values)

    def describe(self, rows: dict[str, Row]) -> None:
        """Give rows of units their unit and name, and say so where an old unit was split."""
        if self.by == "level" and UNPLACED in rows:
            rows[UNPLACED].label = str(_("Cơ quan, và trường chưa ghi cấp học"))
        if self.by != "unit":
            return
        units = {unit.path: unit for unit in AdministrativeUnit.objects.filter(path__in=[*rows])}
        for key, row in rows.items():
            row.unit = units.get(key)
            if row.unit:
                row.label = row.unit.full_name
            elif key in self.split:
                row.label = self.split[key].full_name
                row.note = str(_("Đơn vị cũ đã chia về nhiều đơn vị mới; chưa rõ phần nào ở đâu nên không chia số."))
            elif key:
                row.label = str(_("Chưa rõ địa bàn"))

    def in_order(self, rows: dict[str, Row]) -> list[Row]:
        if self.by == "unit":
            return sorted(
                rows.values(),
                key=lambda row: (row.unit is None, row.unit.sort_key if row.unit else row.label),
            )
        return [row for row in rows.values() if row.label or any(f.value for f in row.figures.values())]


def _array(numbers: Iterable[int]) -> str:
    """An array as PostgreSQL writes it: spelled out once, not by the driver for every statement of a page."""
    return f"{{{','.join(map(str, numbers))}}}"


def fetch(groups: Groups, sql: str, **values: Any) -> list[tuple]:
    """Run a statement over `here (org, key)`: the organizations in scope and the group each belongs to."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH here AS MATERIALIZED ({groups.sql}) {sql}", groups.values | values)
        return cursor.fetchall()


def groups_of(question: Question) -> Groups:
    """The groups of a question; organizations are those placed in its unit on its day and seen by its viewer."""
    return replace(_groups_of(question), is_nation=question.unit is None and _sees_everything(question))


def _sees_everything(question: Question) -> bool:
    viewer = question.viewer
    return question.organization_ids is None and (
        viewer is None or any(area.path == "" for area in viewer.scope.areas)  # type: ignore[attr-defined]
    )


def _groups_of(question: Question) -> Groups:
    sql, values = _organizations_here(question)
    if question.by == "level":
        labels = {str(level.value): str(level.label) for level in SchoolLevel}
        return Groups(
            f"SELECT org, coalesce(nullif(school_level, ''), '{UNPLACED}') AS key FROM ({sql}) placed",
            values,
            labels,
            by="level",
        )
    if question.by == "type":
        labels = {str(pk): name for pk, name in SchemeType.objects.order_by("pk").values_list("pk", "short_name")}
        return Groups(
            f"SELECT org, ''::text AS key FROM ({sql}) placed",
            values,
            {**labels, "none": str(_("Chưa gắn mô hình"))},
            by="type",
        )
    if question.by == "unit":
        return _by_unit(question, sql, values)
    if question.by in PARTS:
        labels = {code: str(label) for code, label in PARTS[question.by].items()}
        return Groups(f"SELECT org, ''::text AS key FROM ({sql}) placed", values, labels, by=question.by)
    return Groups(f"SELECT org, ''::text AS key FROM ({sql}) placed", values)


def _organizations_here(question: Question) -> tuple[str, dict[str, Any]]:
    """Organizations placed inside the unit on the day, within the viewer's scope: (org, school_level, unit, path)."""
    prefix = question.unit.path if question.unit else ""
    values: dict[str, Any] = {
        "on": question.on,
        "low": prefix,
        "high": prefix[:-1] + chr(ord("/") + 1) if prefix else "",
    }
    inside = "AND p.path ~>=~ %(low)s AND p.path ~<~ %(high)s" if prefix else ""
    scope = ""
    if question.viewer is not None:
        condition, parameters = _scope_sql(question.viewer)
        scope = f"AND o.id IN ({condition})"
        values |= parameters
    if question.organization_ids is not None:
        scope += " AND o.id = ANY(%(chosen)s)"
        values["chosen"] = list(question.organization_ids)
    return (
        f"""SELECT o.id AS org, o.school_level, p.unit_id AS unit, p.path
        FROM organizations_placement p JOIN organizations_organization o ON o.id = p.organization_id
        WHERE p.valid_from <= %(on)s AND (p.valid_to IS NULL OR p.valid_to > %(on)s) {inside} {scope}""",
        values,
    )


def _scope_sql(viewer) -> tuple[str, dict[str, Any]]:
    """The viewer's organizations as SQL; the whole country needs no condition."""
    if any(area.path == "" and "school" in area.sectors for area in viewer.scope.areas):
        return "SELECT o.id", {}
    queryset = Organization.objects.filter(in_scope(viewer.scope)).values("pk").order_by()
    try:
        sql, parameters = queryset.query.sql_with_params()
    except EmptyResultSet:  # who has no post any more sees nothing, and Django writes no SQL for that
        return "SELECT NULL::bigint", {}
    names = [f"scope{place}" for place in range(len(parameters))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, parameters, strict=True))


def _by_unit(question: Question, sql: str, values: dict[str, Any]) -> Groups:
    """Group by the units directly beneath, in the borders of the question's geography."""
    depth = _depth(question)
    if question.borders_on == question.on:
        return Groups(
            f"SELECT org, {_head('path', depth)} AS key FROM ({sql}) placed",
            values,
            _children(question, depth),
            by="unit",
        )
    moved, split = _moved(question, sql, values)
    values = values | {"borders": question.borders_on, "old": list(moved), "new": list(moved.values())}
    # An organization that still stands on the other day is taken where it stood then; only others follow their unit.
    placed = f"""
      SELECT placed.org, coalesce({_head("there.path", depth)}, moved.key) AS key
      FROM ({sql}) placed
      LEFT JOIN (
        SELECT p.organization_id, p.path
        FROM organizations_placement p JOIN territory_administrativeunit u ON u.id = p.unit_id
        WHERE p.valid_from <= %(borders)s AND (p.valid_to IS NULL OR p.valid_to > %(borders)s)
          AND u.valid_from <= %(borders)s AND (u.valid_to IS NULL OR u.valid_to > %(borders)s)
      ) there ON there.organization_id = placed.org
      LEFT JOIN unnest(%(old)s::bigint[], %(new)s::text[]) AS moved (unit, key) ON moved.unit = placed.unit"""
    return Groups(placed, values, split=split, by="unit")


def _head(path: str, depth: int) -> str:
    """SQL for the first `depth` segments of a path, each ended by a slash."""
    return "||".join(f"split_part({path}, '/', {place}) || '/'" for place in range(1, depth + 1))


def _depth(question: Question) -> int:
    """Nation → provinces; province → what lies directly beneath; district or commune → communes of that geography."""
    if question.unit is None:
        return 1
    if question.unit.level == "province":
        return 2
    has_districts = Geography(question.borders_on).units().filter(level="district").exists()
    return 3 if has_districts else 2


def _children(question: Question, depth: int) -> dict[str, str]:
    if question.unit is None and not _sees_everything(question):
        return {}  # a school, or a province that was two: only where something of theirs stood, not the whole country
    units = AdministrativeUnit.objects.on(question.on)
    if question.unit is not None:
        units = units.within(question.unit)
    return {path: "" for path in units.values_list("path", flat=True) if path.count("/") == depth}


def _moved(
    question: Question, sql: str, values: dict[str, Any]
) -> tuple[dict[int, str], dict[str, AdministrativeUnit]]:
    """Old unit → key in the other geography, for organizations without a placement on that day."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT unit FROM ({sql}) placed", values)
        old = [unit for (unit,) in cursor.fetchall()]
    mapping = Geography(question.borders_on).mapping(old)
    paths = dict(
        AdministrativeUnit.objects.filter(pk__in=[pk for pk in mapping.values() if pk]).values_list("pk", "path")
    )
    depth = _depth(question)
    moved = {unit: _cut(paths[there], depth) if there else f"{_SPLIT}{unit}" for unit, there in mapping.items()}
    units = AdministrativeUnit.objects.in_bulk([unit for unit, there in mapping.items() if there is None])
    return moved, {f"{_SPLIT}{pk}": unit for pk, unit in units.items()}


def _cut(path: str, depth: int) -> str:
    return "".join(f"{segment}/" for segment in path.split("/")[:depth] if segment)
