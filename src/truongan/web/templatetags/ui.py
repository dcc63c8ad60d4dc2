"""Tags and filters of the interface; `web/README.md` shows each in one line.

Registered as a builtin library, so templates need no {% load %}.
"""

import zlib
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truongan.web import charts, formats
from truongan.web.paging import PAGE_PARAMETER
from truongan.web.scoping import SCOPE_PARAMETERS

register = template.Library()
Context = template.Context

for _filter in ("vn_number", "vn_date", "vn_long_date", "vn_datetime", "phone_masked", "ratio", "percent", "plain"):
    register.filter(_filter, getattr(formats, _filter))


# ---- addresses


def _query_of(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _address(context: Context, drop: tuple[str, ...] = (PAGE_PARAMETER,), **changes: Any) -> str:
    """This page's address with some parameters changed; an empty value removes one."""
    query = _query_of(context)
    for name in drop:
        query.pop(name, None)
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
    return _hidden((name, value) for name, values in _query_of(context).lists() if name not in left_out for value in values)


def _hidden(pairs: Any) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


# ---- small parts


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """{% icon 'search' %}, {% icon 'plus' 's' %}: decoration only, the words say it."""
    tail = " i-s" if size == "s" else ""
    return format_html('<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>', tail, static("img/icons.svg"), name)


@register.inclusion_tag("components/badge.html")
def badge(label: str, tone: str = "") -> dict[str, Any]:
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/button.html")
def button(label: str, tone: str = "", **options: Any) -> dict[str, Any]:
    return {"label": label, "tone": tone, "type": "submit", **options}


@register.inclusion_tag("components/link_button.html")
def link_button(label: str, href: str, tone: str = "", **options: Any) -> dict[str, Any]:
    return {"label": label, "href": href, "tone": tone, **options}


@register.inclusion_tag("components/bar.html")
def bar(part: float, whole: float = 100, tone: str = "strong") -> dict[str, Any]:
    share = min(100.0, 100 * part / whole) if whole else 0
    return {"width": f"{share:.1f}", "tone": tone}


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float = 100, label: str = "", note: str = "") -> dict[str, Any]:
    return {"value": value, "maximum": maximum or 1, "label": label, "note": note, "percent": f"{100 * value // (maximum or 1):.0f}%"}


@register.inclusion_tag("components/phone.html")
def phone(number: str, reveal_url: str = "") -> dict[str, Any]:
    return {"number": number, "reveal_url": reveal_url}


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """{% breadcrumb 'Mô hình' list_url 'Trường THCS Ánh Dương' %}: label, address, …, last label."""
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=True)), "last": parts[-1]}


# ---- figures


@register.inclusion_tag("components/figure.html", takes_context=True)
def figure(context: Context, value: Any, label: str = "", **explanation: Any) -> dict[str, Any]:
    """A number that opens: basis, day, geography, declared value, address of the records behind it."""
    identity = zlib.crc32(repr((value, label, sorted(explanation.items()))).encode())
    # The same figure may stand twice on a page: the second takes another id.
    seen = context.render_context.dicts[0].setdefault("figures_seen", {})
    seen[identity] = seen.get(identity, 0) + 1
    return {"id": f"so-{identity:x}-{seen[identity]}", "value": value, "label": label, **explanation}


@register.inclusion_tag("components/stat.html", takes_context=True)
def stat(context: Context, label: str, value: Any, note: str = "", **explanation: Any) -> dict[str, Any]:
    return {"label": label, "note": note, "figure": figure(context, value, label, **explanation)}


@register.inclusion_tag("components/line_chart.html")
def line_chart(points: Any, label: str, marks: Any = (), unit: str = "") -> dict[str, Any]:
    """points: (name, number) in order; marks: (index, words). Drawn here, explored with script."""
    return {"chart": charts.line(list(points), list(marks)), "label": label, "unit": unit}


# ---- lists


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, name: str, default: str = "", numeric: bool = False) -> dict[str, Any]:
    """A column head that sorts: first click upwards, second downwards (parameter `sap`)."""
    now = _query_of(context).get("sap", default)
    direction = {name: "ascending", f"-{name}": "descending"}.get(now, "")
    href = _address(context, sap=f"-{name}" if direction == "ascending" else name)
    return {"label": label, "href": href, "direction": direction, "numeric": numeric}


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
    return {"label": label, "count": count, "hot": hot, "chosen": chosen, "href": _address(context, **{name: value})}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("components/checklist.html")
def checklist(items: Any) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("components/change_log.html")
def change_log(entries: Any) -> dict[str, Any]:
    return {"entries": entries}


@register.inclusion_tag("components/fact.html")
def fact(label: str, value: Any = "", href: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "href": href}


# ---- forms


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """{% field form.name %}: label, control, hint, reason of refusal, tied together for screen readers."""
    return {"field": bound, "kind": _kind(bound), "control": _control(bound), **options}


KINDS = {"checkbox": "check", "radio": "group", "checkbox_multiple": "group"}


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if getattr(widget, "allow_multiple_selected", False) and getattr(widget, "input_type", "") == "checkbox":
        return "group"
    return KINDS.get(getattr(widget, "input_type", ""), "plain")


def _control(bound: BoundField) -> SafeString:
    """The widget with our class; Django itself adds aria-invalid and, since 5.0, aria-describedby."""
    classes = {"select": "select", "textarea": "area"}
    template_name = getattr(bound.field.widget, "template_name", "").rsplit("/", 1)[-1].removesuffix(".html")
    attrs: dict[str, Any] = {}
    if _kind(bound) == "plain":
        attrs["class"] = f"{classes.get(template_name, 'input')} {bound.field.widget.attrs.get('class', '')}".strip()
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    if described and bound.auto_id:
        attrs["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    return {"form": form}


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    return {"form": form}


# ---- boxes that wrap content


@register.simple_block_tag
def panel(content: str, title: str = "", **options: Any) -> str:
    """{% panel title='…' %} … {% endpanel %}; flush=True when a table or list fills it to the edge."""
    anchor = options.pop("id", "") or (f"o-{zlib.crc32(str(title).encode()):x}" if title else "")
    return render_to_string("components/panel.html", {"title": title, "content": content, "id": anchor, "level": 2, **options})


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> str:
    """{% notice tone='soon' %} … {% endnotice %}"""
    names = {"ok": "circle-check", "soon": "clock", "late": "alert-circle", "info": "info-circle"}
    shown = {"content": content, "tone": tone, "title": title, "icon_name": names.get(tone, "info-circle")}
    return render_to_string("components/notice.html", shown)


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "list") -> str:
    """{% empty title='…' icon='users' %} what to do next {% endempty %}"""
    return render_to_string("components/empty.html", {"content": content, "title": title, "icon_name": icon})


@register.simple_block_tag
def facts(content: str) -> str:
    """{% facts %}{% fact 'Số quyết định' number %}{% endfacts %}"""
    return format_html('<dl class="dl">{}</dl>', content)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, id: str, title: str, **options: Any) -> str:
    """{% dialog id='xoa' title='…' %} … {% enddialog %}, opened by {% open_dialog 'xoa' 'Loại khỏi sổ' %}."""
    shown = {"content": content, "id": id, "title": title, "csrf_token": context.get("csrf_token"), **options}
    return render_to_string("components/dialog.html", shown)


@register.inclusion_tag("components/open_dialog.html")
def open_dialog(id: str, label: str, tone: str = "", **options: Any) -> dict[str, Any]:
    return {"id": id, "label": label, "tone": tone, **options}
