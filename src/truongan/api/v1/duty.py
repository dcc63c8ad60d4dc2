"""Who would be told, where nobody would be, who is on duty; roll-calls."""

import hashlib
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Router, Schema
from pydantic import AfterValidator, Field

from truongan.api.states import TokenScope
from truongan.api.v1.asking import ERRORS, WRITE_ERRORS, caller, organization_asked, unit_asked
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.once import Key, once
from truongan.api.v1.paging import Code, Number, Pages, Text, page_of, slice_of
from truongan.api.v1.register import OrganizationRef, organization_ref
from truongan.duty import rules
from truongan.duty.actions import call_roll
from truongan.duty.models import Asked, RollCall, Roster, Shift
from truongan.duty.network import Part
from truongan.duty.queries import board
from truongan.duty.queries.coverage import coverage
from truongan.duty.queries.explaining import as_json
from truongan.duty.queries.routing import explain
from truongan.kernel.clock import now, today_vn
from truongan.kernel.phones import mask_phone
from truongan.kernel.refusals import require

router = Router(tags=["Trực và điểm danh"], auth=Bearer(TokenScope.DUTY))


def _of_our_time(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2100:
        raise ValueError("year")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


Moment = Annotated[datetime, AfterValidator(_of_our_time)]


class TellOut(Schema):
    name: str
    title: str
    organization: int | None
    by: str
    channels: list[str]
    instead_of: str | None


class LevelOut(Schema):
    number: int
    timeout_minutes: int
    urgency: str
    why: str
    rule: int
    gaps: list[str]
    people: list[TellOut]


class RuleOut(Schema):
    id: int
    name: str
    taken: bool
    why: str


class RoutingOut(Schema):
    organization: OrganizationRef
    category: str
    severity: str
    at: datetime
    levels: list[LevelOut]
    rules: list[RuleOut]


class HoleOut(Schema):
    kind: str
    name: str
    words: str


class HolePage(Schema):
    items: list[HoleOut]
    next: str | None


class ShiftOut(Schema):
    person: str
    starts_at: datetime
    ends_at: datetime


class RosterOut(Schema):
    id: int
    organization: OrganizationRef
    name: str
    phone: str = Field(description="Che bớt số")
    on_duty: list[ShiftOut] = Field(description="Đang trực lúc này")


class RosterPage(Schema):
    items: list[RosterOut]
    next: str | None


class RollCallOut(Schema):
    id: int
    organization: OrganizationRef
    title: str
    is_drill: bool
    called_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    asked_count: int


class RollCallPage(Schema):
    items: list[RollCallOut]
    next: str | None


class LineOut(Schema):
    name: str
    asked: int
    answered: int


class BoardOut(RollCallOut):
    """Numbers of the part the organization sees."""

    asked: int
    answered: int
    here: int
    away: int
    unreachable: int
    median_minutes: float | None
    live_groups: int | None
    by_unit: list[LineOut]


class RollCallIn(Schema):
    model_config = {"extra": "forbid"}

    title: Text = Field(min_length=1, max_length=200)
    unit: Text = Field("", max_length=10, description="Mã đơn vị hành chính")
    school: Text = Field("", max_length=40, description="Mã trường; có thì bỏ qua unit")
    parts: list[Literal["groups", "heads", "teams", "officers", "stations"]] = Field(
        ["groups"], min_length=1, max_length=5
    )
    scheme_types: list[Annotated[Text, Field(max_length=60)]] = Field([], max_length=20)
    school_levels: list[Annotated[Text, Field(max_length=10)]] = Field([], max_length=10)
    minutes_open: int = Field(1440, ge=5, le=14 * 24 * 60)
    is_drill: bool = True
    note: Text = Field("", max_length=300)


@router.get(
    "/duty/routing", response={200: RoutingOut, **ERRORS}, url_name="routing", summary="Ai sẽ được báo, vì sao"
)
def routing(
    request: HttpRequest, organization: Code, category: Text = "", severity: Text = "", at: Moment | None = None
):
    found = organization_asked(caller(request), organization)
    asked = {"category": category[:60], "severity": severity[:60], "at": at or now()}
    return as_json(explain(organization=found, **asked), organization=found, **asked)  # type: ignore[arg-type]  # as its keys say


@router.get("/duty/holes", response={200: HolePage, **ERRORS}, url_name="holes", summary="Chỗ hở trong mạng lưới")
def holes(request: HttpRequest, paging: Pages, unit: Text = ""):
    user = caller(request)
    found = unit_asked(user, unit, today_vn())
    path = found.path if found else ""
    require(rules.may_see_holes(user, path))
    return slice_of(request, [each._asdict() for each in coverage(path, now()).holes], paging)


@router.get(
    "/duty/rosters", response={200: RosterPage, **ERRORS}, url_name="rosters", summary="Lịch trực, ai đang trực"
)
def rosters(request: HttpRequest, paging: Pages):
    user, moment = caller(request), now()
    rows = Roster.objects.visible_to(user).kept().select_related("organization")

    def shapes(found) -> list[dict[str, Any]]:
        shifts = Shift.objects.visible_to(user).at(moment).filter(roster__in=[each.pk for each in found])
        running: dict[int, list[dict[str, Any]]] = {}
        for each in shifts.select_related("person").order_by("starts_at", "pk"):
            said = {"person": each.person.name, "starts_at": each.starts_at, "ends_at": each.ends_at}
            running.setdefault(each.roster_id, []).append(said)
        return [_roster(each, running.get(each.pk, [])) for each in found]

    return page_of(request, rows, paging, shapes)


@router.get(
    "/roll-calls", response={200: RollCallPage, **ERRORS}, url_name="rollcalls", summary="Điểm danh, mới nhất trước"
)
def rollcalls(request: HttpRequest, paging: Pages):
    rows = RollCall.objects.visible_to(caller(request)).select_related("organization")
    return page_of(request, rows, paging, lambda found: [_rollcall(each) for each in found], newest=True)


@router.get(
    "/roll-calls/{number}",
    response={200: BoardOut, **ERRORS},
    url_name="rollcall",
    summary="Bảng kết quả một lần điểm danh",
)
def rollcall(request: HttpRequest, number: Annotated[Number, Path()]):
    user = caller(request)
    found = get_object_or_404(RollCall.objects.visible_to(user).select_related("organization"), pk=number)
    asked = Asked.objects.visible_to(user).filter(rollcall=found)
    totals = board.totals(asked, found)
    names = ("asked", "answered", "here", "away", "unreachable")
    return {
        **_rollcall(found),
        **{name: getattr(totals, name) for name in names},
        "median_minutes": board.median_minutes(asked, found),
        "live_groups": found.live_groups,
        "by_unit": [
            {"name": each.name, "asked": each.asked, "answered": each.answered} for each in board.by_unit(asked)
        ],
    }


@router.post(
    "/roll-calls", response={201: RollCallOut, **WRITE_ERRORS}, auth=Bearer(TokenScope.WRITE_ROLLCALLS),
    url_name="rollcall_call", summary="Gọi điểm danh",
)  # fmt: skip
def rollcall_call(request: HttpRequest, body: RollCallIn, key: Key) -> HttpResponse:
    """Trong tên của đơn vị giữ mã. Mặc định là diễn tập; diễn tập được ghi rõ trên mọi tin."""
    user = caller(request)
    token = user.api_token  # type: ignore[attr-defined]  # the other side of ApiToken.user
    school = organization_asked(user, body.school) if body.school else None
    unit = None if school else unit_asked(user, body.unit, today_vn())
    if school is None and unit is None and token.organization.is_school:
        school = token.organization
    part = Part(unit, school, tuple(body.scheme_types), tuple(body.school_levels), tuple(body.parts))
    form_key = "api." + hashlib.sha256(f"{token.pk}:{key}:{body.model_dump_json()}".encode()).hexdigest()[:32]

    def act(moment: datetime) -> RollCallOut:
        made = call_roll(
            actor=user, key=form_key, organization=token.organization, title=body.title, part=part,
            minutes_open=body.minutes_open, is_drill=body.is_drill, note=body.note, now=moment,
        )  # fmt: skip
        return RollCallOut(**_rollcall(made))

    return once(request, key, act)


def _roster(each: Roster, running: list[dict[str, Any]]) -> dict[str, Any]:
    phone = mask_phone(each.phone) if each.phone else ""
    ref = organization_ref(each.organization)
    return {"id": each.pk, "organization": ref, "name": each.name, "phone": phone, "on_duty": running}


def _rollcall(each: RollCall) -> dict[str, Any]:
    names = ("title", "is_drill", "called_at", "closes_at", "closed_at", "asked_count")
    ref = organization_ref(each.organization)
    return {"id": each.pk, "organization": ref, **{name: getattr(each, name) for name in names}}
