"""Photos of a case: small, upright, without EXIF; taken away for good with the other personal data."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.documents.uploads import (
    PHOTOS,
    CannotKeep,
    CheckedFile,
    checked_upload,
    delete_when_gone,
    discarded_on_failure,
    store_picture,
)
from truongan.incidents import rules
from truongan.incidents.actions.refusals import CannotChange, locked, refuse_wiped
from truongan.incidents.actions.timeline import note_in_record
from truongan.incidents.models import Incident, Photo
from truongan.kernel.refusals import require

LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 320
MOST_OF_A_CASE = 40
_FOLDER = "incidents"


def add_photos(*, actor, incident: Incident, files: Sequence, now: datetime) -> tuple[list[Photo], list[str]]:
    """Keep more photos; returns those kept, and for the others why not. Raises CannotChange beyond MOST_OF_A_CASE."""
    with discarded_on_failure(), transaction.atomic():
        incident = locked(incident)
        require(rules.may_follow(actor, incident))
        refuse_wiped(incident)
        if incident.photos.count() + len(files) > MOST_OF_A_CASE:
            raise CannotChange(_("Mỗi vụ việc giữ tối đa %(n)s ảnh. Chọn ít ảnh hơn.") % {"n": MOST_OF_A_CASE})
        kept, refused = kept_photos(actor, incident, files, now)
        if kept:
            note_in_record(actor, incident, "photo.added", now, photos=len(kept))
    return kept, refused


@transaction.atomic
def remove_photo(*, actor, photo: Photo, now: datetime) -> None:
    """Take a photo away for good, files and all."""
    incident = locked(photo.incident)
    require(rules.may_decide(actor, incident))
    forget_files([photo])
    photo.delete()
    note_in_record(actor, incident, "photo.removed", now)


def kept_photos(actor, incident: Incident, files: Sequence, now: datetime) -> tuple[list[Photo], list[str]]:
    """The storing alone, inside discarded_on_failure()."""
    there = set(incident.photos.values_list("sha256", flat=True))
    kept: list[Photo] = []
    refused: list[str] = []
    for file in files:
        try:
            checked = checked_upload(file, allowed=PHOTOS, longest_side=LONGEST_SIDE)
            if checked.sha256 in there:
                continue
            kept.append(_kept(actor, incident, checked, now))
        except CannotKeep as reason:
            refused.append(str(reason))
        else:
            there.add(checked.sha256)
    return kept, refused


def forget_files(photos: Collection[Photo]) -> None:
    """Delete the files once the rows are gone for good."""
    delete_when_gone([str(name) for photo in photos for name in (photo.file, photo.thumbnail)])


def _kept(actor, incident: Incident, checked: CheckedFile, now: datetime) -> Photo:
    with discarded_on_failure():
        stored = store_picture(checked, thumbnail_side=THUMBNAIL_SIDE, folder=_FOLDER, now=now)
        return Photo.objects.create(incident=incident, added_at=now, added_by=actor, **stored)
