"""The texts a plan begins with: shipped TOML files, or an installation's own beside or instead of them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from truongan.documents.sandbox import filled
from truongan.organizations.models import Organization
from truongan.plans.school_years import FIRST_MONTH, first_year
from truongan.plans.states import Topic

SHIPPED = Path(__file__).parent / "texts"
_FILES = "ke-hoach-*.toml"
TEXTS = ("title", "grounds", "situation", "goals", "arrangements", "recipients")


class BrokenStarter(Exception):
    """An installation's own text cannot be used. The message is safe to show."""


@dataclass(frozen=True)
class FirstMeasure:
    """A measure as a starter proposes it, with the days of the asked school year."""

    topic: str
    text: str
    responsible: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    resources: str = ""


@dataclass(frozen=True)
class Starter:
    """One text to begin with; `code` is its file's name."""

    code: str
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.content.get("name", self.code))

    def suits(self, organization: Organization) -> bool:
        sectors = self.content.get("sectors")
        return not sectors or organization.sector in sectors

    def texts(self, values: dict[str, Any]) -> dict[str, str]:
        """The plan's texts with the values of the register in their gaps; raises `BrokenTemplate`."""
        texts = {name: filled(str(self.content.get(name, "")).strip(), values) for name in TEXTS}
        # A line whose subject is unknown leaves nothing but its bracket behind.
        lines = (line.strip() for line in texts["recipients"].splitlines())
        return texts | {"recipients": "\n".join(line for line in lines if line and not line.startswith("("))}

    def measures(self, organization: Organization, school_year: str, values: dict[str, Any]) -> list[FirstMeasure]:
        """The proposed measures that suit the school's level."""
        wanted = self.content.get("measures", ())
        return [self._measure(each, school_year, values) for each in wanted if _is_for(each, organization)]

    def _measure(self, each: dict[str, Any], school_year: str, values: dict[str, Any]) -> FirstMeasure:
        if each.get("topic") not in Topic.values or not str(each.get("text", "")).strip():
            raise BrokenStarter(f"Mẫu “{self.name}”: biện pháp thiếu nội dung (topic) hoặc lời (text).")
        return FirstMeasure(
            topic=each["topic"],
            text=filled(str(each["text"]).strip(), values),
            responsible=str(each.get("responsible", ""))[:200],
            starts_on=self._day(each.get("starts"), school_year),
            ends_on=self._day(each.get("ends"), school_year),
            resources=str(each.get("resources", ""))[:300],
        )

    def _day(self, text: object, school_year: str) -> date | None:
        if not text:
            return None
        try:
            day, month = (int(part) for part in str(text).split("/"))
            return date(first_year(school_year) + (month < FIRST_MONTH), month, day)
        except ValueError as error:
            raise BrokenStarter(f"Mẫu “{self.name}”: ngày “{text}” phải viết ngày/tháng, ví dụ 05/09.") from error


def starters_for(organization: Organization) -> list[Starter]:
    """What this organization may begin with; an own file of the same name goes before the shipped one."""
    found = {path.stem: path for folder in (SHIPPED, _own_folder()) for path in sorted(folder.glob(_FILES))}
    return [starter for starter in _readable(found.values()) if starter.suits(organization)]


def _readable(paths: Iterable[Path]) -> list[Starter]:
    return [_read(path) for path in paths]


def _read(path: Path) -> Starter:
    try:
        return Starter(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenStarter(f"Tệp mẫu {path.name} không đọc được: {error}") from error


def _own_folder() -> Path:
    return Path(settings.HOME) / "papers"


def _is_for(measure: dict[str, Any], organization: Organization) -> bool:
    levels = measure.get("school_levels")
    return not levels or not organization.school_level or organization.school_level in levels
