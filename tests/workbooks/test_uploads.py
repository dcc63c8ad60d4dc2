"""Files that are kept, and the rows that records point back to."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction

from tests.workbooks.samples import HEADER, SPEC, member, xlsx
from truongan.workbooks.actions import (
    CannotChange,
    advance_upload,
    attach_returned_file,
    note_progress,
    receive_source,
    receive_upload,
)
from truongan.workbooks.models import SourceRow, Upload
from truongan.workbooks.problems import CannotRead
from truongan.workbooks.reading import read_workbook

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
CONTENT = xlsx([HEADER, member()])


@pytest.fixture
def upload(settings, tmp_path) -> Upload:
    settings.MEDIA_ROOT = tmp_path
    return receive_source(
        actor=None, source=CONTENT, filename="../../Trường Nếnh.XLSX", now=NOW, kind="school", scope_key="org:1"
    )


def test_a_file_is_kept_under_a_name_nobody_guesses(upload, tmp_path):
    upload.refresh_from_db()
    assert (upload.filename, upload.size, upload.status) == ("Trường Nếnh.XLSX", len(CONTENT), "received")
    assert upload.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert upload.file.read() == CONTENT
    assert upload.file.name.startswith(f"uploads/{upload.sha256[:2]}/")
    assert upload.file.name.endswith(".xlsx")
    assert "Nếnh" not in upload.file.name
    upload.file.close()


def test_what_was_kept_can_be_read_again(upload):
    assert read_workbook(upload.file.path, upload.filename, SPEC).row_count == 1


def test_nothing_is_kept_of_a_refused_file(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for content, code in ((b"", "empty_file"), (b"%PDF-1.7", "not_a_workbook"), (CONTENT[:500], "broken")):
        with pytest.raises(CannotRead) as caught:
            receive_upload(actor=None, file=ContentFile(content, "a.xlsx"), filename="a.xlsx", now=NOW)
        assert caught.value.code == code
    assert not Upload.objects.exists()
    assert not list(tmp_path.rglob("*.*"))


def test_a_file_too_large_is_refused_before_its_content_is_asked_for():
    class Unreadable(BytesIO):
        def read(self, *arguments):
            raise AssertionError("read")

    file = File(Unreadable(), "a.xlsx")
    file.size = 200 * 1024**2
    with pytest.raises(CannotRead) as caught:
        receive_upload(actor=None, file=file, filename="a.xlsx", now=NOW)
    assert caught.value.code == "too_large"


def test_a_step_is_taken_once(upload):
    moved = advance_upload(upload=upload, to="ready", now=NOW, expected=("received",), preview={"new": 3}, total=3)
    assert (moved.status, moved.checked_at, moved.preview) == ("ready", NOW, {"new": 3})
    with pytest.raises(CannotChange, match="Chờ bạn xem"):
        advance_upload(upload=upload, to="checking", now=NOW, expected=("received",))
    done = advance_upload(upload=upload, to="imported", now=NOW)
    assert done.finished_at == NOW
    assert not done.is_underway


def test_progress_is_a_share_of_the_rows(upload):
    note_progress(upload=upload, done=30, total=120)
    upload.refresh_from_db()
    assert upload.percent == 25


def test_a_newer_returned_file_takes_the_place_of_the_older(upload, django_capture_on_commit_callbacks, tmp_path):
    with django_capture_on_commit_callbacks(execute=True):
        attach_returned_file(upload=upload, content=b"one", filename="Trả lại.xlsx")
        latest = attach_returned_file(upload=upload, content=b"two", filename="Trả lại.xlsx")
    assert latest.returned_file.read() == b"two"
    latest.returned_file.close()
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == 2


def test_uploads_are_found_by_scope_content_and_state(upload):
    assert list(Upload.objects.in_scopes(["org:1"]).same_content(upload.sha256).unfinished().newest_first()) == [
        upload
    ]
    assert not Upload.objects.in_scopes(["org:2"]).exists()


def test_source_rows_are_recorded_once_however_often_they_are_asked_for(upload):
    places = [("Thành viên", 2), ("Thành viên", 3), ("Thành viên", 2)]
    first = SourceRow.objects.recorded(upload, places)
    second = SourceRow.objects.recorded(upload, [*places, ("Nhóm", 2)])
    assert set(first) == {("Thành viên", 2), ("Thành viên", 3)}
    assert {key: second[key].pk for key in first} == {key: row.pk for key, row in first.items()}
    assert SourceRow.objects.of(upload).count() == 3


@pytest.mark.parametrize("count", [1, 2000])
def test_recording_source_rows_costs_two_statements(upload, count, django_assert_num_queries):
    with django_assert_num_queries(2):
        SourceRow.objects.recorded(upload, [("A", row) for row in range(count)])


def test_the_database_refuses_states_that_cannot_be(upload):
    for wrong in ({"status": "lost"}, {"finished_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Upload.objects.filter(pk=upload.pk).update(**wrong)
