"""Photos of an activity: kept small and clean, described, taken away again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.activities import rules
from truongan.activities.actions.refusals import CannotAddPhoto, locked_organization, refuse_future
from truongan.activities.models import Activity, Photo
from truongan.audit.actions import record, record_many
from truongan.documents.uploads import (
    PHOTOS,
    CannotKeep,
    CheckedFile,
    checked_upload,
    delete_when_gone,
    discarded_on_failure,
    store_picture,
)
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc

LONGEST_SIDE = 1600  # fills a screen; a tenth of the weight a phone sends
THUMBNAIL_SIDE = 320
MOST_PHOTOS = 60
_FOLDER = "activities"


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says of one photo. `shows_children` None: nobody has said."""

    photo: Photo
    caption: str = ""
    credit: str = ""
    shows_children: bool | None = None
    consent_note: str = ""
    consent_on: date | None = None
    position: int = 0


def add_photos(
    *, actor, activity: Activity, files: Sequence, shows_children: bool | None = None, now: datetime
) -> tuple[list[Photo], list[str]]:
    """Keep photos of an activity; returns those kept, and for the others why not, each by the file's name.

    JPEG, PNG, WebP by content, at most settings.MAX_UPLOAD_BYTES each; re-encoded upright without EXIF at 1600
    pixels. A photo the activity has already is passed over. Raises CannotAddPhoto for a voided activity.
    """
    with discarded_on_failure(), transaction.atomic():
        organization = locked_organization(activity.organization_id)
        require(rules.may_record_for(actor, organization))
        _refuse_void(Activity.objects.get(pk=activity.pk))
        kept, refused = kept_photos(actor, activity, files, shows_children, now)
        if kept:
            record(
                actor=actor, verb="activities.photo.added", target=activity, now=now, organization=organization,
                note=_("%(n)s ảnh") % {"n": len(kept)}, sha256=[photo.sha256 for photo in kept],
            )  # fmt: skip
    return kept, refused


def kept_photos(
    actor, activity: Activity, files: Sequence, shows_children: bool | None, now: datetime
) -> tuple[list[Photo], list[str]]:
    """The storing alone, for the action that records the activity with its photos; inside discarded_on_failure()."""
    there = set(activity.photos.values_list("sha256", flat=True))
    last = max(activity.photos.values_list("position", flat=True), default=0)
    kept: list[Photo] = []
    refused: list[str] = []
    for file in files:
        try:
            checked = checked_upload(file, allowed=PHOTOS, longest_side=LONGEST_SIDE)
        except CannotKeep as reason:
            refused.append(str(reason))
            continue
        if checked.sha256 in there:
            continue
        try:
            _refuse_beyond(len(there))
            photo = _kept(actor, activity, checked, last + len(kept) + 1, shows_children, now)
        except CannotKeep as reason:
            refused.append(f"{file.name}: {reason}")
        else:
            there.add(photo.sha256)
            kept.append(photo)
    return kept, refused


def describe_photos(*, actor, activity: Activity, descriptions: Collection[Description], now: datetime) -> int:
    """Captions, credits, order, and what is known of the children shown; returns how many photos changed.

    Consent says of whom and from which day; who recorded it and when is kept. Raises CannotAddPhoto for a consent
    without a day, in the future, or for a photo said to show no child.
    """
    with transaction.atomic():
        organization = locked_organization(activity.organization_id)
        require(rules.may_record_for(actor, organization))
        _refuse_void(Activity.objects.get(pk=activity.pk))
        photos = {photo.pk: photo for photo in activity.photos.select_for_update()}
        events = []
        for each in descriptions:
            photo = photos.get(each.photo.pk)  # None: a colleague took it away meanwhile
            changes = _described(actor, photo, each, now) if photo else {}
            if changes:
                events.append((activity, organization, {"photo": each.photo.pk, "changes": changes}))
        if events:
            record_many(actor=actor, verb="activities.photo.described", now=now, events=events)
    return len(events)


def remove_photo(*, actor, photo: Photo, now: datetime) -> None:
    """Take a photo away for good, files and all: a person may ask not to be shown (Law 91/2025/QH15)."""
    with transaction.atomic():
        organization = locked_organization(photo.activity.organization_id)
        require(rules.may_record_for(actor, organization))
        activity, names, said = photo.activity, (str(photo.file), str(photo.thumbnail)), str(photo)
        sha256 = photo.sha256
        photo.delete()
        record(
            actor=actor, verb="activities.photo.removed", target=activity, now=now, organization=organization,
            note=said, sha256=sha256,
        )  # fmt: skip
        delete_when_gone(names)


def _refuse_void(activity: Activity) -> None:
    if activity.is_void:
        raise CannotAddPhoto(_("Hoạt động này đã hủy nên ảnh không thêm, không sửa được nữa."))


def _refuse_beyond(count: int) -> None:
    if count >= MOST_PHOTOS:
        raise CannotKeep(_("Mỗi hoạt động giữ tối đa %(n)s ảnh; ảnh này không được giữ.") % {"n": MOST_PHOTOS})


def _kept(
    actor, activity: Activity, checked: CheckedFile, position: int, shows_children: bool | None, now: datetime
) -> Photo:
    with discarded_on_failure():
        stored = store_picture(checked, thumbnail_side=THUMBNAIL_SIDE, folder=_FOLDER, now=now)
        return Photo.objects.create(
            activity=activity, size=checked.size, width=checked.width, height=checked.height, position=position,
            shows_children=shows_children, added_at=now, added_by=actor, **stored,
        )  # fmt: skip


def _described(actor, photo: Photo, said: Description, now: datetime) -> dict[str, list[str]]:
    """Write what was said into the photo; returns what changed, in words."""
    before = _words(photo)
    note = nfc(said.consent_note)
    if note and said.shows_children is not True:
        raise CannotAddPhoto(_("Ảnh “%(photo)s”: ghi đồng ý thì chọn “Có trẻ em” cho ảnh đó.") % {"photo": photo})
    if note and said.consent_on is None:
        raise CannotAddPhoto(_("Ảnh “%(photo)s”: ghi ngày được đồng ý.") % {"photo": photo})
    if note and said.consent_on:
        refuse_future(said.consent_on, now, CannotAddPhoto)
    consented = (photo.consent_note, photo.consent_on)
    photo.caption, photo.credit = nfc(said.caption), nfc(said.credit)
    photo.shows_children, photo.position = said.shows_children, said.position or photo.position
    photo.consent_note, photo.consent_on = note, said.consent_on if note else None
    if (photo.consent_note, photo.consent_on) != consented:
        photo.consent_recorded_at, photo.consent_recorded_by = (now, actor) if note else (None, None)
    after = _words(photo)
    if before != after:
        photo.save(
            update_fields=[
                "caption", "credit", "shows_children", "position", "consent_note", "consent_on",
                "consent_recorded_at", "consent_recorded_by",
            ]
        )  # fmt: skip
    return {label: [before[label], after[label]] for label in after if before[label] != after[label]}


def _words(photo: Photo) -> dict[str, str]:
    return {
        _("chú thích"): photo.caption,
        _("người chụp, nguồn"): photo.credit,
        _("trẻ em trong ảnh"): str(photo.consent.label),
        _("đồng ý của"): f"{photo.consent_note} {vn_date(photo.consent_on)}".strip(),
        _("thứ tự"): str(photo.position),
    }
