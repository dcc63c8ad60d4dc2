"""Where something happens, as light as the matrix needs it."""

from functools import lru_cache
from typing import NamedTuple, Protocol


class Somewhere(Protocol):
    """An organization, or as much of one as is needed to find who answers for it."""

    @property
    def pk(self) -> int: ...
    @property
    def place_path(self) -> str: ...
    @property
    def reports_to_id(self) -> int | None: ...


class Place(NamedTuple):
    """`Somewhere` out of a list of values: forty thousand of them are read in one go."""

    pk: int
    place_path: str
    reports_to_id: int | None
    name: str = ""


@lru_cache(maxsize=8192)  # the communes of the country
def upwards(path: str) -> tuple[str, ...]:
    """`24/07795/` → itself, `24/`, ``: the nearest place first, the whole country last."""
    segments = [each for each in path.split("/") if each]
    return (*("/".join(segments[:length]) + "/" for length in range(len(segments), 0, -1)), "")
