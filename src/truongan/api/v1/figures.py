"""Every figure of the product, for any unit and day."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from truongan.api.states import TokenScope
from truongan.api.v1.asking import ERRORS, caller, unit_asked
from truongan.api.v1.authentication import Bearer
from truongan.api.v1.paging import Pages, Text, slice_of
from truongan.api.v1.problems import ApiError
from truongan.figures.counting import answer
from truongan.figures.exports import as_json
from truongan.figures.forms import FIRST_DAY
from truongan.figures.indicators import INDICATORS
from truongan.figures.questions import Breakdown, Figure, Question
from truongan.kernel.clock import today_vn

router = Router(tags=["Số liệu"], auth=Bearer(TokenScope.FIGURES))
_LAST_DAY = date(2100, 12, 31)


class IndicatorOut(Schema):
    code: str
    label: str
    unit: str = Field(description="Đơn vị tính")
    basis: str = Field(description="Cách tính")
    only_in_period: bool = Field(description="Chỉ tính được khi có since")


class IndicatorPage(Schema):
    items: list[IndicatorOut]
    next: str | None


class UnitRef(Schema):
    code: str | None
    name: str


class FigureOut(Schema):
    code: str
    label: str
    value: int | None
    unit: str
    basis: str
    of: int | None = Field(None, description="Là một phần của bao nhiêu")
    opening: int | None = Field(None, description="Đầu kỳ")
    new: int | None = Field(None, description="Tăng trong kỳ")
    removed: int | None = Field(None, description="Giảm trong kỳ")
    in_period: int | None = Field(None, description="Số có sự việc trong kỳ")


class RowOut(Schema):
    key: str
    label: str
    note: str | None = None
    figures: list[FigureOut]


class FiguresOut(Schema):
    unit: UnitRef
    as_of: date
    geography: date = Field(description="Địa giới của ngày nào")
    since: date | None = None
    by: str | None = None
    figures: list[FigureOut]
    rows: list[RowOut] = []


@router.get("/indicators", response={200: IndicatorPage, **ERRORS}, url_name="indicators", summary="Các chỉ tiêu")
def indicators(request: HttpRequest, paging: Pages):
    return slice_of(request, [_indicator(code) for code in INDICATORS], paging)


@router.get(
    "/figures", response={200: FiguresOut, **ERRORS}, url_name="figures", summary="Số liệu của một đơn vị vào một ngày"
)
def figures(
    request: HttpRequest, on: date | None = None, unit: Text = "", since: date | None = None, by: Breakdown = "",
    codes: Text = "",
):  # fmt: skip
    """Ngày tính đến hết ngày. `codes`: các mã chỉ tiêu, cách nhau dấu phẩy; bỏ trống là tất cả."""
    day = on or today_vn()
    _refuse_days(day, since)
    wanted = [each.strip() for each in codes.split(",") if each.strip()]
    if unknown := [each for each in wanted if each not in INDICATORS]:
        raise ApiError("invalid", errors=[{"where": "query.codes", "text": f"Không có chỉ tiêu {unknown[0][:60]}."}])
    asked = Question(on=day, unit=unit_asked(caller(request), unit, day), since=since, by=by, viewer=caller(request))
    found: dict[str, Any] = as_json(answer(asked, wanted))
    found["since"] = found.pop("from", None)
    return found


def _refuse_days(day: date, since: date | None) -> None:
    for name, each in (("on", day), ("since", since)):
        if each is not None and not FIRST_DAY <= each <= _LAST_DAY:
            raise ApiError("invalid", errors=[{"where": f"query.{name}", "text": "Sổ đăng ký bắt đầu từ 01/01/2021."}])
    if since is not None and since > day:
        raise ApiError("invalid", errors=[{"where": "query.since", "text": "Phải trước hoặc bằng ngày tính."}])


def _indicator(code: str) -> dict[str, Any]:
    each = INDICATORS[code]
    return {
        "code": code,
        "label": str(each.label),
        "unit": str(each.unit),
        "basis": Figure(each).basis,
        "only_in_period": each.only_in_period,
    }
