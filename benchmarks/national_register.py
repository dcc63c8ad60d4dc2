"""A synthetic register of national size, made in the database: 43,000 schools, 130,000 models, 1.2 million memberships."""

from datetime import date

from django.core.management import call_command
from django.db import connection, transaction

from truongan.accounts.models import Appointment, Person, User
from truongan.movement import ledger
from truongan.movement.models import Declaration, LedgerBalance, Scheme
from truongan.organizations.models import Organization
from truongan.territory.actions import load_territory
from truongan.territory.models import AdministrativeUnit

SCHOOLS, SCHEMES, TEAMS, GROUPS = 43_000, 130_000, 254_000, 100_000
TEAM_MEMBERS, GROUP_MEMBERS = 700_000, 500_000

_STATEMENTS = f"""
INSERT INTO organizations_organization (id, code, name, short_name, sector, level, school_level, address, phone,
  place_path, search_fold, sort_key, founded_on)
SELECT n, 'B' || n, 'Trường thử ' || n, '', 'school', 'school', (ARRAY['MN','TH','THCS','THPT','TH_THCS'])[1 + n % 5], '', '',
  u.path, 'truong thu ' || n, md5(n::text), '2000-09-05'
FROM generate_series(1, {SCHOOLS}) n
JOIN (SELECT row_number() OVER (ORDER BY path) - 1 AS place, path, count(*) OVER () AS total
      FROM territory_administrativeunit WHERE level = 'commune' AND valid_from <= '2025-07-01'
        AND valid_to IS NULL) u ON u.place = n % u.total;

INSERT INTO organizations_placement (organization_id, unit_id, path, valid_from)
SELECT o.id, u.id, u.path, '2020-01-01' FROM organizations_organization o
JOIN territory_administrativeunit u ON u.path = o.place_path;

INSERT INTO movement_schemetype (id, code, name, short_name, is_open) VALUES
  (1, 'a', 'Loại A', 'Loại A', true), (2, 'b', 'Loại B', 'Loại B', true);

INSERT INTO movement_scheme (id, type_id, organization_id, name, is_replica, status, decision_number, search_fold,
  stock_from, stock_to, last_evidence_on, decision_on)
SELECT n, 1 + n % 2, 1 + (n * 7919) % {SCHOOLS}, 'Điểm ' || n, n % 5 = 0, 'operating', n || '/QD', 'diem ' || n,
  date '2021-07-29' + n % 1500, CASE WHEN n % 20 = 0 THEN date '2026-01-01' + n % 300 END, '2026-10-01', '2021-07-29'
FROM generate_series(1, {SCHEMES}) n;

INSERT INTO movement_schemeevent (scheme_id, kind, "on", decision_number, decided_by, note, void_reason, recorded_at)
SELECT s.id, kind, s.stock_from + later, '', '', '', '', now() FROM movement_scheme s,
  (VALUES ('established', 0), ('launched', 10), ('strengthened', 200), ('restaffed', 400), ('active', 600)) e (kind, later);

INSERT INTO movement_team (id, scheme_id, organization_id, name, formed_on, ended_on, search_fold)
SELECT n, s.id, s.organization_id, 'Tổ ' || n, s.stock_from, s.stock_to, 'to ' || n
FROM generate_series(1, {TEAMS}) n JOIN movement_scheme s ON s.id = 1 + (n * 17) % {SCHEMES};

INSERT INTO accounts_person (id, name, phone, email, organization_id, post, sort_key, search_fold)
SELECT n, 'Người ' || n, '', '', 1 + n % {SCHOOLS}, '', md5(n::text), 'nguoi ' || n FROM generate_series(1, 600000) n;

INSERT INTO movement_teammembership (team_id, person_id, count, label, role, valid_from, valid_to)
SELECT DISTINCT ON (t.id, person) t.id, person, 1, '', 'member', t.formed_on + (n % 3) * 100, t.ended_on
FROM (SELECT n, 1 + (n * 17) % {TEAMS} AS team, n % 13 AS place FROM generate_series(1, {TEAM_MEMBERS}) n) m
JOIN movement_team t ON t.id = m.team
CROSS JOIN LATERAL (SELECT t.organization_id - 1 + {SCHOOLS} * place AS person) p
WHERE person BETWEEN 1 AND 600000 AND t.formed_on + (n % 3) * 100 < coalesce(t.ended_on, 'infinity');

INSERT INTO movement_connectiongroup (id, organization_id, scheme_id, name, platform, link, formed_on, search_fold,
  last_checked_on, last_active_on)
SELECT n, s.organization_id, s.id, 'Nhóm ' || n, 'zalo', '', s.stock_from, 'nhom ' || n, '2026-11-01', '2026-11-01'
FROM generate_series(1, {GROUPS}) n JOIN movement_scheme s ON s.id = n;

INSERT INTO movement_groupmembership (group_id, person_id, count, label, capacity, valid_from)
SELECT DISTINCT ON (g.id, person) g.id, person, 1, '', (ARRAY['area_police', 'health', 'school', 'member', 'member'])[1 + place],
  g.formed_on
FROM (SELECT 1 + n % {GROUPS} AS chat, n / {GROUPS} AS place FROM generate_series(0, {GROUP_MEMBERS} - 1) n) m
JOIN movement_connectiongroup g ON g.id = m.chat
-- police and nurses are shared by the schools around them, the others belong to the school
CROSS JOIN LATERAL (SELECT CASE WHEN place < 2 THEN 1 + place * 11000 + g.organization_id / 4
                                ELSE g.organization_id - 1 + {SCHOOLS} * place END AS person) p
WHERE person BETWEEN 1 AND 600000;

INSERT INTO movement_groupcheck (group_id, "on", is_active, note, recorded_at)
SELECT g.id, date '2026-11-01' - later, true, '', now() FROM movement_connectiongroup g, (VALUES (0), (30), (200)) c (later);
"""

