"""Tags of long lists: addresses that keep the query, sorting, filters, tabs, pages. Part of `ui`."""

from collections.abc import Iterable
from html import escape  # three times as fast as Django's, which also takes lazy texts
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from truongan.web.paging import PAGE_PARAMETER

register = template.Library()
Context = template.Context


def _query_of(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _address(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed, from the first page on; "" removes one."""
    query = _query_of(context)
    query.pop(PAGE_PARAMETER, None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def scope_url(context: Context, name: str, *args: Any, **kwargs: Any) -> str:
    """{% scope_url 'movement:scheme_list' %}: like {% url %}, keeping unit, day and geography."""
    scope = context.get("scope")
    return reverse(name, args=args, kwargs=kwargs) + (scope.query if scope else "")


@register.simple_tag(takes_context=True)
def scope_fields(context: Context) -> SafeString:
    """Hidden inputs that carry unit, day and geography through a GET form."""
    scope = context.get("scope")
    return _hidden(scope.parameters.items() if scope else ())


@register.simple_tag(takes_context=True)
def keep_query(context: Context, *without: str) -> SafeString:
    """Hidden inputs that carry this page's whole query through a GET form, but for the names given."""
    left_out = {*without, PAGE_PARAMETER}
    return _hidden(
        (name, value) for name, values in _query_of(context).lists() if name not in left_out for value in values
    )


def _hidden(pairs: Any) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, name: str, default: str = "", numeric: bool = False) -> dict[str, Any]:
    """A column head that sorts: first click upwards, second downwards (parameter `sap`)."""
    now = _query_of(context).get("sap", default)
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    href = _address(context, sap=f"-{name}" if direction == "ascending" else name)
    return {"label": label, "href": href, "direction": direction, "numeric": numeric}


@register.simple_tag
def number_cells(cells: Iterable[Any]) -> SafeString:
    """{% number_cells line.cells %}: one line of a table of numbers; `label`, `text`, `sub` and `href` of each cell.

    Not a template: a page of a province has a thousand of them.
    """
    return mark_safe("".join(_number_cell(cell) for cell in cells))  # noqa: S308 - each part is escaped below


def _number_cell(cell: Any) -> str:
    number = escape(cell.text)
    if cell.href:
        number = f'<a class="fig-link" href="{escape(cell.href)}">{number}</a>'
    below = f'<span class="sub">{escape(cell.sub)}</span>' if cell.sub else ""
    return f'<td class="num" data-l="{escape(cell.label)}">{number}{below}</td>'


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], noun: str = "") -> dict[str, Any]:
    """{% pager page 'điểm' %}: place in the list and the way on; keeps the query."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, _address(context, trang=number) if isinstance(number, int) else "") for number in numbers]
    turn = {"links": links, "page": page, "noun": noun or _("dòng")}
    if page.has_previous():
        turn["previous"] = _address(context, trang=page.previous_page_number())
    if page.has_next():
        turn["next"] = _address(context, trang=page.next_page_number())
    return turn


@register.inclusion_tag("components/filter_chip.html", takes_context=True)
def filter_chip(context: Context, label: str, name: str, value: Any = "", count: int | None = None) -> dict[str, Any]:
    """A filter that is a link; chosen again it lets go. An empty value means "all"."""
    chosen = _query_of(context).get(name, "") == str(value)
    removable = chosen and value != ""
    href = _address(context, **{name: "" if removable else value})
    return {"label": label, "count": count, "href": href, "chosen": chosen, "removable": removable}


@register.inclusion_tag("components/tab_link.html", takes_context=True)
def tab_link(
    context: Context, label: str, name: str, value: Any = "", count: int | None = None, hot: bool = False
) -> dict[str, Any]:
    """One tab of <nav class="tabs">: a state of this page chosen by a parameter."""
    chosen = _query_of(context).get(name, "") == str(value)
    return {
        "label": label,
        "count": count,
        "hot": hot,
        "chosen": chosen,
        "href": _address(context, **{name: value}),
    }
