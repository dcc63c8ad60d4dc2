from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.comments import states
from truongan.comments.models.thread import Thread
from truongan.comments.querysets import WORDS, CommentQuerySet, ComplaintQuerySet
from truongan.kernel.text import fold
from truongan.organizations.models import Organization


class Comment(models.Model):
    """What a reader wrote below a page, or what a unit answered to it. Nothing is shown before a person decided.

    `text` is as published; `original` as it was sent, once a moderator changed it. Of the tracking code only a hash
    is kept. No address and no browser of the writer is.
    """

    State = states.CommentState
    Refusal = states.Refusal

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments", db_index=False)  # see the indexes
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers", db_index=False)
    # Set for an official answer: the unit that speaks.
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("tên hiển thị"), max_length=200)
    email = models.EmailField(_("thư điện tử"), blank=True)
    text = models.TextField(_("ý kiến"))
    original = models.TextField(_("nguyên văn"), blank=True)
    state = models.CharField(_("tình trạng"), max_length=9, choices=states.CommentState, default=State.HELD)
    reason = models.CharField(_("lý do"), max_length=12, choices=states.Refusal, blank=True)
    note = models.CharField(_("ghi chú cho người viết"), max_length=300, blank=True)
    flags = models.JSONField(default=list)  # [{kind, term, start, end}]: for moderators, places in `text`
    flag_kinds = ArrayField(models.CharField(max_length=20), default=list)
    is_slow = models.BooleanField(_("gửi không có script"), default=False)
    search_fold = models.TextField(editable=False)
    # An official answer has neither: two empty texts would collide, two NULLs do not.
    code_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - see above
    form_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - as above; one form, one comment
    posted_at = models.DateTimeField(_("gửi lúc"))
    decided_at = models.DateTimeField(_("xử lý lúc"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(_("đăng lúc"), null=True)  # kept while removed: it returns to its place

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.TAKEN_DOWN) ^ Q(reason=""), name="comment_taken_down_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "removed")) | Q(published_at__isnull=False),
                name="comment_published_at_some_time",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="comment_does_not_answer_itself"),
        ]
        indexes = [
            models.Index(fields=["is_slow", "posted_at", "id"], condition=Q(state="held"), name="comment_waiting"),
            models.Index(
                fields=["thread", "-published_at", "-id"],
                condition=Q(state="published", parent=None),
                name="comment_shown_on_page",
            ),
            models.Index(fields=["thread", "state", "-posted_at"], name="comment_by_thread"),
            models.Index(
                fields=["parent", "published_at", "id"], condition=Q(parent__isnull=False), name="comment_by_parent"
            ),
            models.Index(fields=["state", "-decided_at", "-id"], name="comment_by_decision"),
            models.Index(fields=["posted_at"], name="comment_by_time"),
            models.Index(fields=["posted_at"], condition=~Q(email=""), name="comment_with_email"),
            GinIndex(fields=["flag_kinds"], condition=~Q(flag_kinds=[]), name="comment_by_flag"),
            GinIndex(WORDS, name="comment_by_words"),
        ]

    def __str__(self) -> str:
        return f"Ý kiến {self.pk}"  # the audit record keeps this for ever: nothing a reader wrote

    def get_absolute_url(self) -> str:
        return reverse("comments:comment", args=[self.pk])

    def derive_keys(self) -> None:
        """Fill what is searched; call before saving a changed name or text."""
        self.search_fold = fold(f"{self.name} {self.text}")

    @property
    def is_official(self) -> bool:
        return self.organization_id is not None

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_taken_down(self) -> bool:
        return self.state in states.TAKEN_DOWN

    @property
    def is_withdrawable(self) -> bool:
        return self.state in states.WITHDRAWABLE

    @property
    def tone(self) -> str:
        return states.TONES[self.State(self.state)]

    @property
    def anchor(self) -> str:
        """Where it stands on its page."""
        return f"yk-{self.pk}"


class Complaint(models.Model):
    """That a reader found something wrong with a published comment. Who it was is not kept."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="complaints")
    reason = models.CharField(_("lý do"), max_length=12, choices=states.Complaint)
    text = models.CharField(_("nói thêm"), max_length=300, blank=True)
    form_key = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(_("lúc"))
    settled_at = models.DateTimeField(_("xem xét lúc"), null=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["comment"], condition=Q(settled_at=None), name="complaint_open")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.get_reason_display()}"
