"""A period beside the one before it and the same one a year earlier: tăng, giảm, per cent."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from truongan.documents.wording import rate
from truongan.figures.counting import answer
from truongan.figures.forms import FIRST_DAY
from truongan.figures.questions import Question
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.reports.models import Submission
from truongan.reports.periodic.periods import REGULAR, period_before, year_before
from truongan.reports.periodic.statements import PeriodFigures
from truongan.reports.states import SENT

REPORTED, COUNTED = "reported", "counted"
_SOURCES = {REPORTED: "số đã báo cáo", COUNTED: "số theo sổ đăng ký"}


@dataclass(frozen=True)
class Earlier:
    """Figures of an earlier period; `source` says whether they were reported then or are counted now."""

    since: date
    until: date
    source: str
    values: dict[str, int | None]

    @property
    def words(self) -> str:
        return f"từ ngày {vn_date(self.since)} đến ngày {vn_date(self.until)}, {_SOURCES[self.source]}"


@dataclass(frozen=True)
class Compared:
    """One figure beside an earlier one."""

    label: str
    now: int | None
    then: int | None

    @property
    def words(self) -> str:
        return change_in_words(self.now, self.then)


@dataclass(frozen=True)
class Comparison:
    """Both earlier periods; one that lies before the register's first day is None."""

    previous: Earlier | None
    last_year: Earlier | None

    def frozen(self) -> dict[str, Any]:
        return {"previous": _frozen(self.previous), "last_year": _frozen(self.last_year)}


def change_in_words(now: int | None, then: int | None) -> str:
    """`tăng 12 (5,3%)`, `giảm 3 (1,0%)`, `không đổi`; from nothing there is no per cent, so it is said in words."""
    if now is None or then is None:
        return "không có số để so"
    if now == then:
        return "không đổi"
    if not then:
        return f"tăng {vn_number(now)} (trước đó chưa có)"
    word, difference = ("tăng", now - then) if now > then else ("giảm", then - now)
    return f"{word} {vn_number(difference)} ({rate(difference, then)}%)"


def comparison_of(submission: Submission, question: Question) -> Comparison:
    """Frozen once it is handed in; before that, what was reported for the earlier periods, or else the register's."""
    if submission.is_sent and submission.comparison:
        return Comparison(_thawed(submission.comparison["previous"]), _thawed(submission.comparison["last_year"]))
    cycle = submission.cycle
    before = period_before(cycle.kind, cycle.since) if cycle.kind in REGULAR else None
    return Comparison(
        _earlier(submission, question, before.since, before.until) if before else None,
        _earlier(submission, question, *year_before(cycle.kind, cycle.since, cycle.until)),
    )


def _earlier(submission: Submission, question: Question, since: date, until: date) -> Earlier | None:
    if until < FIRST_DAY:
        return None
    reported = (
        Submission.objects.filter(
            organization=submission.organization_id, cycle__kind=submission.cycle.kind, cycle__since=since,
            cycle__until=until, cycle__issuer=submission.cycle.issuer_id, status__in=SENT,
        ).select_related("seal").first()
    )  # fmt: skip
    if reported and reported.seal:
        values = dict(reported.seal.figures.values_list("code", "value"))
        return Earlier(since, until, REPORTED, values)
    # The same schools wherever they stood then: the borders of that day may have been others.
    found = answer(Question(on=until, since=max(since, FIRST_DAY), organization_ids=question.organization_ids))
    return Earlier(since, until, COUNTED, {code: each.value for code, each in found.total.figures.items()})


def compared(figures: PeriodFigures, earlier: Earlier | None, codes) -> list[Compared]:
    """The figures named, each beside its earlier value."""
    values = earlier.values if earlier else {}
    return [
        Compared(figures.figures[code].label, figures.value(code), values.get(code))
        for code in codes
        if code in figures.figures
    ]


def _frozen(earlier: Earlier | None) -> dict[str, Any] | None:
    if earlier is None:
        return None
    return {
        "since": earlier.since.isoformat(),
        "until": earlier.until.isoformat(),
        "source": earlier.source,
        "values": earlier.values,
    }


def _thawed(raw: dict[str, Any] | None) -> Earlier | None:
    if raw is None:
        return None
    return Earlier(date.fromisoformat(raw["since"]), date.fromisoformat(raw["until"]), raw["source"], raw["values"])
