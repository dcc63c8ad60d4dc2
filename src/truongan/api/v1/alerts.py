"""Alerts to an area, and how many they reached."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from truongan.alerts.models import Alert
from truongan.api.states import TokenScope
from truongan.api.v1.asking import ERRORS, caller
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.paging import Number, Pages, page_of
from truongan.api.v1.register import OrganizationRef, organization_ref
from truongan.channels.models import Recipient

router = Router(tags=["Cảnh báo"], auth=Bearer(TokenScope.ALERTS))


class AlertOut(Schema):
    id: int
    organization: OrganizationRef
    subject: str
    text: str
    urgency: str
    is_drill: bool
    state: str
    place: str = Field(description="Địa bàn hoặc trường được cảnh báo")
    proposed_at: datetime
    valid_until: datetime
    recalled_at: datetime | None
    corrects: int | None = Field(description="Đính chính cảnh báo số nào")


class AlertPage(Schema):
    items: list[AlertOut]
    next: str | None


class AlertWhole(AlertOut):
    told: int = Field(description="Số người được báo, trong phạm vi đơn vị thấy")
    answered: int
    unreachable: int


@router.get("/alerts", response={200: AlertPage, **ERRORS}, url_name="alerts", summary="Cảnh báo, mới nhất trước")
def alerts(request: HttpRequest, paging: Pages):
    rows = Alert.objects.visible_to(caller(request)).select_related("organization", "unit", "school")
    return page_of(request, rows, paging, lambda found: [_alert(each) for each in found], newest=True)


@router.get("/alerts/{number}", response={200: AlertWhole, **ERRORS}, url_name="alert", summary="Một cảnh báo")
def alert(request: HttpRequest, number: Annotated[Number, Path()]):
    user = caller(request)
    rows = Alert.objects.visible_to(user).select_related("organization", "unit", "school")
    found = get_object_or_404(rows, pk=number)
    told = Recipient.objects.visible_to(user).filter(message=found.message_id, person__isnull=False)
    counts = told.aggregate(
        told=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        unreachable=Count("pk", filter=Q(unreachable_at__isnull=False, answered_at=None)),
    )
    return {**_alert(found), **counts}


def _alert(each: Alert) -> dict[str, Any]:
    names = ("subject", "text", "urgency", "is_drill", "state", "proposed_at", "valid_until", "recalled_at")
    place = each.school.name if each.school else each.unit.full_name if each.unit else "Cả nước"
    return {
        "id": each.pk,
        "organization": organization_ref(each.organization),
        "place": place,
        "corrects": each.corrects_id,
        **{name: getattr(each, name) for name in names},
    }
