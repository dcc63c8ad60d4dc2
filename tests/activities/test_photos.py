import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from tests.activities.samples import make_activity, photo, recorded
from tests.factories import NOW, make_scheme
from truongan.activities.actions import (
    CannotAddPhoto,
    CannotRecord,
    Description,
    add_photos,
    describe_photos,
    remove_photo,
    void_activity,
)
from truongan.activities.actions import photos as photo_actions
from truongan.activities.models import Activity, Photo
from truongan.activities.states import Consent
from truongan.audit.models import Entry
from truongan.movement.actions import end_scheme

LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def activity(cast) -> Activity:
    return make_activity(cast.giao_vien, cast.school)


def files_on(disk) -> int:
    return sum(1 for each in disk.rglob("*") if each.is_file())


def test_photos_are_kept_small_and_tell_nothing_of_place_and_device(cast):
    big = photo("Ra mắt.jpg", size=(4000, 3000))

    activity = recorded(cast.giao_vien, cast.school, photos=[big, photo(colour="red")]).activity

    first, second = activity.photos.order_by("position")
    assert (first.width, first.height, first.filename) == (1600, 1200, "Ra mắt.jpg")
    assert (second.position, second.consent) == (2, Consent.UNKNOWN)
    for file, longest in ((first.file, 1600), (first.thumbnail, 320)):
        with file.open() as opened, Image.open(opened) as picture:
            assert (max(picture.size), dict(picture.getexif())) == (longest, {})
    assert "mắt" not in first.file.name


def test_a_photo_that_is_none_is_named_and_the_rest_is_kept(cast, settings, disk):
    settings.MAX_UPLOAD_BYTES = 1_000_000
    bad = SimpleUploadedFile("virus.jpg", b"MZ\x90 program")
    heavy = SimpleUploadedFile("50MB.jpg", b"\xff\xd8\xff" + b"0" * 1_000_000)
    paper = SimpleUploadedFile("kế hoạch.pdf", b"%PDF-1.7")

    done = recorded(cast.giao_vien, cast.school, photos=[bad, photo(), heavy, paper])

    assert done.activity.photos.count() == 1
    assert [reason.split(".")[0] for reason in done.refused] == ["virus", "50MB", "kế hoạch"]
    assert "không phải ảnh (JPG, PNG, WebP)" in done.refused[0]
    assert "tối đa 1 MB" in done.refused[1]
    assert files_on(disk) == 2


def test_the_same_photo_twice_is_one(cast, activity):
    kept, refused = add_photos(actor=cast.giao_vien, activity=activity, files=[photo(), photo("b.jpg")], now=LATER)
    again, _ = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=LATER)

    assert (len(kept), refused, again) == (1, [], [])


def test_no_more_photos_than_an_album_holds(cast, activity, monkeypatch):
    monkeypatch.setattr(photo_actions, "MOST_PHOTOS", 1)

    kept, refused = add_photos(
        actor=cast.giao_vien, activity=activity, files=[photo(), photo("b.jpg", colour="red")], now=LATER
    )

    assert len(kept) == 1
    assert refused == ["b.jpg: Mỗi hoạt động giữ tối đa 1 ảnh; ảnh này không được giữ."]


def test_a_full_disk_keeps_the_activity_and_no_half_photo(cast, disk, monkeypatch):
    save = default_storage.save

    def full_at_the_second(name, content, **options):
        if files_on(disk):
            raise OSError(28, "No space left on device")
        return save(name, content, **options)

    monkeypatch.setattr(default_storage, "save", full_at_the_second)

    done = recorded(cast.giao_vien, cast.school, photos=[photo()])

    assert "hết chỗ" in done.refused[0]
    assert (done.activity.photos.count(), files_on(disk)) == (0, 0)


def test_a_refused_activity_leaves_no_photo_on_the_disk(cast, disk):
    ended = make_scheme(organization=cast.school)
    end_scheme(actor=None, scheme=ended, kind="removed", on=date(2026, 11, 1), now=NOW)

    with pytest.raises(CannotRecord):
        recorded(cast.giao_vien, cast.school, photos=[photo()], schemes=(ended,))
    assert files_on(disk) == 0


def describe(actor, activity, kept, **said):
    return describe_photos(actor=actor, activity=activity, descriptions=[Description(photo=kept, **said)], now=LATER)


