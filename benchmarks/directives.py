"""The chain of command at national size: issuing, boards per role, the acknowledgement, reminders.

Ours beside the statements one writes by hand and beside a row-by-row use of the ORM.
"""

import time
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.national_register import prepare, worker_in
from benchmarks.timing import line, median_ms, pages_answer
from truongan.accounts.models import Appointment, Person, User
from truongan.channels.models import Notice
from truongan.directives.actions import (
    Task,
    address_directive,
    distribute,
    draft_directive,
    edit_directive,
    issue_directive,
    set_tasks,
)
from truongan.directives.actions.reminding import remind_of_duties
from truongan.directives.models import Directive, Duty, Receipt
from truongan.directives.queries.boards import Seen, tree_of
from truongan.directives.recipients import Rule
from truongan.organizations.models import Organization
from truongan.territory.models import AdministrativeUnit

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAY = date(2026, 11, 23)
DUE = date(2026, 12, 1)
_AGENCIES = """
INSERT INTO organizations_organization (code, name, short_name, sector, level, school_level, address, phone,
  place_path, search_fold, sort_key, founded_on)
SELECT 'BC-' || u.code, 'Ban Chỉ đạo ' || u.full_name, '', 'committee', u.level, '', '', '', u.path,
  'ban chi dao', md5(u.path), '2025-07-01'
FROM territory_administrativeunit u WHERE u.valid_to IS NULL AND u.level IN ('province', 'commune')
ON CONFLICT (code) DO NOTHING;
UPDATE organizations_organization s SET reports_to_id = c.id FROM organizations_organization c
WHERE s.sector = 'school' AND s.reports_to_id IS NULL AND c.sector = 'committee' AND c.level = 'commune'
  AND c.place_path = s.place_path;
ANALYZE organizations_organization;
"""
_FORGET = """
TRUNCATE directives_receipt, directives_duty, directives_progress, directives_progressfile, directives_handover,
  directives_extensionrequest, channels_notice, channels_noticereading;
DELETE FROM directives_directivefile; DELETE FROM directives_assignment; DELETE FROM directives_directive;
"""
# Six of ten units acknowledged, four did their part, one does not move.
_LIFE = """
UPDATE directives_receipt SET acknowledged_at = received_at, arrived_on = '2026-11-23', arrival_year = 2020,
  arrival_number = directive_id WHERE organization_id % 10 < 6;
UPDATE directives_duty SET status = 'done', done_at = assigned_at, done_on = '2026-11-23'
WHERE organization_id % 10 < 4;
ANALYZE directives_receipt; ANALYZE directives_duty; ANALYZE channels_notice;
"""
_BOARD_BY_HAND = """
SELECT p.path, count(DISTINCT r.id), count(DISTINCT r.id) FILTER (WHERE r.acknowledged_at IS NOT NULL),
  count(DISTINCT d.id), count(DISTINCT d.id) FILTER (WHERE d.status = 'done'),
  count(DISTINCT d.id) FILTER (WHERE d.status = 'open' AND d.due_on < %(day)s)
FROM territory_administrativeunit p
JOIN organizations_organization o ON o.place_path LIKE p.path || '%%'
JOIN directives_receipt r ON r.organization_id = o.id AND r.directive_id = %(directive)s
LEFT JOIN directives_duty d ON d.organization_id = o.id AND d.directive_id = %(directive)s
WHERE p.valid_to IS NULL AND p.level = %(level)s AND p.path LIKE %(prefix)s GROUP BY 1
"""
_ISSUE_BY_HAND = """
INSERT INTO directives_receipt (directive_id, organization_id, path, level, sector, school_level, received_at,
  is_late_joiner)
SELECT %(directive)s, id, place_path, level, sector, school_level, now(), false FROM organizations_organization
WHERE id = ANY(%(ids)s);
INSERT INTO directives_duty (assignment_id, directive_id, organization_id, path, level, sector, school_level, due_on,
  status, percent, assigned_at, cancel_reason)
SELECT a.id, a.directive_id, o.id, place_path, level, sector, school_level, a.due_on, 'open', 0, now(), ''
FROM organizations_organization o, directives_assignment a WHERE o.id = ANY(%(ids)s) AND a.directive_id = %(directive)s;
INSERT INTO channels_notice (organization_id, subject, text, link, urgency, key, created_at)
SELECT id, 'Văn bản mới', '', '/', 'normal', 'hand:' || id, now() FROM organizations_organization WHERE id = ANY(%(ids)s)
"""


