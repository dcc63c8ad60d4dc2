"""Teams of a scheme and their dated rosters."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.movement import ledger, rules
from truongan.movement.actions.life import audit_part, holder_on
from truongan.movement.actions.refusals import (
    CannotChangeRoster,
    CannotEnd,
    CannotRegister,
    locked_organization,
    refuse_absent_organization,
    refuse_future,
)
from truongan.movement.actions.roster import RosterChange, Seat, apply_roster
from truongan.movement.actions.schemes import end_row
from truongan.movement.models import Scheme, Team


@transaction.atomic
def add_team(
    *, actor, scheme: Scheme, name: str, formed_on: date, roster: Collection[Seat] = (), now: datetime
) -> Team:
    """Form a team under a scheme, with its first roster from the same day."""
    organization = locked_organization(scheme.organization_id)
    require(rules.may_write_for(actor, organization))
    refuse_future(formed_on, now, CannotRegister)
    refuse_absent_organization(holder_on(scheme, formed_on), formed_on, CannotRegister)
    if scheme.stock_to is not None:
        raise CannotRegister(
            _("Điểm mô hình đã kết thúc từ ngày %(day)s, không lập thêm tổ được.") % {"day": vn_date(scheme.stock_to)}
        )
    team = Team(scheme=scheme, organization=organization, name=name, formed_on=formed_on)
    team.derive_keys()
    _refuse_same_name(team)
    team.save()
    apply_roster(team.memberships, roster, formed_on, role_field="role")
    ledger.refresh([organization.pk])
    audit_part(actor, "movement.team.added", team, now, formed_on=formed_on, members=len(roster))
    return team


@transaction.atomic
def end_team(*, actor, team: Team, on: date, now: datetime) -> Team:
    """The team and every place in it end; from `on` it is not counted."""
    team = _locked(actor, team)
    if team.ended_on is not None:
        raise CannotEnd(_("Tổ này đã kết thúc từ ngày %(day)s.") % {"day": vn_date(team.ended_on)})
    refuse_future(on, now, CannotEnd)
    end_row(team, on)
    ledger.refresh([team.organization_id])
    audit_part(actor, "movement.team.ended", team, now, on=on)
    return team


@transaction.atomic
def change_roster(*, actor, team: Team, roster: Collection[Seat], on: date, now: datetime) -> RosterChange:
    """Make the roster equal to `roster` from `on`: who stays keeps the old date, who left gets an end.

    For a re-staffing by decision use `restaff_scheme`, which records the event as well.
    """
    team = _locked(actor, team)
    refuse_future(on, now, CannotChangeRoster)
    if team.ended_on is not None or on < team.formed_on:
        raise CannotChangeRoster(
            _("Tổ lập ngày %(day)s. Chọn ngày trong thời gian tổ hoạt động.") % {"day": vn_date(team.formed_on)}
        )
    change = apply_roster(team.memberships, roster, on, role_field="role")
    ledger.refresh([team.organization_id])
    audit_part(
        actor, "movement.team.roster_changed", team, now,
        on=on, joined=change.joined, left=change.left, moved=change.moved, note=change.words,
    )  # fmt: skip
    return change


def _locked(actor, team: Team) -> Team:
    locked_organization(team.organization_id)
    team = Team.objects.select_for_update(of=("self",)).select_related("organization", "scheme").get(pk=team.pk)
    require(rules.may_edit_team(actor, team))
    return team


def _refuse_same_name(team: Team) -> None:
    if not team.name:
        raise CannotRegister(_("Đặt tên cho tổ, ví dụ “Tổ tự quản cổng trường”."))
    if Team.objects.filter(scheme=team.scheme_id, search_fold=team.search_fold, ended_on=None).exists():
        raise CannotRegister(_("Điểm này đã có tổ tên “%(name)s”. Đặt tên khác hoặc mở tổ đó.") % {"name": team.name})
