"""The live figure in the editor of texts: an entity of its own, stored as one readable tag."""

from typing import Any

from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import KEEP_WHITESPACE, InlineEntityElementHandler
from wagtail.rich_text import EmbedHandler

from truongan.kernel.clock import today_vn
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.news.live_figures import LiveFigure, gone, live_figures
from truongan.news.references import EMBED_TYPE, TODAY, FigureReference

ENTITY = "FIGURE"
STORED = ("indicator", "place", "day", "seal")


def entity_data(reference: FigureReference, found: LiveFigure) -> dict[str, str]:
    """What the editor holds of a figure: what is stored, the number as it is now, and what it is."""
    when = vn_date(found.on) if reference.on or reference.seal else f"{TODAY}, {vn_date(found.on)}"
    about = f"{found.label}, {found.place} ({when})" if found.is_shown else found.problem
    return {**reference.attributes(), "title": words_of(found), "about": about}


def words_of(found: LiveFigure | None) -> str:
    return vn_number(found.value) if found and found.is_shown else f"({found.problem if found else gone()})"


class FigureElementHandler(InlineEntityElementHandler):
    """From the stored tag to the editor; the text it shows there is the number of this moment."""

    mutability = "IMMUTABLE"

    def handle_starttag(self, name, attrs, state, contentstate) -> None:
        self.read = _read(dict(attrs))
        super().handle_starttag(name, attrs, state, contentstate)
        state.current_block.text += self.read["title"]
        state.leading_whitespace = KEEP_WHITESPACE

    def get_attribute_data(self, attrs: dict) -> dict[str, str]:
        return self.read


def _read(stored: dict[str, str]) -> dict[str, str]:
    try:
        reference = FigureReference.from_attributes(stored)
    except ValueError as reason:
        return {**{name: stored.get(name, "") for name in STORED}, "title": words_of(None), "about": str(reason)}
    return entity_data(reference, live_figures([reference], today_vn())[reference])


def to_stored(props: dict[str, Any]) -> Any:
    """From the editor to the stored tag: what names the figure, never the number."""
    stored = {name: str(props.get(name) or "")[:60] for name in STORED}
    if not stored["seal"]:
        del stored["seal"]
    return DOM.create_element("embed", {"embedtype": EMBED_TYPE, **stored})


CONVERSION = {
    "from_database_format": {f'embed[embedtype="{EMBED_TYPE}"]': FigureElementHandler(ENTITY)},
    "to_database_format": {"entity_decorators": {ENTITY: to_stored}},
}


class FigureEmbedHandler(EmbedHandler):
    """Where a rich text is expanded outside a page of ours (comparison of revisions, search): the plain number."""

    identifier = EMBED_TYPE

    @classmethod
    def expand_db_attributes(cls, attrs: dict) -> str:
        return _read(attrs)["title"]
