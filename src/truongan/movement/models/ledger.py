"""Derived rows from which every number of any day is summed; see movement/ledger.py for how they are made."""

from django.db import models

from truongan.accounts.models import Person
from truongan.movement.models.scheme import SchemeType
from truongan.organizations.models import Organization

STOCKS = (
    "schemes",
    "schemes_built",
    "schemes_replicated",
    "schemes_strengthened",
    "schemes_restaffed",
    "schemes_active",
    "teams",
    "team_memberships",
    "team_persons",
    "groups",
    "groups_connected",
    "groups_complete",
    "groups_active",
    "group_memberships",
    "group_persons",
    "covered",
)


class _Stocks(models.Model):
    """One column for each stock; sums over organizations give every figure."""

    schemes = models.IntegerField(default=0)
    schemes_built = models.IntegerField(default=0)
    schemes_replicated = models.IntegerField(default=0)
    schemes_strengthened = models.IntegerField(default=0)
    schemes_restaffed = models.IntegerField(default=0)
    schemes_active = models.IntegerField(default=0)
    teams = models.IntegerField(default=0)
    team_memberships = models.IntegerField(default=0)
    team_persons = models.IntegerField(default=0)
    groups = models.IntegerField(default=0)
    groups_connected = models.IntegerField(default=0)
    groups_complete = models.IntegerField(default=0)
    groups_active = models.IntegerField(default=0)
    group_memberships = models.IntegerField(default=0)
    group_persons = models.IntegerField(default=0)
    covered = models.IntegerField(default=0)

    class Meta:
        abstract = True


class LedgerRow(_Stocks):
    """What entered (sign 1) or left (sign -1) each stock of one organization and model type on one day.

    Columns carry the sign: a stock on day D is the sum of its column over the days up to D. Rows without a type
    hold what belongs to none: groups of no scheme, distinct people, whether the organization has a scheme at all.
    `by_transfer` marks what only changed hands: it came or went for a school, for an area with both schools neither.
    """

    # Without an index of its own: the one by organization and day below answers for it.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    type = models.ForeignKey(SchemeType, models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    sign = models.SmallIntegerField()
    by_transfer = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organization", "day"], name="ledger_by_organization_and_day"),
            # A history of schemes reads every year: from one row in ten, and from the index alone.
            models.Index(
                fields=["organization", "day"],
                include=["schemes"],
                condition=~models.Q(schemes=0),
                name="ledger_of_schemes",
            ),
            models.Index(
                fields=["organization", "day"], condition=models.Q(by_transfer=True), name="ledger_by_transfer"
            ),
            # A nation reads a year of everybody's rows: side by side and from the index alone, not row by row.
            models.Index(
                fields=["day"], include=["organization", "type", "sign", "by_transfer", *STOCKS], name="ledger_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.day} {self.sign:+d}"


class LedgerBalance(_Stocks):
    """An organization's stocks at the beginning of `year` and of those after it, before `until_year`; all types.

    The stock on any day is this row and the year's ledger rows up to the day: five years of a nation's ledger
    need not be summed to answer for one day.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    until_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "year"], name="ledger_balance_once_a_year")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.year}"


class PersonPresence(models.Model):
    """The merged days on which a person is in at least one team (or group) of an organization.

    `is_shared` marks people present in more than one organization: only they can be counted twice in a sum
    over organizations, so only they are looked at when distinct people are wanted.
    """

    class Kind(models.TextChoices):
        TEAM = "team"
        GROUP = "group"

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organization"], name="presence_by_organization"),
            models.Index(fields=["person", "kind"], name="presence_by_person"),
            models.Index(
                fields=["organization"],
                include=["kind", "person", "valid_from", "valid_to"],
                condition=models.Q(is_shared=True),
                name="presence_of_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ở {self.organization_id}"