# Every school wrote its totals down; one in ten is a member apart from what the register counts.
_DECLARATIONS = """
INSERT INTO movement_declaration (organization_id, measure, "on", value, recorded_at)
SELECT organization_id, measure, '2026-09-30', count(*) + (organization_id % 10 = 0)::int, now() FROM (
  SELECT t.organization_id, 'teams.memberships' AS measure, m.valid_from, m.valid_to
  FROM movement_team t JOIN movement_teammembership m ON m.team_id = t.id
  UNION ALL
  SELECT g.organization_id, 'groups.memberships', m.valid_from, m.valid_to
  FROM movement_connectiongroup g JOIN movement_groupmembership m ON m.group_id = g.id
) members
WHERE valid_from <= '2026-09-30' AND (valid_to IS NULL OR valid_to > '2026-09-30') GROUP BY organization_id, measure;
"""


def prepare() -> None:
    """Make the register once; it stays in the benchmark's own home until its size changes."""
    call_command("migrate", verbosity=0)
    load_territory()
    schools = Organization.objects.schools().count()  # beside them the agencies of `worker_in`
    if Scheme.objects.count() != SCHEMES or schools != SCHOOLS:
        if Organization.objects.exists():
            raise SystemExit("the benchmark's home holds another register: remove var/bench and run again")
        _make()
    if not LedgerBalance.objects.exists():
        ledger.rebuild()
    if not Declaration.objects.exists():
        _declare()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # what a server does by itself in its quiet hours


def _make() -> None:
    print("making the national register …", flush=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_STATEMENTS)
        for table in (
            "organizations_organization",
            "movement_scheme",
            "movement_team",
            "movement_connectiongroup",
            "accounts_person",
        ):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _declare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DECLARATIONS)


def worker_in(unit: AdministrativeUnit, sector: str) -> User:
    """Someone who works in an agency of the unit (or a school in it), made once."""
    level = "school" if sector == "school" else unit.level
    if sector == "school":
        organization = Organization.objects.filter(place_path=unit.path, sector="school").earliest("pk")
    else:
        organization, _ = Organization.objects.get_or_create(
            code=f"BENCH-{unit.level}",
            defaults={"name": f"Công an {unit}", "sector": sector, "level": level, "place_path": unit.path},
        )
    username = f"bench-{level}"
    user = User.objects.filter(username=username).first()
    if user is None:
        person = Person.objects.create(name="Người đo", organization=organization)
        Appointment.objects.create(
            person=person, organization=organization, role="editor", valid_from=date(2021, 1, 1)
        )
        user = User.objects.create_user(username, person=person)
    return user
