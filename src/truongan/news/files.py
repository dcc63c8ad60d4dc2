"""Files of the news: what editors may upload, and which of it readers may have."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page, ReferenceIndex

from truongan.documents.uploads import DOCX, PDF, PHOTOS, XLSX, CannotKeep, checked_upload

DOCUMENT_TYPES = {"pdf": PDF, "docx": DOCX, "xlsx": XLSX}


def is_shown_publicly(thing: models.Model) -> bool:
    """Whether a published page shows this picture or offers this file, by Wagtail's index of references."""
    pages = ReferenceIndex.get_references_to(thing).values_list("object_id", flat=True)
    return Page.objects.live().filter(pk__in=[int(pk) for pk in pages if pk.isdecimal()]).exists()


def cleaned(file: Any, allowed) -> SimpleUploadedFile:
    """The file as it may be kept: typed by content, pictures re-encoded without what the camera wrote.

    Raises ValidationError for anything else: SVG, damaged or oversized pictures, files that lie about their type.
    """
    try:
        file.seek(0)
        checked = checked_upload(file, allowed=allowed)
    except CannotKeep as reason:
        raise ValidationError(str(reason)) from reason
    return SimpleUploadedFile(checked.name, checked.content, checked.content_type)


class CheckedPhotoForm(BaseImageForm):
    """The form of every way into the picture library."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        return cleaned(file, PHOTOS) if "file" in self.changed_data else file


class CheckedDocumentForm(BaseDocumentForm):
    """The form of every way into the file library: PDF, Word, Excel."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        return cleaned(file, frozenset(DOCUMENT_TYPES.values())) if "file" in self.changed_data else file


UPLOAD_HELP = _("JPG, PNG hoặc WebP. Vị trí chụp và tên máy ảnh ghi trong tệp được xóa.")
