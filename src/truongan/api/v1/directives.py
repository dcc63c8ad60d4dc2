"""Directives, what the token's own organization received and owes, and saying that it arrived."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from truongan.api.states import TokenScope
from truongan.api.v1.asking import ERRORS, WRITE_ERRORS, caller
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.once import Key, once
from truongan.api.v1.paging import Number, Pages, Text, page_of
from truongan.directives.actions import acknowledge_receipt
from truongan.directives.models import Directive
from truongan.directives.queries.detail import own_duties, own_receipts

router = Router(tags=["Chỉ đạo"], auth=Bearer(TokenScope.DIRECTIVES))


class DirectiveOut(Schema):
    id: int
    name: str = Field(description="Ví dụ: Công văn 1646/BCĐ")
    subject: str
    kind: str
    urgency: str
    issuer: str
    issued_on: date | None
    status: str


class DirectivePage(Schema):
    items: list[DirectiveOut]
    next: str | None


class ReceiptOut(Schema):
    organization: str
    received_at: datetime
    acknowledged_at: datetime | None
    arrival_number: int | None = Field(description="Số đến")


class DutyOut(Schema):
    id: int
    organization: str
    task: str
    due_on: date | None
    status: str
    percent: int


class DirectiveWhole(DirectiveOut):
    summary: str
    receipts: list[ReceiptOut] = Field(description="Của chính đơn vị")
    duties: list[DutyOut] = Field(description="Của chính đơn vị")


@router.get(
    "/directives", response={200: DirectivePage, **ERRORS}, url_name="directives", summary="Văn bản, mới nhất trước"
)
def directives(request: HttpRequest, paging: Pages, q: Text = ""):
    rows = Directive.objects.visible_to(caller(request)).given_out().select_related("kept_by")
    rows = rows.search(q[:100]) if q else rows
    return page_of(request, rows, paging, lambda found: [_directive(each) for each in found], newest=True)


@router.get(
    "/directives/{number}", response={200: DirectiveWhole, **ERRORS}, url_name="directive", summary="Một văn bản"
)
def directive(request: HttpRequest, number: Annotated[Number, Path()]):
    user, found = caller(request), _asked(request, number)
    return {
        **_directive(found),
        "summary": found.summary,
        "receipts": [_receipt(each) for each in own_receipts(user, found)],
        "duties": [_duty(each) for each in own_duties(user, found)],
    }


@router.post(
    "/directives/{number}/receipt", response={201: ReceiptOut, **WRITE_ERRORS}, url_name="directive_acknowledge",
    auth=Bearer(TokenScope.WRITE_DIRECTIVES), summary="Tiếp nhận văn bản thay đơn vị",
)  # fmt: skip
def acknowledge(request: HttpRequest, number: Annotated[Number, Path()], key: Key) -> HttpResponse:
    """Cấp số đến. Tiếp nhận rồi thì giữ lần đầu. 404 nếu đơn vị không phải nơi nhận."""
    user, found = caller(request), _asked(request, number)
    receipt = next(iter(own_receipts(user, found)), None)
    if receipt is None:
        raise Http404
    return once(
        request, key, lambda now: ReceiptOut(**_receipt(acknowledge_receipt(actor=user, receipt=receipt, now=now)))
    )


def _asked(request: HttpRequest, number: int) -> Directive:
    rows = Directive.objects.visible_to(caller(request)).given_out().select_related("kept_by")
    return get_object_or_404(rows, pk=number)


def _directive(each: Directive) -> dict[str, Any]:
    names = ("name", "subject", "kind", "urgency", "issued_on", "status")
    return {"id": each.pk, "issuer": each.issuer_called, **{name: getattr(each, name) for name in names}}


def _receipt(each) -> dict[str, Any]:
    names = ("received_at", "acknowledged_at", "arrival_number")
    return {"organization": each.organization.code, **{name: getattr(each, name) for name in names}}


def _duty(each) -> dict[str, Any]:
    return {
        "id": each.pk,
        "organization": each.organization.code,
        "task": each.assignment.task,
        "due_on": each.due_on,
        "status": each.status,
        "percent": each.percent,
    }
