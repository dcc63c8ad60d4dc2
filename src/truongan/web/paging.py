"""Pages of a long list; the page number lives in the URL as `trang`."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PAGE_PARAMETER = "trang"
ROWS_PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any, per_page: int = ROWS_PER_PAGE, count: int | None = None) -> Page[Any]:
    """The page the URL asks for; a number beyond the end gives the last page, nonsense the first.

    Costs two queries (count and rows) whatever the size of the list, one where the caller knows the `count`.
    """
    paginator = Paginator(rows, per_page=per_page)
    if count is not None:
        paginator.count = count  # a cached property: set, it is not asked of the database
    return paginator.get_page(request.GET.get(PAGE_PARAMETER))


def ordering(request: HttpRequest, columns: dict[str, str], default: str) -> list[str]:
    """`order_by` arguments for the `sap` parameter of the URL (`ten`, or `-ten` for downwards).

    `columns` maps the names shown in the URL to model fields; an unknown name falls back to `default`.
    The primary key is always added so that paging never shows a row twice.
    """
    asked = request.GET.get("sap", default)
    if asked.lstrip("-") not in columns:
        asked = default
    sign = "-" if asked.startswith("-") else ""
    return [sign + columns[asked.lstrip("-")], sign + "pk"]
