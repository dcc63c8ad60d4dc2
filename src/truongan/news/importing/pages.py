"""HTML as lines: markup says what a line may be, it is never trusted and never kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.translation import gettext as _

from truongan.news.importing.articles import CannotImport
from truongan.news.importing.lines import Hints, Line, one_line
from truongan.news.importing.reading import clean

MAX_DEPTH = 400
MAX_NODES = 200_000
_TAG = re.compile(
    r"<(!doctype\s+html|html|head|body|div|p|table|article|section|span|h[1-6]|br)\b[^<>]*>", re.IGNORECASE
)
_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "select",
        "button",
        "textarea",
        "input",
        "option",
        "audio",
        "video",
        "map",
        "head",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "img",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_FURNITURE = {
    "nav": _("danh mục"), "menu": _("danh mục"), "footer": _("chân trang"), "aside": _("cột bên"),
    "form": _("biểu mẫu"), "dialog": _("hộp thoại"),
}  # fmt: skip
_FURNITURE_WORDS = {
    "nav navbar navigation menu mainmenu topmenu breadcrumb breadcrumbs duongdan": _("danh mục"),
    "footer chantrang copyright banquyen": _("chân trang"),
    "sidebar colright rightcol": _("cột bên"),
    "comment comments binhluan ykien feedback phanhoi": _("ô ý kiến bạn đọc"),
    "related relate lienquan tinlienquan tinkhac othernews relatednews tags tag tukhoa": _("liên kết đến bài khác"),
    "share social sharing chiase toolbar tools rating": _("nút của trang"),
    "ads adv advert banner quangcao popup modal counter thongke": _("bộ đếm, quảng cáo"),
    "search login": _("biểu mẫu"),
}
_BY_WORD = {word: reason for words, reason in _FURNITURE_WORDS.items() for word in words.split()}
_ROLE_WORDS = {
    "caption": "caption", "figcaption": "caption", "chuthich": "caption", "chuthichanh": "caption",
    "pcaption": "caption", "picdesc": "caption", "imagecaption": "caption", "photocms": "caption",
    "sapo": "lead", "lead": "lead", "chapeau": "lead", "summary": "lead", "tomtat": "lead", "trichyeu": "lead",
    "author": "author", "tacgia": "author", "butdanh": "author", "byline": "author", "source": "author",
}  # fmt: skip
_ROLES = {
    "figcaption": "caption", "caption": "caption", "blockquote": "quote", "q": "quote", "li": "item",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    return len(_TAG.findall(text[:200_000])) >= 2


@dataclass(frozen=True, slots=True)
class _Traits:
    """What an element inherits from those around it."""

    role: str = ""
    level: int = 0
    linked: bool = False
    bold: bool = False
    dropped: str = ""


@dataclass(slots=True)
class _Gathered:
    """The line being put together out of runs of text."""

    text: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    traits: _Traits = _Traits()

    def add(self, text: str, traits: _Traits) -> None:
        if text.strip() and not any(part.strip() for part in self.text):
            self.traits = traits
        size = len(text.strip())
        self.text.append(text)
        self.linked += size * traits.linked
        self.bold += size * traits.bold

    def line(self) -> Line | None:
        said = one_line("".join(self.text))
        if not said:
            return None
        traits, size = self.traits, max(sum(len(part.strip()) for part in self.text), 1)
        return Line(
            said, traits.role, traits.level, self.linked / size, self.bold / size > 0.9, dropped=traits.dropped
        )  # fmt: skip


def html_lines(text: str) -> tuple[list[Line], Hints]:
    """Lines of a page and what its head says. Raises CannotImport for markup nested or repeated beyond reason."""
    soup = BeautifulSoup(text, "html.parser")
    sizes = _sizes(soup)
    hints = _hints(soup)
    return list(_lines(soup, sizes)), hints


def _sizes(soup: BeautifulSoup) -> dict[int, int]:
    """How much text each element holds; a walk without recursion, for markup may be nested a thousandfold."""
    order: list[tuple[Tag, int]] = []
    stack: list[tuple[Tag, int]] = [(soup, 0)]
    while stack:
        tag, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise CannotImport(_("Trang HTML lồng quá %(most)d tầng, không phải một bài viết.") % {"most": MAX_DEPTH})
        order.append((tag, depth))
        if len(order) > MAX_NODES:
            raise CannotImport(_("Trang HTML có quá nhiều phần tử, không phải một bài viết."))
        stack.extend((child, depth + 1) for child in tag.contents if isinstance(child, Tag))
    sizes: dict[int, int] = {}
    for tag, _depth in reversed(order):
        own = sum(len(child.strip()) for child in tag.contents if type(child) is NavigableString)
        inner = sum(sizes[id(child)] for child in tag.contents if isinstance(child, Tag))
        sizes[id(tag)] = 0 if tag.name in _NEVER else own + inner
    return sizes


def _hints(soup: BeautifulSoup) -> Hints:
    published = _meta(soup, "article:published_time", "datePublished", "pubdate", "dc.date.issued")
    stamp = soup.find("time", attrs={"datetime": True})
    if not published and isinstance(stamp, Tag):
        published = str(stamp["datetime"])
    title = _meta(soup, "og:title", "title", "dc.title") or (soup.title.get_text() if soup.title else "")
    lead = _meta(soup, "og:description", "description")
    return Hints(_flat(title), _flat(published), _flat(lead))


def _meta(soup: BeautifulSoup, *names: str) -> str:
    for name in names:
        for attribute in ("property", "name", "itemprop"):
            found = soup.find("meta", attrs={attribute: name})
            if isinstance(found, Tag) and found.get("content"):
                return str(found["content"])
    return ""


def _flat(text: str) -> str:
    return one_line(clean(text))[:500]


def _lines(soup: BeautifulSoup, sizes: dict[int, int]) -> Iterator[Line]:
    whole = max(sizes[id(soup)], 1)
    gathered = _Gathered()
    stack: list[tuple[Tag | NavigableString | None, _Traits]] = [(soup, _Traits())]
    while stack:
        node, traits = stack.pop()
        if isinstance(node, NavigableString):
            if type(node) is NavigableString or not isinstance(node, PreformattedString):
                gathered.add(clean(str(node)), traits)
            continue
        if node is None or node.name in _BLOCKS:
            if line := gathered.line():
                yield line
            gathered = _Gathered()
        if node is None or node.name in _NEVER:
            continue
        own = _traits(node, traits, sizes[id(node)] / whole)
        if node.name in _BLOCKS:
            stack.append((None, traits))
        stack.extend((child, own) for child in reversed(node.contents) if isinstance(child, Tag | NavigableString))
    if line := gathered.line():
        yield line


def _traits(tag: Tag, above: _Traits, share: float) -> _Traits:
    name, words = tag.name, _words(tag)
    # A form or a class around the whole page says nothing: some servers wrap every page in one form.
    dropped = above.dropped or (_reason(tag, words) if share < 0.5 else "")
    role = _ROLES.get(name) or next((_ROLE_WORDS[word] for word in words if word in _ROLE_WORDS and share < 0.5), "")
    level = int(name[1]) if role == "heading" and name[0] == "h" else above.level
    return replace(
        above,
        role=role or above.role,
        level=level,
        linked=above.linked or name == "a",
        bold=above.bold or name in ("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"),
        dropped=dropped,
    )


def _reason(tag: Tag, words: list[str]) -> str:
    if tag.has_attr("hidden") or tag.get("aria-hidden") == "true" or _HIDDEN.search(str(tag.get("style", ""))):
        return _("ẩn trên trang")
    if tag.name in _FURNITURE:
        return _FURNITURE[tag.name]
    if tag.name == "header" and not tag.find("h1"):
        return _("đầu trang")
    return next((_BY_WORD[word] for word in words if word in _BY_WORD), "")


def _words(tag: Tag) -> list[str]:
    """Words of class and id, also joined in pairs: `tin-lien-quan`, `pCaption`, `relatedNews`."""
    named = [str(tag.get("id") or ""), *(tag.get_attribute_list("class") or [])]
    found: list[str] = []
    for name in named:
        parts = [part.lower() for part in _SPLIT.split(str(name or "")) if part]
        found += [*parts, *("".join(parts[at : at + size]) for size in (2, 3) for at in range(len(parts) - size + 1))]
    return found
