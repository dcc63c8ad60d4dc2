from truongan.news.models.imports import ArticleImport
from truongan.news.models.pages import (
    INDEX_SLUG,
    Article,
    ArticleRelation,
    ArticleTopic,
    NewsIndex,
    Section,
    Topic,
)
from truongan.news.models.pictures import Photo, PhotoRendition
from truongan.news.models.searching import SearchEntry

__all__ = [
    "INDEX_SLUG",
    "Article",
    "ArticleImport",
    "ArticleRelation",
    "ArticleTopic",
    "NewsIndex",
    "Photo",
    "PhotoRendition",
    "SearchEntry",
    "Section",
    "Topic",
]
