"""One case of the cast's school with everything a route can be about."""

from datetime import timedelta

from django.core.files.base import ContentFile

from tests.incidents.samples import NOW, reported
from truongan.incidents.models import Category, Incident, NamedPerson, Photo, Task


def _case(cast) -> Incident:
    """A fight, so not the health sector's; a child was harmed."""
    case = reported(cast)
    Incident.objects.filter(pk=case.pk).update(has_child_victim=True)
    return case


def _parts(cast, case: Incident) -> tuple[NamedPerson, Photo, Task]:
    named = NamedPerson.objects.create(
        incident=case, name="Nguyễn Thử An", role="victim", group="pupil", birth_year=2014, added_at=NOW
    )
    photo = Photo.objects.create(
        incident=case, file=ContentFile(b"photo", "a.jpg"), thumbnail=ContentFile(b"photo", "b.jpg"), filename="a.jpg",
        content_type="image/jpeg", sha256="0" * 64, added_at=NOW,
    )  # fmt: skip
    task = Task.objects.create(
        incident=case, text="Trực cổng", given_at=NOW, due_at=NOW + timedelta(days=1), given_by=cast.hieu_truong
    )
    return named, photo, task


def incident_arguments(cast) -> dict[str, list]:
    """Arguments of each route of incidents that needs some."""
    case = _case(cast)
    named, photo, task = _parts(cast, case)
    row = Category.objects.get(code="trom-cap")
    return {
        **{f"incidents:{name}": [case.pk] for name in ("incident", "live", "edit", "why")},
        "incidents:paper": [case.pk, "bao-cao-nhanh", "docx"],
        "incidents:act": [case.pk, "ghi-chu"],
        "incidents:task_done": [task.pk],
        "incidents:reveal": [named.pk],
        "incidents:name_remove": [named.pk],
        **{f"incidents:{name}": [photo.pk] for name in ("photo", "thumbnail", "photo_remove")},
        "incidents:row_add": ["loai"],
        "incidents:row": ["loai", row.pk],
        "incidents:row_end": ["loai", row.pk],
    }


def incident_keys(cast) -> dict[str, list]:
    """What stands in the addresses of the pages that are walked in a browser."""
    case = _case(cast)
    named, _photo, _task = _parts(cast, case)
    keys = {f"incident_{what}": [case.pk, what] for what in ("buoc", "viec", "thong-bao", "neu-ten", "anh", "to-giac")}
    keys |= {
        f"incident_{what}": [case.pk, what] for what in ("ket-thuc", "mo-lai", "chuyen", "gop", "nhan", "ghi-chu")
    }
    row = Category.objects.get(code="trom-cap")
    return {
        **keys, "incident": [case.pk], "incident_name": [named.pk], "incident_kind": ["thoi-han"],
        "incident_row": ["loai", row.pk],
    }  # fmt: skip
