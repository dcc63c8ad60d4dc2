from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.assessments.criteria import Definition, build
from truongan.assessments.querysets import CriteriaSetQuerySet


class CriteriaSet(models.Model):
    """One version of a criteria set. Never changed: who wants it otherwise makes the next version.

    `definition` is the whole set as its file says it; the other columns repeat what lists need.
    """

    code = models.CharField(_("mã bộ"), max_length=40)
    version = models.PositiveSmallIntegerField(_("phiên bản"))
    name = models.CharField(_("tên"), max_length=300)
    issuing_text = models.CharField(_("văn bản ban hành"), max_length=300)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)
    is_yearly = models.BooleanField(_("theo đợt hằng năm"), default=False)
    definition = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_current = models.BooleanField(_("đang dùng"), default=False)
    is_shipped = models.BooleanField(_("có sẵn"), default=False)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("thay đổi gì"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="criteria_set_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(is_current=True), name="criteria_set_one_current_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="criteria_set_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuing_text}, bản {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:set", args=[self.pk])

    @cached_property
    def criteria(self) -> Definition:
        return build(self.definition)
