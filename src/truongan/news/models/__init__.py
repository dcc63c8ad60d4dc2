from truongan.news.models.pages import Article, ArticleRelation, ArticleTopic, NewsIndex, Section, Topic
from truongan.news.models.pictures import Photo, PhotoRendition
from truongan.news.models.searching import SearchEntry

__all__ = [
    "Article",
    "ArticleRelation",
    "ArticleTopic",
    "NewsIndex",
    "Photo",
    "PhotoRendition",
    "SearchEntry",
    "Section",
    "Topic",
]
