"""Numbers in a text that the register also gives for its day: places where a live figure could stand."""

import re
from dataclasses import dataclass
from datetime import date

from truongan.figures.indicators import INDICATORS
from truongan.figures.public import served_unit
from truongan.news.live_figures import LiveFigure, live_figures
from truongan.news.references import FigureReference
from truongan.territory.geography import UnknownUnit

_NUMBER = re.compile(r"(?<![\d/.,-])\d{1,3}(?:\.\d{3})+(?![\d/])|(?<![\d/.,-])\d{2,7}(?![\d/]|[.,]\d)")
_SMALLEST = 20  # smaller ones equal some figure by chance


@dataclass(frozen=True)
class Suggestion:
    """`written` as it stands in the text, with the words around it; the figure equal to it on that day."""

    written: str
    around: str
    figure: LiveFigure


def figure_suggestions(text: str, on: date) -> list[Suggestion]:
    """Numbers of the text equal to a public figure of the province on that day, each once, in the text's order.

    A suggestion for a person: equal numbers may still count different things.
    """
    by_value = _figures_by_value(on)
    found: dict[tuple[str, str], Suggestion] = {}
    for match in _NUMBER.finditer(text):
        for figure in by_value.get(int(match.group().replace(".", "")), ()):
            found.setdefault((match.group(), figure.label), Suggestion(match.group(), _around(text, match), figure))
    return list(found.values())


def _figures_by_value(on: date) -> dict[int, list[LiveFigure]]:
    try:
        served_unit(on)
    except UnknownUnit:
        return {}  # no territory, or none of that day: nothing to compare with
    wanted = [FigureReference(code, on=on) for code, each in INDICATORS.items() if each.is_public]
    figures = live_figures(wanted, on)
    by_value: dict[int, list[LiveFigure]] = {}
    for reference in wanted:
        value = figures[reference].value
        if value is not None and value >= _SMALLEST:
            by_value.setdefault(value, []).append(figures[reference])
    return by_value


def _around(text: str, match: re.Match[str]) -> str:
    after = text[match.end() : match.end() + 40].split("\n")[0]
    return f"{match.group()}{after}".rsplit(" ", 1)[0] if len(after) == 40 else f"{match.group()}{after}"
