"""What higher contexts offer on the figures page: they contribute, this context knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from truongan.figures.questions import Question


@dataclass(frozen=True)
class WayOn:
    """Something to do with the figures in view."""

    label: str
    href: str
    icon: str


Build = Callable[[HttpRequest, Question], WayOn | None]
_contributed: list[Build] = []


def contribute_way_on(build: Build) -> None:
    """Offer what `build(request, question)` gives beside the heading; None where this person has no use for it.

    Called in the contributing context's AppConfig.ready().
    """
    _contributed.append(build)


def ways_on(request: HttpRequest, question: Question) -> list[WayOn]:
    """The contributed ways on, in the order of the installed contexts."""
    return [way for build in _contributed if (way := build(request, question))]
