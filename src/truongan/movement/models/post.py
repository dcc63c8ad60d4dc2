from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.movement.models.group import ConnectionGroup
from truongan.movement.querysets import GroupPostQuerySet
from truongan.organizations.models import Organization

KIND = "movement.group_post"  # of messages and answers about a post
RECEIPT_KIND = "movement.group_receipt"  # of messages to members themselves
LONGEST = 2000  # letters a chat group takes at once (channels: Zalo)


class GroupPost(models.Model):
    """Something to be said in many connection groups at once, in one wording.

    `code` is the secret part of the address under which members confirm that they have read it. `form_token` is the
    form's own: the same form sent twice makes one post.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị đăng"))
    text = models.CharField(_("nội dung"), max_length=LONGEST)
    link = models.URLField(_("đường dẫn kèm theo"), max_length=300, blank=True)
    audience = models.CharField(_("đăng tới"), max_length=300, blank=True)  # the filters, in words
    tells_members = models.BooleanField(_("báo riêng từng thành viên"), default=False)
    code = models.CharField(max_length=16, unique=True)
    form_token = models.CharField(max_length=64, unique=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="corrected_by")
    created_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.CharField(_("lý do rút"), max_length=300, blank=True)

    objects = GroupPostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "-created_at"], name="group_post_by_organization")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else self.text[:59] + "…"

    def get_absolute_url(self) -> str:
        return reverse("movement:post", args=[self.pk])


class GroupPosting(models.Model):
    """One post in one group: whose task it is, and what became of it."""

    class Way(models.TextChoices):
        OFFICIAL = "official", _("Tài khoản OA đăng")
        OWNER = "owner", _("Trưởng nhóm đăng")
        NOBODY = "nobody", _("Chưa có trưởng nhóm")

    class State(models.TextChoices):
        WAITING = "waiting", _("Chờ đăng")
        POSTED = "posted", _("Đã đăng")
        CANNOT = "cannot", _("Không đăng được")

    post = models.ForeignKey(GroupPost, models.CASCADE, related_name="postings", db_index=False)  # see below
    group = models.ForeignKey(ConnectionGroup, models.PROTECT, related_name="postings")
    way = models.CharField(max_length=8, choices=Way)
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="group_postings")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "group"], name="group_post_once_to_each_group"),
            models.CheckConstraint(
                condition=Q(way="owner", owner__isnull=False) | ~Q(way="owner"), name="group_posting_owner_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.group_id}"


class GroupReceipt(models.Model):
    """That a member of one of the groups said to have read the post."""

    post = models.ForeignKey(GroupPost, models.CASCADE, related_name="receipts", db_index=False)  # see below
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="group_post_read_once_by_each")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.person_id}"
