"""Which requests may be answered from the cache, and under which name a page is kept."""

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

# Added by whoever shares a link, read by no page of ours: Facebook, Google, Zalo, campaigns.
_TRACKING = frozenset({"fbclid", "gclid", "gbraid", "wbraid", "zarsrc", "mc_cid", "mc_eid", "igshid"})
_LONGEST_QUERY = 300  # characters; nobody types more, and a name of the cache stays small
_MOST_PARAMETERS = 8
# A swap is not the page, a range is not the whole, and who shows a credential is not anonymous.
_PERSONAL = ("HTTP_HX_REQUEST", "HTTP_RANGE", "HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING")


class Address(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str
    is_plain: bool  # no query, on a host of our own: the pages everybody reads


def address_of(environ: dict[str, Any]) -> Address | None:
    """The page an anonymous reader asks for; None where only Django can answer.

    Whatever tracking the link carries is taken off the request, so that Django renders the page that is kept.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or _is_personal(environ):
        return None
    query = environ.get("QUERY_STRING", "")
    if query:
        normal = _normalised(query)
        if normal is None:
            return None
        query = environ["QUERY_STRING"] = normal
    host = environ.get("HTTP_HOST", "")
    is_plain = not query and _is_ours(host, environ.get("SERVER_PORT", ""))
    return Address(_scheme(environ), host, environ.get("PATH_INFO", ""), query, is_plain)


def _is_personal(environ: dict[str, Any]) -> bool:
    if any(name in environ for name in _PERSONAL) or environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        return True
    cookies = environ.get("HTTP_COOKIE", "")
    return f"{settings.SESSION_COOKIE_NAME}=" in cookies or "messages=" in cookies


def _normalised(query: str) -> str | None:
    """Sorted, without tracking; None for what no page of ours asks for."""
    if len(query) > _LONGEST_QUERY:
        return None
    try:
        given = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS, errors="strict")
    except ValueError:
        return None
    kept = [(name, text) for name, text in given if name not in _TRACKING and not name.startswith("utm_")]
    if len({name for name, _ in kept}) != len(kept):
        return None
    return urlencode(sorted(kept))


def _is_ours(host: str, port: str) -> bool:
    """A name of the installation as it is written there; any other port or subdomain is anybody's to invent."""
    return host in settings.ALLOWED_HOSTS or host.removesuffix(f":{port}") in settings.ALLOWED_HOSTS


def _scheme(environ: dict[str, Any]) -> str:
    """As Django sees it: plain HTTP must meet the redirect to HTTPS, never the page."""
    trusted = settings.SECURE_PROXY_SSL_HEADER
    if trusted and environ.get(trusted[0], "").split(",")[0].strip() == trusted[1]:
        return "https"
    return str(environ["wsgi.url_scheme"])
