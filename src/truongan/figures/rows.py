"""The rows of an answer while sources fill them in."""

from collections.abc import Collection

from truongan.figures.indicators import Indicator
from truongan.figures.questions import Figure, Question, Row

TOTAL = ""
UNPLACED = "?"  # the group of what belongs to none of those listed


class Rows(dict[str, Row]):
    """Group → row, the whole under TOTAL; a group nobody listed gets a row of zeros when it is first named.

    `needed`: codes the answer will show; empty for all of them.
    """

    def __init__(self, question: Question, indicators: Collection[Indicator], needed: Collection[str] = ()):
        super().__init__()
        self.question = question
        self.needed = frozenset(needed)
        in_period = question.since is not None
        self._indicators = [each for each in indicators if in_period or not each.only_in_period]

    def __missing__(self, key: str) -> Row:
        row = self[key] = Row(key, "", {each.code: self._empty(each) for each in self._indicators})
        return row

    def _empty(self, indicator: Indicator) -> Figure:
        balanced = self.question.since is not None and not indicator.is_flow
        return Figure(indicator, 0, *((0, 0, 0) if balanced else (None, None, None)))

    def needs(self, *codes: str) -> bool:
        """Whether the answer will show one of these; a source may leave out the rest where they cost extra."""
        return not self.needed or not self.needed.isdisjoint(codes)

    def add(self, key: str | None, code: str, **amounts: int) -> None:
        """Add to the group's figure and to the whole's."""
        for each in {key or UNPLACED, TOTAL} if self.question.by else {TOTAL}:
            self.add_to(each, code, **amounts)

    def add_to(self, key: str, code: str, **amounts: int) -> None:
        """Add to one row's figure alone."""
        figure = self[key].figures[code]
        for name, amount in amounts.items():
            setattr(figure, name, (getattr(figure, name) or 0) + amount)

    def balance(self, code: str) -> None:
        """Where flows do not add up over organizations what came and went is the net change, so that
        opening + added - removed = closing holds for each row."""
        for row in self.values():
            figure = row.figures[code]
            net = (figure.value or 0) - (figure.opening or 0)
            figure.added, figure.removed = max(net, 0), max(-net, 0)
