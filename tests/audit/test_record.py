from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.factories import make_school, unit
from truongan.audit.actions import broken_links, record, record_many
from truongan.audit.models import Entry

NOW = datetime(2026, 11, 22, 2, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def school(territory):
    return make_school(place=unit("07795", NOW.date()))


@pytest.fixture
def entries(school):
    with transaction.atomic():
        return [
            record(actor=None, verb=f"test.thing.{n}", target=school, now=NOW, organization=school, n=n)
            for n in range(4)
        ]


def tamper(sql: str, *values) -> None:
    """What only somebody with the database's own keys can do: switch the guard off and rewrite."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the test wrote is settled first
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_no_update")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_no_update")


def verify() -> str:
    out = StringIO()
    call_command("audit", "verify", stdout=out, stderr=StringIO())
    return out.getvalue()


def test_every_entry_carries_the_hash_of_the_one_before(entries):
    assert entries[0].previous_hash == "0" * 64
    assert [each.previous_hash for each in entries[1:]] == [each.hash for each in entries[:-1]]
    assert "Nhật ký nguyên vẹn: 4 dòng" in verify()


def test_an_empty_record_is_whole(db):
    assert "0 dòng" in verify()


def test_many_at_once_make_the_same_chain(school, entries, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(3):
        record_many(actor=None, verb="test.many", now=NOW, events=[(school, school, {"n": n}) for n in range(20)])
    assert list(broken_links()) == []
    assert Entry.objects.count() == 24


@pytest.mark.parametrize("field", ["verb", "label", "target"])
def test_a_rewritten_entry_is_found(entries, field):
    tamper(f"UPDATE audit_entry SET {field} = 'khác' WHERE id = %s", entries[1].pk)
    assert [pk for pk, _reason in broken_links()] == [entries[1].pk]
    with pytest.raises(CommandError, match="đứt ở 1 dòng"):
        verify()


def test_a_rewritten_detail_is_found(entries):
    tamper("""UPDATE audit_entry SET data = '{"n": 99}' WHERE id = %s""", entries[2].pk)
    assert [reason for _pk, reason in broken_links()] == ["nội dung đã bị sửa"]


def test_a_removed_entry_is_found(entries):
    tamper("DELETE FROM audit_entry WHERE id = %s", entries[1].pk)
    assert list(broken_links()) == [(entries[2].pk, "không nối với dòng trước")]


def test_a_rewritten_hash_is_found_in_the_entry_after(entries):
    tamper("UPDATE audit_entry SET hash = repeat('a', 64) WHERE id = %s", entries[1].pk)
    assert [pk for pk, _reason in broken_links()] == [entries[1].pk, entries[2].pk]


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: Entry.objects.filter(pk=entry.pk).update(verb="khác"),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_itself_refuses_change(entries, change):
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        change(entries[0])
    assert Entry.objects.count() == 4


def test_an_entry_is_written_only_with_what_it_records(school):
    if connection.in_atomic_block:
        connection.in_atomic_block, was = False, True
    try:
        with pytest.raises(transaction.TransactionManagementError):
            record(actor=None, verb="test.thing", target=school, now=NOW)
    finally:
        connection.in_atomic_block = was
