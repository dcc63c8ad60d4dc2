"""The register: organizations, models, teams, groups; and a group's check."""

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema
from pydantic import Field

from truongan.api.states import TokenScope
from truongan.api.v1.asking import ERRORS, WRITE_ERRORS, caller, organization_asked, unit_asked
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.once import Key, once
from truongan.api.v1.paging import Code, Number, Pages, Text, page_of
from truongan.kernel.clock import today_vn
from truongan.movement.actions import record_check
from truongan.movement.models import ConnectionGroup, GroupMembership, Scheme, SchemeEvent, SchemeType, Team
from truongan.organizations.models import Level, Organization, Sector

router = Router(tags=["Sổ đăng ký"], auth=Bearer(TokenScope.REGISTER))
WRITES = Bearer(TokenScope.WRITE_GROUPS)


class OrganizationRef(Schema):
    code: str
    name: str


class OrganizationOut(OrganizationRef):
    sector: str
    level: str
    school_level: str = Field(description="Rỗng nếu không phải trường")
    reports_to: str | None = Field(description="Mã đơn vị cấp trên")
    address: str
    founded_on: date | None
    closed_on: date | None


class OrganizationPage(Schema):
    items: list[OrganizationOut]
    next: str | None


class SchemeTypeOut(Schema):
    code: str
    name: str
    is_open: bool = Field(description="Còn lập mới")


class SchemeTypePage(Schema):
    items: list[SchemeTypeOut]
    next: str | None


class SchemeOut(Schema):
    id: int
    organization: OrganizationRef
    type: str = Field(description="Mã loại mô hình")
    name: str
    status: str
    is_replica: bool = Field(description="Nhân rộng từ điểm gốc")
    in_stock_from: date | None
    in_stock_to: date | None = Field(description="Không tính từ ngày này")
    decision_number: str
    decision_on: date | None
    last_evidence_on: date | None


class SchemePage(Schema):
    items: list[SchemeOut]
    next: str | None


class EventOut(Schema):
    kind: str
    on: date
    decision_number: str


class SchemeWhole(SchemeOut):
    events: list[EventOut]


class TeamOut(Schema):
    id: int
    organization: OrganizationRef
    scheme: int
    name: str
    formed_on: date
    ended_on: date | None


class TeamPage(Schema):
    items: list[TeamOut]
    next: str | None


class GroupOut(Schema):
    id: int
    organization: OrganizationRef
    scheme: int | None
    name: str
    platform: str
    formed_on: date
    ended_on: date | None
    last_checked_on: date | None
    last_active_on: date | None


class GroupPage(Schema):
    items: list[GroupOut]
    next: str | None


class MembersOut(Schema):
    capacity: str
    count: int


class GroupWhole(GroupOut):
    members: list[MembersOut] = Field(description="Số thành viên theo tư cách, tính đến hôm nay; không có tên")


class CheckIn(Schema):
    model_config = {"extra": "forbid"}

    on: date = Field(description="Ngày kiểm tra")
    is_active: bool = Field(description="Nhóm đang hoạt động")
    declared_count: int | None = Field(None, ge=0, le=1_000_000, description="Số thành viên nhóm hiển thị")
    last_message_on: date | None = None
    note: Text = Field("", max_length=300)


class CheckOut(Schema):
    id: int
    group: int
    on: date
    is_active: bool
    declared_count: int | None


class Asked(Schema):
    """Narrowing of lists of the register."""

    organization: Text = Field("", max_length=40, description="Mã đơn vị")
    unit: Text = Field("", max_length=10, description="Mã đơn vị hành chính; gồm mọi cấp dưới")
    q: Text = Field("", max_length=100, description="Tìm theo tên, không cần dấu")


Narrowed = Annotated[Asked, Query()]


@router.get("/organizations", response={200: OrganizationPage, **ERRORS}, url_name="organizations", summary="Đơn vị")
def organizations(
    request: HttpRequest, paging: Pages, asked: Narrowed, sector: Sector | None = None, level: Level | None = None
):
    rows = Organization.objects.visible_to(caller(request)).select_related("reports_to")
    if asked.organization:
        rows = rows.filter(code=asked.organization)
    if unit := unit_asked(caller(request), asked.unit, today_vn()) if asked.unit else None:
        rows = rows.filter(place_path__startswith=unit.path)
    rows = rows.search(asked.q) if asked.q else rows
    rows = rows.filter(sector=sector) if sector else rows
    rows = rows.filter(level=level) if level else rows
    return page_of(request, rows, paging, lambda found: [_organization(each) for each in found])


@router.get(
    "/organizations/{code}", response={200: OrganizationOut, **ERRORS}, url_name="organization", summary="Một đơn vị"
)
def organization(request: HttpRequest, code: Annotated[Code, Path()]):
    return _organization(organization_asked(caller(request), code))


@router.get("/scheme-types", response={200: SchemeTypePage, **ERRORS}, url_name="scheme_types", summary="Loại mô hình")
def scheme_types(request: HttpRequest, paging: Pages):
    rows = SchemeType.objects.all()
    return page_of(request, rows, paging, list)


