from django.db import models
from django.db.models import Q

from truongan.organizations.models import Organization


class Tally(models.Model):
    """Counts of a year that outlive the tips: of a unit, or of all together (no unit), never of one tip.

    Topics are counted for all together alone: in a unit with one tip a count of topics would be that tip's topic.
    """

    year = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    measure = models.CharField(max_length=40)  # received, topic:violence, state:substantiated, forwarded, deleted
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organization", "measure"], nulls_distinct=False, name="tip_tally_once"
            ),
            models.CheckConstraint(
                condition=Q(organization=None) | ~Q(measure__startswith="topic:"), name="tip_tally_topics_of_all_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.measure}"


class Pressure(models.Model):
    """How many receipts were tried in vain in one minute, by everybody together: a number, nobody's address."""

    minute = models.DateTimeField(unique=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.minute:%H:%M} {self.count}"


class SpentForm(models.Model):
    """A form that has been sent once; not tied to the tip it became."""

    key = models.CharField(max_length=64, unique=True)
    # Of its token and the minute together: says when to whom has the token, and the token is kept nowhere.
    minute_hash = models.CharField(max_length=64)
    spent_on = models.DateField()

    def __str__(self) -> str:
        return str(self.spent_on)
