import io
import zipfile
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import NOW, make_event, make_scheme
from truongan.movement.actions import CannotAttach, attach_evidence, record_event
from truongan.movement.models import Evidence, SchemeEvent

DAY = date(2021, 9, 14)


def photo(form: str = "JPEG") -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh của cô Lan"
    Image.new("RGB", (60, 40), "green").save(target, form, exif=exif)
    return target.getvalue()


def package(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def sent(content: bytes, name: str = "minh chứng.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def event(cast) -> SchemeEvent:
    return make_event(make_scheme(organization=cast.school), "active", DAY)


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "minh chứng.pdf"),
        (photo(), "image/jpeg", "minh chứng.jpg"),
        (photo("PNG"), "image/png", "minh chứng.png"),
        (photo("WEBP"), "image/webp", "minh chứng.webp"),
        (package("[Content_Types].xml", "xl/workbook.xml"), None, "minh chứng.xlsx"),
        (package("[Content_Types].xml", "word/document.xml"), None, "minh chứng.docx"),
    ],
)
def test_a_file_is_what_its_content_says(cast, event, settings, tmp_path, content, media_type, name):
    settings.MEDIA_ROOT = tmp_path

    evidence = attach_evidence(actor=cast.giao_vien, target=event, file=sent(content, "minh chứng.exe"), now=NOW)

    assert evidence.filename == name
    assert media_type in (None, evidence.content_type)
    assert "minh" not in evidence.file.name
    assert default_storage.exists(evidence.file.name)


def test_photos_lose_what_the_camera_wrote_into_them(cast, event, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    evidence = attach_evidence(actor=cast.giao_vien, target=event, file=sent(photo()), now=NOW)

    with evidence.file.open() as file, Image.open(file) as picture:
        assert dict(picture.getexif()) == {}
        assert picture.size == (60, 40)


def test_a_large_photo_is_made_smaller_and_stands_upright(cast, event, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6  # the phone was held upright: turn by a quarter to look at it
    Image.new("RGB", (5120, 2560), "green").save(target, "JPEG", exif=exif)

    evidence = attach_evidence(actor=cast.giao_vien, target=event, file=sent(target.getvalue()), now=NOW)

    with evidence.file.open() as file, Image.open(file) as picture:
        assert picture.size == (1280, 2560)


def test_a_picture_that_would_fill_the_memory_is_not_opened(cast, event, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    target = io.BytesIO()
    Image.new("1", (8000, 8000)).save(target, "PNG")
    assert len(target.getvalue()) < 20_000
    with pytest.raises(CannotAttach, match="quá lớn"):
        attach_evidence(actor=cast.giao_vien, target=event, file=sent(target.getvalue()), now=NOW)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90 program", "không phải ảnh"),
        (b"", "trống"),
        (b"\xff\xd8\xff broken", "Ảnh bị hỏng"),
        (b"PK\x03\x04 broken", "Tệp bị hỏng"),
        (package("a.txt"), "Tệp nén không được nhận"),
        (package("word/document.xml", "word/vbaProject.bin"), "macro"),
        (b"<script>alert(1)</script>", "không phải ảnh"),
    ],
)
def test_anything_else_is_refused(cast, event, settings, tmp_path, content, words):
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(CannotAttach, match=words):
        attach_evidence(actor=cast.giao_vien, target=event, file=sent(content), now=NOW)
    assert not list(tmp_path.rglob("*.*"))


def test_a_file_over_the_limit_is_refused(cast, event, settings):
    settings.MAX_UPLOAD_BYTES = 1_000_000

    with pytest.raises(CannotAttach, match="tối đa 1 MB"):
        attach_evidence(actor=cast.giao_vien, target=event, file=sent(b"%PDF-" + b"0" * 1_000_001), now=NOW)


def test_a_full_disk_leaves_no_half_event(cast, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    scheme = make_scheme(organization=cast.school)
    save = default_storage.save

    def full_at_the_second(name, content, **options):
        if any(tmp_path.rglob("*.pdf")):
            raise OSError(28, "No space left on device")
        return save(name, content, **options)

    monkeypatch.setattr(default_storage, "save", full_at_the_second)

    with pytest.raises(CannotAttach, match="hết chỗ"):
        record_event(
            actor=cast.giao_vien,
            scheme=scheme,
            kind="active",
            on=DAY,
            files=[sent(b"%PDF-1"), sent(b"%PDF-2")],
            now=NOW,
        )

    assert not scheme.events.filter(kind="active").exists()
    assert not Evidence.objects.exists()
    assert not list(tmp_path.rglob("*.pdf"))
