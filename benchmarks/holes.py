"""Holes of the network at national size: 43,000 schools with heads, officers, health stations and duty lists."""

import time
from datetime import UTC, datetime
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.national_register import prepare, worker_in
from benchmarks.timing import line, load, median_ms, pages_answer, processor_ms
from truongan.accounts.models import Beat
from truongan.config.wsgi import application  # noqa: F401 - as it is served: what was loaded is out of the collector's way
from truongan.duty.queries.coverage import coverage
from truongan.territory.models import AdministrativeUnit

AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
# A school in twenty has no head, one in ten no officer of its own, a commune in thirty no police: holes to be found.
_STAFF = """
INSERT INTO organizations_organization (code, name, short_name, sector, level, school_level, address, phone, place_path,
  search_fold, sort_key, founded_on)
SELECT 'N-' || sector || '-' || code, sector || ' ' || full_name, '', sector, level, '', '', '', path, sector, path, '2000-01-01'
FROM territory_administrativeunit, (VALUES ('police'), ('health'), ('education')) AS sectors (sector)
WHERE valid_to IS NULL AND (level = 'province' OR level = 'commune' AND sector <> 'education')
  AND NOT (level = 'commune' AND sector = 'police' AND id % 30 = 0);
INSERT INTO accounts_person (name, phone, email, organization_id, post, sort_key, search_fold)
SELECT 'Cán bộ ' || o.id || '.' || n, CASE WHEN o.id % 50 = 0 THEN '' ELSE '09' || lpad((o.id * 3 + n)::text, 8, '0') END, '', o.id, 'N', o.sort_key, 'can bo'
FROM organizations_organization o, generate_series(1, 3) n WHERE o.code LIKE 'N-%' AND (n = 1 OR o.sector = 'police');
INSERT INTO accounts_appointment (person_id, organization_id, role, title, is_head, valid_from)
SELECT min(id), organization_id, 'leader', '', true, '2021-01-01' FROM accounts_person WHERE post = 'N' GROUP BY organization_id;
INSERT INTO accounts_appointment (person_id, organization_id, role, title, is_head, valid_from)
SELECT DISTINCT ON (organization_id) id, organization_id, 'leader', '', true, '2021-01-01' FROM accounts_person
WHERE organization_id IN (SELECT id FROM organizations_organization WHERE sector = 'school' AND id % 20 <> 0)
ORDER BY organization_id, id;
INSERT INTO accounts_beat (person_id, organization_id, valid_from)
SELECT officer.id, school.id, '2021-01-01' FROM organizations_organization school
JOIN organizations_organization police ON police.place_path = school.place_path AND police.code LIKE 'N-police-%'
JOIN LATERAL (SELECT id FROM accounts_person WHERE organization_id = police.id ORDER BY (id + school.id) % 3 LIMIT 1) officer
  ON true WHERE school.sector = 'school' AND school.id % 10 <> 0;
INSERT INTO duty_roster (organization_id, name, phone, created_at)
SELECT id, 'Trực ban', '', now() FROM organizations_organization WHERE code LIKE 'N-police-%';
INSERT INTO duty_shift (roster_id, person_id, starts_at, ends_at, why_replaced, hand_over_note)
SELECT roster.id, officer.id, day, day + interval '1 day', '', '' FROM duty_roster roster
JOIN LATERAL (SELECT min(id) AS id FROM accounts_person WHERE organization_id = roster.organization_id) officer ON true,
  generate_series(timestamptz '2026-11-22 00:00+07', timestamptz '2026-11-27 00:00+07', interval '1 day') day
WHERE roster.organization_id % 40 <> 0;
ANALYZE organizations_organization; ANALYZE accounts_person; ANALYZE accounts_appointment; ANALYZE accounts_beat;
ANALYZE duty_shift;
"""
_PLAIN = """
SELECT o.id, o.name FROM organizations_organization o
WHERE o.sector = 'school' AND o.closed_on IS NULL AND o.place_path LIKE %(path)s
  AND (NOT EXISTS (SELECT FROM accounts_appointment a WHERE a.organization_id = o.id AND a.valid_from <= %(day)s
         AND (a.valid_to IS NULL OR a.valid_to > %(day)s))
    OR NOT EXISTS (SELECT FROM accounts_beat b WHERE b.organization_id = o.id AND b.valid_from <= %(day)s
         AND (b.valid_to IS NULL OR b.valid_to > %(day)s)))
ORDER BY o.sort_key
"""


def main() -> None:
    prepare()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_STAFF.replace("%", "%%"), [])
        _measure()
        transaction.set_rollback(True)


def _measure() -> None:
    province = AdministrativeUnit.objects.get(code="24", valid_to=None)
    commune = AdministrativeUnit.objects.get(code="07795", valid_to=None)
    print(f"{Beat.objects.count()} beats; {load()}", flush=True)
    for name, unit, target in (("commune", commune, 100), ("province", province, 1000)):
        _page(name, unit, target)
    for name, path in (("commune", commune.path), ("province", province.path), ("nation", "")):
        _holes(name, path, runs=3 if path else 1)
    started = time.perf_counter()
    call_command("routing", "holes", stdout=StringIO())
    line("`routing holes`, nation", (time.perf_counter() - started) * 1000)


def _holes(name: str, path: str, runs: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = coverage(path, AT)
    count = len(queries)
    took, own = median_ms(lambda: coverage(path, AT), runs), processor_ms(lambda: coverage(path, AT), runs)
    plain = {"raw SQL, schools without head or officer": median_ms(lambda: _by_hand(path), runs)}
    line(f"{name}: {len(found.holes)} holes, {found.schools} schools ({count} queries)", took, plain, processor=own)


def _by_hand(path: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, {"path": f"{path}%", "day": AT.date()})
        cursor.fetchall()


def _page(name: str, unit: AdministrativeUnit, target: float) -> None:
    client = Client(HTTP_HOST="localhost")
    client.force_login(worker_in(unit, "police"), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("duty:holes")
    with pages_answer():
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        count = len(queries)
        took, own = median_ms(lambda: client.get(address)), processor_ms(lambda: client.get(address))
    line(f"page of a {name} ({count} queries, {status})", took, target=target, processor=own)
