from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from truongan.activities.models.activity import Activity
from truongan.activities.querysets import PhotoQuerySet
from truongan.activities.states import Consent


class Photo(models.Model):
    """A picture of an activity, upright, without EXIF, at most 1600 pixels, with a small one for lists.

    The private life of a child from 7 is published with the consent of the child and of its representative
    (Law 91/2025/QH15): whose consent was given, to whom and when is written down in words, never a pupil's file.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="activities/%Y/%m")
    thumbnail = models.FileField(upload_to="activities/%Y/%m")
    filename = models.CharField(_("tên tệp"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    caption = models.CharField(_("chú thích"), max_length=300, blank=True)
    credit = models.CharField(_("người chụp, nguồn"), max_length=120, blank=True)
    shows_children = models.BooleanField(_("có trẻ em nhận ra được"), null=True)  # unknown until somebody says
    consent_note = models.CharField(_("đã có đồng ý của"), max_length=300, blank=True)
    consent_on = models.DateField(_("đồng ý ngày"), null=True, blank=True)
    consent_recorded_at = models.DateTimeField(null=True)
    consent_recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PhotoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "sha256"], name="photo_once_per_activity"),
            models.CheckConstraint(
                condition=Q(consent_note="", consent_on=None, consent_recorded_at=None)
                | Q(shows_children=True, consent_on__isnull=False, consent_recorded_at__isnull=False)
                & ~Q(consent_note=""),
                name="photo_consent_says_of_whom_and_when",
            ),
        ]
        indexes = [models.Index(fields=["activity", "position"], name="photo_by_activity")]

    def __str__(self) -> str:
        return self.caption or self.filename

    @property
    def consent(self) -> Consent:
        if self.shows_children is None:
            return Consent.UNKNOWN
        if not self.shows_children:
            return Consent.NOT_NEEDED
        return Consent.RECORDED if self.consent_note else Consent.MISSING

    @property
    def may_be_public(self) -> bool:
        """Somebody looked and said so: no child to be recognised, or consent on record."""
        return self.consent in (Consent.NOT_NEEDED, Consent.RECORDED)
