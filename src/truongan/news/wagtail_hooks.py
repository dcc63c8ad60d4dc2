"""What the editors' screens gain from this context, and what they lose because the product has it elsewhere."""

from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from truongan.news import desk_views
from truongan.news.choosers import directive_chooser, organization_chooser, seal_chooser
from truongan.news.desk_panels import NewArticlePanel
from truongan.news.rich_text import CONVERSION, ENTITY, STORED, FigureEmbedHandler

_ELSEWHERE = {"users", "groups", "sites", "locales", "redirects", "collections"}


@hooks.register("register_admin_viewset")
def choosers():
    return [directive_chooser, organization_chooser, seal_chooser]


@hooks.register("register_admin_urls")
def addresses():
    return [path("chon-so-lieu/", desk_views.choose_figure, name="news_choose_figure")]


@hooks.register("register_rich_text_features")
def live_figure(features) -> None:
    """`figure` in a rich text: an entity of the editor, a tag in the database, a button that opens on the page."""
    features.register_embed_type(FigureEmbedHandler)
    plugin = {
        "type": ENTITY,
        "icon": "order",
        "description": _("Số liệu sống"),
        "attributes": [*STORED, "title", "about"],
        "allowlist": {"indicator": True},
        "chooserUrls": {"figureChooser": reverse_lazy("news_choose_figure")},
    }
    features.register_editor_plugin("draftail", "figure", EntityFeature(plugin, js=["news/live-figure.js"]))
    features.register_converter_rule("contentstate", "figure", CONVERSION)


@hooks.register("insert_global_admin_css")
def desk_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("news/desk.css"))


@hooks.register("insert_global_admin_js")
def desk_code() -> str:
    files = [(static(f"news/{name}.js"),) for name in ("desk", "one-at-a-time")]
    return format_html_join("", '<script src="{}"></script>', files)


@hooks.register("construct_homepage_panels")
def way_to_a_new_article(request, panels) -> None:
    panels.append(NewArticlePanel())


@hooks.register("construct_settings_menu")
def without_what_is_elsewhere(request, items) -> None:
    """Accounts, groups and sites are the product's own: their screens here answer 404."""
    items[:] = [item for item in items if item.name not in _ELSEWHERE]


@hooks.register("construct_help_menu")
def without_help_of_others(request, items) -> None:
    """Wagtail's help lies on its makers' site."""
    items.clear()


@hooks.register("register_admin_menu_item")
def way_back():
    return MenuItem(_("Về chỗ làm việc"), reverse_lazy("web:home"), icon_name="home", order=1)
