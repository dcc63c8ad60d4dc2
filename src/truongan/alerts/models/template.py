from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from truongan.alerts.querysets import AlertTemplateQuerySet
from truongan.channels.models import Urgency
from truongan.duty.models.rollcall import PARTS


class AlertTemplate(models.Model):
    """A text prepared in quiet hours. What stands in square brackets is filled in by whoever alerts."""

    code = models.SlugField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên mẫu"), max_length=120)
    subject = models.CharField(_("tiêu đề"), max_length=200)
    text = models.TextField(_("nội dung"), max_length=2000)
    short = models.CharField(_("tin ngắn (SMS)"), max_length=160)
    urgency = models.CharField(_("mức khẩn"), max_length=6, choices=Urgency, default=Urgency.URGENT)
    parts = ArrayField(
        models.CharField(max_length=10, choices=PARTS), verbose_name=_("báo cho những ai"), default=list
    )
    asks_information = models.BooleanField(_("có nút “Tôi có thông tin”"), default=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = AlertTemplateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
