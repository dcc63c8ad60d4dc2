"""What a new plan holds before anybody writes: names for the document, and the register's values for its texts."""

from datetime import date, datetime
from typing import Any

from django.db.models import Sum

from truongan.accounts.models import Appointment
from truongan.directives.models import Directive
from truongan.documents.grounds import grounds_for
from truongan.documents.layout import Kind, day_text
from truongan.documents.papers import COORDINATION_REGULATION
from truongan.documents.symbols import symbol_of
from truongan.documents.wording import signer_lines
from truongan.kernel.numbers import vn_number
from truongan.movement.models import ConnectionGroup, Scheme, Team, TeamMembership
from truongan.organizations.models import Organization, SchoolProfile
from truongan.plans.models import Plan

_UNKNOWN = "……"  # left for the pen


def blank_plan(
    organization: Organization, school_year: str, *, implements: Directive | None, day: date, now: datetime
) -> Plan:
    """An unsaved plan with superior, place, symbol, grounds of the day and signer filled in."""
    head = _head_of(organization, day)
    placement = organization.placements.on(day).select_related("unit").first()
    committee = organization.sector == "committee"
    title = head.title if head and head.title else ("Trưởng ban" if committee else "Hiệu trưởng")
    authority, signer = signer_lines(title, "Ban Chỉ đạo" if committee else "")
    return Plan(
        organization=organization,
        school_year=school_year,
        title=f"Bảo đảm an ninh, trật tự trong trường học năm học {school_year}",
        implements=implements,
        grounds="\n".join(_grounds(organization, implements, day)),
        superior=organization.reports_to.name if organization.reports_to else "",
        issuer_name=organization.name,
        place=placement.unit.name if placement else "",
        symbol=symbol_of(organization, Kind.PLAN),
        authority=authority,
        signer_title=signer,
        signer_name=head.person.name if head else "",
        created_at=now,
        updated_at=now,
    )


def starting_values(plan: Plan, day: date) -> dict[str, Any]:
    """What a starter's gaps are filled with: size in that school year, the register on that day. Five queries."""
    organization = plan.organization
    profile = organization.profiles.filter(school_year=plan.school_year).first()
    schemes = Scheme.objects.filter(organization=organization).in_stock_on(day)
    teams = Team.objects.filter(organization=organization).in_stock_on(day)
    seats = TeamMembership.objects.on(day).filter(team__in=teams).aggregate(n=Sum("count"))["n"]
    groups = ConnectionGroup.objects.filter(organization=organization).in_stock_on(day)
    return {
        "ten_don_vi": organization.name,
        "nam_hoc": plan.school_year,
        "cap_tren": plan.superior,
        "dia_danh": plan.place,
        "so_lop": _counted(profile, "class_count"),
        "so_hoc_sinh": _counted(profile, "pupil_count"),
        "so_can_bo": _counted(profile, "staff_count"),
        "so_mo_hinh": vn_number(schemes.count()),
        "so_to": vn_number(teams.count()),
        "so_thanh_vien": vn_number(seats or 0),
        "so_nhom": vn_number(groups.count()),
    }


def ground_of(directive: Directive) -> str:
    """`Thực hiện Công văn số 1646/BCĐ ngày 29 tháng 7 năm 2021 của …`."""
    if not directive.label:
        return f"Thực hiện văn bản {directive.subject}"
    kind = directive.name.removesuffix(directive.label).strip()
    dated = f" {day_text(directive.issued_on)}" if directive.issued_on else ""
    return f"Thực hiện {kind} số {directive.label}{dated} của {directive.issuer_name}"


def _grounds(organization: Organization, implements: Directive | None, day: date) -> list[str]:
    # A plan rests on what the rules of working together rest on: charter, mass movement, safe school.
    legal = [each.text for each in grounds_for(COORDINATION_REGULATION, day, organization.school_level)]
    return [*legal, *([ground_of(implements)] if implements else [])]


def _head_of(organization: Organization, day: date) -> Appointment | None:
    posts = Appointment.objects.on(day).filter(organization=organization, is_head=True).select_related("person")
    return posts.order_by("pk").first()


def _counted(profile: SchoolProfile | None, name: str) -> str:
    number = getattr(profile, name, None)
    return _UNKNOWN if number is None else vn_number(number)
