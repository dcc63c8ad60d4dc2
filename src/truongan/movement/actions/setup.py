"""Setting a scheme up in one sitting: scheme, decision, teams, rosters and group, or nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.kernel.refusals import require
from truongan.movement.actions.groups import register_group
from truongan.movement.actions.people import Newcomer, seated
from truongan.movement.actions.refusals import CannotRegister
from truongan.movement.actions.roster import Seat
from truongan.movement.actions.schemes import record_event, register_scheme
from truongan.movement.actions.teams import add_team
from truongan.movement.models import ConnectionGroup, Scheme, SchemeType, SetupDraft
from truongan.movement.states import EventKind
from truongan.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class TeamPlan:
    name: str
    formed_on: date
    roster: Sequence[Seat | Newcomer] = ()


@dataclass(frozen=True, slots=True)
class GroupPlan:
    name: str
    formed_on: date
    platform: str = ConnectionGroup.Platform.ZALO
    link: str = ""
    roster: Sequence[Seat | Newcomer] = ()


@dataclass(frozen=True, slots=True)
class SchemePlan:
    """What a head of school fills in; `established_on` is the day the decision takes effect."""

    type: SchemeType
    organization: Organization
    established_on: date
    name: str = ""
    pilot: Scheme | None = None
    is_replica: bool = False
    decision_number: str = ""
    decision_on: date | None = None
    decided_by: str = ""
    launched_on: date | None = None
    teams: Sequence[TeamPlan] = field(default=())
    group: GroupPlan | None = None


@transaction.atomic
def set_up_scheme(*, actor, plan: SchemePlan, draft: SetupDraft | None = None, now: datetime) -> Scheme:
    """Register everything of a new scheme in one transaction; the draft it came from is gone afterwards.

    Raises the refusals of the single steps (CannotRegister, CannotRecord, CannotChangeRoster): nothing is kept then.
    """
    if plan.launched_on and plan.launched_on < plan.established_on:
        raise CannotRegister(_("Ngày ra mắt trước ngày thành lập. Sửa một trong hai ngày."))
    scheme = register_scheme(
        actor=actor, type=plan.type, organization=plan.organization, name=plan.name, pilot=plan.pilot,
        is_replica=plan.is_replica, now=now,
    )  # fmt: skip
    record_event(
        actor=actor, scheme=scheme, kind=EventKind.ESTABLISHED, on=plan.established_on,
        decision_number=plan.decision_number, decision_on=plan.decision_on, decided_by=plan.decided_by, now=now,
    )  # fmt: skip
    if plan.launched_on:
        record_event(actor=actor, scheme=scheme, kind=EventKind.LAUNCHED, on=plan.launched_on, now=now)
    for team in plan.teams:
        roster = seated(actor=actor, organization=plan.organization, lines=list(team.roster), now=now)
        add_team(actor=actor, scheme=scheme, name=team.name, formed_on=team.formed_on, roster=roster, now=now)
    if plan.group:
        _register(actor, scheme, plan.group, now)
    if draft is not None:
        discard_draft(actor=actor, draft=draft)
    scheme.refresh_from_db()
    return scheme


def _register(actor, scheme: Scheme, group: GroupPlan, now: datetime) -> None:
    roster = seated(actor=actor, organization=scheme.organization, lines=list(group.roster), now=now)
    register_group(
        actor=actor, organization=scheme.organization, scheme=scheme, name=group.name, formed_on=group.formed_on,
        platform=group.platform, link=group.link, roster=roster, now=now,
    )  # fmt: skip


def save_draft(
    *,
    actor,
    fields: dict,
    organization: Organization | None = None,
    draft: SetupDraft | None = None,
    now: datetime,
) -> SetupDraft:
    """Keep what was typed so far, seen by its writer alone."""
    draft = draft or SetupDraft(user=actor)
    require(draft.user_id == actor.pk)
    draft.fields, draft.organization, draft.updated_at = fields, organization, now
    draft.save()
    return draft


def discard_draft(*, actor, draft: SetupDraft) -> None:
    require(draft.user_id == actor.pk)
    draft.delete()
