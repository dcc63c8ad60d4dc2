"""One page in every encoding a browser takes, each with its headers made in advance."""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

import brotli

Headers = list[tuple[str, str]]
_SMALLEST_WORTH_IT = 500  # bytes
_COMPRESSED_ANYWAY = ("image/png", "image/jpeg", "image/webp", "image/avif", "application/pdf", "application/zip")
_OF_ONE_ANSWER = frozenset({"content-length", "x-request-id", "etag", "age", "date", "last-modified", "cache-control"})
_ALSO_WITH_304 = frozenset({"vary", "content-security-policy"})


class Body(NamedTuple):
    content: bytes
    etag: str
    headers: Headers
    unchanged: Headers  # of a 304


@dataclass(frozen=True, slots=True)
class Page:
    bodies: dict[str, Body]  # by encoding: identity always, gzip and br where they help
    topics: frozenset[str]
    ends_at: float  # seconds since the epoch
    rendered_at: float
    weight: int = field(init=False)  # bytes

    def __post_init__(self) -> None:
        headers = sum(len(name) + len(text) for each in self.bodies.values() for name, text in each.headers)
        weight = sum(len(each.content) for each in self.bodies.values()) + headers + 1000
        object.__setattr__(self, "weight", weight)

    def body(self, encoding: str) -> Body:
        return self.bodies.get(encoding) or self.bodies["identity"]


def page_of(content: bytes, headers: Headers, topics: Iterable[str], rendered_at: float, ends_at: float) -> Page:
    """The page as it will be answered: compressed once, security headers kept, revalidated at every visit."""
    kept = [(name, text) for name, text in headers if name.lower() not in _OF_ONE_ANSWER]
    kept = [(name, text) for name, text in kept if name.lower() != "vary"]
    kept += [("Vary", _vary(headers)), ("Cache-Control", "no-cache")]
    mark = blake2b(content, digest_size=9).hexdigest()
    contents = {"identity": content}
    if len(content) >= _SMALLEST_WORTH_IT and not _value(headers, "content-type").startswith(_COMPRESSED_ANYWAY):
        contents |= {"gzip": gzip.compress(content, 6, mtime=0), "br": brotli.compress(content, quality=6)}
    bodies = {encoding: _body(each, encoding, mark, kept) for encoding, each in contents.items()}
    return Page(bodies, frozenset(topics), ends_at, rendered_at)


def _body(content: bytes, encoding: str, mark: str, headers: Headers) -> Body:
    etag = f'"{mark}-{encoding}"'
    own = [("Content-Length", str(len(content))), ("ETag", etag)]
    if encoding != "identity":
        own.append(("Content-Encoding", encoding))
    unchanged = [(name, text) for name, text in headers if name.lower() in _ALSO_WITH_304 or name == "Cache-Control"]
    return Body(content, etag, headers + own, [*unchanged, ("ETag", etag)])


def _vary(headers: Headers) -> str:
    named = [each.strip() for each in _value(headers, "vary").split(",") if each.strip()]
    if "accept-encoding" not in [each.lower() for each in named]:
        named.append("Accept-Encoding")
    return ", ".join(named)


def _value(headers: Headers, wanted: str) -> str:
    return next((text for name, text in headers if name.lower() == wanted), "")


_chosen: dict[str, str] = {}


def encoding_for(accepted: str) -> str:
    """The smallest body this Accept-Encoding takes: br, gzip or identity."""
    known = _chosen.get(accepted)
    if known is None:
        if len(_chosen) > 200:  # browsers send a handful; whoever invents more shall not fill the memory
            _chosen.clear()
        known = _chosen[accepted] = _choose(accepted)
    return known


def _choose(accepted: str) -> str:
    taken = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        taken[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((each for each in ("br", "gzip") if taken.get(each, taken.get("*", False))), "identity")
