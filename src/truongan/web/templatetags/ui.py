"""Tags and filters of the interface; `web/README.md` shows each in one line.

Registered as a builtin library, so templates need no {% load %}.
"""

import zlib
from functools import cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from truongan.web import charts, formats
from truongan.web.live.passes import live_pass
from truongan.web.paging import PAGE_PARAMETER
from truongan.web.templatetags import ui_lists
from truongan.web.widgets import DayInput

register = template.Library()
register.tags.update(ui_lists.register.tags)
Context = template.Context

for _filter in (
    "vn_number",
    "vn_date",
    "vn_long_date",
    "vn_datetime",
    "phone_masked",
    "ratio",
    "percent",
    "plain",
):
    register.filter(_filter, getattr(formats, _filter))


# ---- small parts


@cache  # hundreds of icons on a page, one address
def _sprite() -> str:
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """{% icon 'search' %}, {% icon 'plus' 's' %}: decoration only, the words say it."""
    tail = " i-s" if size == "s" else ""
    return format_html('<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>', tail, _sprite(), name)


def _inline(name: str, /, **shown: Any) -> SafeString:
    """A component without the line breaks of its file: a full stop after it stands close."""
    return mark_safe(render_to_string(f"components/{name}.html", shown).strip())  # noqa: S308 - our own template


@register.simple_tag
def badge(label: str, tone: str = "") -> SafeString:
    return _inline("badge", label=label, tone=tone)


@register.simple_tag
def button(label: str, tone: str = "", **options: Any) -> SafeString:
    return _inline("button", **{"label": label, "tone": tone, "type": "submit", **options})


@register.simple_tag
def link_button(label: str, href: str, tone: str = "", **options: Any) -> SafeString:
    return _inline("link_button", label=label, href=href, tone=tone, **options)


@register.inclusion_tag("components/bar.html")
def bar(part: float, whole: float = 100, tone: str = "strong") -> dict[str, Any]:
    share = min(100.0, 100 * part / whole) if whole else 0
    return {"width": f"{share:.1f}", "tone": tone}


@register.inclusion_tag("components/progress.html")
def progress(value: float, maximum: float = 100, label: str = "", note: str = "") -> dict[str, Any]:
    return {
        "value": value,
        "maximum": maximum or 1,
        "label": label,
        "note": note,
        "percent": _begun_or_done(value, maximum or 1),
    }


def _begun_or_done(value: float, maximum: float) -> str:
    """Whole percent, rounded down so that 100% means all of it; what has begun is never called 0%."""
    share = int(100 * value // maximum)
    return _("dưới 1%") if value > 0 and share == 0 else f"{share}%"


@register.simple_tag
def phone(number: str, reveal_url: str = "") -> SafeString:
    return _inline("phone", number=number, reveal_url=reveal_url)


@register.simple_tag(takes_context=True)
def live_watch(context: Context, topics: Any, url: str) -> SafeString:
    """Attributes of an element that is fetched anew from `url` when one of the topics changes.

    `topics`: one name or several; the view has checked that this person may see what they are about. Without the
    stream the element is fetched every minute while the page is looked at, without script it stays as it is.
    """
    user = getattr(context.get("request"), "user", None)
    named = (topics,) if isinstance(topics, str) else tuple(topics)
    if not named or user is None or not user.is_authenticated:
        return mark_safe("")
    return format_html(
        ' data-watch="{}" data-pass="{}" hx-get="{}" hx-trigger="live" hx-swap="outerHTML"',
        " ".join(named), live_pass(user, *named), url,
    )  # fmt: skip


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*parts: str) -> dict[str, Any]:
    """{% breadcrumb 'Mô hình' list_url 'Trường THCS Ánh Dương' %}: label, address, …, last label."""
    return {"links": list(zip(parts[:-1:2], parts[1::2], strict=True)), "last": parts[-1]}


@register.simple_tag(takes_context=True)
def page_address(context: Context) -> str:
    """The whole address this page is known by: without its question, but for the place in a list (`trang`)."""
    request = context["request"]
    address: str = request.build_absolute_uri(request.path)
    place = request.GET.get(PAGE_PARAMETER, "")
    is_further = place.isascii() and place.isdecimal() and len(place) < 6 and int(place) > 1
    return f"{address}?{PAGE_PARAMETER}={int(place)}" if is_further else address


# ---- figures


@cache
def _figure_words(language: str) -> dict[str, str]:
    """Translated once: a page of figures would spend most of its time looking the same words up."""
    return {
        "open": _("Xem căn cứ"),
        "of": _("Căn cứ của số liệu"),
        "basis": _("Cơ sở đếm"),
        "on": _("Tính đến"),
        "geography": _("Địa giới"),
        "declared": _("Đơn vị khai"),
        "method": _("Cách làm"),
        "folded": _("Cộng từ sổ đăng ký, không nhập tay"),
        "records": _("Mở các bản ghi đứng sau"),
        "close": _("Đóng"),
    }


def _figures_seen(context: Context) -> dict[int, int]:
    """How often each figure stood on this page so far: the second takes another id. Blocks of an article are
    rendered apart, so the count goes with the request; without one, with the template."""
    request = context.get("request")
    kept = context.render_context.dicts[0] if request is None else vars(request)
    return kept.setdefault("figures_seen", {})  # type: ignore[arg-type, return-value]  # stubs know strings only


@register.simple_tag(takes_context=True)
def figure(context: Context, value: Any, label: str = "", **explanation: Any) -> SafeString:
    """A number that opens: basis, day, geography, declared value, address of the records behind it."""
    identity = zlib.crc32(repr((value, label, sorted(explanation.items()))).encode())
    seen = _figures_seen(context)
    seen[identity] = seen.get(identity, 0) + 1
    shown: dict[str, Any] = {
        "id": f"so-{identity:x}-{seen[identity]}",
        "number": formats.vn_number(value),
        "label": label,
    }
    return _inline("figure", words=_figure_words(get_language() or ""), **shown, **explanation)


@register.inclusion_tag("components/stat.html", takes_context=True)
def stat(context: Context, label: str, value: Any, note: str = "", **explanation: Any) -> dict[str, Any]:
    in_sentence = label[:1].lower() + label[1:]  # the popover says "628 tổ tự quản"
    return {"label": label, "note": note, "figure": figure(context, value, in_sentence, **explanation)}


@register.inclusion_tag("components/line_chart.html")
def line_chart(points: Any, label: str, marks: Any = (), unit: str = "") -> dict[str, Any]:
    """points: (name, number) in order; marks: (index, words). Drawn here, explored with script."""
    return {"chart": charts.line(list(points), list(marks)), "label": label, "unit": unit}


# ---- rows of dated or listed things


@register.inclusion_tag("components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    return {"events": events}


@register.inclusion_tag("components/checklist.html")
def checklist(items: Any) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("components/show_all.html")
def show_all(count: int) -> dict[str, Any]:
    """Last in a .tbl-box: on a phone eight rows are shown until the reader asks for all."""
    return {"count": count}


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
    return bound.as_widget(widget=_day_input(bound), attrs=attrs)


def _day_input(bound: BoundField) -> DayInput | None:
    """Days are typed the same way on every form, whichever control the form was declared with."""
    widget = bound.field.widget
    if not isinstance(widget, forms.DateInput) or isinstance(widget, DayInput):
        return None
    kept = {name: value for name, value in widget.attrs.items() if name not in ("type", "class")}
    shown = DayInput(attrs=kept)
    shown.is_required = widget.is_required
    return shown


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
    return render_to_string(
        "components/panel.html", {"title": title, "content": content, "id": anchor, "level": 2, **options}
    )


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
