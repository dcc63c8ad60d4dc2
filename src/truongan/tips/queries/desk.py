"""What handlers, keepers and administrators see at work."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from truongan.accounts.models import Appointment, User
from truongan.organizations.models import Organization
from truongan.organizations.querysets import OrganizationQuerySet
from truongan.tips.models import OfficerKey, RecoveryShare, Tip, TipOfficer, UnitKey, UnitKeyShare
from truongan.tips.rings import Ring, Story, story_of
from truongan.tips.routing import ready_keys
from truongan.tips.sealing import CannotOpen
from truongan.tips.states import TONES, Duty, TipState


@dataclass(frozen=True)
class QueueRow:
    tip: Tip
    story: Story | None  # None: locked, or not for this person
    tone: str


def queue_rows(user, ring: Ring | None, tips: Iterable[Tip], day: date) -> list[QueueRow]:
    """Each tip with its topic and place as far as this person's keys open them; one query beside the tips' own."""
    own = set(Appointment.objects.on(day).filter(person=user.person_id).values_list("organization", flat=True))
    return [QueueRow(tip, _readable(tip, ring, own), TONES[TipState(tip.state)]) for tip in tips]


def _readable(tip: Tip, ring: Ring | None, own: set[int]) -> Story | None:
    if ring is None:
        return None
    try:
        story = story_of(tip, ring.keys_of(tip))
    except CannotOpen:
        return None
    return None if own & set(story.concerned) else story


@dataclass(frozen=True)
class OfficerRow:
    """A duty, and whether its holder can do it."""

    officer: TipOfficer
    has_secret: bool
    holds_current: bool
    missing: int  # keys of the unit this handler cannot open
    is_in_post: bool


@dataclass(frozen=True)
class UnitDesk:
    """A unit's handlers, keepers and keys."""

    organization: Organization
    rows: list[OfficerRow]
    current: UnitKey | None
    keys: list[UnitKey]
    is_recoverable: bool
    is_ready: bool

    @property
    def keepers(self) -> list[OfficerRow]:
        return [row for row in self.rows if row.officer.duty == Duty.KEEPER]


def unit_desk(organization: Organization, day: date, ready: Collection[int] | None = None) -> UnitDesk:
    """Seven queries, whatever the number of officers; `ready`: the units of `ready_keys`, where they are known."""
    officers = list(
        TipOfficer.objects.open().filter(organization=organization).select_related("user__person").order_by("pk")
    )
    keys = list(UnitKey.objects.filter(organization=organization).order_by("version"))
    current = next((key for key in keys if key.retired_on is None), None)
    secrets = set(OfficerKey.objects.filter(user__in=[o.user_id for o in officers]).values_list("user", flat=True))
    shares = set(UnitKeyShare.objects.filter(unit_key__in=keys).values_list("user", "unit_key"))
    in_post = set(
        TipOfficer.objects.open().in_post_on(day).filter(organization=organization).values_list("pk", flat=True)
    )
    rows = [
        OfficerRow(
            each,
            each.user_id in secrets,
            current is not None and (each.user_id, current.pk) in shares,
            sum((each.user_id, key.pk) not in shares for key in keys),
            each.pk in in_post,
        )
        for each in officers
    ]
    recoverable = RecoveryShare.objects.filter(unit_key__in=keys).count() == len(keys) > 0
    able = ready_keys(day) if ready is None else ready
    return UnitDesk(organization, rows, current, keys, recoverable, organization.pk in able)


def units_in_duty(user) -> QuerySet[Organization]:
    """Units in which this person handles tips or keeps half the recovery."""
    return Organization.objects.filter(pk__in=TipOfficer.objects.open().filter(user=user).values("organization"))


def units_concerned(story: Story) -> QuerySet[Organization]:
    """What an opened tip is about, for those who have opened it."""
    return Organization.objects.filter(pk__in=story.concerned).order_by("sort_key")


def has_current_key(organization_id: int) -> bool:
    """Whether new tips can be sealed to the unit."""
    return UnitKey.objects.current().filter(organization=organization_id).exists()


def units_administered(user) -> OrganizationQuerySet:
    """Agencies in which this person names handlers; schools receive no tips."""
    return Organization.objects.administered_by(user).exclude(sector="school").filter(closed_on=None)


def units_known(user) -> QuerySet[Organization]:
    """Those this person administers and those of their own duties, which may lie outside what they otherwise see."""
    theirs = Q(pk__in=units_in_duty(user).values("pk")) | Q(pk__in=units_administered(user).values("pk"))
    return Organization.objects.filter(theirs).order_by("sort_key")


def units_with_officers(user) -> QuerySet[Organization]:
    """Those of the person's own duties and those they administer, as far as anybody is named there."""
    named = TipOfficer.objects.open().filter(organization=OuterRef("pk"))
    return units_known(user).filter(Exists(named))


def has_part(user) -> bool:
    """Whether confidential tips are any of this person's business: else their pages do not exist."""
    if not user.is_authenticated or not user.is_active:
        return False
    scope = user.scope
    if any(area.may_administer for area in scope.areas):
        return True
    return TipOfficer.objects.open().filter(user=user).exists()


def is_officer(user) -> Exists:
    """Condition for the menu: this person has a duty; asked within the query the menu makes anyway."""
    return Exists(TipOfficer.objects.open().filter(user=user.pk))


def nameable(organization: Organization, day: date) -> QuerySet[User]:
    """People with a sign-in and a post in the unit, or who administer it or all: candidates for a duty."""
    posts = Appointment.objects.on(day).filter(organization=organization).values("person")
    over = Appointment.objects.on(day).filter(role="admin", organization__in=_over(organization)).values("person")
    found = Q(person__in=posts) | Q(person__in=over) | Q(is_superuser=True)
    return User.objects.filter(found, is_active=True, person__isnull=False).order_by("person__sort_key")


def _over(organization: Organization) -> QuerySet[Organization]:
    path = organization.place_path
    prefixes = [path[: index + 1] for index, letter in enumerate(path) if letter == "/"]
    return Organization.objects.filter(place_path__in=prefixes).exclude(sector="school")


def units_to_forward_to(tip: Tip, concerned: Iterable[int], day: date) -> QuerySet[Organization]:
    """Agencies that could open a tip today, without the present holder and those concerned."""
    able = set(ready_keys(day)) - {tip.holder_id} - set(concerned)
    return Organization.objects.filter(pk__in=able).exclude(sector="school").order_by("sort_key")
