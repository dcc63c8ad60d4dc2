"""A token of an organization, how often it was used in a minute, and answers kept for repeats."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from truongan.api.querysets import ApiTokenQuerySet, ExpiringQuerySet
from truongan.api.states import TokenScope
from truongan.organizations.models import Organization


class ApiToken(models.Model):
    """By which another system acts for one organization. Only the hash of its secret is kept.

    `user` is a technical account nobody can sign in with: what the token did stands under it in the record.
    """

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("đơn vị"), db_index=False
    )  # indexed below
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_token")
    name = models.CharField(_("tên hệ thống"), max_length=100)
    prefix = models.CharField(max_length=8, unique=True)  # finds the row; the hash is then compared in constant time
    token_hash = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=20, choices=TokenScope), verbose_name=_("được làm gì"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("hết hạn"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("dùng lần cuối"), null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")), name="token_expires_after_it_is_made"
            )
        ]
        indexes = [models.Index(fields=["organization", "-created_at"], name="token_by_organization")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    @property
    def may_write(self) -> bool:
        return any(each.endswith(":write") for each in self.scopes)

    @property
    def scope_labels(self) -> list[str]:
        return [str(TokenScope(each).label) for each in self.scopes if each in TokenScope.values]

    def is_expired_at(self, moment: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= moment


class Use(models.Model):
    """How many requests a token made in one minute: the limit is per token, shared by all web processes."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", db_index=False)  # unique below
    at = models.DateTimeField()  # the minute
    count = models.PositiveIntegerField(default=0)

    objects = ExpiringQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "at"], name="use_once_per_token_and_minute")]
        indexes = [models.Index(fields=["at"], name="use_by_minute")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.at:%H:%M}: {self.count}"


class KeptAnswer(models.Model):
    """What a write was answered, under the caller's key: the same request again gets it again and does nothing."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", db_index=False)  # unique below
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    objects = ExpiringQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_kept_once_per_key")]
        indexes = [models.Index(fields=["at"], name="answer_by_time")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
