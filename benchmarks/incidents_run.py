"""The queue of a commune officer among a million cases, and how long a report takes until people are told.

A million cases of one province: some fifty times what a commune of the country would have. They stay in the home.
"""

import statistics
import time
from uuid import uuid4

import django

django.setup()

from django.core.paginator import Paginator  # noqa: E402 - as above
from django.db import connection, transaction  # noqa: E402 - as above
from django.test import Client  # noqa: E402 - as above
from django.test.utils import CaptureQueriesContext  # noqa: E402 - as above
from django.urls import reverse  # noqa: E402 - as above
from django.utils import timezone  # noqa: E402 - as above

from benchmarks.timing import line, load, median_ms, pages_answer, processor_ms  # noqa: E402 - as above
from truongan.accounts.models import User  # noqa: E402 - as above
from truongan.channels.models import Notice  # noqa: E402 - as above
from truongan.config.wsgi import application  # noqa: E402, F401 - as it is served: what was loaded is out of the collector's way
from truongan.incidents.actions import report_incident  # noqa: E402 - as above
from truongan.incidents.facts import Report  # noqa: E402 - as above
from truongan.incidents.models import Category, Incident, Severity  # noqa: E402 - as above
from truongan.organizations.models import Organization  # noqa: E402 - as above

CASES = 1_000_000
REPORTS = 60
_ROLES = ("cong-an-xa", "hieu-truong", "y-te-xa", "truong-phong-xa", "can-bo-tinh")
_ASKED = (
    "", "?trang=40", "?trang=200", "?tt=mo", "?tt=concluded&trang=40", "?loai=danh-nhau", "?muc=nghiem-trong&trang=40",
    "?tu=01/01/2025&den=31/01/2025", "?q=cong+truong", "?q=cong+truong&trang=40", "?q=khong+co", "?sap=xay_ra&trang=40",
)  # fmt: skip
_YEAR = 2000  # of numbers no case of the demonstration has
_FILL = f"""
CREATE TEMP TABLE schools ON COMMIT DROP AS SELECT id, row_number() OVER (ORDER BY id) AS number
FROM organizations_organization WHERE sector = 'school' AND place_path <> '';
INSERT INTO incidents_incident (organization_id, year, number, key, category_id, severity_id, place, occurred_at, what,
  causer, state, outcome, conclusion, holder_id, reported_at, before_merge, levels, rules_considered, askings, level,
  place_path, is_disease, seen_by_units, seen_by_people, search_fold, concluded_at)
SELECT school.id, {_YEAR}, n, gen_random_uuid(), category.id, severity.id, 'Cổng trường', at, 'Xô xát', 'pupils',
  CASE WHEN n % 20 = 0 THEN 'in_hand' ELSE 'concluded' END, CASE WHEN n % 20 = 0 THEN '' ELSE 'substantiated' END, '',
  school.id, at, '', '[]', '[]', '[]', 1, school.place_path, category.is_disease, ARRAY[school.id], ARRAY[]::bigint[],
  'cong truong xo xat ' || n, CASE WHEN n % 20 = 0 THEN NULL ELSE at END
FROM (SELECT n, 1 + n % (SELECT count(*) FROM schools) AS place, now() - n * interval '3 minutes' AS at
      FROM generate_series(1, {CASES}) n) AS made
JOIN schools ON schools.number = made.place
JOIN organizations_organization school ON school.id = schools.id
JOIN LATERAL (SELECT id, is_disease FROM incidents_category ORDER BY id OFFSET made.n % 16 LIMIT 1) category ON true
JOIN LATERAL (SELECT id FROM incidents_severity ORDER BY id OFFSET made.n % 3 LIMIT 1) severity ON true
ORDER BY made.at
"""
_PLAIN = """
SELECT i.id, i.number, i.year, i.place, i.occurred_at, i.reported_at, i.state, i.outcome, o.name, c.name, s.name, p.name
FROM incidents_incident i JOIN organizations_organization o ON o.id = i.organization_id
JOIN incidents_category c ON c.id = i.category_id JOIN incidents_severity s ON s.id = i.severity_id
LEFT JOIN accounts_person p ON p.id = i.responsible_id
WHERE i.place_path LIKE %s AND i.duplicate_of_id IS NULL ORDER BY i.reported_at DESC, i.id DESC LIMIT 50 OFFSET %s
"""
_PLAIN_COUNT = "SELECT count(*) FROM incidents_incident WHERE place_path LIKE %s AND duplicate_of_id IS NULL"


