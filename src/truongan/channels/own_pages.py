"""Pages on which a person ties a channel to themselves; the page of one's channels lists them."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class OwnPage:
    channel: str
    url_name: str
    hint: str | Promise


_pages = [
    OwnPage("push", "push:mine", _("Báo ngay trên màn hình, không tốn tiền.")),
    OwnPage("zalo", "zalo:mine", _("Liên kết tài khoản Zalo bằng một mã.")),
]


def contribute_own_page(page: OwnPage) -> None:
    """Let the page of one's channels lead to another way's own page. Called in AppConfig.ready()."""
    _pages.append(page)


def own_pages() -> list[tuple[OwnPage, str]]:
    """Each with its address; one whose pages are not installed is left out."""
    found = []
    for page in _pages:
        try:
            found.append((page, reverse(page.url_name)))
        except NoReverseMatch:
            continue
    return found
