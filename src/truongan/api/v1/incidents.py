"""Incidents: counted, never told in words or names; reporting one, and a note."""

from datetime import datetime
from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Router, Schema
from pydantic import Field

from truongan.api.states import TokenScope
from truongan.api.v1.asking import ERRORS, WRITE_ERRORS, caller, organization_asked
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.duty import Moment
from truongan.api.v1.once import Key, once
from truongan.api.v1.paging import Code, Number, Pages, Text, page_of
from truongan.api.v1.problems import ApiError
from truongan.api.v1.register import OrganizationRef, organization_ref
from truongan.incidents.actions import add_note, report_incident
from truongan.incidents.facts import Report
from truongan.incidents.models import Category, Disease, Incident, Severity
from truongan.incidents.states import State
from truongan.kernel.clock import today_vn

router = Router(tags=["Vụ việc"], auth=Bearer(TokenScope.INCIDENTS))
WRITES = Bearer(TokenScope.WRITE_INCIDENTS)


class Named(Schema):
    code: str
    name: str


class CategoryOut(Named):
    theme: str
    severity: str = Field(description="Mức độ thường gặp")
    is_disease: bool


class WordsOut(Schema):
    categories: list[CategoryOut]
    severities: list[Named]
    diseases: list[Named]


class IncidentOut(Schema):
    id: int
    label: str = Field(description="Số trong năm của đơn vị, ví dụ 03/2026")
    organization: OrganizationRef
    holder: OrganizationRef = Field(description="Đơn vị đang xử lý")
    category: str
    severity: str
    disease: str | None
    state: State
    outcome: str
    occurred_at: datetime
    reported_at: datetime
    acknowledged_at: datetime | None
    concluded_at: datetime | None


class IncidentPage(Schema):
    items: list[IncidentOut]
    next: str | None


class InvolvedOut(Schema):
    role: str
    group: str
    count: int
    injured_count: int


class IncidentWhole(IncidentOut):
    causer: str
    involved: list[InvolvedOut] = Field(description="Số người theo vai trò và nhóm; không có tên")


class IncidentIn(Schema):
    model_config = {"extra": "forbid"}

    organization: Code = Field(description="Mã trường, đơn vị nơi xảy ra")
    category: Text = Field(max_length=30, description="Mã loại, xem /incidents/words")
    severity: Text = Field("", max_length=30, description="Bỏ trống: mức thường gặp của loại")
    disease: Text = Field("", max_length=30)
    occurred_at: Moment | None = Field(None, description="Bỏ trống: vừa xảy ra")
    place: Text = Field("", max_length=200)
    what: Text = Field("", max_length=5000, description="Không ghi tên học sinh")
    pupil_count: int | None = Field(None, ge=0, le=100_000, description="Số học sinh bị hại")
    injured_count: int | None = Field(None, ge=0, le=100_000)


class NoteIn(Schema):
    model_config = {"extra": "forbid"}

    text: Text = Field(min_length=1, max_length=5000, description="Không ghi tên học sinh")


class NoteOut(Schema):
    id: int
    incident: int
    at: datetime


@router.get(
    "/incidents/words",
    response={200: WordsOut, **ERRORS},
    url_name="incident_words",
    summary="Các mã dùng khi báo vụ việc",
)
def words(request: HttpRequest):
    user, day = caller(request), today_vn()
    lists = {"categories": Category, "severities": Severity, "diseases": Disease}
    return {name: list(_rows(model, user, day).order_by("position", "name")) for name, model in lists.items()}


@router.get(
    "/incidents", response={200: IncidentPage, **ERRORS}, url_name="incidents", summary="Vụ việc, mới nhất trước"
)
def incidents(request: HttpRequest, paging: Pages, state: State | None = None, organization: Text = ""):
    rows = _with_words(Incident.objects.visible_to(caller(request)).standing())
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(organization__code=organization) if organization else rows
    return page_of(request, rows, paging, lambda found: [_incident(each) for each in found], newest=True)


