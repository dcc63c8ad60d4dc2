"""What an article begins with when it starts from a directive's thread or a sealed report: facts, for a person to finish."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truongan.directives.models import Directive
from truongan.figures.indicators import INDICATORS
from truongan.kernel.dates import vn_date
from truongan.kernel.numbers import vn_number
from truongan.news.live_figures import Found, live_figures
from truongan.news.models import Article
from truongan.news.references import EMBED_TYPE, FigureReference
from truongan.organizations.models import Organization
from truongan.reports.models import ResultReport
from truongan.reports.narrative import Said, spoken
from truongan.reports.statements import directive_values, sealed_figures
from truongan.reports.thread.numbers import results_of
from truongan.reports.thread.sources import Thread
from truongan.reports.thread.summary import summary
from truongan.territory.models import AdministrativeUnit


@dataclass(frozen=True)
class Beginning:
    """A draft's first content: `body` as `draft_article` takes it."""

    title: str
    lead: str
    body: list[tuple[str, Any]]
    author_unit: Organization
    directive: Directive | None
    figures: Found  # those its sentences may name, asked already


@dataclass(frozen=True)
class _Quoted:
    """Where the numbers of a text come from: a place on a day, or a seal."""

    on: date
    unit: AdministrativeUnit | None
    today: date
    seal: int | None = None

    @cached_property
    def public(self) -> Found:
        """Every number the public may read there, asked together."""
        place = self.unit.code if self.unit and self.unit.code != settings.PROVINCE_CODE else ""
        wanted = [code for code, each in INDICATORS.items() if each.is_public]
        return live_figures([FigureReference(code, place, self.on, self.seal) for code in wanted], self.today)

    def html(self, said: Iterable[Said]) -> SafeString:
        """The sentence with a live figure for each number that the public may read there and that says the same."""
        return _joined(self._piece(each) for each in said)

    def _piece(self, said: Said) -> SafeString:
        name, _dot, is_whole = said.name.partition(".of")
        indicator = INDICATORS.get(name)
        if indicator is None:
            return escape(said.text)
        number, slash, whole = said.text.partition("/")
        parts = [self._figure(indicator.of if is_whole else name, number)]
        if slash:
            parts.append(self._figure(indicator.of, whole))
        return format_html_join(slash, "{}", ((each,) for each in parts))

    def _figure(self, code: str, written: str) -> SafeString:
        shown = (each for each in self.public.values() if each.reference.indicator == code and each.is_shown)
        found = next(shown, None)
        if found is None or vn_number(found.value) != written:
            return escape(written)
        attributes = {"embedtype": EMBED_TYPE, **found.reference.attributes()}
        return format_html("<embed {}/>", format_html_join(" ", '{}="{}"', attributes.items()))


def from_thread(thread: Thread, today: date) -> Beginning:
    """The summary of a directive's thread: its sentences, their public numbers as live figures of that day."""
    directive = thread.directive
    quoted = _Quoted(thread.on, thread.unit, today)
    body: list[tuple[str, Any]] = []
    for section in summary(results_of(thread)):
        sentences = [format_html("<p>{}</p>", quoted.html(sentence)) for sentence in section.sentences]
        body.append(("text", format_html("<h2>{}</h2>", section.title) + _joined(sentences)))
    if directive.is_published:
        body.append(("directive", {"directive": directive.pk}))
    return Beginning(
        _("Kết quả thực hiện %(name)s") % {"name": directive.name},
        _("Đến ngày %(on)s, sau %(days)s ngày thực hiện %(name)s ngày %(since)s của %(issuer)s về %(subject)s, các nhà trường, cơ sở giáo dục đã đạt kết quả bước đầu.")
        % {
            "on": vn_date(thread.on), "days": vn_number((thread.on - thread.since).days), "name": directive.name,
            "since": vn_date(thread.since), "issuer": directive.issuer_name, "subject": _inside(directive.subject),
        },
        body,
        directive.kept_by,
        directive,
        quoted.public,
    )  # fmt: skip


def from_report(report: ResultReport, today: date) -> Beginning:
    """A sealed report: its results and next steps, numbers quoted from the seal."""
    assert report.seal is not None  # only a sealed report is told to the public
    values = sealed_figures(report.seal).values | directive_values(report)
    quoted = _Quoted(report.on, report.unit, today, report.seal.pk)
    body: list[tuple[str, Any]] = []
    for heading, text in (
        (_("Công tác triển khai"), report.work),
        (_("Kết quả"), report.results),
        (_("Nhiệm vụ thời gian tới"), report.next_steps),
    ):
        if text.strip():
            body.append(("text", format_html("<h2>{}</h2>", heading) + _joined(_lines(text, values, quoted))))
    if report.directive and report.directive.is_published:
        body.append(("directive", {"directive": report.directive.pk}))
    lead = _("%(issuer)s vừa có báo cáo về %(subject)s, số liệu tính đến ngày %(on)s.")
    return Beginning(
        report.subject,
        lead % {"issuer": report.issuer_name, "subject": _inside(report.subject), "on": vn_date(report.on)},
        body,
        report.issuer,
        report.directive,
        quoted.public,
    )


def _lines(text: str, values, quoted: _Quoted) -> Iterator[SafeString]:
    """Paragraphs by lines; lines that begin with `- ` are the points of a list."""
    points: list[SafeString] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("- "):
            points.append(format_html("<li>{}</li>", quoted.html(list(spoken(line[2:], values)))))
            continue
        yield from _list(points)
        points = []
        yield format_html("<p>{}</p>", quoted.html(list(spoken(line, values))))
    yield from _list(points)


def _list(points: list[SafeString]) -> Iterator[SafeString]:
    if points:
        yield format_html("<ul>{}</ul>", _joined(points))


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((each,) for each in parts))


def _inside(words: str) -> str:
    """`Kết quả …` as it stands inside a sentence."""
    return words[:1].lower() + words[1:]


def articles_of(thread: Thread) -> QuerySet[Article]:
    """Published articles that name a directive of the thread, by the date line."""
    return Article.objects.live().filter(directive__in=thread.ids, published_at__lt=thread.until)
