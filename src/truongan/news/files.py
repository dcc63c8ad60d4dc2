"""Files of the news: what editors may upload, and which of it readers may have."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Page, ReferenceIndex

from truongan.documents.uploads import DOCX, PDF, PHOTOS, XLSX, CannotKeep, checked_upload

UPLOAD_HELP = _("JPG, PNG hoặc WebP. Vị trí chụp và tên máy ảnh ghi trong tệp được xóa.")
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].to_python = _told_apart(self.fields["file"].to_python)
            self.fields["file"].help_text = UPLOAD_HELP

    def clean_file(self):
        file = self.cleaned_data["file"]
        return cleaned(file, PHOTOS) if "file" in self.changed_data else file


def _told_apart(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wagtail opens a picture before our check and falls over one that was cut off on the way."""

    def told_apart(file: Any) -> Any:
        try:
            return read(file)
        except (OSError, ValueError, SyntaxError) as reason:
            raise ValidationError(_("Ảnh bị hỏng, không mở được. Chụp hoặc lưu lại ảnh rồi chọn lại.")) from reason

    return told_apart


class CheckedDocumentForm(BaseDocumentForm):
    """The form of every way into the file library: PDF, Word, Excel."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        return cleaned(file, frozenset(DOCUMENT_TYPES.values())) if "file" in self.changed_data else file