@router.get("/incidents/{number}", response={200: IncidentWhole, **ERRORS}, url_name="incident", summary="Một vụ việc")
def incident(request: HttpRequest, number: Annotated[Number, Path()]):
    found = _asked(request, number)
    return {**_incident(found), "causer": found.causer, "involved": list(found.involved.order_by("role", "group"))}


@router.post(
    "/incidents", response={201: IncidentOut, **WRITE_ERRORS}, auth=WRITES, url_name="incident_report",
    summary="Báo một vụ việc",
)  # fmt: skip
def incident_report(request: HttpRequest, body: IncidentIn, key: Key) -> HttpResponse:
    """Người có trách nhiệm được gọi ngay theo quy tắc báo tin, như khi báo trên trang."""
    user = caller(request)
    organization = organization_asked(user, body.organization)
    # Made from the caller's key and words: also after the kept answer is forgotten the same report is the same case,
    # and another one under a key used long ago is not swallowed.
    case_key = uuid5(NAMESPACE_URL, f"truongan:{user.pk}:{key}:{body.model_dump_json()}")

    def act(now: datetime) -> IncidentOut:
        report = _report(user, body, now)
        done = report_incident(actor=user, organization=organization, report=report, key=case_key, now=now)
        return IncidentOut(**_incident(_asked(request, done.incident.pk)))

    return once(request, key, act)


@router.post(
    "/incidents/{number}/notes", response={201: NoteOut, **WRITE_ERRORS}, auth=WRITES, url_name="incident_note",
    summary="Thêm ghi chú vào một vụ việc",
)  # fmt: skip
def incident_note(request: HttpRequest, number: Annotated[Number, Path()], body: NoteIn, key: Key) -> HttpResponse:
    user, found = caller(request), _asked(request, number)

    def act(now: datetime) -> NoteOut:
        entry = add_note(actor=user, incident=found, text=body.text, now=now)
        return NoteOut(id=entry.pk, incident=found.pk, at=entry.at)

    return once(request, key, act)


def _report(user, body: IncidentIn, now: datetime) -> Report:
    category = _word(Category, user, "category", body.category)
    told = body.model_dump(include={"place", "what", "pupil_count", "injured_count"})
    _refuse_counts(body)
    return Report(
        category=category,
        severity=_word(Severity, user, "severity", body.severity or category.severity),
        disease=_word(Disease, user, "disease", body.disease) if body.disease else None,
        occurred_at=body.occurred_at or now,
        **told,
    )


def _refuse_counts(body: IncidentIn) -> None:
    if body.pupil_count and (body.injured_count or 0) > body.pupil_count:
        said = "Không thể nhiều hơn số học sinh bị hại."
        raise ApiError("invalid", errors=[{"where": "body.injured_count", "text": said}])


def _rows(model: Any, user, day):
    return model.objects.visible_to(user).on(day)


def _word(model: Any, user, field: str, code: str) -> Any:
    found = _rows(model, user, today_vn()).filter(code=code).first()
    if found is None:
        raise ApiError(
            "invalid", errors=[{"where": f"body.{field}", "text": "Không có mã này; xem /incidents/words."}]
        )
    return found


def _asked(request: HttpRequest, number: int) -> Incident:
    return get_object_or_404(_with_words(Incident.objects.visible_to(caller(request))), pk=number)


def _with_words(rows: Any) -> Any:
    return rows.select_related("organization", "holder", "category", "severity", "disease")


def _incident(each: Incident) -> dict[str, Any]:
    names = ("label", "state", "outcome", "occurred_at", "reported_at", "acknowledged_at", "concluded_at")
    return {
        "id": each.pk,
        "organization": organization_ref(each.organization),
        "holder": organization_ref(each.holder),
        "category": each.category.code,
        "severity": each.severity.code,
        "disease": each.disease.code if each.disease else None,
        **{name: getattr(each, name) for name in names},
    }
