"""Two imports at once, and a worker that dies: nothing doubled, nothing half-written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.movement.imports.conftest import NOW
from tests.movement.imports.workbooks import whole_school, workbook
from truongan.accounts.models import Person
from truongan.audit.models import Entry
from truongan.movement import ledger
from truongan.movement.imports import checking
from truongan.movement.imports.importing import import_workbook
from truongan.movement.imports.locking import working_on
from truongan.movement.imports.uploads import agree_to_import, receive_workbook
from truongan.movement.models import Scheme, TeamMembership
from truongan.organizations.models import Organization
from truongan.workbooks.models import SourceRow, Upload

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """What a process cannot catch: SIGKILL, power cut."""


def received(actor, rows):
    return receive_workbook(actor=actor, content=workbook(rows), filename="tep.xlsx", kind="commune", now=NOW)


def at_once(actor, *uploads):
    """Import all of these in threads of their own, started together."""
    gate = Barrier(len(uploads))

    def run(upload):
        try:
            gate.wait(10)
            return import_workbook(actor=actor, upload=upload, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(uploads)) as threads:
        return list(threads.map(run, uploads))


def test_the_same_file_twice_at_once_goes_in_once(cast):
    actor = cast.truong_phong_xa
    assert actor.scope  # asked once, not in the threads
    done = at_once(actor, received(actor, whole_school()), received(actor, whole_school()))
    assert sorted(each.written for each in done) == [0, 9]
    assert Scheme.objects.count() == 1
    assert TeamMembership.objects.count() == 3


def test_two_files_that_make_the_same_school_make_it_once(cast):
    actor = cast.truong_phong_xa
    assert actor.scope
    rows = {"schools": [{"school": "Trường Mầm non Hoa Cúc", "commune": "Phường Nếnh"}]}
    at_once(actor, received(actor, rows), received(actor, rows))
    assert Organization.objects.filter(name="Trường Mầm non Hoa Cúc").count() == 1


def test_two_schools_that_bring_the_same_new_phone_make_one_person(cast):
    actor = cast.truong_phong_xa
    assert actor.scope
    one = {key: page for key, page in whole_school().items() if not key.startswith("group")}
    other = {key: page for key, page in whole_school("Trường Tiểu học Hoa Sen").items() if not key.startswith("group")}
    at_once(actor, received(actor, one), received(actor, other))
    assert Person.objects.filter(phone="0912345678").count() == 1
    assert TeamMembership.objects.filter(person__phone="0912345678").count() == 2


def agreed(actor):
    upload = received(actor, whole_school())
    checking.check_upload(upload_id=upload.pk, now=lambda: NOW)
    upload.refresh_from_db()
    return agree_to_import(actor=actor, upload=upload, ready_only=False, now=NOW)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_job_is_taken_up_again(cast, monkeypatch):
    upload = agreed(cast.truong_phong_xa)

    def die(ids):
        raise Killed

    monkeypatch.setattr(ledger, "refresh", die)
    with pytest.raises(Killed):
        checking.import_upload(upload_id=upload.pk, now=lambda: NOW)
    assert not Scheme.objects.exists()
    assert not SourceRow.objects.exists()
    assert not Entry.objects.filter(verb="movement.workbook.imported").exists()
    upload.refresh_from_db()
    assert upload.status == "importing"
    monkeypatch.undo()

    ProcrastinateJob.objects.all().delete()
    assert checking.pick_up_stalled(now=NOW + timedelta(minutes=5)) == 1
    assert ProcrastinateJob.objects.get().task_name == "movement.import_upload"
    checking.import_upload(upload_id=upload.pk, now=lambda: NOW)
    upload.refresh_from_db()
    assert (upload.status, Scheme.objects.count()) == ("imported", 1)


def test_a_job_that_runs_twice_imports_once(cast):
    upload = agreed(cast.truong_phong_xa)
    checking.import_upload(upload_id=upload.pk, now=lambda: NOW)
    checking.import_upload(upload_id=upload.pk, now=lambda: NOW)
    assert Entry.objects.filter(verb="movement.workbook.imported").count() == 1


def test_what_a_live_worker_holds_is_not_taken_from_it(cast):
    upload = agreed(cast.truong_phong_xa)

    def look():
        try:
            return checking.pick_up_stalled(now=NOW + timedelta(minutes=5))
        finally:
            connection.close()

    with working_on(upload.pk) as is_ours, ThreadPoolExecutor(1) as thread:
        assert is_ours
        assert thread.submit(look).result() == 0


def test_a_failure_of_the_system_is_told_and_writes_nothing(cast, monkeypatch):
    upload = agreed(cast.truong_phong_xa)

    def fail(ids):
        raise RuntimeError("disk full")

    monkeypatch.setattr(ledger, "refresh", fail)
    with pytest.raises(RuntimeError):
        checking.import_upload(upload_id=upload.pk, now=lambda: NOW)
    upload.refresh_from_db()
    assert upload.status == "failed"
    assert upload.message.startswith("Lỗi hệ thống nên chưa nhập gì.")
    assert not Scheme.objects.exists()


def test_progress_is_seen_before_the_import_ends(cast, monkeypatch):
    upload = agreed(cast.truong_phong_xa)
    seen = []

    def look(ids):
        def ask():
            try:
                seen.append(Upload.objects.values_list("progress", flat=True).get(pk=upload.pk))
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as thread:
            thread.submit(ask).result()

    monkeypatch.setattr(ledger, "refresh", look)
    checking.import_upload(upload_id=upload.pk, now=lambda: NOW)
    assert seen
    assert 4 < seen[0] < 9


def test_files_nobody_decided_about_are_forgotten_in_time(cast):
    upload = received(cast.truong_phong_xa, whole_school())
    checking.check_upload(upload_id=upload.pk, now=lambda: NOW)
    assert checking.forget_old_uploads(now=NOW + timedelta(days=29)) == 0
    assert checking.forget_old_uploads(now=NOW + timedelta(days=31)) == 1
    upload.refresh_from_db()
    assert upload.status == "cancelled"
    assert not upload.file.storage.exists(upload.file.name)
