"""The queue of a commune officer among a million cases, and how long a report takes until people are told.

Measured in the database of TRUONGAN_HOME with the demonstration loaded; everything is rolled back.
"""

import statistics
import time
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from benchmarks.timing import line, median_ms

CASES = 1_000_000
REPORTS = 60
_FILL = """
INSERT INTO incidents_incident (organization_id, year, number, key, category_id, severity_id, place, occurred_at, what,
  causer, state, outcome, conclusion, holder_id, reported_at, before_merge, levels, rules_considered, level, place_path,
  is_disease, seen_by_units, seen_by_people, search_fold, concluded_at)
SELECT school.id, 2000, n, gen_random_uuid(), category.id, severity.id, 'Cổng trường', at, 'Xô xát', 'pupils',
  CASE WHEN n % 20 = 0 THEN 'in_hand' ELSE 'concluded' END, CASE WHEN n % 20 = 0 THEN '' ELSE 'substantiated' END, '',
  school.id, at, '', '[]', '[]', 1, school.place_path, category.is_disease, ARRAY[school.id], ARRAY[]::bigint[],
  'cong truong xo xat ' || n, CASE WHEN n % 20 = 0 THEN NULL ELSE at END
FROM (SELECT n, 1 + n % (SELECT count(*) FROM schools) AS place, now() - n * interval '3 minutes' AS at
      FROM generate_series(1, %(cases)s) n) AS made
JOIN schools ON schools.number = made.place
JOIN organizations_organization school ON school.id = schools.id
JOIN LATERAL (SELECT id, is_disease FROM incidents_category ORDER BY id OFFSET made.n %% 16 LIMIT 1) category ON true
JOIN LATERAL (SELECT id FROM incidents_severity ORDER BY id OFFSET made.n %% 3 LIMIT 1) severity ON true
ORDER BY made.at
"""
_SCHOOLS = """
CREATE TEMP TABLE schools ON COMMIT DROP AS SELECT id, row_number() OVER (ORDER BY id) AS number
FROM organizations_organization WHERE sector = 'school' AND place_path <> ''
"""


def main() -> None:
    with transaction.atomic():
        _report()
        _queue()
        transaction.set_rollback(True)


def _report() -> None:
    """From the report until the first level's notices are written, all in the transaction that is then committed."""
    from truongan.accounts.models import User
    from truongan.incidents.actions import report_incident
    from truongan.incidents.facts import Report
    from truongan.incidents.models import Category, Severity
    from truongan.organizations.models import Organization

    teacher = User.objects.get(username="giao-vien")
    school = Organization.objects.get(pk=teacher.scope.own_ids[0])
    category, severity = Category.objects.get(code="danh-nhau"), Severity.objects.get(code="nghiem-trong")
    taken = []
    for _number in range(REPORTS):
        now, started = timezone.now(), time.perf_counter()
        report = Report(category=category, severity=severity, occurred_at=now, what="Thử tốc độ")
        report_incident(actor=teacher, organization=school, report=report, key=uuid4(), now=now)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    line("report until the first notices are written, median", statistics.median(taken))
    line("report until the first notices are written, p95", taken[int(len(taken) * 0.95)], target=300)


def _queue() -> None:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_SCHOOLS)
        cursor.execute(_FILL.replace("n % (", "n %% (").replace("n % 20", "n %% 20"), {"cases": CASES})
        cursor.execute("ANALYZE incidents_incident")
    print(f"{CASES} cases in {time.perf_counter() - started:.0f} s", flush=True)
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with override_settings(STORAGES=storages):
        _pages()


def _pages() -> None:
    from truongan.accounts.models import User

    for username in ("cong-an-xa", "hieu-truong", "y-te-xa", "can-bo-tinh"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
        for query in ("", "?tt=mo", "?q=cong+truong", "?trang=40"):
            address = reverse("incidents:list") + query
            target = 80 if username == "cong-an-xa" else None
            line(f"queue of {username} {query}", median_ms(lambda: client.get(address)), target=target)  # noqa: B023 - called at once
