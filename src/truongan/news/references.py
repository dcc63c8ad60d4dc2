"""What a live figure in an article names: indicator, place, day or seal. Readable in the stored text, checked on entry.

    <embed embedtype="figure" indicator="teams.memberships" place="" day="2021-09-14"/>

`place` is empty for the province served, a unit's code, or `org:` and an organization's code. `day` is a date or
`today`. With `seal` the number is the sealed one, and place and day are the seal's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from wagtail.rich_text.rewriters import FIND_EMBED_TAG, extract_attrs

from truongan.figures.forms import FIRST_DAY
from truongan.figures.indicators import INDICATORS

EMBED_TYPE = "figure"
TODAY = "today"
_PLACE = re.compile(r"^(?:|\d{2,5}|org:[\w.\-]{1,40})$")
_ORGANIZATION = "org:"


@dataclass(frozen=True)
class FigureReference:
    """`on` None: the day the page is read."""

    indicator: str
    place: str = ""
    on: date | None = None
    seal: int | None = None

    @classmethod
    def from_attributes(cls, given: dict) -> "FigureReference":
        """Raises ValueError, whose text may be shown, for what names no figure that there could ever be."""
        place, seal = str(given.get("place") or ""), str(given.get("seal") or "")
        if not _PLACE.match(place):
            raise ValueError(_("“%(place)s” không phải mã đơn vị.") % {"place": place[:40]})
        if seal and not (seal.isascii() and seal.isdecimal() and len(seal) < 10):
            raise ValueError(_("“%(seal)s” không phải số hiệu bản chốt.") % {"seal": seal[:40]})
        return cls(str(given.get("indicator") or "")[:40], place, _day(given.get("day")), int(seal) if seal else None)

    def attributes(self) -> dict[str, str]:
        """As it is stored; `from_attributes` reads it back."""
        stored = {"indicator": self.indicator, "place": self.place, "day": self.on.isoformat() if self.on else TODAY}
        return stored | ({"seal": str(self.seal)} if self.seal else {})

    @property
    def organization_code(self) -> str:
        return self.place.removeprefix(_ORGANIZATION) if self.place.startswith(_ORGANIZATION) else ""


def _day(written) -> date | None:
    if isinstance(written, date):
        return written
    text = str(written or TODAY)
    if text == TODAY:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("“%(day)s” không phải ngày.") % {"day": text[:40]}) from None
    if day < FIRST_DAY:
        raise ValueError(_("Sổ đăng ký bắt đầu từ 01/01/2021; chọn ngày từ đó trở đi."))
    return day


def embeds_in(html: str) -> Iterator[tuple[re.Match, dict[str, str]]]:
    """Every live figure written in a rich text: where it stands, and its attributes."""
    for found in FIND_EMBED_TAG.finditer(html):
        attributes = extract_attrs(found.group(1))
        if attributes.get("embedtype") == EMBED_TYPE:
            yield found, attributes


def references_in(html: str) -> Iterator[FigureReference]:
    """The figures a rich text names; what names none is passed over (the page says so in its place)."""
    for _found, attributes in embeds_in(html):
        try:
            yield FigureReference.from_attributes(attributes)
        except ValueError:
            continue


def indicator_choices() -> list[tuple[str, str]]:
    return [(each.code, f"{each.label} ({each.unit})") for each in INDICATORS.values() if each.is_public]
