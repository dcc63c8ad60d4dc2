from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.channels.models.names import Urgency
from truongan.channels.querysets import NoticeQuerySet
from truongan.organizations.models import Organization


class Notice(models.Model):
    """Something an organization or a person has to know: one row for all who hold a post there.

    Written in the transaction of its cause. `key` names the cause, so that telling again tells nobody twice.
    """

    # Indexed below with the time.
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="notices", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="notices", db_index=False)
    subject = models.CharField(_("tiêu đề"), max_length=300)
    text = models.TextField(_("nội dung"), blank=True)
    link = models.CharField(_("đường dẫn"), max_length=300, blank=True)  # inside the product, from its root
    urgency = models.CharField(_("mức khẩn"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    key = models.CharField(max_length=120, unique=True)
    # Where the notice is the inbox's part of a message said through several channels.
    recipient = models.ForeignKey(
        "channels.Recipient", models.CASCADE, null=True, related_name="notices", db_index=False
    )
    created_at = models.DateTimeField(_("lúc"))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organization=None) ^ Q(person=None), name="notice_is_for_an_organization_or_a_person"
            ),
            # Opening a notice redirects to its link: "//elsewhere" and "/\elsewhere" would leave the product.
            models.CheckConstraint(
                condition=Q(link="") | Q(link__regex=r"^/([^/\\]|$)"), name="notice_link_stays_inside"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "-created_at"],
                condition=Q(organization__isnull=False),
                name="notice_by_organization",
            ),
            models.Index(fields=["person", "-created_at"], condition=Q(person__isnull=False), name="notice_by_person"),
            models.Index(fields=["recipient"], condition=Q(recipient__isnull=False), name="notice_of_recipient"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("channels:open", args=[self.pk])


class NoticeReading(models.Model):
    """That somebody opened a notice; colleagues of the same organization each have their own."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="notice_read_once_by_each")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice_id}"
