from truongan.news.actions.indexing import index_articles
from truongan.news.actions.pictures import keep_photo
from truongan.news.actions.places import ensure_places
from truongan.news.actions.publishing import CannotPublish, draft_article, publish_article
from truongan.news.actions.roles import refresh_groups, refresh_groups_of_everybody

MAKE_RENDITIONS = "news.make_renditions"  # the job that follows a publication
__all__ = [
    "MAKE_RENDITIONS",
    "CannotPublish",
    "draft_article",
    "ensure_places",
    "index_articles",
    "keep_photo",
    "publish_article",
    "refresh_groups",
    "refresh_groups_of_everybody",
]
