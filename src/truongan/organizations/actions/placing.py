"""Where organizations stand, day by day, and what a territory reform does to that."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record, record_many
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.organizations import rules
from truongan.organizations.actions.refusals import CannotPlace, locked
from truongan.organizations.models import Organization, Placement
from truongan.territory.geography import certain_path, certain_paths
from truongan.territory.models import AdministrativeUnit, Succession

Wanted = tuple[Organization, AdministrativeUnit, date]


@dataclass(frozen=True, slots=True)
class Followed:
    """What a reform did: placements carried over, and those a person must place (the unit was split or abolished)."""

    placed: int
    needs_placement: tuple[Placement, ...]


@transaction.atomic
def place_organization(
    *, actor, organization: Organization, unit: AdministrativeUnit, since: date, now: datetime
) -> Placement:
    """The organization stands in `unit` from the day `since`; the placement before ends on that day.

    Placing again on the day of the last placement corrects it. Raises CannotPlace when the unit did not exist
    on that day or a later placement is already known.
    """
    organization = locked(organization)
    require(rules.may_steer(actor, organization))
    before = organization.placements.select_related("unit").order_by("-valid_from").first()
    placement = _place(organization, unit, since, before)
    organization.place_path = certain_path(unit)
    # Also where it goes: an office may not hand a school to a province it does not steer.
    require(rules.may_steer(actor, organization))
    organization.save(update_fields=["place_path"])
    record(
        actor=actor, verb="organizations.organization.placed", target=organization, now=now,
        organization=organization, since=since,
        changes={_("địa bàn từ %(day)s") % {"day": vn_date(since)}: [_named(before), unit.full_name]},
    )  # fmt: skip
    return placement


def _place(organization: Organization, unit: AdministrativeUnit, since: date, before: Placement | None) -> Placement:
    _refuse_unit(unit, since)
    if before and before.valid_from > since:
        raise CannotPlace(
            _("%(name)s đã có địa bàn từ %(day)s; ngày mới phải từ ngày đó trở đi.")
            % {"name": organization.name, "day": vn_date(before.valid_from)}
        )
    if before and before.valid_from == since:
        before.unit, before.path, before.valid_to = unit, unit.path, None
        before.save(update_fields=["unit", "path", "valid_to"])
        return before
    if before:
        organization.placements.filter(valid_to=None).update(valid_to=since)
    return Placement.objects.create(organization=organization, unit=unit, path=unit.path, valid_from=since)


def _refuse_unit(unit: AdministrativeUnit, since: date) -> None:
    if not unit.is_valid_on(since):
        raise CannotPlace(
            _("%(unit)s không tồn tại vào ngày %(day)s.") % {"unit": unit.full_name, "day": vn_date(since)}
        )


@transaction.atomic
def place_many(*, actor, placements: Iterable[Wanted], now: datetime, is_recorded: bool = True) -> list[Placement]:
    """Place many at once: (organization, unit, since) each, an organization at most once. Five queries in all.

    Units are expected to exist on the day (CannotPlace otherwise); organizations that stand there already
    are left alone.
    """
    wanted = list(placements)
    current = _last_placements([organization.pk for organization, _unit, _since in wanted])
    paths = certain_paths({unit.pk for _organization, unit, _since in wanted})
    ending, new, moved = [], [], []
    for organization, unit, since in wanted:
        before = current.get(organization.pk)
        if before and before.unit_id == unit.pk and before.valid_to is None:
            continue
        _refuse_move(actor, organization, unit, since, before)
        if before and before.valid_to is None:
            before.valid_to = since
            ending.append(before)
        new.append(Placement(organization=organization, unit=unit, path=unit.path, valid_from=since))
        organization.place_path = paths[unit.pk]
        require(rules.may_steer(actor, organization))
        moved.append(organization)
    Placement.objects.bulk_update(ending, ["valid_to"], batch_size=1000)
    created = Placement.objects.bulk_create(new, batch_size=1000)
    Organization.objects.bulk_update(moved, ["place_path"], batch_size=1000)
    if is_recorded:
        record_many(
            actor=actor,
            verb="organizations.organization.placed",
            now=now,
            events=[(each.organization, each.organization, _said(each)) for each in created],
        )
    return created


def _refuse_move(
    actor, organization: Organization, unit: AdministrativeUnit, since: date, before: Placement | None
) -> None:
    require(rules.may_steer(actor, organization))
    _refuse_unit(unit, since)
    if before and before.valid_from >= since:
        raise CannotPlace(
            _("%(name)s đã có địa bàn từ %(day)s; ngày mới phải sau ngày đó.")
            % {"name": organization.name, "day": vn_date(before.valid_from)}
        )


def _last_placements(ids: Collection[int]) -> dict[int, Placement]:
    rows = Placement.objects.filter(organization__in=ids).order_by("valid_from")
    return {each.organization_id: each for each in rows}


def _said(placement: Placement) -> dict:
    return {"since": placement.valid_from, "unit": placement.unit.full_name}


@transaction.atomic
def follow_succession(*, actor, effective_on: date, now: datetime) -> Followed:
    """After a reform: whoever stood in a unit that went wholly into another stands in that one from `effective_on`.

    Where a unit was split, or its level was abolished, nobody is placed by guess: those are returned, and stay
    in the list of placements that need a person. Running it again changes nothing. One entry per new unit.
    """
    require(rules.may_follow_reform(actor))
    left_behind = list(
        Placement.objects.left_behind()
        .filter(unit__valid_to=effective_on)
        .select_for_update(of=("self",))
        .select_related("organization", "unit")
    )
    heirs = _whole_successors({each.unit_id for each in left_behind}, effective_on)
    going = [each for each in left_behind if each.unit_id in heirs]
    staying = [each for each in left_behind if each.unit_id not in heirs]
    _carry_over(going, heirs, effective_on)
    _widen_scope(staying)
    by_unit: dict[AdministrativeUnit, list[int]] = defaultdict(list)
    for each in going:
        by_unit[heirs[each.unit_id]].append(each.organization_id)
    record_many(
        actor=actor,
        verb="organizations.placements.followed",
        now=now,
        events=[(unit, None, {"since": effective_on, "organizations": ids}) for unit, ids in by_unit.items()],
    )
    return Followed(len(going), tuple(staying))


def _whole_successors(unit_ids: Collection[int], effective_on: date) -> dict[int, AdministrativeUnit]:
    rows = Succession.objects.filter(old__in=unit_ids, effective_on=effective_on).select_related("old", "new")
    heirs: dict[int, AdministrativeUnit] = {}
    for each in rows:
        # A district went into a province: true, but nobody stands "in the province" who stood in a district.
        if each.kind == Succession.Kind.WHOLE and each.old.level == each.new.level:
            heirs[each.old_id] = each.new
    return heirs


def _carry_over(going: list[Placement], heirs: dict[int, AdministrativeUnit], effective_on: date) -> None:
    new, organizations = [], []
    paths = certain_paths({unit.pk for unit in heirs.values()})
    for each in going:
        unit = heirs[each.unit_id]
        each.valid_to = effective_on
        new.append(Placement(organization=each.organization, unit=unit, path=unit.path, valid_from=effective_on))
        each.organization.place_path = paths[unit.pk]
        organizations.append(each.organization)
    Placement.objects.bulk_update(going, ["valid_to"], batch_size=1000)
    Placement.objects.bulk_create(new, batch_size=1000)
    Organization.objects.bulk_update(organizations, ["place_path"], batch_size=1000)


def _widen_scope(staying: list[Placement]) -> None:
    """Until somebody places them, they are seen by whoever steers the smallest unit that surely holds them."""
    paths = certain_paths({each.unit_id for each in staying})
    for each in staying:
        each.organization.place_path = paths[each.unit_id]
    Organization.objects.bulk_update([each.organization for each in staying], ["place_path"], batch_size=1000)


def _named(placement: Placement | None) -> str:
    return placement.unit.full_name if placement else ""
