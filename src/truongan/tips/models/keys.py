from django.conf import settings
from django.db import models
from django.db.models import Q

from truongan.organizations.models import Organization
from truongan.tips.querysets import UnitKeyQuerySet, UnlockingQuerySet


class OfficerKey(models.Model):
    """A person's own pair. The private half is locked under Argon2id of a passphrase that is kept nowhere."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tip_key")
    public_key = models.BinaryField()
    salt = models.BinaryField()
    passes = models.PositiveSmallIntegerField()
    kibibytes = models.PositiveIntegerField()
    private_locked = models.BinaryField()
    made_on = models.DateField()
    failed_count = models.PositiveSmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"khóa của {self.user_id}"


class UnitKey(models.Model):
    """The pair of a unit, one version after another; a new tip is sealed to the current one."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="tip_keys")
    version = models.PositiveIntegerField()
    public_key = models.BinaryField()
    made_on = models.DateField()
    retired_on = models.DateField(null=True)

    objects = UnitKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "version"], name="unit_key_version_once"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(retired_on=None), name="unit_key_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"khóa đơn vị {self.organization_id}, lần {self.version}"


class UnitKeyShare(models.Model):
    """A unit's private key, sealed to one handler."""

    unit_key = models.ForeignKey(UnitKey, models.CASCADE, related_name="shares")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tip_shares")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit_key", "user"], name="unit_key_share_once_per_person")]

    def __str__(self) -> str:
        return f"{self.unit_key_id} → {self.user_id}"


class RecoveryShare(models.Model):
    """A unit's private key sealed to the second keeper and then, as a whole, to the first: it takes both."""

    unit_key = models.OneToOneField(UnitKey, models.CASCADE, related_name="recovery")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(first=models.F("second")), name="recovery_takes_two")]

    def __str__(self) -> str:
        return f"khôi phục {self.unit_key_id}"


class Recovery(models.Model):
    """A way back for one handler, under way: the first keeper has opened the outer box, the second has yet to."""

    share = models.OneToOneField(RecoveryShare, models.CASCADE, related_name="under_way")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    released = models.BinaryField()  # still sealed to the second keeper
    begun_on = models.DateField()

    def __str__(self) -> str:
        return f"khôi phục cho {self.officer_id}"


class Unlocking(models.Model):
    """A private key while its owner works: locked under a key that only a cookie in the owner's browser holds."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    private_locked = models.BinaryField()
    expires_at = models.DateTimeField()

    objects = UnlockingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"đang mở: {self.user_id}"
