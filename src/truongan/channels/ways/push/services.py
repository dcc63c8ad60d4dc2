"""Which addresses of push services are called: a browser names its own, and this server must not call just any."""

from urllib.parse import urlsplit

from django.conf import settings


def is_push_service(url: str) -> bool:
    """Whether it is an https address of a host in TRUONGAN_PUSH_SERVICES or below one.

    An entry with a scheme (`http://127.0.0.1:8399`) allows exactly that place: for trying out on one machine.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" in settings.PUSH_SERVICES:
        return True
    if parts.scheme != "https" or port not in (None, 443) or "@" in parts.netloc:
        return False
    return any(host == each or host.endswith(f".{each}") for each in settings.PUSH_SERVICES)
