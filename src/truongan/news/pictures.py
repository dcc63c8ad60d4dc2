"""Pictures as pages show them: few sizes, in the two forms every browser of the last years reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractRendition

from truongan.news.models import Photo, PhotoRendition

WIDTHS = (480, 960)


@dataclass(frozen=True)
class Shape:
    """`spec` of the widest; `sizes` says how wide the page shows it."""

    specs: tuple[str, ...]
    sizes: str
    forms: tuple[str, ...] = ("avif", "webp")

    def spec(self, spec: str, form: str) -> str:
        return f"{spec}|format-{form}"

    @property
    def every_spec(self) -> list[str]:
        return [self.spec(each, form) for form in self.forms for each in self.specs]


IN_TEXT = Shape(tuple(f"width-{width}" for width in WIDTHS), "(min-width: 64rem) 44rem, 100vw")
SMALL = Shape(("fill-224x168",), "7rem")  # cut around the focal point
LARGE = Shape(("fill-480x300", "fill-960x600"), "(min-width: 60rem) 40rem, 100vw")
SOCIAL = Shape(
    ("fill-1200x630",), "", ("jpeg",)
)  # what messengers show beside a shared link: no form but JPEG is sure
SHAPES = (IN_TEXT, SMALL, LARGE, SOCIAL)


def with_renditions(photos: Iterable[Photo | None], *shapes: Shape) -> None:
    """Read what was made of these photos before, in one query; what is missing is made when it is asked for."""
    found = [photo for photo in photos if photo is not None]
    if not found:
        return
    specs = [spec for shape in shapes for spec in shape.every_spec]
    made = PhotoRendition.objects.filter(filter_spec__in=specs)
    prefetch_related_objects(found, Prefetch("renditions", queryset=made, to_attr="prefetched_renditions"))


def make_renditions(photo: Photo) -> None:
    """Every size of a photo, ahead of the first reader."""
    for shape in SHAPES:
        photo.get_renditions(*shape.every_spec)


def picture(photo: Photo, alt: str, shape: Shape = IN_TEXT, *, is_first: bool = False) -> SafeString:
    """A `<picture>`: AVIF where the browser reads it, else WebP. `is_first`: on the first screen, fetched at once."""
    made = photo.get_renditions(*shape.every_spec)
    small, *_rest, large = (made[shape.spec(each, "webp")] for each in (shape.specs[0], *shape.specs))
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}"><source type="image/webp" srcset="{}" sizes="{}">'
        '<img src="{}" width="{}" height="{}" alt="{}" {}></picture>',
        _srcset(made[shape.spec(each, "avif")] for each in shape.specs), shape.sizes,
        _srcset(made[shape.spec(each, "webp")] for each in shape.specs), shape.sizes,
        small.url, str(large.width), str(large.height), alt,
        SafeString('fetchpriority="high"' if is_first else 'loading="lazy" decoding="async"'),
    )  # fmt: skip


def _srcset(renditions: Iterable[AbstractRendition]) -> SafeString:
    by_width = {each.width: each.url for each in renditions}  # a small original gives one width twice
    return format_html_join(", ", "{} {}w", ((url, str(width)) for width, url in by_width.items()))