def test_a_photo_of_children_is_public_only_with_consent_of_whom_and_when(cast, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]
    assert not Photo.objects.publishable().exists()  # nobody has looked yet

    describe(cast.giao_vien, activity, kept, shows_children=True, caption="Lớp 6A")
    assert Photo.objects.get().consent == Consent.MISSING
    assert not Photo.objects.publishable().exists()

    consent = {"consent_note": "cha mẹ và học sinh lớp 6A, họp ngày 15/9", "consent_on": date(2026, 9, 15)}
    describe(cast.giao_vien, activity, kept, shows_children=True, caption="Lớp 6A", **consent)
    kept = Photo.objects.publishable().get()
    assert (kept.consent, kept.consent_recorded_by, kept.consent_recorded_at) == (
        Consent.RECORDED, cast.giao_vien, LATER,
    )  # fmt: skip

    describe(cast.giao_vien, activity, kept, shows_children=True, caption="Lớp 6A")  # consent withdrawn
    assert not Photo.objects.publishable().exists()


def test_a_photo_said_to_show_no_child_is_public_until_the_activity_is_void(cast, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]
    describe(cast.giao_vien, activity, kept, shows_children=False)
    assert Photo.objects.publishable().get().may_be_public

    void_activity(actor=cast.giao_vien, activity=activity, reason="nhầm", now=LATER)
    assert not Photo.objects.publishable().exists()
    with pytest.raises(CannotAddPhoto, match="đã hủy"):
        describe(cast.giao_vien, activity, kept, caption="x")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"consent_note": "phụ huynh 6A"}, "chọn “Có trẻ em”"),
        ({"consent_note": "phụ huynh 6A", "shows_children": True}, "ngày được đồng ý"),
        ({"consent_note": "6A", "shows_children": True, "consent_on": date(2026, 11, 23)}, "chưa tới"),
    ],
)
def test_half_a_consent_is_refused(cast, activity, said, words):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]

    with pytest.raises(CannotAddPhoto, match=words):
        describe(cast.giao_vien, activity, kept, **said)


def test_the_database_itself_keeps_no_half_consent(cast, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]

    with pytest.raises(IntegrityError, match="photo_consent_says_of_whom_and_when"), transaction.atomic():
        Photo.objects.filter(pk=kept.pk).update(consent_note="ai đó")


def test_what_is_said_of_a_photo_is_on_record(cast, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]

    assert describe(cast.giao_vien, activity, kept, caption="Ra mắt", shows_children=False) == 1
    assert describe(cast.giao_vien, activity, kept, caption="Ra mắt", shows_children=False) == 0

    assert Entry.objects.about(activity).latest("pk").data["changes"] == {
        "chú thích": ["", "Ra mắt"],
        "trẻ em trong ảnh": ["Chưa ghi có trẻ em hay không", "Không có trẻ em nhận ra được"],
    }


@pytest.mark.django_db(transaction=False)
def test_a_removed_photo_is_gone_from_the_disk_too(cast, activity, disk, django_capture_on_commit_callbacks):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]
    assert files_on(disk) == 2

    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(actor=cast.hieu_truong, photo=kept, now=LATER)

    assert files_on(disk) == 0
    assert Entry.objects.about(activity).latest("pk").verb == "activities.photo.removed"


def test_strangers_and_readers_touch_no_photo(cast, activity):
    kept = add_photos(actor=cast.giao_vien, activity=activity, files=[photo()], now=NOW)[0][0]
    for user in (cast.hieu_truong_khac, cast.y_te_xa, cast.so_yt):
        with pytest.raises(PermissionDenied):
            add_photos(actor=user, activity=activity, files=[photo(colour="blue")], now=LATER)
        with pytest.raises(PermissionDenied):
            describe(user, activity, kept, caption="của tôi")
        with pytest.raises(PermissionDenied):
            remove_photo(actor=user, photo=kept, now=LATER)


def test_png_and_webp_stay_what_they_are(cast, activity):
    files = [photo("a", form="PNG"), photo("b", form="WEBP")]
    kept, _ = add_photos(actor=cast.giao_vien, activity=activity, files=files, now=LATER)

    assert [each.content_type for each in kept] == ["image/png", "image/webp"]
    assert [each.filename for each in kept] == ["a.png", "b.webp"]
    with kept[1].thumbnail.open() as opened:
        assert Image.open(io.BytesIO(opened.read())).format == "WEBP"
