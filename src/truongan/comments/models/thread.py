from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from truongan.comments.querysets import ThreadQuerySet
from truongan.organizations.models import Organization


class Thread(models.Model):
    """The comments of one page, and the unit that answers for them: the one that wrote it."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="comment_thread", verbose_name=_("bài"))
    # Follows the page's author unit: scope is a range of its place, without asking the page's own table.
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị viết bài")
    )
    is_open = models.BooleanField(_("đang nhận ý kiến"), default=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_open=True, closed_at=None) | models.Q(is_open=False, closed_at__isnull=False),
                name="comment_thread_closed_at_some_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.page)

    def get_absolute_url(self) -> str:
        return f"{reverse('comments:queue')}?bai={self.pk}"

    @property
    def topic(self) -> str:
        """What cached pages that show these comments depend on."""
        return f"comments:{self.page_id}"