def national_officer() -> User:
    """Somebody who leads a body of the whole country, made once."""
    ministry, _made = Organization.objects.get_or_create(
        code="BC-0", defaults={"name": "Ban Chỉ đạo Trung ương", "sector": "committee", "level": "nation"}
    )
    user = User.objects.filter(username="bench-nation").first()
    if user is None:
        person = Person.objects.create(name="Người đo", organization=ministry)
        Appointment.objects.create(person=person, organization=ministry, role="leader", valid_from=date(2021, 1, 1))
        user = User.objects.create_user("bench-nation", person=person)
    return user


def drafted(actor: User, rule: Rule) -> Directive:
    issuer = Organization.objects.get(code="BC-0")
    directive = draft_directive(actor=actor, issuer=issuer, kind="CV", subject="đẩy mạnh phong trào", now=NOW)
    words = {
        "symbol": "BCĐ",
        "content": "1. Xây dựng mô hình.",
        "signer_title": "Trưởng ban",
        "signer_name": "A",
        "place": "Hà Nội",
    }
    directive = edit_directive(actor=actor, directive=directive, fields=words, seen_at=directive.updated_at, now=NOW)
    directive = address_directive(actor=actor, directive=directive, rule=rule, seen_at=directive.updated_at, now=NOW)
    set_tasks(
        actor=actor, directive=directive, tasks=[Task("Lập kế hoạch", DUE, "Kế hoạch")],
        seen_at=directive.updated_at, now=NOW,
    )  # fmt: skip
    directive.refresh_from_db()
    return directive


def timed(function) -> float:
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000


def undone(function) -> float:
    with transaction.atomic():
        took = timed(function)
        transaction.set_rollback(True)
    return took


def by_hand(directive: Directive, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ISSUE_BY_HAND, {"directive": directive.pk, "ids": ids})


def row_by_row(directive: Directive, ids: list[int]) -> None:
    [assignment] = directive.assignments.all()
    for each in Organization.objects.filter(pk__in=ids):
        about = {
            "directive": directive, "organization": each, "path": each.place_path, "level": each.level,
            "sector": each.sector, "school_level": each.school_level,
        }  # fmt: skip
        Receipt.objects.create(received_at=NOW, **about)
        Duty.objects.create(assignment=assignment, due_on=DUE, assigned_at=NOW, **about)
        Notice.objects.create(organization=each, subject="Văn bản mới", key=f"row:{each.pk}", created_at=NOW)


def measure_issue(officer: User) -> tuple[Directive, Directive]:
    communes = Organization.objects.filter(sector="committee", level="commune").count()
    codes = tuple(f"B{number}" for number in range(1, 3500 - communes + 1))
    small = drafted(officer, Rule(kinds=("committee:commune",), codes=codes))
    took = timed(lambda: issue_directive(actor=officer, directive=small, now=NOW))
    small.refresh_from_db()
    ids = list(small.receipts.values_list("organization_id", flat=True))
    blank = drafted(officer, Rule(kinds=("committee:province",)))
    beside = {
        "plain SQL": undone(lambda: by_hand(blank, ids)), "row by row": undone(lambda: row_by_row(blank, ids))
    }  # fmt: skip
    line(f"issued to {len(ids)} units, with its files", took, beside, 2000)

    levels = ("MN", "TH", "THCS", "THPT", "TH_THCS")
    kinds = ("committee:commune", "committee:province", *(f"school:{each}" for each in levels))
    large = drafted(officer, Rule(kinds=kinds))
    line(
        "national: until the officer goes on", timed(lambda: issue_directive(actor=officer, directive=large, now=NOW))
    )
    took = timed(lambda: distribute(directive_id=large.pk, now=NOW))
    ids = list(large.receipts.values_list("organization_id", flat=True))
    plain = undone(lambda: by_hand(blank, ids))
    line(f"national: {len(ids)} units, by the worker", took, {"plain SQL": plain}, 20_000)
    large.refresh_from_db()
    return small, large


