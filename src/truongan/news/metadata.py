"""What search engines and other sites read off an article: schema.org and Open Graph, as data."""

import json
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truongan.news.models import Article, Photo
from truongan.news.pictures import SOCIAL

_HEADLINE = 110  # letters; longer ones are not shown
# `</script>` or `<!--` typed into a title would end the element: the same letters, as JSON may write them.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def json_ld(content: dict[str, Any]) -> SafeString:
    """A block of data for machines. No browser runs it, so the content policy has nothing to allow."""
    text = json.dumps(content, ensure_ascii=False).translate(_ESCAPED)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def article_metadata(request: HttpRequest, article: Article, section: tuple[str, str], photo: Photo | None):
    """{url, image, social, json_ld, share}: everything with whole addresses."""
    address = request.build_absolute_uri(article.get_absolute_url())
    image = _image(request, photo)
    return {
        "url": address,
        "image": image,
        "json_ld": [json_ld(_news(request, article, section, address, image)), json_ld(_trail(request, section))],
        "share": {
            "mail": "mailto:?" + urlencode({"subject": article.title, "body": address}, quote_via=quote),
            "facebook": "https://www.facebook.com/sharer/sharer.php?" + urlencode({"u": address}),
        },
    }


def _image(request: HttpRequest, photo: Photo | None) -> dict[str, Any] | None:
    if photo is None:
        return None
    [made] = photo.get_renditions(*SOCIAL.every_spec).values()
    return {"url": request.build_absolute_uri(made.url), "width": made.width, "height": made.height}


def _news(request: HttpRequest, article: Article, section: tuple[str, str], address: str, image) -> dict[str, Any]:
    portal = {"@type": "Organization", "name": settings.SITE_NAME, "url": request.build_absolute_uri("/")}
    unit = article.author_unit
    changed = article.last_published_at or article.dated_at
    content = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title[:_HEADLINE],
        "description": article.search_description or article.lead,
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "articleSection": section[0],
        "mainEntityOfPage": address,
        "author": {"@type": "Organization", "name": unit.name} if unit else portal,
        "publisher": portal,
    }
    if article.dated_at and changed:
        content |= {"datePublished": article.dated_at.isoformat(), "dateModified": changed.isoformat()}
    return content | ({"image": [image["url"]]} if image else {})


def _trail(request: HttpRequest, section: tuple[str, str]) -> dict[str, Any]:
    steps = [(_("Trang chủ"), "/"), (_("Tin tức"), "/tin-tuc/"), section]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": request.build_absolute_uri(address)}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }
