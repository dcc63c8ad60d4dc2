from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from truongan.accounts.models import Person
from truongan.movement.models.parts import DatedPlace, NamedPart
from truongan.movement.models.scheme import Scheme
from truongan.movement.querysets import TeamMembershipQuerySet, TeamQuerySet
from truongan.organizations.models import Organization


class Team(NamedPart):
    """A self-management team (tổ tự quản) that carries a scheme out."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="teams", verbose_name=_("điểm mô hình"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="teams"
    )  # the scheme's; lists sort by it
    name = models.CharField(_("tên tổ"), max_length=200)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "search_fold"], condition=Q(ended_on=None), name="team_name_once_per_scheme"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("formed_on")), name="team_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["organization", "formed_on"], name="team_by_organization")]

    def get_absolute_url(self) -> str:
        return reverse("movement:team", args=[self.pk])


class TeamMembership(DatedPlace):
    """A person's dated place in a team; or a number of unnamed pupils (no pupil's name is kept above the school)."""

    class Role(models.TextChoices):
        HEAD = "head", _("Trưởng ban, chủ nhiệm")
        DEPUTY = "deputy", _("Phó")
        LEADER = "leader", _("Tổ trưởng")
        VICE_LEADER = "vice_leader", _("Tổ phó")
        MEMBER = "member", _("Thành viên")

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", db_index=False)  # see the indexes below
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="team_memberships")
    role = models.CharField(_("vai trò"), max_length=12, choices=Role, default=Role.MEMBER)

    objects = TeamMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "person"], condition=Q(valid_to=None), name="team_member_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="team_membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(person=None, count__gte=1) & ~Q(label="") | Q(person__isnull=False, count=1),
                name="team_membership_named_or_counted",
            ),
        ]
        indexes = [
            # The sizes of teams are read from the index alone; who leads them from one a tenth as large.
            models.Index(fields=["team", "valid_from"], include=["valid_to", "count"], name="team_membership_sizes"),
            models.Index(
                fields=["team", "valid_from"],
                include=["valid_to"],
                condition=Q(role__in=("head", "leader")),
                name="team_membership_heads",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.label} trong {self.team_id}"