def main() -> None:
    with transaction.atomic():
        _report()
        transaction.set_rollback(True)
    _fill()
    with pages_answer():
        _pages()


def _report() -> None:
    """From the report until the first level's notices are written, all in the transaction that is then committed."""
    teacher = User.objects.get(username="giao-vien")
    school = Organization.objects.get(pk=teacher.scope.own_ids[0])
    category, severity = Category.objects.get(code="danh-nhau"), Severity.objects.get(code="nghiem-trong")
    taken = []
    for _number in range(REPORTS):
        now, started = timezone.now(), time.perf_counter()
        report = Report(category=category, severity=severity, occurred_at=now, what="Thử tốc độ")
        case = report_incident(actor=teacher, organization=school, report=report, key=uuid4(), now=now).incident
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    told = list(Notice.objects.filter(created_at=now))
    plain = {f"plain Django: the case and {len(told)} notices": median_ms(lambda: _copied(case, told))}
    line("report until the first notices are written, median", statistics.median(taken), plain)
    line("report until the first notices are written, p95", taken[int(len(taken) * 0.95)], target=300)


def _copied(case: Incident, told: list[Notice]) -> None:
    """The rows alone, one by one, without routing, channels, record of changes or live pages."""
    with transaction.atomic():
        copy = Incident.objects.get(pk=case.pk)
        copy.pk, copy.key, copy.year, copy.number = None, uuid4(), 1999, next(_numbers)
        copy.save()
        for each in told:
            Notice.objects.create(
                person_id=each.person_id, organization_id=each.organization_id, subject=each.subject, text=each.text,
                link=each.link, urgency=each.urgency, key=str(uuid4()), created_at=each.created_at,
            )  # fmt: skip


_numbers = iter(range(1, 10_000))


def _fill() -> None:
    if Incident.objects.filter(year=_YEAR).count() == CASES:
        return
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM incidents_incident WHERE year = %s", [_YEAR])
        cursor.execute(_FILL)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) incidents_incident")  # what a server does by itself within minutes
    print(f"{CASES} cases in {time.perf_counter() - started:.0f} s", flush=True)


def _pages() -> None:
    address = reverse("incidents:list")
    for username in _ROLES:
        user = User.objects.get(username=username)
        client = Client(HTTP_HOST="localhost")
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        print(f"queue of {username}, {_seen(user)} cases; {load()}", flush=True)
        for query in _ASKED:
            _page(client, user, address + query, query)


def _page(client: Client, user: User, address: str, query: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        count = len(queries)  # the next request empties the list
    took = median_ms(lambda: client.get(address))
    pages = {"": 1, "?trang=40": 40, "?trang=200": 200}
    beside = _beside(user, pages[query]) if query in pages else {}
    label = f"  {query or 'first page'} ({count} queries)"
    own = processor_ms(lambda: client.get(address))
    line(label, took, beside, target=80 if user.username == _ROLES[0] else None, processor=own)


def _beside(user: User, number: int) -> dict[str, float]:
    """The rows of one page without a page around them: written by hand, and as the framework does it by default."""
    areas = [area.path for area in user.scope.areas]
    beside = {"plain Django, rows": median_ms(lambda: _default(user, number), runs=3)}
    if areas:
        beside = {"raw SQL, rows": median_ms(lambda: _by_hand(areas[0], number), runs=3)} | beside
    return beside


def _by_hand(path: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN_COUNT, [f"{path}%"])
        cursor.fetchone()
        cursor.execute(_PLAIN, [f"{path}%", (number - 1) * 50])
        cursor.fetchall()


def _default(user: User, number: int) -> None:
    related = ("organization", "category", "severity", "responsible")
    rows = Incident.objects.visible_to(user).standing().select_related(*related).order_by("-reported_at", "-pk")
    list(Paginator(rows, 50).get_page(number))


def _seen(user: User) -> int:
    return Incident.objects.visible_to(user).count()


if __name__ == "__main__":
    main()