def naive_board(directive: Directive, level: str, prefix: str) -> None:
    """Counts unit by unit, as a first version does."""
    for unit in AdministrativeUnit.objects.filter(valid_to=None, level=level, path__startswith=prefix):
        receipts = directive.receipts.filter(organization__place_path__startswith=unit.path)
        duties = directive.duties.filter(organization__place_path__startswith=unit.path)
        for rows in (receipts, receipts.exclude(acknowledged_at=None), duties, duties.filter(status="done")):
            rows.count()
        duties.filter(status="open", due_on__lt=DAY).count()


def plain_board(directive: Directive, level: str, prefix: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BOARD_BY_HAND, {"directive": directive.pk, "level": level, "prefix": f"{prefix}%", "day": DAY})
        cursor.fetchall()


def measure_boards(directive: Directive, roles: dict[str, User], target: int) -> None:
    for role, user in roles.items():
        seen = Seen.by(user.scope, directive)
        took = median_ms(lambda seen=seen: tree_of(directive, seen, seen.root, DAY))
        beside = {}
        if role in ("nation", "province"):
            level = "province" if role == "nation" else "commune"
            where = (directive, level, seen.root)
            beside = {
                "plain SQL": median_ms(lambda where=where: plain_board(*where), runs=2),
                "unit by unit": median_ms(lambda where=where: naive_board(*where), runs=1),
            }
        line(f"sums of the board, {role}", took, beside)
        measure_page(f"board, {role}", user, reverse("directives:tree", args=[directive.pk]), target)


def measure_page(label: str, user: User, address: str, target: int) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    count = len(queries)
    line(f"{label} ({count} queries, {status})", median_ms(lambda: client.get(address)), target=target)


def measure_acknowledgement(directive: Directive, user: User) -> None:
    receipt = Receipt.objects.get(directive=directive, organization=user.person.organization)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("directives:acknowledge", args=[receipt.pk])
    taken = []
    for _each in range(12):
        Receipt.objects.filter(pk=receipt.pk).update(
            acknowledged_at=None, arrived_on=None, arrival_year=None, arrival_number=None
        )
        taken.append(timed(lambda: client.post(address)))
    receipt.refresh_from_db()
    assert receipt.is_acknowledged
    line("acknowledgement click, school", sorted(taken)[len(taken) // 2], target=100)


def main() -> None:
    prepare()
    with connection.cursor() as cursor:
        cursor.execute(_AGENCIES)
        cursor.execute(_FORGET)
    officer = national_officer()
    small, large = measure_issue(officer)
    with connection.cursor() as cursor:
        cursor.execute(_LIFE)
    province = AdministrativeUnit.objects.get(code="24", valid_to=None)
    commune = AdministrativeUnit.objects.get(code="07795", valid_to=None)
    roles = {
        "nation": officer, "province": worker_in(province, "police"), "commune": worker_in(commune, "police"),
        "school": worker_in(commune, "school"),
    }  # fmt: skip
    with pages_answer():
        print(f"-- {small.receipts.count()} units")
        measure_boards(small, {name: roles[name] for name in ("nation", "province")}, 150)
        print(f"-- {large.receipts.count()} units")
        measure_boards(large, roles, 300)
        for role in ("province", "commune", "school"):
            measure_page(f"what is owed, {role}", roles[role], reverse("directives:owed"), 100)
        for role in ("nation", "province"):
            beneath = f"{reverse('directives:owed')}?cua=cap-duoi"
            measure_page(f"what units beneath owe, {role}", roles[role], beneath, 300)
        unit = Organization.objects.filter(sector="school", place_path=commune.path).earliest("pk")
        measure_page("page of a school with what it owes, province", roles["province"], unit.get_absolute_url(), 100)
        measure_page("inbox, school", roles["school"], reverse("channels:inbox"), 100)
        measure_acknowledgement(large, roles["school"])
    told = remind_of_duties  # every open duty is near: the worst morning
    took = timed(lambda: told(now=NOW + timedelta(days=4)))
    line(f"reminders, {Notice.objects.filter(key__startswith='directives.duties').count()} told", took)
