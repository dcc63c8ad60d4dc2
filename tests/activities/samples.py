"""Activities and photos for these tests."""

import io
from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import NOW
from truongan.activities.actions import Recorded, record_activity
from truongan.activities.facts import ActivityFacts, Reached
from truongan.activities.models import Activity

DAY = date(2026, 11, 20)


def facts(**changed) -> ActivityFacts:
    told = {
        "kind": "communication",
        "on": DAY,
        "title": "Tuyên truyền phòng, chống bạo lực học đường",
        "topics": ("school_violence", "online_safety"),
        "forms": ("talk",),
        "audience": (Reached("pupils", 640, 320), Reached("teachers", 25)),
    }
    return ActivityFacts(**{**told, **changed})


def recorded(actor, organization, *, token=None, photos=(), now=NOW, **changed) -> Recorded:
    return record_activity(
        actor=actor, organization=organization, facts=facts(**changed), token=token or uuid4(), photos=photos, now=now
    )


def make_activity(actor, organization, **changed) -> Activity:
    return recorded(actor, organization, **changed).activity


def photo(name: str = "IMG_0001.jpg", size=(60, 40), colour="green", form: str = "JPEG") -> SimpleUploadedFile:
    exif, target = Image.Exif(), io.BytesIO()
    exif[0x010F] = "Máy ảnh của cô Lan"
    exif[0x8825] = {1: "N", 2: (21.0, 16.0, 0.0)}  # where the pupils were
    Image.new("RGB", size, colour).save(target, form, exif=exif)
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")
