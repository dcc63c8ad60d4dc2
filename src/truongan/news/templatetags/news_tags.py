"""Tags of the news: live figures where words stand, pictures, cards; the home page's newest articles."""

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from truongan.figures.indicators import INDICATORS
from truongan.figures.public import public_answer, served_unit
from truongan.kernel.clock import today_vn
from truongan.news import pictures, queries
from truongan.news.blocks import is_divided, reference_of
from truongan.news.live_figures import LiveFigure, gone, live_figures
from truongan.news.models import Photo
from truongan.news.references import FigureReference, embeds_in, references_in
from truongan.territory.geography import UnknownUnit
from truongan.web.templatetags.ui import figure as figure_component

register = template.Library()
_SHAPES = {"text": pictures.IN_TEXT, "small": pictures.SMALL, "large": pictures.LARGE}


@register.simple_tag(takes_context=True)
def live_text(context: Context, html: str) -> SafeString:
    """A rich text with its live figures in place. Those the page asked together are taken from it."""
    known = context.get("figures")
    if known is None:
        known = live_figures(references_in(html), today_vn())
    parts, end = [], 0
    for found, attributes in embeds_in(html):
        parts += [html[end : found.start()], _one(context, attributes, known)]
        end = found.end()
    return mark_safe(expand_db_html("".join([*parts, html[end:]])))  # noqa: S308 - Draftail's converter wrote it, tag by tag


def _one(context: Context, attributes: dict[str, str], known: dict[FigureReference, LiveFigure]) -> str:
    try:
        found = known.get(FigureReference.from_attributes(attributes))
    except ValueError:
        found = None
    return in_words(context, found)


def in_words(context: Context, found: LiveFigure | None) -> str:
    """A figure as a word of a sentence; without one, what the reader is told in its place."""
    if found is None or not found.is_shown:
        return format_html('<span class="fig-gone">({})</span>', found.problem if found else gone())
    return figure_component(
        context,
        found.value,
        label=f"{found.unit} ({found.label}; {found.place})",
        basis=found.basis,
        on=found.on,
        method=found.method,
        href=_way_to_figures(found),
        href_label=_("Cách tính và tải số liệu"),
    )


def _way_to_figures(found: LiveFigure) -> str:
    """The public page of the same day and unit; it stands above this context and may be missing."""
    try:
        address = reverse("portal:figures")
    except NoReverseMatch:
        return ""
    place = f"&don_vi={found.reference.place}" if found.reference.place.isdecimal() else ""
    return f"{address}?ngay={found.on.isoformat()}{place}"


@register.simple_tag(takes_context=True)
def live_figure(context: Context, value: Any) -> LiveFigure:
    """The figure of a FigureBlock."""
    reference = reference_of(value)
    known = context.get("figures") or {}
    return known.get(reference) or live_figures([reference], today_vn())[reference]


@register.simple_tag(takes_context=True)
def figure_words(context: Context, found: LiveFigure) -> str:
    return in_words(context, found)


@register.simple_tag
def figure_table(value: Any) -> dict[str, Any]:
    """Rows of a FigureTableBlock: {columns, rows, total, on, place}; `problem` where nothing can be shown."""
    codes = [code for code in value["indicators"] if is_divided(code, value["by"])]
    day = min(value["day"] or today_vn(), today_vn())
    columns = [INDICATORS[code] for code in codes if INDICATORS[code].is_public]
    if not columns:
        return {"problem": gone(), "on": day}
    try:
        unit = served_unit(day, value["place"] or "")
    except UnknownUnit:
        return {"problem": gone(), "on": day}
    found = public_answer(day, unit, by=value["by"], codes=[each.code for each in columns])
    return {
        "columns": columns,
        "rows": [(row.label, row.note, [row.figures.get(each.code) for each in columns]) for row in found.rows],
        "total": [found.total.figures.get(each.code) for each in columns],
        "on": day,
        "place": unit.full_name if unit else _("Cả nước"),
    }


@register.simple_tag
def photo(shown: Photo | None, alt: str = "", shape: str = "text", is_first: bool = False) -> SafeString:
    """{% photo value.photo value.alt %}; nothing where the editors removed the picture."""
    return pictures.picture(shown, alt, _SHAPES[shape], is_first=is_first) if shown else SafeString("")


@register.filter
def card(directive) -> Any:
    """The directive of a card while it is published, else None."""
    return directive if queries.is_published_directive(directive) else None


@register.inclusion_tag("news/_latest.html", takes_context=True)
def latest_news(context: Context, count: int = 4) -> dict[str, Any]:
    """The home page's newest articles: the first large, the others in a list; two queries. The page depends on `news`."""
    listed = queries.latest_articles(count)
    return {
        "first": listed[0] if listed else None,
        "others": listed[1:],
        "index_url": reverse("wagtail_serve", args=[""]),
    }
