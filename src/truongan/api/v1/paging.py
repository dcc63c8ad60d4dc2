"""Lists in pages: by cursor, so that rows added meanwhile move nothing."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import AfterValidator, Field

from truongan.api.v1.problems import ApiError


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL")
    return text


Text = Annotated[str, AfterValidator(_without_nul)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1, description="Số của bản ghi")]
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00/]+$")]


class Paging(Schema):
    """`limit` rows at most, from `cursor` on."""

    limit: int = Field(50, ge=1, le=200, description="Số dòng tối đa của một trang")
    cursor: Text = Field("", max_length=80, description="Lấy từ next của trang trước; bỏ trống là trang đầu")


Pages = Annotated[Paging, Query()]


def page_of(
    request: HttpRequest,
    rows: QuerySet,
    paging: Paging,
    shape: Callable[[Iterable[Any]], list],
    *,
    newest: bool = False,
) -> dict[str, Any]:
    """One page of `rows` in order of their number, `newest` first where asked; `next` is the address of what follows."""
    after = _after(paging.cursor)
    if after is not None:
        rows = rows.filter(pk__lt=after) if newest else rows.filter(pk__gt=after)
    found = list(rows.order_by("-pk" if newest else "pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    more = len(found) > paging.limit
    return {"items": shape(shown), "next": _address(request, shown[-1].pk) if more else None}


def _address(request: HttpRequest, last: int) -> str:
    asked = request.GET.copy()
    asked["cursor"] = urlsafe_b64encode(f"sau:{last}".encode()).decode().rstrip("=")
    return f"{settings.SITE_ADDRESS}{request.path}?{urlencode(list(asked.items()))}"


def _after(cursor: str) -> int | None:
    if not cursor:
        return None
    try:
        name, _colon, number = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
    except ValueError:
        name, number = "", ""
    if name != "sau" or not number.isdecimal() or not number.isascii() or len(number) > 18:
        raise ApiError(
            "invalid", "Con trỏ trang không đúng.", errors=[{"where": "query.cursor", "text": "Lấy từ next."}]
        )
    return int(number)


def slice_of(request: HttpRequest, found: list[Any], paging: Paging) -> dict[str, Any]:
    """One page of a list that was worked out as a whole; its cursor is a place in it."""
    start = _after(paging.cursor) or 0
    end = start + paging.limit
    return {"items": found[start:end], "next": _address(request, end) if end < len(found) else None}
