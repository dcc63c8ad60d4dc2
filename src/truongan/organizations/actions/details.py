"""What an organization is called, to whom it reports, and how large it is."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from truongan.audit.actions import record, record_many
from truongan.kernel.dates import vn_date
from truongan.kernel.refusals import require
from truongan.kernel.text import nfc
from truongan.organizations import rules
from truongan.organizations.actions.placing import place_many
from truongan.organizations.actions.refusals import CannotChangeOrganization, locked
from truongan.organizations.models import Organization, SchoolProfile
from truongan.territory.geography import certain_paths
from truongan.territory.models import AdministrativeUnit

_CONTACTS = ("short_name", "address", "phone", "founded_on")


@transaction.atomic
def create_organization(
    *, actor, unit: AdministrativeUnit | None = None, since: date | None = None, now: datetime, **fields: Any
) -> Organization:
    """Take an agency or a school into the register, placed in `unit` from the day `since`.

    `fields` are those of Organization: code, name, sector, level and what else is known. Raises
    CannotChangeOrganization for a code in use, CannotPlace for a unit that did not exist on that day.
    """
    return create_many(actor=actor, rows=[(fields, unit, since)], now=now)[0]


@transaction.atomic
def create_many(
    *, actor, rows: Iterable[tuple[Mapping[str, Any], AdministrativeUnit | None, date | None]], now: datetime
) -> list[Organization]:
    """Take many at once: (fields, unit, since) each. A fixed number of queries, one audit entry per organization."""
    rows = list(rows)
    paths = certain_paths({unit.pk for _fields, unit, _since in rows if unit})
    created = []
    for fields, unit, _since in rows:
        organization = Organization(place_path=paths[unit.pk] if unit else "", **fields)
        organization.derive_keys()
        require(rules.may_create(actor, organization))
        created.append(organization)
    _refuse_used_codes(created)
    Organization.objects.bulk_create(created, batch_size=1000)
    placed = [
        (organization, unit, since)
        for organization, (_f, unit, since) in zip(created, rows, strict=True)
        if unit and since
    ]
    place_many(actor=actor, placements=placed, now=now, is_recorded=False)
    record_many(
        actor=actor,
        verb="organizations.organization.created",
        now=now,
        events=[(each, each, {"code": each.code}) for each in created],
    )
    return created


def _refuse_used_codes(created: list[Organization]) -> None:
    codes = [each.code for each in created]
    used = Organization.objects.filter(code__in=codes).values_list("code", flat=True).first()
    twice = next((code for code in codes if codes.count(code) > 1), None) if len(codes) <= 50 else None
    if used or twice:
        raise CannotChangeOrganization(
            _("Mã %(code)s đã có trong sổ. Mỗi đơn vị một mã riêng.") % {"code": used or twice}
        )


@transaction.atomic
def rename_organization(
    *, actor, organization: Organization, name: str, short_name: str = "", now: datetime
) -> Organization:
    """Give the organization another name; the old one stays in the record."""
    organization = locked(organization)
    require(rules.may_steer(actor, organization))
    name = nfc(name)
    if not name:
        raise CannotChangeOrganization(_("Tên không được để trống."))
    changes = {_("tên"): [organization.name, name]}
    if nfc(short_name) != organization.short_name:
        changes[_("tên viết tắt")] = [organization.short_name, nfc(short_name)]
    organization.name, organization.short_name = name, nfc(short_name)
    organization.derive_keys()
    organization.save(update_fields=["name", "short_name", "search_fold", "sort_key"])
    record(
        actor=actor, verb="organizations.organization.renamed", target=organization, now=now,
        organization=organization, changes=changes,
    )  # fmt: skip
    return organization


@transaction.atomic
def edit_organization(*, actor, organization: Organization, changes: Mapping[str, Any], now: datetime) -> Organization:
    """Change contact details: short_name, address, phone, founded_on; fields that are not named keep their value."""
    organization = locked(organization)
    require(rules.may_edit(actor, organization))
    said = {}
    for name in _CONTACTS:
        if name in changes and changes[name] != getattr(organization, name):
            label = _label(Organization, name)
            said[label] = [_text(getattr(organization, name)), _text(changes[name])]
            setattr(organization, name, changes[name])
    if not said:
        return organization
    _refuse_end_before_start(organization)
    organization.derive_keys()
    organization.save(update_fields=[*_CONTACTS, "search_fold", "sort_key"])
    record(
        actor=actor, verb="organizations.organization.edited", target=organization, now=now,
        organization=organization, changes=said,
    )  # fmt: skip
    return organization


@transaction.atomic
def close_organization(
    *, actor, organization: Organization, on: date, reason: str = "", now: datetime
) -> Organization:
    """Dissolve from the day `on` (the first day it no longer exists). Its past stays in every figure of that time."""
    organization = locked(organization)
    require(rules.may_steer(actor, organization))
    if organization.closed_on:
        raise CannotChangeOrganization(_("Đơn vị đã giải thể từ %(day)s.") % {"day": vn_date(organization.closed_on)})
    organization.closed_on = on
    _refuse_end_before_start(organization)
    organization.save(update_fields=["closed_on"])
    record(
        actor=actor, verb="organizations.organization.closed", target=organization, now=now,
        organization=organization, on=on, reason=reason,
    )  # fmt: skip
    return organization


@transaction.atomic
def change_route(*, actor, organization: Organization, reports_to: Organization | None, now: datetime) -> Organization:
    """Set to whom the organization reports. A circle, however long, is refused."""
    organization = locked(organization)
    require(rules.may_steer(actor, organization))
    _refuse_circle(organization, reports_to)
    before = organization.reports_to
    organization.reports_to = reports_to
    organization.save(update_fields=["reports_to"])
    record(
        actor=actor, verb="organizations.route.changed", target=organization, now=now, organization=organization,
        changes={_("báo cáo lên"): [str(before or ""), str(reports_to or "")]},
    )  # fmt: skip
    return organization


def _refuse_circle(organization: Organization, superior: Organization | None) -> None:
    # Asked of the database step by step: what the caller holds in memory may be older than the register.
    step, seen = superior.pk if superior else None, set()
    while step is not None and step not in seen:
        if step == organization.pk:
            raise CannotChangeOrganization(
                _("Tuyến báo cáo thành vòng tròn: đơn vị được chọn đang báo cáo lên chính đơn vị này.")
            )
        seen.add(step)
        step = Organization.objects.values_list("reports_to", flat=True).get(pk=step)


@transaction.atomic
def save_school_profile(
    *,
    actor,
    organization: Organization,
    school_year: str,
    school_level: str,
    class_count: int | None = None,
    pupil_count: int | None = None,
    staff_count: int | None = None,
    now: datetime,
) -> SchoolProfile:
    """A school's level, classes, pupils and staff in one school year ("2021-2022"); saving again replaces it."""
    organization = locked(organization)
    require(rules.may_edit(actor, organization))
    if not organization.is_school:
        raise CannotChangeOrganization(_("Chỉ trường học có quy mô theo năm học."))
    _refuse_bad_school_year(school_year)
    numbers = {"class_count": class_count, "pupil_count": pupil_count, "staff_count": staff_count}
    before = organization.profiles.filter(school_year=school_year).first()
    profile, _created = SchoolProfile.objects.update_or_create(
        organization=organization, school_year=school_year, defaults={"school_level": school_level, **numbers}
    )
    changes = {
        f"{_label(SchoolProfile, name)} {school_year}": [getattr(before, name, None), value]
        for name, value in numbers.items()
        if getattr(before, name, None) != value
    }
    record(
        actor=actor, verb="organizations.profile.saved", target=organization, now=now,
        organization=organization, changes=changes, school_year=school_year,
    )  # fmt: skip
    return profile


def _refuse_bad_school_year(text: str) -> None:
    first, _dash, second = text.partition("-")
    if not (len(first) == 4 and first.isdecimal() and second == str(int(first) + 1)):
        raise CannotChangeOrganization(_("Năm học viết dạng 2021-2022."))


def _refuse_end_before_start(organization: Organization) -> None:
    founded, closed = organization.founded_on, organization.closed_on
    if founded and closed and closed <= founded:
        raise CannotChangeOrganization(_("Ngày giải thể phải sau ngày thành lập."))


def _label(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _text(value: object) -> object:
    return vn_date(value) if isinstance(value, date) else value
