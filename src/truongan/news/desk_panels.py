"""What the first page of the editors' screens gains: the way to a new article, which Wagtail hides in its tree."""

from typing import Any

from wagtail.admin.ui.components import Component

from truongan.news.models import Section
from truongan.news.rules import may_write_in


class NewArticlePanel(Component):
    """The sections a person may write in; nothing where there is none."""

    name = "new_article"
    template_name = "news/desk/new_article.html"
    order = 50  # before what waits and what was last edited

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"sections": [each for each in Section.objects.order_by("path") if may_write_in(user, each)]}
