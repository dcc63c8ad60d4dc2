from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.permissions import policy_registry

from truongan.documents.uploads import PHOTOS
from truongan.kernel.text import nfc
from truongan.news.files import cleaned
from truongan.news.models import Photo


@transaction.atomic
def keep_photo(*, actor, file: Any, title: str, description: str, credit: str = "", now: datetime) -> Photo:
    """A picture into the library, checked and re-encoded as in the editors' form (`actor` None: the console).

    Raises PermissionDenied, ValidationError for what is no picture that may be kept.
    """
    if actor is not None and not policy_registry.get_by_type(Photo).user_has_permission(actor, "add"):
        raise PermissionDenied
    photo = Photo(
        title=nfc(title)[:255],
        description=nfc(description)[:255],
        credit=nfc(credit)[:160],
        file=cleaned(file, PHOTOS),
        uploaded_by_user=actor,
        created_at=now,
    )
    photo._set_image_file_metadata()
    photo.save()
    return photo
