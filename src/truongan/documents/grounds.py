"""The legal grounds of a school's papers, chosen by the paper's date from `papers/grounds.toml`."""

from dataclasses import dataclass
from datetime import date

from truongan.documents.shelf import read_text


@dataclass(frozen=True)
class Ground:
    """One ground, in force from `valid_from` to before `valid_to`. Empty lists: every paper, every level."""

    text: str
    valid_from: date
    valid_to: date | None = None
    papers: tuple[str, ...] = ()
    school_levels: tuple[str, ...] = ()
    confirmed: bool = False

    def is_for(self, paper: str, day: date, school_level: str) -> bool:
        in_force = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        for_paper = not self.papers or paper in self.papers
        return in_force and for_paper and (not self.school_levels or school_level in self.school_levels)


def all_grounds() -> tuple[Ground, ...]:
    return tuple(
        Ground(
            **{
                **each,
                "papers": tuple(each.get("papers", ())),
                "school_levels": tuple(each.get("school_levels", ())),
            }
        )
        for each in read_text("grounds")["grounds"]
    )


def grounds_for(paper: str, day: date, school_level: str = "") -> tuple[Ground, ...]:
    """The grounds in force on the paper's date, in the order of the file. An unconfirmed one says so."""
    return tuple(ground for ground in all_grounds() if ground.is_for(paper, day, school_level))
