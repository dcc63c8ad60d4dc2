"""Figures at national size: ours beside plain SQL over the register and beside the naive ORM."""

from datetime import date

from django.db import connection
from django.db.models import Count, Q

from benchmarks.national_register import prepare
from benchmarks.timing import line, median_ms
from truongan.figures.counting import answer
from truongan.figures.questions import Question
from truongan.movement.models import GroupMembership, LedgerRow, PersonPresence, Scheme, Team, TeamMembership
from truongan.territory.models import AdministrativeUnit

DAY = date(2026, 11, 22)
_PLAIN = """
SELECT split_part(p.path, '/', {depth}), count(DISTINCT s.id), count(DISTINCT t.id), count(DISTINCT m.id),
  count(DISTINCT m.person_id)
FROM organizations_placement p JOIN movement_scheme s USING (organization_id)
LEFT JOIN movement_team t ON t.scheme_id = s.id AND t.formed_on <= %(on)s AND (t.ended_on IS NULL OR t.ended_on > %(on)s)
LEFT JOIN movement_teammembership m ON m.team_id = t.id AND m.valid_from <= %(on)s
  AND (m.valid_to IS NULL OR m.valid_to > %(on)s)
WHERE p.path LIKE %(prefix)s AND s.stock_from <= %(on)s AND (s.stock_to IS NULL OR s.stock_to > %(on)s) GROUP BY 1
"""


def plain_sql(prefix: str, depth: int):
    """Four of our seventeen numbers, the way one writes it by hand."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN.format(depth=depth), {"on": DAY, "prefix": f"{prefix}%"})
        return cursor.fetchall()


def naive_orm(prefix: str):
    """The same four numbers without a breakdown, one aggregate each, as a first version of any such system does."""
    inside = {"organization__place_path__startswith": prefix}
    now = Q(valid_from__lte=DAY) & (Q(valid_to=None) | Q(valid_to__gt=DAY))
    members = TeamMembership.objects.filter(now, team__organization__place_path__startswith=prefix)
    return (
        Scheme.objects.filter(**inside).in_stock_on(DAY).count(),
        Team.objects.filter(**inside).in_stock_on(DAY).count(),
        members.count(),
        members.aggregate(people=Count("person", distinct=True)),
        GroupMembership.objects.filter(now, group__organization__place_path__startswith=prefix).count(),
    )


def main() -> None:
    prepare()
    counted = {
        model.__name__: model.objects.count()
        for model in (Scheme, Team, TeamMembership, GroupMembership, LedgerRow, PersonPresence)
    }
    print(counted)
    province = AdministrativeUnit.objects.on(DAY).get(code="24")
    commune = AdministrativeUnit.objects.on(DAY).get(code="07795")
    for label, unit, target, depth in (
        ("commune", commune, 100, 3),
        ("province by commune", province, 100, 2),
        ("nation by province", None, 400, 1),
    ):
        prefix = unit.path if unit else ""
        ours = median_ms(lambda unit=unit: answer(Question(on=DAY, unit=unit, by="unit")))
        plain = median_ms(lambda prefix=prefix, depth=depth: plain_sql(prefix, depth), runs=2)
        orm = median_ms(lambda prefix=prefix: naive_orm(prefix), runs=2)
        line(f"{label}, 17 figures", ours, {"plain SQL, 4 figures": plain, "naive ORM, 5": orm}, target)
    then = date(2023, 3, 1)
    line("nation by province on another day", median_ms(lambda: answer(Question(on=then, by="unit"))), target=400)
    line(
        "province over a period",
        median_ms(lambda: answer(Question(on=DAY, unit=province, since=date(2026, 1, 1), by="unit"))),
        target=100,
    )
    line("province by type", median_ms(lambda: answer(Question(on=DAY, unit=province, by="type"))), target=100)
    line("province by level", median_ms(lambda: answer(Question(on=DAY, unit=province, by="level"))), target=100)
