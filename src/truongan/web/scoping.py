"""What a signed-in page is looked at through: unit, day, geography. Kept in the URL, carried by links.

The layouts know the three parameters and nothing about units or people: the composition root names,
in `settings.WORKSPACE_CONTEXT`, a function `(request) -> Workplace` of a higher context that does.
"""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from truongan.kernel.dates import FIRST_DAY, LAST_DAY, parse_vn_date

UNIT, DAY, GEOGRAPHY = "don_vi", "ngay", "dia_gioi"

GEOGRAPHIES = (
    ("", _("Theo ngày đã chọn")),
    ("2025-07-01", _("Xã, phường (từ 01/07/2025)")),
    ("2025-06-30", _("Huyện, xã cũ (đến 30/06/2025)")),
)


@dataclass(frozen=True)
class Workplace:
    """What the workspace layout shows about the person and the unit in view."""

    person: str = ""
    title: str = ""
    unit_name: str = ""
    units: tuple[tuple[str, str], ...] = ()  # (code, name): what the switcher offers
    hidden: frozenset[str] = frozenset()  # url names this person has no use for
    waiting: dict[str, int] = field(default_factory=dict)  # url name -> tasks that wait
    watches: tuple[str, ...] = ()  # topics of the live stream that change what waits

    @property
    def initials(self) -> str:
        """First letters of the last two words: Trần Minh Khôi -> MK."""
        return "".join(word[0] for word in self.person.split()[-2:]).upper()


def workplace_of(request: HttpRequest) -> Workplace:
    """The workplace of the person signed in, asked of the function named in the settings."""
    source = getattr(settings, "WORKSPACE_CONTEXT", None)
    if source and request.user.is_authenticated:
        workplace: Workplace = import_string(source)(request)
        return workplace
    return Workplace(person=request.user.get_username())


@dataclass(frozen=True)
class ViewScope:
    """The three scope parameters as the URL gives them; empty where the URL is silent."""

    unit: str = ""
    day: date | None = None
    geography: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """Only what is set, ready for a query string."""
        day = self.day.isoformat() if self.day else ""
        given = {UNIT: self.unit, DAY: day, GEOGRAPHY: self.geography}
        return {name: value for name, value in given.items() if value}

    @property
    def query(self) -> str:
        """`?don_vi=…&ngay=…`, or nothing when nothing is set."""
        return "?" + urlencode(self.parameters) if self.parameters else ""

    @property
    def geography_label(self) -> str:
        """The chosen geography in words."""
        known = {code: str(label) for code, label in GEOGRAPHIES}
        return known.get(self.geography, self.geography)


def view_scope(request: HttpRequest) -> ViewScope:
    """Read unit, day and geography from the URL; a day that is no day is left out, never an error."""
    given = request.GET
    return ViewScope(given.get(UNIT, "").strip(), day_or_none(given.get(DAY, "")), given.get(GEOGRAPHY, "").strip())


def day_or_none(text: str) -> date | None:
    """The day meant by `2021-09-14` or `14/9/2021`; nothing when it is no day of the calendar, or none of our time."""
    try:
        day = parse_vn_date(text)
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None
