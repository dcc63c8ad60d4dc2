import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from truongan.documents.uploads import (
    PDF,
    PHOTOS,
    CannotKeep,
    checked_upload,
    discarded_on_failure,
    saved,
    shown,
    store,
    type_of,
)

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photo(size=(3200, 2400), form: str = "JPEG") -> SimpleUploadedFile:
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Máy ảnh của cô Lan"
    Image.new("RGB", size, "green").save(target, form, exif=exif)
    return SimpleUploadedFile("Ra mắt.jfif", target.getvalue())


def test_a_photo_is_made_as_small_as_the_caller_asks():
    kept = checked_upload(photo(), allowed=PHOTOS, longest_side=1600)

    assert (kept.name, kept.content_type, kept.width, kept.height) == ("Ra mắt.jpg", "image/jpeg", 1600, 1200)
    assert kept.size == len(kept.content)
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert dict(picture.getexif()) == {}


def test_what_the_caller_does_not_allow_is_refused_by_its_name_and_with_what_would_do():
    with pytest.raises(CannotKeep, match=r"kế hoạch.jpg: Tệp này không phải ảnh \(JPG, PNG, WebP\). Chọn"):
        checked_upload(SimpleUploadedFile("kế hoạch.jpg", b"%PDF-1.7"), allowed=PHOTOS)
    with pytest.raises(CannotKeep, match="không phải PDF"):
        checked_upload(photo(), allowed={PDF})


def test_a_photo_of_an_iphone_is_told_how_to_be_sent():
    with pytest.raises(CannotKeep, match="HEIC"):
        type_of(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", PHOTOS)


def test_a_failure_removes_what_was_written_inside_and_nothing_else(disk):
    first = store(b"%PDF-1", PDF, folder="directives", now=NOW)
    with pytest.raises(RuntimeError), discarded_on_failure():
        store(b"%PDF-2", PDF, folder="directives", now=NOW)
        raise RuntimeError

    assert [str(each.relative_to(disk)) for each in disk.rglob("*.pdf")] == [first]
    assert first.startswith("directives/2026/11/")


def test_a_failure_outside_removes_what_a_finished_step_inside_wrote(disk):
    with pytest.raises(RuntimeError), discarded_on_failure():
        with discarded_on_failure():
            store(b"%PDF-1", PDF, folder="directives", now=NOW)
        raise RuntimeError

    assert not list(disk.rglob("*.pdf"))


def test_a_failed_step_that_is_caught_leaves_the_others_alone(disk):
    with discarded_on_failure():
        kept = store(b"%PDF-1", PDF, folder="directives", now=NOW)
        with pytest.raises(RuntimeError), discarded_on_failure():
            store(b"%PDF-2", PDF, folder="directives", now=NOW)
            raise RuntimeError

    assert [str(each.relative_to(disk)) for each in disk.rglob("*.pdf")] == [kept]


class Stored:
    """As a FileField hands it over."""

    def __init__(self, name: str):
        self.name = name

    def open(self, mode: str):
        return default_storage.open(self.name, mode)


@pytest.mark.django_db  # the answer's end looks after the connection, where an earlier test opened one
@pytest.mark.parametrize(
    ("answer", "content_type", "disposition"),
    [
        (saved, "image/jpeg", "attachment"),
        (saved, PDF, "attachment"),
        (shown, "image/jpeg", "inline"),
        (shown, PDF, "attachment"),
    ],
)
def test_only_pictures_are_ever_shown_by_the_browser(answer, content_type, disposition):
    file = Stored(store(b"content", content_type, folder="photos", now=NOW))

    response = answer(file, name="Ảnh 1.jpg", content_type=content_type)

    assert b"".join(response.streaming_content) == b"content"
    assert response["Content-Disposition"] == f"{disposition}; filename*=UTF-8''%E1%BA%A2nh%201.jpg"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_a_file_lost_from_the_disk_is_not_there():
    with pytest.raises(Http404):
        saved(Stored("photos/none.jpg"), name="a.jpg", content_type="image/jpeg")


def test_a_zip_of_a_version_to_come_is_refused_in_words():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", "x")
    content = bytearray(made.getvalue())
    content[content.index(b"PK\x01\x02") + 6] = 255
    with pytest.raises(CannotKeep, match="bị hỏng"):
        type_of(bytes(content))
