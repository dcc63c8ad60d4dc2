from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from truongan.territory.models import AdministrativeUnit


class Seal(models.Model):
    """A set of figures as they were on the moment of sealing, with the hash of the rows behind them.

    Never changed. When the register is corrected later the seal stays, and what changed can be shown beside it.
    """

    unit = models.ForeignKey(AdministrativeUnit, models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("tính đến ngày"))
    since = models.DateField(_("từ ngày"), null=True)
    rows_sha256 = models.CharField(max_length=64)
    # Rows by unit, type and level as the report's annexes show them: [{label, note, values: {code: n}}]
    tables = models.JSONField(default=dict)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on:%d/%m/%Y}"


class SealedFigure(models.Model):
    """One number of a seal, with the share of every organization: id → value."""

    seal = models.ForeignKey(Seal, models.CASCADE, related_name="figures")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    unit_label = models.CharField(max_length=40)
    basis = models.TextField()
    value = models.IntegerField(null=True)
    opening = models.IntegerField(null=True)
    added = models.IntegerField(null=True)
    removed = models.IntegerField(null=True)
    in_period = models.IntegerField(null=True)
    whole = models.IntegerField(null=True)
    by_organization = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "code"], name="sealed_figure_once_per_seal")]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"
