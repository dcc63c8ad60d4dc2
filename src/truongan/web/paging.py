"""Pages of a long list; the page number lives in the URL as `trang`."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.query import EmptyQuerySet
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


class Merged:
    """One list of parts that may overlap, for `page_of`: each part has an index of its own where their OR has none.

    The numbers of a page are found first and then its rows alone, so that a deep page reads no row it does not show.
    `long` parts are read in order up to the page, `short` ones whole. Count and page cost one query and two.
    """

    def __init__(self, long: Sequence[QuerySet], short: Sequence[QuerySet], rows: QuerySet, order: Sequence[str]):
        self._long, self._short, self._rows, self._order = long, short, rows, tuple(order)

    def count_to(self, most: int) -> int:
        """How many there are; of a longer list `most`."""
        return _union([each.order_by().values("pk")[:most] for each in (*self._long, *self._short)])[:most].count()

    def __getitem__(self, asked: slice) -> list[Any]:
        order = [each.replace("pk", "id") for each in self._order]  # a union knows its columns by name
        # A part known to be empty is left out: of a union that begins with one Django gives back another part as it is.
        long = [each.order_by(*order)[: asked.stop] for each in self._long if not isinstance(each, EmptyQuerySet)]
        short = [each.order_by() for each in self._short if not isinstance(each, EmptyQuerySet)]
        if not long and not short:
            return []
        parts = [each.values_list(order[0].lstrip("-"), "id") for each in (*long, *short)]
        found = parts[0] if len(long) == 1 and not short else _union(parts).order_by(*order)
        numbers = [pk for _value, pk in found[asked]]
        rows = self._rows.in_bulk(numbers)
        return [rows[pk] for pk in numbers if pk in rows]


def _union(parts: Sequence[QuerySet]) -> QuerySet:
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]


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
