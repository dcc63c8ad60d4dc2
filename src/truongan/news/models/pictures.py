"""Pictures of the news: every one with a text for who cannot see it, and a credit where there is one."""

import secrets
from pathlib import PurePath

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class Photo(AbstractImage):
    """A picture as the editors keep it. The original is never served; readers see renditions of it."""

    credit = models.CharField(_("người chụp, nguồn ảnh"), max_length=160, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("ảnh")
        verbose_name_plural = _("ảnh")

    def get_upload_to(self, filename: str) -> str:
        """Under a name nobody can guess: a rendition's address is made from it."""
        return f"news/originals/{secrets.token_hex(12)}{PurePath(filename).suffix.lower()}"


class PhotoRendition(AbstractRendition):
    """A picture in one size and form, made once and served from then on."""

    image = models.ForeignKey(Photo, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="photo_rendition_once_per_size"
            )
        ]
        indexes = [models.Index(fields=["file"], name="photo_rendition_by_file")]

    def get_upload_to(self, filename: str) -> str:
        return f"news/renditions/{PurePath(filename).name}"

    @property
    def url(self) -> str:
        """The address of a checked view: files lie where no web server reads them."""
        return reverse("news:picture", args=[PurePath(self.file.name).name])
