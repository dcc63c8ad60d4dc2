from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from truongan.incidents.models.categories import ClusterRule
from truongan.incidents.querysets import ClusterQuerySet
from truongan.organizations.models import Organization


class Cluster(models.Model):
    """Cases of one disease at one school that lie so close together that the health station must look at them.

    A sign, never a finding: whether they hang together, and whether it is an outbreak, the station and the authority
    say. `cases` are keys of incidents; an array, so that a recount locks none of them.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    disease = models.SlugField(max_length=30)  # code of a Disease
    rule = models.ForeignKey(ClusterRule, models.PROTECT, related_name="+")
    cases = ArrayField(models.BigIntegerField())
    ill_count = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    noticed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # too few are left; what was told stays told

    objects = ClusterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "disease"], name="cluster_of_a_school"),
            GinIndex(fields=["cases"], name="cluster_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.disease} {self.first_on}"

    @property
    def cause(self) -> str:
        """What the message is said for that tells of it."""
        return f"incidents.cluster.{self.pk}"