@router.get("/schemes", response={200: SchemePage, **ERRORS}, url_name="schemes", summary="Điểm mô hình")
def schemes(request: HttpRequest, paging: Pages, asked: Narrowed, on: date | None = None):
    """`on`: chỉ những điểm có trong sổ vào ngày đó."""
    rows = _narrowed(Scheme.objects.visible_to(caller(request)), request, asked).select_related("type")
    rows = rows.in_stock_on(on) if on else rows
    return page_of(request, rows, paging, lambda found: [_scheme(each) for each in found])


@router.get("/schemes/{number}", response={200: SchemeWhole, **ERRORS}, url_name="scheme", summary="Một điểm mô hình")
def scheme(request: HttpRequest, number: Annotated[Number, Path()]):
    rows = Scheme.objects.visible_to(caller(request)).select_related("type", "organization")
    found = get_object_or_404(rows, pk=number)
    events = SchemeEvent.objects.filter(scheme=found, voided_at=None).order_by("on", "pk")
    return {**_scheme(found), "events": list(events)}


@router.get("/teams", response={200: TeamPage, **ERRORS}, url_name="teams", summary="Tổ tự quản")
def teams(request: HttpRequest, paging: Pages, asked: Narrowed):
    rows = _narrowed(Team.objects.visible_to(caller(request)), request, asked)
    return page_of(request, rows, paging, lambda found: [_team(each) for each in found])


@router.get("/groups", response={200: GroupPage, **ERRORS}, url_name="groups", summary="Nhóm kết nối")
def groups(request: HttpRequest, paging: Pages, asked: Narrowed):
    rows = _narrowed(ConnectionGroup.objects.visible_to(caller(request)), request, asked)
    return page_of(request, rows, paging, lambda found: [_group(each) for each in found])


@router.get("/groups/{number}", response={200: GroupWhole, **ERRORS}, url_name="group", summary="Một nhóm kết nối")
def group(request: HttpRequest, number: Annotated[Number, Path()]):
    found = _group_asked(request, number)
    members = GroupMembership.objects.on(today_vn()).filter(group=found).values("capacity").order_by("capacity")
    return {**_group(found), "members": list(members.annotate(count=Sum("count")))}


@router.post(
    "/groups/{number}/checks", response={201: CheckOut, **WRITE_ERRORS}, auth=WRITES, url_name="group_check",
    summary="Ghi một lần kiểm tra nhóm",
)  # fmt: skip
def group_check(request: HttpRequest, number: Annotated[Number, Path()], body: CheckIn, key: Key) -> HttpResponse:
    """Mỗi nhóm mỗi ngày một lần kiểm tra; ngày phải trong thời gian nhóm hoạt động."""
    found = _group_asked(request, number)

    def act(now) -> CheckOut:
        check = record_check(actor=caller(request), group=found, now=now, **body.model_dump())
        return CheckOut(
            id=check.pk, group=found.pk, on=check.on, is_active=check.is_active, declared_count=check.declared_count
        )

    return once(request, key, act)


def _group_asked(request: HttpRequest, number: int) -> ConnectionGroup:
    rows = ConnectionGroup.objects.visible_to(caller(request)).select_related("organization")
    return get_object_or_404(rows, pk=number)


def _narrowed(rows: Any, request: HttpRequest, asked: Asked) -> Any:
    """Of one organization, inside one unit, with these words; each with its organization."""
    if asked.organization:
        rows = rows.filter(organization__code=asked.organization)
    if unit := unit_asked(caller(request), asked.unit, today_vn()) if asked.unit else None:
        rows = rows.filter(organization__place_path__startswith=unit.path)
    found: QuerySet = rows.search(asked.q) if asked.q else rows
    return found.select_related("organization")


def organization_ref(each: Organization) -> dict[str, str]:
    return {"code": each.code, "name": each.name}


def _organization(each: Organization) -> dict[str, Any]:
    names = ("sector", "level", "school_level", "address", "founded_on", "closed_on")
    return {
        **organization_ref(each),
        **{name: getattr(each, name) for name in names},
        "reports_to": each.reports_to.code if each.reports_to else None,
    }


def _scheme(each: Scheme) -> dict[str, Any]:
    names = ("name", "status", "is_replica", "decision_number", "decision_on", "last_evidence_on")
    return {
        "id": each.pk,
        "organization": organization_ref(each.organization),
        "type": each.type.code,
        "in_stock_from": each.stock_from,
        "in_stock_to": each.stock_to,
        **{name: getattr(each, name) for name in names},
    }


def _team(each: Team) -> dict[str, Any]:
    return {
        "id": each.pk,
        "organization": organization_ref(each.organization),
        "scheme": each.scheme_id,
        **{name: getattr(each, name) for name in ("name", "formed_on", "ended_on")},
    }


def _group(each: ConnectionGroup) -> dict[str, Any]:
    names = ("name", "platform", "formed_on", "ended_on", "last_checked_on", "last_active_on")
    return {
        "id": each.pk,
        "organization": organization_ref(each.organization),
        "scheme": each.scheme_id,
        **{name: getattr(each, name) for name in names},
    }
