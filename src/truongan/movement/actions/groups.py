"""Connection groups: registered by people, checked by people; no program can read an ordinary chat group."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from truongan.accounts.models import Person
from truongan.documents.uploads import discarded_on_failure
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.movement import ledger, rules
from truongan.movement.actions.evidence import store_evidence
from truongan.movement.actions.life import audit_part
from truongan.movement.actions.refusals import (
    CannotChangeRoster,
    CannotEnd,
    CannotRecord,
    CannotRegister,
    locked_organization,
    refuse_absent_organization,
    refuse_future,
)
from truongan.movement.actions.roster import RosterChange, Seat, apply_roster
from truongan.movement.actions.schemes import end_row
from truongan.movement.models import ConnectionGroup, GroupCheck, GroupKind, GroupMembership, Scheme
from truongan.organizations.models import Organization


@transaction.atomic
def register_group(
    *,
    actor,
    organization: Organization,
    name: str,
    formed_on: date,
    scheme: Scheme | None = None,
    platform: str = ConnectionGroup.Platform.ZALO,
    link: str = "",
    owner: Person | None = None,
    kind: GroupKind | None = None,
    purpose: str = "",
    roster: Collection[Seat] = (),
    now: datetime,
) -> ConnectionGroup:
    """Enter a chat group of the organization with its first members. A `Seat.role` here is a capacity."""
    organization = locked_organization(organization.pk)
    require(rules.may_write_for(actor, organization))
    refuse_future(formed_on, now, CannotRegister)
    refuse_absent_organization(organization, formed_on, CannotRegister)
    _refuse_foreign_scheme(scheme, organization)
    group = ConnectionGroup(
        organization=organization,
        scheme=scheme,
        name=name,
        platform=platform,
        link=_link(link),
        owner=owner,
        kind=kind,
        purpose=purpose,
        formed_on=formed_on,
    )
    group.derive_keys()
    _refuse_same_name(group)
    group.save()
    apply_roster(group.memberships, roster, formed_on, role_field="capacity")
    ledger.refresh([organization.pk])
    audit_part(actor, "movement.group.registered", group, now, formed_on=formed_on, members=len(roster))
    return group


@transaction.atomic
def change_group(
    *, actor, group: ConnectionGroup, name: str, platform: str, link: str, owner: Person | None,
    scheme: Scheme | None = None, kind: GroupKind | None = None, purpose: str = "", now: datetime,
) -> ConnectionGroup:  # fmt: skip
    """Correct what identifies a group: name, platform, link, owner, scheme."""
    group = _locked(actor, group)
    _refuse_foreign_scheme(scheme, group.organization)
    before = (group.name, group.link, group.owner)
    group.name, group.platform, group.link, group.owner, group.scheme = (
        name,
        platform,
        _link(link),
        owner,
        scheme,
    )
    group.kind, group.purpose = kind, purpose
    group.derive_keys()
    _refuse_same_name(group)
    group.save(update_fields=["name", "search_fold", "platform", "link", "owner", "scheme", "kind", "purpose"])
    ledger.refresh([group.organization_id])  # it is counted under the type of its scheme
    after = (group.name, group.link, group.owner)
    labels = (_("tên nhóm"), _("đường dẫn"), _("trưởng nhóm"))
    pairs = zip(labels, before, after, strict=True)
    changes = {label: [str(old or ""), str(new or "")] for label, old, new in pairs if old != new}
    audit_part(actor, "movement.group.changed", group, now, changes=changes)
    return group


@transaction.atomic
def end_group(*, actor, group: ConnectionGroup, on: date, now: datetime) -> ConnectionGroup:
    """The group is dissolved; from `on` neither it nor its members are counted."""
    group = _locked(actor, group)
    if group.ended_on is not None:
        raise CannotEnd(_("Nhóm này đã kết thúc từ ngày %(day)s.") % {"day": vn_date(group.ended_on)})
    refuse_future(on, now, CannotEnd)
    end_row(group, on)
    ledger.refresh([group.organization_id])
    audit_part(actor, "movement.group.ended", group, now, on=on)
    return group


@transaction.atomic
def change_group_members(
    *, actor, group: ConnectionGroup, roster: Collection[Seat], on: date, now: datetime
) -> RosterChange:
    """Make the members equal to `roster` from `on`; capacities (police, health, school, member) are dated too."""
    group = _locked(actor, group)
    refuse_future(on, now, CannotChangeRoster)
    if group.ended_on is not None or on < group.formed_on:
        raise CannotChangeRoster(
            _("Nhóm lập ngày %(day)s. Chọn ngày trong thời gian nhóm hoạt động.") % {"day": vn_date(group.formed_on)}
        )
    change = apply_roster(group.memberships, roster, on, role_field="capacity")
    ledger.refresh([group.organization_id])
    audit_part(
        actor, "movement.group.members_changed", group, now,
        on=on, joined=change.joined, left=change.left, moved=change.moved, note=change.words,
    )  # fmt: skip
    return change


@transaction.atomic
def add_group_member(
    *, actor, group: ConnectionGroup, person: Person, capacity: str, on: date, now: datetime
) -> RosterChange:
    """One more person from `on`; the others stay as they are. CannotChangeRoster where they are in it already."""
    group = _locked(actor, group)
    seats = _present_seats(group)
    if any(seat.person == person for seat in seats):
        raise CannotChangeRoster(_("%(name)s đã có trong nhóm.") % {"name": person.name})
    return change_group_members(actor=actor, group=group, roster=[*seats, Seat(capacity, person)], on=on, now=now)


@transaction.atomic
def fill_vacancy(
    *, actor, group: ConnectionGroup, place: GroupMembership, successor: Person | None, on: date, now: datetime
) -> RosterChange:
    """Whoever's post has ended leaves the roster on `on` and `successor` takes the place in the same capacity.

    Without a successor the place is only closed. The earlier days stay as they were.
    """
    group = _locked(actor, group)
    if not group.memberships.filter(pk=place.pk, valid_to=None).exists():
        raise CannotChangeRoster(_("Chỗ này đã được thay. Tải lại trang để xem danh sách mới."))
    seats = [seat for seat in _present_seats(group) if seat.person != place.person]
    if successor and any(seat.person == successor for seat in seats):
        raise CannotChangeRoster(_("%(name)s đã có trong nhóm.") % {"name": successor.name})
    if successor:
        seats.append(Seat(place.capacity, successor))
    return change_group_members(actor=actor, group=group, roster=seats, on=on, now=now)


def _present_seats(group: ConnectionGroup) -> list[Seat]:
    places = group.memberships.filter(valid_to=None).select_related("person")
    return [Seat(place.capacity, place.person, place.count, place.label) for place in places]


@transaction.atomic
def record_check(
    *,
    actor,
    group: ConnectionGroup,
    on: date,
    is_active: bool,
    declared_count: int | None = None,
    note: str = "",
    last_message_on: date | None = None,
    difference: dict | None = None,
    files: Collection = (),
    now: datetime,
) -> GroupCheck:
    """Somebody looked at the group that day: alive or not, how many members it shows, with a picture of it.

    `last_message_on` is the day of the newest message seen; `difference` what a comparison with the roster gave
    (numbers and ids of people of the roster; nobody from outside it by name).
    """
    group = _locked(actor, group)
    refuse_future(on, now, CannotRecord)
    refuse_future(last_message_on, now, CannotRecord)
    if on < group.formed_on or (group.ended_on and on >= group.ended_on):
        raise CannotRecord(
            _("Nhóm lập ngày %(day)s. Chọn ngày kiểm tra trong thời gian nhóm hoạt động.")
            % {"day": vn_date(group.formed_on)}
        )
    if group.checks.filter(on=on).exists():
        raise CannotRecord(_("Ngày %(day)s đã có một lần kiểm tra. Chọn ngày khác.") % {"day": vn_date(on)})
    with discarded_on_failure():
        check = GroupCheck.objects.create(
            group=group, on=on, is_active=is_active, declared_count=declared_count, note=note,
            last_message_on=last_message_on, difference=difference, recorded_at=now, recorded_by=actor,
        )  # fmt: skip
        for file in files:
            store_evidence(actor=actor, target=check, file=file, now=now)
        derive_group(group)
        ledger.refresh([group.organization_id])
        audit_part(
            actor,
            "movement.group.checked",
            group,
            now,
            on=on,
            is_active=is_active,
            declared=declared_count,
            note=vn_date(on),
        )
    return check


def derive_group(group: ConnectionGroup) -> None:
    """Last check, and last check that found the group alive."""
    known = group.checks.aggregate(checked=Max("on"), active=Max("on", filter=Q(is_active=True)))
    group.last_checked_on, group.last_active_on = known["checked"], known["active"]
    group.save(update_fields=["last_checked_on", "last_active_on"])


def _locked(actor, group: ConnectionGroup) -> ConnectionGroup:
    locked_organization(group.organization_id)
    group = ConnectionGroup.objects.select_for_update(of=("self",)).select_related("organization").get(pk=group.pk)
    require(rules.may_edit_group(actor, group))
    return group


def _link(link: str) -> str:
    link = link.strip()
    if link and not link.startswith("https://"):
        raise CannotRegister(_("Đường dẫn nhóm phải bắt đầu bằng https:// (chép từ mục “Chia sẻ liên kết nhóm”)."))
    return link


def _refuse_foreign_scheme(scheme: Scheme | None, organization: Organization) -> None:
    if scheme is not None and scheme.organization_id != organization.pk:
        raise CannotRegister(
            _("Điểm mô hình đã chọn thuộc đơn vị khác. Chọn điểm của %(school)s.") % {"school": organization.name}
        )


def _refuse_same_name(group: ConnectionGroup) -> None:
    if not group.name:
        raise CannotRegister(_("Đặt tên cho nhóm."))
    same = ConnectionGroup.objects.filter(
        organization=group.organization_id, search_fold=group.search_fold, ended_on=None
    )
    if same.exclude(pk=group.pk).exists():
        raise CannotRegister(
            _("Đơn vị đã có nhóm tên “%(name)s”. Mở nhóm đó, hoặc đặt tên khác.") % {"name": group.name}
        )
